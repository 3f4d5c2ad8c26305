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

        def start(tag: str, attributes: dict[str, str]) -> None:
            if tag == "workbookPr":
                self.from_1904 = attributes.get("date1904") in {"1", "true"}
            elif tag == "sheet":
                ident = next((value for key, value in attributes.items() if key.endswith(" id")), "")
                if part := parts.get(ident):
                    hidden = attributes.get("state", "visible") != "visible"
                    self.sheets.append(Listed(attributes.get("name", ""), part, hidden))

        self._parse(main, start)

    def _relations(self, part: str, kind: str) -> Mapping[str, str]:
        """Find the parts that a part is related to, by the names that it gives them."""
        found: dict[str, str] = {}
        folder, _slash, name = part.rpartition("/")

        def start(tag: str, attributes: dict[str, str]) -> None:
            if tag == "Relationship" and attributes.get("Type", "").endswith(f"/{kind}"):
                target = attributes.get("Target", "")
                found[attributes.get("Id", "")] = normpath(join(f"/{folder}", target)).lstrip("/")

        self._parse(join(folder, "_rels", f"{name}.rels"), start)
        return found

    def _date_styles(self, main: str) -> list[bool]:
        styles: list[bool] = []
        custom: dict[str, bool] = {}
        inside: list[str] = []

        def start(tag: str, attributes: dict[str, str]) -> None:
            inside.append(tag)
            if tag == "numFmt":
                code = NOT_THE_CODE.sub("", attributes.get("formatCode", "")).casefold()
                custom[attributes.get("numFmtId", "")] = bool(set(code) & set("dmyhs"))
            elif tag == "xf" and "cellXfs" in inside:
                number = attributes.get("numFmtId", "0")
                styles.append(custom.get(number, number.isdecimal() and int(number) in DATE_FORMATS))

        def leave(_tag: str) -> None:
            inside.pop()

        for part in self._relations(main, "styles").values():
            self._parse(part, start, end=leave)
        return styles

    def _strings(self, main: str) -> list[str]:
        strings: list[str] = []
        inside = TextInside(self.limits.cell)

        def end(tag: str) -> None:
            inside.end(tag)
            if tag == "si":
                if len(strings) >= self.limits.strings:
                    raise Unreadable(
                        _("un foglio con troppi testi diversi"), _("un CSV per tabelle così grandi")
                    )
                strings.append(inside.take())

        for part in self._relations(main, "sharedStrings").values():
            if part in self.archive and self.archive.size(part) > self.limits.whole:
                raise Unreadable(_("un foglio con troppi testi diversi"), _("un CSV per tabelle così grandi"))
            self._parse(part, inside.start, end=end, text=inside.text)
        return strings

    def _parse(
        self,
        part: str,
        start: Callable[[str, dict[str, str]], None],
        end: Callable[[str], None] | None = None,
        text: Callable[[str], None] | None = None,
    ) -> None:
        if part not in self.archive:
            return
        with self.archive.open(part) as stream:
            for _pause in parsed(stream, start=start, end=end, text=text):
                pass
