"""XML parts of a workbook, streamed; a part that declares a document type, and so entities, is refused."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import IO, TYPE_CHECKING, TypeAlias
from xml.parsers import expat

from django.utils.translation import gettext as _

from ordito.core.tables.sheet import Unreadable

if TYPE_CHECKING:
    from collections.abc import Iterator

CHUNK = 1 << 16
LONGEST_TOKEN = 1 << 22
DEEPEST = 100
ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
SURROGATES = (0xD800, 0xDFFF)


Starts: TypeAlias = Mapping[str, Callable[[dict[str, str]], None]]
Ends: TypeAlias = Mapping[str, Callable[[], None]]


def parsed(
    stream: IO[bytes], *, starts: Starts, ends: Ends | None = None, text: Callable[[str], None] | None = None
) -> Iterator[None]:
    """Parse a part, telling the elements that are named, by their local names; pause after every chunk.

    What a workbook never has, and could only be there to exhaust the machine, is refused: declared entities,
    elements inside elements without end, a tag or a comment that fills the memory.
    """
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse_document_type
    parser.StartElementHandler, parser.EndElementHandler = _handlers(starts, ends or {})
    if text is not None:
        parser.CharacterDataHandler = text
    fed = 0
    try:
        while chunk := stream.read(CHUNK):
            parser.Parse(chunk, False)  # noqa: FBT003 - expat's own signature
            fed += len(chunk)
            if fed - parser.CurrentByteIndex > LONGEST_TOKEN:
                raise _unlikely()
            yield
        parser.Parse(b"", True)  # noqa: FBT003
    except (expat.ExpatError, ValueError) as problem:
        raise Unreadable(
            _("un foglio di calcolo rovinato"), _("un file integro: salvarlo di nuovo")
        ) from problem
    yield


def _handlers(
    starts: Starts, ends: Ends
) -> tuple[Callable[[str, dict[str, str]], None], Callable[[str], None]]:
    known_starts: dict[str, Callable[[dict[str, str]], None] | None] = {}
    known_ends: dict[str, Callable[[], None] | None] = {}
    depth = 0

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > DEEPEST:
            raise _unlikely()
        if tag not in known_starts:
            known_starts[tag] = starts.get(tag.rpartition(" ")[2])
        if tell := known_starts[tag]:
            tell(attributes)

    def end(tag: str) -> None:
        nonlocal depth
        depth -= 1
        if tag not in known_ends:
            known_ends[tag] = ends.get(tag.rpartition(" ")[2])
        if tell := known_ends[tag]:
            tell()

    return start, end


def _unlikely() -> Unreadable:
    return Unreadable(
        _("XML che nessun foglio di calcolo scrive"), _("un foglio salvato da un foglio di calcolo")
    )


def _refuse_document_type(*_declared: object) -> None:
    raise Unreadable(
        _("XML con entità dichiarate"), _("un foglio salvato da un foglio di calcolo: nessuno ne scrive così")
    )


class TextInside:
    """The text of a string or of a value, in one or in many pieces, without its phonetics."""

    def __init__(self, longest: int) -> None:
        self._longest = longest
        self._pieces: list[str] = []
        self._length = 0
        self._inside = False
        self._phonetic = False

    @property
    def starts(self) -> dict[str, Callable[[dict[str, str]], None]]:
        return {"t": self._open, "v": self._open, "rPh": self._skip}

    @property
    def ends(self) -> dict[str, Callable[[], None]]:
        return {"t": self._close, "v": self._close, "rPh": self._stop_skipping}

    def _open(self, _attributes: dict[str, str]) -> None:
        self._inside = not self._phonetic

    def _close(self) -> None:
        self._inside = False

    def _skip(self, _attributes: dict[str, str]) -> None:
        self._phonetic = True

    def _stop_skipping(self) -> None:
        self._phonetic = False

    def text(self, piece: str) -> None:
        if self._inside:
            self._length += len(piece)
            if self._length > self._longest:
                raise Unreadable(
                    _("una cella smisurata"),
                    _("celle di al massimo %(longest)d caratteri") % {"longest": self._longest},
                )
            self._pieces.append(piece)

    def take(self) -> str:
        """Give the text gathered so far, and start anew."""
        text = "".join(self._pieces)
        self._pieces.clear()
        self._length = 0
        self._inside = False
        return ESCAPE.sub(_character, text) if "_x" in text else text


def _character(found: re.Match[str]) -> str:
    code = int(found[1], 16)
    return found[0] if SURROGATES[0] <= code <= SURROGATES[1] else chr(code)
