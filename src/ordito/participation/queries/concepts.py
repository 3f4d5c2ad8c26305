"""A concept map as it stands: for the island that draws it, as sentences, as a picture made here."""

from __future__ import annotations

import hashlib
import json
import textwrap
from dataclasses import dataclass
from math import hypot
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

from django.db.models import QuerySet

from ordito.participation.models import Concept, ConceptMap, ConceptTie, TieKind

if TYPE_CHECKING:
    from ordito.participation.models import Process

COLOURS = {
    TieKind.LEADS_TO: "#0059b3",
    TieKind.PART_OF: "#455b71",
    TieKind.NEEDS: "#6b4a00",
    TieKind.OPPOSES: "#a1000f",
    TieKind.EXAMPLE_OF: "#00552b",
}
WIDE, HIGH = 1.4, 0.9
"""How many units of the picture a thousandth of the sheet is."""
LINE, LETTERS, PAD = 18, 24, 10
MARGIN = 110


@dataclass(frozen=True, slots=True)
class Drawing:
    """A map with its concepts and ties."""

    map: ConceptMap
    concepts: tuple[Concept, ...]
    ties: tuple[ConceptTie, ...]

    @property
    def sentences(self) -> list[str]:
        """The map as text: first what ties, then what stands alone."""
        tied = {number for tie in self.ties for number in (tie.source_id, tie.target_id)}
        return [sentence_of(tie) for tie in self.ties] + [
            f"{_begun(each.text)}." for each in self.concepts if each.pk not in tied
        ]

    @property
    def state(self) -> dict[str, Any]:
        """What the island needs to draw."""
        number = {each.pk: each.number for each in self.concepts}
        return {
            "said": self.said,
            "concepts": [
                {
                    "number": each.number,
                    "text": each.text,
                    "x": each.x,
                    "y": each.y,
                    "said": each.contribution_id is not None,
                    "label": "\n".join(box.lines),
                    "wide": round(box.wide),
                    "high": round(box.high),
                }
                for each in self.concepts
                for box in [_Box.of(each)]
            ],
            "ties": [
                {
                    "source": number[tie.source_id],
                    "target": number[tie.target_id],
                    "kind": tie.kind,
                    "words": str(TieKind(tie.kind).label),
                    "colour": COLOURS[TieKind(tie.kind)],
                }
                for tie in self.ties
            ],
        }

    @property
    def said(self) -> str:
        """The same for the same list beside the drawing, wherever its concepts lie."""
        ties = [(each.source_id, each.kind, each.target_id) for each in self.ties]
        return _fingerprint([[(each.pk, each.number, each.text) for each in self.concepts], ties])

    @property
    def mark(self) -> str:
        """The same for the same drawing: who has it needs nothing new."""
        return _fingerprint(self.state)


def maps_in(process: Process) -> QuerySet[ConceptMap]:
    """The concept maps of a path."""
    return ConceptMap.objects.filter(process=process).select_related("process__district")


def drawing_of(drawn: ConceptMap) -> Drawing:
    """The map as it stands: two questions, whatever is on it."""
    concepts = drawn.concepts.select_related("contribution__process__district").order_by("number")
    ties = drawn.ties.select_related("source", "target").order_by("source__number", "kind", "target__number")
    return Drawing(drawn, tuple(concepts), tuple(ties))


def sentence_of(tie: ConceptTie) -> str:
    """A tie as one says it: «Gli affitti alti» porta a «Famiglie che se ne vanno»."""
    return f"«{_begun(tie.source.text)}» {tie.get_kind_display()} «{_begun(tie.target.text)}»."


def text_of(drawing: Drawing) -> str:
    """The whole map as text, one sentence a line."""
    return "\n".join([drawing.map.title, "", *drawing.sentences, ""])


