"""People by source, day, sex and age."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from ordito.core.models import District
from ordito.core.tables import Alias, Field, Loading, Record, Table, grows
from ordito.territory.models import Population, Sex

ISTAT, DECK = "ISTAT", "Unione, presentazione"
FIRST_YEAR, LAST_YEAR = 1990, 2060
OLDEST, WHOLE = 100, 999
"""The last age of ISTAT's files, and what stands there for all ages together."""
UNIQUE = ["municipality", "source", "on", "sex", "age_from", "age_before"]
CLASSES = {"population": (0, None), "under_18": (0, 18), "over_65": (65, None), "over_75": (75, None)}


def _of_year(year: int) -> Callable[[int], tuple[int, int]]:
    return lambda people: (year, people)


def _yearly(name: str, title: Any) -> Field:
    """A column that may come as `population_2023`: people at 1 January of the year, counted by ISTAT."""
    years = range(FIRST_YEAR, LAST_YEAR + 1)
    return Field(
        name,
        "integer",
        title,
        _("Con l'anno nell'intestazione, come population_2023: al 1° gennaio, fonte ISTAT."),
        minimum=0,
        import_only=True,
        aliases=tuple(Alias(f"{name}_{year}", _of_year(year)) for year in years),
    )


YEARLY = (
    Field(
        "population_deck",
        "integer",
        _("Abitanti secondo la presentazione dell'Unione"),
        _("Conteggio di cui non è dichiarata la data."),
        minimum=0,
        import_only=True,
    ),
    _yearly("population", _("Abitanti")),
    _yearly("under_18", _("Minori di 18 anni")),
    _yearly("over_65", _("Persone dai 65 anni in su")),
    _yearly("over_75", _("Persone dai 75 anni in su")),
)


def load_yearly_columns(loading: Loading, pks: Mapping[str, int]) -> None:
    """Write the counts that came as columns of the municipalities."""
    rows = []
    for record in loading:
        pk = pks[record["istat_code"]]
        if record["population_deck"] is not None:
            rows.append(Population(municipality_id=pk, source=DECK, people=record["population_deck"]))
        for name, (age_from, age_before) in CLASSES.items():
            if record[name] is None:
                continue
            if isinstance(record[name], int):
                expected = _("l'anno nell'intestazione, per esempio %(name)s_2023") % {"name": name}
                loading.wrong(record, name, str(expected))
                continue
            year, people = record[name]
            day = date(year, 1, 1)
            ages = {"age_from": age_from, "age_before": age_before}
            rows.append(Population(municipality_id=pk, source=ISTAT, on=day, people=people, **ages))
    loading.upsert(Population, rows, by=UNIQUE, update=["people"])


def _population(district: District) -> Iterable[tuple[Any, ...]]:
    rows = Population.objects.filter(municipality__district=district)
    return rows.values_list(
        "municipality__istat_code", "source", "on", "sex", "age_from", "age_before", "people"
    ).iterator()


def _load_population(loading: Loading) -> None:
    for batch in loading.batches():
        rows = [row for record in batch for row in _counted(loading, record)]
        loading.upsert(Population, rows, by=UNIQUE, update=["people"])


def _counted(loading: Loading, record: Record) -> Iterator[Population]:
    """One row as it is, or two where women and men stand in columns as in ISTAT's files."""
    pk = loading.pk("municipalities", record["municipality"])
    age_from, age_before = record["age_from"], record["age_before"]
    told = {"municipality_id": pk, "source": record["source"], "on": record["on"]}
    sides = [(Sex.FEMALE, record["females"]), (Sex.MALE, record["males"])]
    if record["people"] is not None:
        yield Population(
            **told, sex=record["sex"], age_from=age_from, age_before=age_before, people=record["people"]
        )
    elif any(people is None for _sex, people in sides):
        loading.wrong(record, "people", str(_("le persone, o i maschi e le femmine in due colonne")))
    elif record["on"] is None:
        loading.wrong(record, "on", str(_("il giorno del conteggio, o una colonna «anno»")))
    elif age_from != WHOLE:
        before = age_from + 1 if age_from < OLDEST else None
        for sex, people in sides:
            yield Population(**told, sex=sex, age_from=age_from, age_before=before, people=people)


def _first_of_the_year(row: Mapping[str, Any]) -> date | None:
    return date(row["year"], 1, 1) if row["year"] else None


POPULATION = Table(
    "population",
    _("Abitanti"),
    _("Le persone di ogni comune per fonte, giorno, sesso ed età; l'età finale di una classe è esclusa."),
    (
        Field(
            "municipality",
            "string",
            _("Comune"),
            _("Codice ISTAT."),
            required=True,
            references="municipalities.istat_code",
            aliases=("istat_code", "codice comune"),
        ),
        Field(
            "source",
            "string",
            _("Fonte"),
            _("Chi ha contato; vuoto: ISTAT."),
            required=True,
            max_length=60,
            default=lambda _row: ISTAT,
        ),
        Field("on", "date", _("Al"), _("Vuoto: la fonte non lo dice."), default=_first_of_the_year),
        Field("sex", "string", _("Sesso"), choices=Sex.choices, default=lambda _row: str(Sex.ALL)),
        Field(
            "age_from",
            "integer",
            _("Età da"),
            minimum=0,
            maximum=WHOLE,
            default=lambda _row: 0,
            aliases=("età", "eta"),
        ),
        Field("age_before", "integer", _("Età prima di"), _("Vuoto: e oltre."), minimum=1, maximum=150),
        Field("people", "integer", _("Persone"), minimum=0),
        Field(
            "females",
            "integer",
            _("Femmine"),
            minimum=0,
            import_only=True,
            aliases=("femmine", "totale femmine"),
        ),
        Field(
            "males", "integer", _("Maschi"), minimum=0, import_only=True, aliases=("maschi", "totale maschi")
        ),
        Field(
            "year",
            "year",
            _("Anno"),
            _("Al 1° gennaio."),
            minimum=1900,
            maximum=2200,
            import_only=True,
            aliases=("anno",),
        ),
    ),
    room="territory",
    primary_key=("municipality", "source", "on", "sex", "age_from", "age_before"),
    rows=_population,
    load=_load_population,
    checks=(grows("age_from", "age_before"),),
    aliases=("istat_population",),
    ignores=("comune", "totale"),
)
