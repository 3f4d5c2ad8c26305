"""What is measured of a place: each indicator with its formula, out of figures that can be added up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from decimal import Decimal

    from django.utils.functional import Promise

    from ordito.territory.queries.people import Ages

N = TypeVar("N", int, "Decimal")
WORKING_AGE, OF_AGE, OLD, VERY_OLD = 15, 18, 65, 75


@dataclass(frozen=True, slots=True)
class Figures:
    """What is known of one municipality, or of several together; None is unknown, never zero."""

    people: int | None = None
    under_15: int | None = None
    under_18: int | None = None
    over_65: int | None = None
    over_75: int | None = None
    before: int | None = None
    area_km2: Decimal | None = None
    official_area: bool = False
    polygon_area_km2: Decimal | None = None
    places: frozenset[int] = frozenset()

    @property
    def working_age(self) -> int | None:
        if self.people is None or self.under_15 is None or self.over_65 is None:
            return None
        return self.people - self.under_15 - self.over_65

    @property
    def dependent(self) -> int | None:
        if self.under_15 is None or self.over_65 is None:
            return None
        return self.under_15 + self.over_65

    @property
    def growth(self) -> int | None:
        if self.people is None or self.before is None:
            return None
        return self.people - self.before


def counted(
    now: Ages | None,
    before: Ages | None,
    *,
    area_km2: Decimal | None = None,
    official_area: bool = False,
    polygon_area_km2: Decimal | None = None,
    places: frozenset[int] = frozenset(),
) -> Figures:
    """The figures of a municipality: what a source can say, an earlier count, and the ground."""
    return Figures(
        people=now.between() if now else None,
        under_15=now.between(0, WORKING_AGE) if now else None,
        under_18=now.between(0, OF_AGE) if now else None,
        over_65=now.between(OLD) if now else None,
        over_75=now.between(VERY_OLD) if now else None,
        before=before.between() if before else None,
        area_km2=area_km2,
        official_area=official_area,
        polygon_area_km2=polygon_area_km2,
        places=places,
    )


def together(parts: Iterable[Figures]) -> Figures:
    """Several places as one. What is unknown of one of them is unknown of the whole."""
    parts = list(parts)
    return Figures(
        people=_sum(part.people for part in parts),
        under_15=_sum(part.under_15 for part in parts),
        under_18=_sum(part.under_18 for part in parts),
        over_65=_sum(part.over_65 for part in parts),
        over_75=_sum(part.over_75 for part in parts),
        before=_sum(part.before for part in parts),
        area_km2=_sum(part.area_km2 for part in parts),
        official_area=bool(parts) and all(part.official_area for part in parts),
        polygon_area_km2=_sum(part.polygon_area_km2 for part in parts),
        places=frozenset[int]().union(*(part.places for part in parts)),
    )


@dataclass(frozen=True, slots=True)
class Indicator:
    """A number of a place: `above`, over `below` when there is one, times `per`."""

    key: str
    name: str | Promise
    unit: str | Promise
    above: Callable[[Figures], int | Decimal | None]
    above_name: str | Promise
    below: Callable[[Figures], int | Decimal | None] | None = None
    below_name: str | Promise = ""
    per: int = 1
    decimals: int = 0
    meaning: str | Promise = ""

    def of(self, figures: Figures) -> float | None:
        """The number; None when one of its parts is unknown or it would be divided by zero."""
        above = self.above(figures)
        if above is None or self.below is None:
            return None if above is None else float(above)
        below = self.below(figures)
        return self.per * float(above) / float(below) if below else None

    @property
    def formula(self) -> str:
        """How it is reckoned, in words."""
        if not self.is_ratio:
            return str(self.above_name)
        per = f" × {self.per}" if self.per != 1 else ""
        return f"{self.above_name} ÷ {self.below_name}{per}"

    @property
    def is_ratio(self) -> bool:
        return self.below is not None

    @property
    def is_of_people(self) -> bool:
        """Whether it depends on a count of people, and so on its source and day."""
        return self.key != "area"


_PERCENT = _("% degli abitanti")
_PEOPLE = _("abitanti")

INDICATORS = (
    Indicator("people", _("Abitanti"), _PEOPLE, lambda f: f.people, _PEOPLE),
    Indicator(
        "density",
        _("Densità"),
        _("abitanti per km²"),
        lambda f: f.people,
        _PEOPLE,
        lambda f: f.area_km2,
        _("superficie in km²"),
        decimals=1,
        meaning=_("Dove è bassa, ogni servizio costa più strada."),
    ),
    Indicator(
        "under_18",
        _("Minori di 18 anni"),
        _PERCENT,
        lambda f: f.under_18,
        _("persone da 0 a 17 anni"),
        lambda f: f.people,
        _PEOPLE,
        per=100,
        decimals=1,
    ),
    Indicator(
        "over_65",
        _("Dai 65 anni in su"),
        _PERCENT,
        lambda f: f.over_65,
        _("persone dai 65 anni in su"),
        lambda f: f.people,
        _PEOPLE,
        per=100,
        decimals=1,
    ),
    Indicator(
        "over_75",
        _("Dai 75 anni in su"),
        _PERCENT,
        lambda f: f.over_75,
        _("persone dai 75 anni in su"),
        lambda f: f.people,
        _PEOPLE,
        per=100,
        decimals=1,
        meaning=_("È l'età in cui cresce il bisogno di assistenza a casa."),
    ),
    Indicator(
        "ageing",
        _("Indice di vecchiaia"),
        _("anziani ogni 100 bambini e ragazzi"),
        lambda f: f.over_65,
        _("persone dai 65 anni in su"),
        lambda f: f.under_15,
        _("persone da 0 a 14 anni"),
        per=100,
        decimals=1,
        meaning=_("Sopra 100 gli anziani sono più dei ragazzi."),
    ),
    Indicator(
        "dependency",
        _("Indice di dipendenza"),
        _("persone fuori dall'età di lavoro ogni 100 in età di lavoro"),
        lambda f: f.dependent,
        _("persone da 0 a 14 anni e dai 65 in su"),
        lambda f: f.working_age,
        _("persone da 15 a 64 anni"),
        per=100,
        decimals=1,
        meaning=_("Quante persone contano, per età, su chi è in età di lavoro."),
    ),
    Indicator(
        "change",
        _("Variazione degli abitanti"),
        _("% rispetto al conteggio precedente"),
        lambda f: f.growth,
        _("abitanti di ora meno quelli del conteggio precedente"),
        lambda f: f.before,
        _("abitanti del conteggio precedente"),
        per=100,
        decimals=1,
    ),
    Indicator(
        "per_place",
        _("Abitanti per luogo di accesso"),
        _("abitanti per ogni polo, sportello o casa della salute"),
        lambda f: f.people,
        _PEOPLE,
        lambda f: len(f.places),
        _("poli, sportelli e case della salute che li servono"),
        meaning=_("Senza luoghi non si può calcolare: il trattino è un comune senza sportello."),
    ),
    Indicator(
        "area",
        _("Superficie"),
        _("km²"),
        lambda f: f.area_km2,
        _("superficie in km²"),
        decimals=2,
        meaning=_("Vale la superficie ufficiale; dove manca, quella calcolata sul poligono dei confini."),
    ),
)
BY_KEY = {indicator.key: indicator for indicator in INDICATORS}


def _sum(values: Iterable[N | None]) -> N | None:
    known = list(values)
    if not known or any(value is None for value in known):
        return None
    return sum(value for value in known if value is not None)  # type: ignore[return-value]
