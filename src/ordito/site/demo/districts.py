"""The four districts of the demonstration: what makes each, and the day on which it stands still."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from ordito.site.demo.invent import crema, frignano, melzo, reggio
from ordito.site.demo.sheets import Sheets

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

HERE = Path(__file__).resolve().parent


@dataclass(frozen=True, slots=True)
class Demonstration:
    """A district to load: the names of its municipalities, its published folder, and who invents the rest."""

    slug: str
    name: str
    subtitle: str
    day: date
    comuni: Sequence[str]
    invent: Callable[[Sheets], None]

    @property
    def folder(self) -> Path:
        return HERE / self.slug

    def sheets(self) -> Sheets:
        """Everything that the district holds, published and invented."""
        sheets = Sheets()
        sheets.read_published(self.folder)
        sheets.read_invented(self.folder / "invented")
        self.invent(sheets)
        return sheets


DEMONSTRATIONS = (
    Demonstration(
        slug="frignano",
        name="Unione dei Comuni del Frignano",
        subtitle="Dieci comuni, un servizio sociale",
        day=date(2024, 3, 4),
        comuni=frignano.MUNICIPALITIES,
        invent=frignano.invent,
    ),
    Demonstration(
        slug="melzo",
        name="Distretto 5 Melzo",
        subtitle="Piano di Zona 2015-2017 · 8 comuni",
        day=date(2017, 1, 9),
        comuni=melzo.MUNICIPALITIES,
        invent=melzo.invent,
    ),
    Demonstration(
        slug="crema",
        name="Ambito di Crema",
        subtitle="Un percorso partecipato verso il Piano di Zona 2012-2014",
        day=date(2012, 2, 6),
        comuni=crema.MUNICIPALITIES,
        invent=crema.invent,
    ),
    Demonstration(
        slug="reggio-emilia",
        name="Reggio Emilia, Patto per il Welfare",
        subtitle="Poli, sportelli e un patto fra oltre 80 attori",
        day=date(2013, 5, 13),
        comuni=("Reggio nell'Emilia",),
        invent=reggio.invent,
    ),
)