def picture_of(drawing: Drawing) -> str:
    """The map as SVG: concepts in boxes, ties as arrows with their words."""
    boxes = {each.pk: _Box.of(each) for each in drawing.concepts}
    wide, high = 1000 * WIDE + 2 * MARGIN, 1000 * HIGH + 2 * MARGIN
    if boxes:
        high = max(box.y + box.high / 2 for box in boxes.values()) + MARGIN / 2
    heads = "".join(
        f'<marker id="{kind}" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="8" markerHeight="8" '
        f'orient="auto"><path d="M0 0L10 5L0 10z" fill="{colour}"/></marker>'
        for kind, colour in COLOURS.items()
    )
    ties = "".join(_tie(tie, boxes) for tie in drawing.ties)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide:.0f} {high:.0f}" width="{wide:.0f}" '
        f'height="{high:.0f}" role="img" font-family="Titillium Web, Arial, sans-serif" font-size="15">'
        f"<title>{_clean(drawing.map.title)}</title><defs>{heads}</defs>"
        f'<rect width="100%" height="100%" fill="#fff"/>{ties}'
        f"{''.join(map(_Box.drawn, boxes.values()))}</svg>\n"
    )


@dataclass(frozen=True, slots=True)
class _Box:
    """A concept on the picture: its middle, its size, its lines."""

    x: float
    y: float
    wide: float
    high: float
    lines: tuple[str, ...]

    @classmethod
    def of(cls, concept: Concept) -> _Box:
        lines = tuple(textwrap.wrap(concept.text, LETTERS)) or ("",)
        wide = max(80.0, 8.2 * max(map(len, lines)) + 2 * PAD)
        return cls(
            MARGIN + concept.x * WIDE, MARGIN / 2 + concept.y * HIGH, wide, LINE * len(lines) + 2 * PAD, lines
        )

    def drawn(self) -> str:
        first = self.y - LINE * (len(self.lines) - 1) / 2 + 5
        words = "".join(
            f'<text x="{self.x:.0f}" y="{first + LINE * turn:.0f}" text-anchor="middle" fill="#17324d">'
            f"{_clean(line)}</text>"
            for turn, line in enumerate(self.lines)
        )
        return (
            f'<rect x="{self.x - self.wide / 2:.0f}" y="{self.y - self.high / 2:.0f}" '
            f'width="{self.wide:.0f}" height="{self.high:.0f}" rx="6" fill="#f5f7fb" stroke="#06c" '
            f'stroke-width="1.5"/>{words}'
        )

    def edge(self, x: float, y: float) -> tuple[float, float]:
        """Where a line to a point leaves the box."""
        across, down = x - self.x, y - self.y
        if not across and not down:
            return self.x, self.y
        scale = min(
            (self.wide / 2 + 3) / abs(across) if across else float("inf"),
            (self.high / 2 + 3) / abs(down) if down else float("inf"),
            1.0,
        )
        return self.x + across * scale, self.y + down * scale


def _tie(tie: ConceptTie, boxes: dict[int, _Box]) -> str:
    one, other = boxes[tie.source_id], boxes[tie.target_id]
    x1, y1 = one.edge(other.x, other.y)
    x2, y2 = other.edge(one.x, one.y)
    if hypot(x2 - x1, y2 - y1) < 1:
        return ""
    colour = COLOURS[TieKind(tie.kind)]
    return (
        f'<line x1="{x1:.0f}" y1="{y1:.0f}" x2="{x2:.0f}" y2="{y2:.0f}" stroke="{colour}" stroke-width="1.8" '
        f'marker-end="url(#{tie.kind})"/>'
        f'<text x="{(x1 + x2) / 2:.0f}" y="{(y1 + y2) / 2 - 4:.0f}" fill="{colour}" '
        f'font-size="13" text-anchor="middle" paint-order="stroke" stroke="#fff" stroke-width="4">'
        f"{_clean(tie.get_kind_display())}</text>"
    )


def _fingerprint(told: object) -> str:
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()[:24]


def _begun(text: str) -> str:
    return text[:1].upper() + text[1:]


def _clean(text: str) -> str:
    """A text that XML holds."""
    return escape("".join(each for each in text if each.isprintable() or each == " "))
