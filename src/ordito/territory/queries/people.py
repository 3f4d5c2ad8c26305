"""People by age, whatever the classes in which a source counts them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from django.db.models import Case, Count, F, IntegerField, Max, Min, Q, Sum, Value, When
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from ordito.territory.models import Population, Sex
from ordito.territory.queries.members import standing

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from datetime import date

    from ordito.core.models import District


CUTS = (0, 15, 18, 65, 75)
"""The ages at which the indicators ask how many are younger and how many are older."""
YEARS = -1
"""Stands for the end of a class made of single years, which no source writes."""


class AgeClass(NamedTuple):
    """People of one sex from an age up to, and not including, another (None: and over)."""

    sex: str
    age_from: int
    age_before: int | None
    people: int


@dataclass(frozen=True, slots=True)
class Source:
    """Who counted, and on which day; `on` is None when the source does not state it."""

    name: str
    on: date | None
    municipalities: int = 0

    @property
    def label(self) -> str:
        """ISTAT, 01/01/2023."""
        when = date_format(self.on, "d/m/Y") if self.on else _("data non dichiarata")
        return f"{self.name}, {when}"


class Ages:
    """The classes in which one source counted a place: whole, by year, by wider class, or all of these."""

    def __init__(self, classes: Iterable[AgeClass]) -> None:
        self._by_sex: dict[str, list[AgeClass]] = defaultdict(list)
        for each in sorted(classes, key=_widest_first):
            self._by_sex[each.sex].append(each)

    def between(self, age_from: int = 0, age_before: int | None = None, sex: str = Sex.ALL) -> int | None:
        """People from an age up to another; None when the classes of the source cannot say it.

        A class that says it exactly is preferred; else the classes that make it up, for both sexes together
        or for each of the two.
        """
        found = self._made_up(age_from, age_before, sex)
        if found is None and sex == Sex.ALL:
            women = self._made_up(age_from, age_before, Sex.FEMALE)
            men = self._made_up(age_from, age_before, Sex.MALE)
            return None if women is None or men is None else women + men
        return found

    def _made_up(self, age_from: int, age_before: int | None, sex: str) -> int | None:
        """Put classes end to end from `age_from`; the widest come first, so that an exact class wins."""
        reached: dict[int | None, int] = {age_from: 0}
        for each in self._by_sex[sex]:
            before = reached.get(each.age_from)
            inside = age_before is None or (each.age_before is not None and each.age_before <= age_before)
            if before is not None and inside:
                reached.setdefault(each.age_before, before + each.people)
        return reached.get(age_before)


def sources_of(district: District, on: date) -> tuple[Source, ...]:
    """Every count of today's municipalities, the latest first and the undated last."""
    rows = (
        Population.objects.filter(standing(on, "municipality__"), municipality__district=district)
        .values("source", "on")
        .annotate(municipalities=Count("municipality", distinct=True))
    )
    return latest_first([Source(row["source"], row["on"], row["municipalities"]) for row in rows])


def chosen_sources(sources: Collection[Source], municipalities: int) -> tuple[Source | None, Source | None]:
    """The count to show, and an earlier one to compare it with.

    A count of all the municipalities is better than a later one of some of them. An undated count is taken to
    be older than any that says its day.
    """
    if not sources:
        return None, None
    most = max(min(source.municipalities, municipalities) for source in sources)
    whole = [source for source in sources if source.municipalities >= most]
    return whole[0], whole[-1] if len(whole) > 1 else None


def ages_of(district: District, sources: Iterable[Source | None]) -> Mapping[tuple[int, Source], Ages]:
    """What these sources counted, by municipality id and source, as far as it is asked at the `CUTS`.

    Years of age that follow each other between two cuts come as one class: a count by single years is then a
    dozen rows of a municipality instead of two hundred.
    """
    by_key = {(source.name, source.on): source for source in sources if source is not None}
    if not by_key:
        return {}
    wanted = Q()
    for name, on in by_key:
        wanted |= Q(source=name, on=on) if on else Q(source=name, on__isnull=True)
    year = Q(age_before=F("age_from") + 1)
    cut = Case(
        *(When(age_from__gte=each, then=Value(each)) for each in reversed(CUTS)), output_field=IntegerField()
    )
    rows = (
        Population.objects.filter(wanted, municipality__district=district)
        .annotate(
            starts=Case(When(year, then=cut), default=F("age_from"), output_field=IntegerField()),
            ends=Case(When(year, then=Value(YEARS)), default=F("age_before"), output_field=IntegerField()),
        )
        .values_list("municipality_id", "source", "on", "sex", "starts", "ends")
        .annotate(Min("age_from"), Max("age_before"), Count("pk"), Sum("people"))
    )
    groups: dict[tuple[int, Source], list[AgeClass]] = defaultdict(list)
    for pk, name, on, sex, _starts, ends, age_from, age_before, rows_in_it, people in rows:
        if ends != YEARS or rows_in_it == age_before - age_from:
            groups[pk, by_key[name, on]].append(AgeClass(sex, age_from, age_before, people))
    return {key: Ages(classes) for key, classes in groups.items()}


def ages_together(district: District, istat_codes: Collection[str]) -> Mapping[Source, Ages]:
    """Every count of all these municipalities, summed class by class; the latest first."""
    rows = Population.objects.filter(
        municipality__district=district, municipality__istat_code__in=istat_codes
    )
    sums = rows.values_list("source", "on", "sex", "age_from", "age_before").annotate(
        Sum("people"), Count("municipality")
    )
    groups: dict[Source, list[AgeClass]] = defaultdict(list)
    for name, on, sex, age_from, age_before, people, counted in sums:
        if counted == len(istat_codes):
            groups[Source(name, on, counted)].append(AgeClass(sex, age_from, age_before, people))
    return {source: Ages(groups[source]) for source in latest_first(groups)}


@dataclass(frozen=True, slots=True)
class Total:
    """The people that one source counted in all; `municipalities` are those it counted."""

    source: Source
    people: int | None


def counts_of(district: District, on: date) -> tuple[Total, ...]:
    """Every count that the register holds, with its total."""
    sources = sources_of(district, on)
    people: dict[Source, list[int | None]] = defaultdict(list)
    for (_pk, source), ages in ages_of(district, sources).items():
        people[source].append(ages.between())
    return tuple(
        Total(source, sum(known) if len(known) == len(people[source]) else None)
        for source in sources
        for known in [[each for each in people[source] if each is not None]]
    )


def latest_first(sources: Collection[Source]) -> tuple[Source, ...]:
    """The sources from the latest day; those that state none come last."""
    dated = [source for source in sources if source.on is not None]
    undated = [source for source in sources if source.on is None]
    ordered = sorted(dated, key=lambda source: (source.on, source.name), reverse=True)
    return (*ordered, *sorted(undated, key=lambda source: source.name))


def _widest_first(each: AgeClass) -> tuple[int, float]:
    return each.age_from, -(each.age_before or float("inf"))
