"""A document in pieces before it is a version: what is typed, pasted and cut, or taken from a grid."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.db.models import Prefetch

from ordito.participation.models import Axis, Cell, ContributionState, Placement

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ordito.participation.models import Grid, ParagraphText

LONGEST_HEADING = 200
HEADING_LINE = 100
"""Characters of a line that, alone between blank lines and without a full stop, is a heading."""
OPENING_LINE = 60
"""Characters of the first line of a block that is a heading of the longer lines under it."""
BLANK_LINE = re.compile(r"\n[ \t\f\v]*\n+")
POINT_OF_A_LIST = re.compile(r"(?:[-•*–]|\(?\w{1,3}[.)])\s")
ENDS = (".", ";", ":", "!", "?", ",", "»", "”")


@dataclass(frozen=True, slots=True)
class Piece:
    """A paragraph as it is being written: its number when it is already known, and where it comes from."""

    heading: str = ""
    text: str = ""
    number: int | None = None
    split_from: int | None = None
    joined: tuple[int, ...] = ()
    cells: tuple[int, ...] = ()

    @property
    def is_empty(self) -> bool:
        return not self.heading and not self.text


def cleaned(text: str) -> str:
    """A text as it is kept: composed letters, one sort of line end, no signs that nobody sees."""
    plain = unicodedata.normalize("NFC", text.replace("\x00", ""))
    lines = plain.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(line.rstrip() for line in lines).strip()


def one_line(text: str) -> str:
    """A heading as it is kept."""
    return " ".join(cleaned(text).split())


def one_paragraph(text: str) -> str:
    """The text of an amendment as it is kept: blank lines would make two paragraphs of it."""
    return BLANK_LINE.sub("\n", cleaned(text))


def pieces_of(texts: Iterable[ParagraphText]) -> list[Piece]:
    """The pieces of a version that is there."""
    return [Piece(each.heading, each.text, each.paragraph.number) for each in texts]


def cut(text: str) -> list[Piece]:
    """A whole text in paragraphs, at blank lines; a short line without a full stop is a heading."""
    told: list[Piece] = []
    heading = ""
    for block in BLANK_LINE.split(cleaned(text)):
        lines = [line.strip() for line in block.split("\n") if line.strip()]
        if not lines:
            continue
        alone = len(lines) == 1 and _is_heading(lines[0], HEADING_LINE)
        if alone and not heading:
            heading = _bare(lines[0])
            continue
        if heading or not _opens(lines):
            told.append(Piece(heading, _unwrapped(lines)))
        else:
            told.append(Piece(_bare(lines[0]), _unwrapped(lines[1:])))
        heading = ""
    return [*told, Piece(heading)] if heading else told


def _is_heading(line: str, longest: int) -> bool:
    return line.startswith("#") or (
        len(line) <= longest and not line.endswith(ENDS) and not line.startswith(("-", "•", "*"))
    )


def _opens(lines: Sequence[str]) -> bool:
    """Whether the first line of a block is a heading of the longer ones under it."""
    if len(lines) == 1:
        return False
    return _is_heading(lines[0], OPENING_LINE) and (lines[0].startswith("#") or len(lines[1]) > len(lines[0]))


def _bare(line: str) -> str:
    return line.lstrip("# ").strip()[:LONGEST_HEADING]


def _unwrapped(lines: Sequence[str]) -> str:
    """Lines broken by a mail or a PDF made one; points of a list stay on lines of their own."""
    told = ""
    for line in lines:
        begins = not told or told.endswith((".", ":", ";", "!", "?")) or POINT_OF_A_LIST.match(line)
        told += f"\n{line}" if begins and told else f" {line}" if told else line
    return told


def split_piece(piece: Piece) -> list[Piece]:
    """A piece in two or more where its text has a blank line; without one, after its middle sentence."""
    parts = [part.strip() for part in BLANK_LINE.split(piece.text) if part.strip()]
    if len(parts) <= 1:
        parts = _halves(piece.text)
    if len(parts) <= 1:
        return [piece]
    first, *rest = parts
    origin = piece.number if piece.number is not None else piece.split_from
    return [
        replace(piece, text=first),
        *(Piece(text=part, split_from=origin, cells=piece.cells) for part in rest),
    ]


def _halves(text: str) -> list[str]:
    ends = [found.end() for found in re.finditer(r"[.!?]\s+", text)]
    if not ends:
        return [text]
    middle = min(ends, key=lambda end: abs(end - len(text) / 2))
    return [part for part in (text[:middle].strip(), text[middle:].strip()) if part]


def join_pieces(above: Piece, below: Piece) -> Piece:
    """Two pieces in one, that keeps the identity of the first; the second's is remembered."""
    joined = (*above.joined, *below.joined, *((below.number,) if below.number is not None else ()))
    number, origin = above.number, above.split_from
    if number is None and below.number is not None:
        number, origin, joined = below.number, None, joined[:-1]
    return Piece(
        above.heading or below.heading,
        "\n".join(part for part in (above.text, below.text) if part),
        number,
        origin,
        joined,
        tuple(dict.fromkeys((*above.cells, *below.cells))),
    )


