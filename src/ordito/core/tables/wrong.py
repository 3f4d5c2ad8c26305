"""What is wrong in a file, said so that a person finds the cell and knows what to write in it."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ordito.core.numbers import written
from ordito.core.refused import Refused

LONGEST_FOUND = 80
PRINTED = 200
REMEMBERED = 10_000


@dataclass(frozen=True, slots=True)
class Wrong:
    """One thing that is wrong: where it is, what was found there, what was expected instead."""

    sheet: str
    row: int | None
    column: str
    found: str
    expected: str

    def __str__(self) -> str:
        where = self.sheet
        if self.row is not None:
            where += _(", riga %(row)d") % {"row": self.row}
        if self.column:
            where += _(", colonna «%(column)s»") % {"column": self.column}
        found = _("trovato %(found)s; ") % {"found": self.found} if self.found else ""
        return f"{where}: {found}" + _("atteso %(expected)s.") % {"expected": self.expected}


class WrongTables(Refused):
    """The files cannot be imported: here is everything that is wrong. Nothing was written."""

    def __init__(self, wrongs: list[Wrong], *, total: int | None = None) -> None:
        self.wrongs = tuple(wrongs)
        self.total = len(wrongs) if total is None else total
        super().__init__(self.wrongs)

    def __str__(self) -> str:
        lines = [
            ngettext(
                "C'è %(total)s errore: non è stato scritto nulla.",
                "Ci sono %(total)s errori: non è stato scritto nulla.",
                self.total,
            )
            % {"total": written(self.total)}
        ]
        lines += [f"- {wrong}" for wrong in self.wrongs[:PRINTED]]
        rest = self.total - min(len(self.wrongs), PRINTED)
        if rest:
            lines.append(ngettext("… e un altro.", "… e altri %(rest)s.", rest) % {"rest": written(rest)})
        return "\n".join(lines)


@dataclass(slots=True)
class Findings:
    """All that is found wrong on the way; a file that is wrong a million times is counted, not kept."""

    wrongs: list[Wrong] = field(default_factory=list)
    total: int = 0

    def add(self, wrong: Wrong) -> None:
        """Remember one more thing, in the order of the rows."""
        self.total += 1
        if len(self.wrongs) < REMEMBERED:
            self.wrongs.append(wrong)

    def add_first(self, wrong: Wrong) -> None:
        """Remember what kept the rest from being read: it must not be lost among the rows."""
        self.total += 1
        self.wrongs.insert(0, wrong)

    def refuse_if_any(self) -> None:
        if self.total:
            raise WrongTables(self.wrongs, total=self.total)


def quoted(found: object) -> str:
    """Quote a value as the sentences do, cut when nobody would read it whole."""
    text = str(found)
    if len(text) > LONGEST_FOUND:
        text = text[:LONGEST_FOUND] + "…"
    return f"«{text}»" if text else _("una cella vuota")
