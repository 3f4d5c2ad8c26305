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
ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
SURROGATES = (0xD800, 0xDFFF)


Starts: TypeAlias = Mapping[str, Callable[[dict[str, str]], None]]
Ends: TypeAlias = Mapping[str, Callable[[], None]]


def parsed(
    stream: IO[bytes], *, starts: Starts, ends: Ends | None = None, text: Callable[[str], None] | None = None
) -> Iterator[None]:
    """Parse a part, telling the elements that are named, by their local names; pause after every chunk."""
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse_document_type
    parser.StartElementHandler = _starting(starts)
    if ends is not None:
        parser.EndElementHandler = _ending(ends)
    if text is not None:
        parser.CharacterDataHandler = text
    try:
        while chunk := stream.read(CHUNK):
            parser.Parse(chunk, False)  # noqa: FBT003 - expat's own signature
            yield
        parser.Parse(b"", True)  # noqa: FBT003
    except (expat.ExpatError, ValueError) as problem:
        raise Unreadable(
            _("un foglio di calcolo rovinato"), _("un file integro: salvarlo di nuovo")
        ) from problem
    yield


def _starting(starts: Starts) -> Callable[[str, dict[str, str]], None]:
    found: dict[str, Callable[[dict[str, str]], None] | None] = {}

    def start(tag: str, attributes: dict[str, str]) -> None:
        if tag not in found:
            found[tag] = starts.get(tag.rpartition(" ")[2])
        if tell := found[tag]:
            tell(attributes)

    return start


def _ending(ends: Ends) -> Callable[[str], None]:
    found: dict[str, Callable[[], None] | None] = {}

    def end(tag: str) -> None:
        if tag not in found:
            found[tag] = ends.get(tag.rpartition(" ")[2])
        if tell := found[tag]:
            tell()

    return end


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