def without_blank_lines(pieces: Iterable[Piece]) -> list[Piece]:
    """Pieces whose texts have no blank line: one that has becomes two."""
    told: list[Piece] = []
    for piece in pieces:
        clean = replace(piece, heading=one_line(piece.heading), text=cleaned(piece.text))
        told += split_piece(clean) if BLANK_LINE.search(clean.text) else [clean]
    return [piece for piece in told if not piece.is_empty]


def from_grid(grid: Grid, *, by_cell: bool = False) -> list[Piece]:
    """A first draft from a grid: a paragraph per row, or per cell that says something, resting on cells."""
    placed = Placement.objects.filter(
        removed_at__isnull=True, contribution__state=ContributionState.SHOWN
    ).select_related("contribution")
    cells = (
        Cell.objects.filter(grid=grid, row__removed_at__isnull=True, column__removed_at__isnull=True)
        .select_related("row", "column")
        .prefetch_related(Prefetch("placements", placed.order_by("pk"), to_attr="placed"))
        .order_by("row__number", "column__number")
    )
    said = [each for each in cells if each.summary or each.placed]
    if by_cell:
        return [
            Piece(
                f"{each.row.title}: {each.column.title}"[:LONGEST_HEADING], _words_of(each), cells=(each.pk,)
            )
            for each in said
        ]
    rows = grid.lines.filter(axis=Axis.ROW, removed_at__isnull=True).order_by("number")
    told = []
    for row in rows:
        mine = [each for each in said if each.row_id == row.pk]
        text = "\n".join(words for each in mine if (words := _words_of(each)))
        told.append(Piece(row.title, text, cells=tuple(each.pk for each in mine)))
    return told


def _words_of(cell: Cell) -> str:
    """What a cell says in short, or else the voices in it."""
    if cell.summary.strip():
        return cleaned(cell.summary)
    return "\n".join(f"- {' '.join(each.contribution.text.split())}" for each in cell.placed)  # type: ignore[attr-defined]


Step = Callable[[list[Piece], int], list[Piece]]


def _swapped(pieces: list[Piece], place: int, other: int) -> list[Piece]:
    if not 0 <= other < len(pieces):
        return pieces
    told = list(pieces)
    told[place], told[other] = told[other], told[place]
    return told


STEPS: dict[str, Step] = {
    "su": lambda pieces, at: _swapped(pieces, at, at - 1),
    "giu": lambda pieces, at: _swapped(pieces, at, at + 1),
    "togli": lambda pieces, at: pieces[:at] + pieces[at + 1 :],
    "dividi": lambda pieces, at: [*pieces[:at], *split_piece(pieces[at]), *pieces[at + 1 :]],
    "aggiungi": lambda pieces, at: [*pieces[: at + 1], Piece(), *pieces[at + 1 :]],
    "unisci": lambda pieces, at: (
        [*pieces[: at - 1], join_pieces(pieces[at - 1], pieces[at]), *pieces[at + 1 :]] if at else pieces
    ),
}
"""What one does to a piece while writing; nothing of it is kept until the whole is saved."""


def stepped(pieces: list[Piece], step: str) -> list[Piece]:
    """The pieces after one step, called as su-3: the third goes up; an unknown step changes nothing."""
    name, _dash, place = step.partition("-")
    if name in STEPS and place.isdecimal() and int(place) < len(pieces):
        return STEPS[name](pieces, int(place))
    return pieces
