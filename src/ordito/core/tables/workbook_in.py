"""A workbook: its list of sheets, and what they share.

Workbooks are read here rather than through a general library because three things must be seen that those
hide: a formula that was never computed (they give an empty cell), merged cells, and the digits of a number as
they were written.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from posixpath import join, normpath
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from ordito.core.tables.sheet import Unreadable
from ordito.core.tables.xml_in import TextInside, parsed

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ordito.core.tables.archive import Archive
    from ordito.core.tables.limits import Limits
    from ordito.core.tables.xml_in import Ends, Starts

DATE_FORMATS = frozenset({*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)})
NOT_THE_CODE = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.|_.|\*.')


@dataclass(frozen=True, slots=True)
class Listed:
    """A sheet as the workbook lists it."""

    name: str
    part: str
    hidden: bool


class Workbook:
    """A workbook whose list of sheets, styles and shared strings are read at once; the sheets wait."""

    def __init__(self, archive: Archive, limits: Limits) -> None:
        self.archive = archive
        self.limits = limits
        main = next(iter(self._relations("", "officeDocument").values()), "xl/workbook.xml")
        self.from_1904 = False
        self.sheets: list[Listed] = []
        self._read_sheets(main)
        self.date_styles = self._date_styles(main)
        self.strings = self._strings(main)

    def _read_sheets(self, main: str) -> None:
        parts = self._relations(main, "worksheet")

        def properties(attributes: dict[str, str]) -> None:
            self.from_1904 = attributes.get("date1904") in {"1", "true"}

        def sheet(attributes: dict[str, str]) -> None:
            ident = next((value for key, value in attributes.items() if key.endswith(" id")), "")
            if part := parts.get(ident):
                hidden = attributes.get("state", "visible") != "visible"
                self.sheets.append(Listed(attributes.get("name", ""), part, hidden))

        self._parse(main, {"workbookPr": properties, "sheet": sheet})

    def _relations(self, part: str, kind: str) -> Mapping[str, str]:
        """Find the parts that a part is related to, by the names that it gives them."""
        found: dict[str, str] = {}
        folder, _slash, name = part.rpartition("/")

        def relation(attributes: dict[str, str]) -> None:
            if attributes.get("Type", "").endswith(f"/{kind}"):
                target = attributes.get("Target", "")
                found[attributes.get("Id", "")] = normpath(join(f"/{folder}", target)).lstrip("/")

        self._parse(join(folder, "_rels", f"{name}.rels"), {"Relationship": relation})
        return found

    def _date_styles(self, main: str) -> frozenset[str]:
        """Find which of the styles that cells use, by their place, show a number as a date."""
        styles: list[bool] = []
        custom: dict[str, bool] = {}
        among_the_used = False

        def own_format(attributes: dict[str, str]) -> None:
            code = NOT_THE_CODE.sub("", attributes.get("formatCode", "")).casefold()
            custom[attributes.get("numFmtId", "")] = bool(set(code) & set("dmyhs"))

        def used(_attributes: dict[str, str]) -> None:
            nonlocal among_the_used
            among_the_used = True

        def no_more_used() -> None:
            nonlocal among_the_used
            among_the_used = False

        def style(attributes: dict[str, str]) -> None:
            number = attributes.get("numFmtId", "0")
            if among_the_used:
                styles.append(custom.get(number, number.isdecimal() and int(number) in DATE_FORMATS))

        for part in self._relations(main, "styles").values():
            self._parse(part, {"numFmt": own_format, "cellXfs": used, "xf": style}, {"cellXfs": no_more_used})
        return frozenset(str(place) for place, shows_a_date in enumerate(styles) if shows_a_date)

    def _strings(self, main: str) -> list[str]:
        strings: list[str] = []
        inside = TextInside(self.limits.cell)

        def string_over() -> None:
            if len(strings) >= self.limits.strings:
                raise _too_many_strings()
            strings.append(inside.take())

        for part in self._relations(main, "sharedStrings").values():
            if self._size(part) > self.limits.whole:
                raise _too_many_strings()
            self._tell(part, inside.starts, {**inside.ends, "si": string_over}, inside.text)
        return strings

    def _parse(self, part: str, starts: Starts, ends: Ends | None = None) -> None:
        """Read a part that lists things, which is never large."""
        if self._size(part) > self.limits.listing:
            raise Unreadable(
                _("un foglio di calcolo smisurato («%(part)s»)") % {"part": part},
                _("un foglio salvato da un foglio di calcolo"),
            )
        self._tell(part, starts, ends)

    def _size(self, part: str) -> int:
        return self.archive.size(part) if part in self.archive else 0

    def _tell(
        self, part: str, starts: Starts, ends: Ends | None, text: Callable[[str], None] | None = None
    ) -> None:
        if part not in self.archive:
            return
        with self.archive.open(part) as stream:
            for _pause in parsed(stream, starts=starts, ends=ends, text=text):
                pass


def _too_many_strings() -> Unreadable:
    return Unreadable(_("un foglio con troppi testi diversi"), _("un CSV, per tabelle così grandi"))
