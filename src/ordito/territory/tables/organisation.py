"""Places with their catchments, and the functions that are kept there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from ordito.core.models import District
from ordito.core.tables import Field, Loading, Table, ends_after_starts, no_overlaps
from ordito.core.tables.fields import Text
from ordito.territory.models import Function, FunctionLevel, Place, PlaceKind
from ordito.territory.tables.ground import CODE

PLACE_FIELDS = (
    "name",
    "kind",
    "address",
    "opening_hours",
    "phone",
    "longitude",
    "latitude",
    "starts_on",
    "ends_before",
    "is_synthetic",
)
FUNCTION_FIELDS = (
    "name",
    "level",
    "offered_by",
    "full_time_workers",
    "full_time_social_workers",
    "notes",
    "ends_before",
    "is_synthetic",
)
MOST_WORKERS = 9_999


def _places(district: District) -> Iterable[tuple[Any, ...]]:
    rows = Place.objects.filter(district=district)
    return rows.values_list("code", *PLACE_FIELDS, "municipality__istat_code").iterator()


def _load_places(loading: Loading) -> None:
    update = [
        *loading.given(*PLACE_FIELDS),
        *(["municipality"] if "municipality" in loading.columns else []),
    ]
    for batch in loading.batches():
        rows = [
            Place(
                district=loading.district,
                code=row["code"],
                municipality_id=loading.pk_or_none("municipalities", row["municipality"]),
                **{name: row[name] for name in PLACE_FIELDS},
            )
            for row in batch
        ]
        loading.upsert(Place, rows, by=["district", "code"], update=update)


def _catchments(district: District) -> Iterable[tuple[Any, ...]]:
    rows = Place.catchment.through.objects.filter(place__district=district)
    return rows.values_list("place__code", "municipality__istat_code").iterator()


def _load_catchments(loading: Loading) -> None:
    through = Place.catchment.through
    for batch in loading.batches():
        through.objects.bulk_create(
            [
                through(
                    place_id=loading.pk("places", row["place"]),
                    municipality_id=loading.pk("municipalities", row["municipality"]),
                )
                for row in batch
            ],
            ignore_conflicts=True,
        )


def _functions(district: District) -> Iterable[tuple[Any, ...]]:
    rows = Function.objects.filter(district=district)
    return rows.values_list("code", "starts_on", *FUNCTION_FIELDS).iterator()


def _load_functions(loading: Loading) -> None:
    for batch in loading.batches():
        rows = [
            Function(
                district=loading.district,
                code=row["code"],
                starts_on=row["starts_on"],
                **{name: row[name] for name in FUNCTION_FIELDS},
            )
            for row in batch
        ]
        loading.upsert(
            Function, rows, by=["district", "code", "starts_on"], update=loading.given(*FUNCTION_FIELDS)
        )


def _function_places(district: District) -> Iterable[tuple[Any, ...]]:
    rows = Function.places.through.objects.filter(function__district=district)
    return rows.values_list("function__code", "function__starts_on", "place__code").iterator()


def _load_function_places(loading: Loading) -> None:
    through = Function.places.through
    pks: dict[tuple[str, date], int] = defaultdict(int)
    for pk, code, starts_on in Function.objects.filter(district=loading.district).values_list(
        "pk", "code", "starts_on"
    ):
        pks[code, starts_on] = pk
    rows = []
    for record in loading:
        function = pks.get((record["function"], record["starts_on"]))
        if function is None:
            loading.wrong(record, "function", str(_("una funzione che comincia in quel giorno")))
            continue
        rows.append(through(function_id=function, place_id=loading.pk("places", record["place"])))
    through.objects.bulk_create(rows, ignore_conflicts=True)


def _workers(name: str, title: Text) -> Field:
    return Field(name, "number", title, minimum=Decimal(0), maximum=Decimal(MOST_WORKERS), decimals=2)


_SYNTHETIC = Field(
    "is_synthetic",
    "boolean",
    _("Dimostrativo"),
    _("Inventato per mostrare il programma."),
    default=lambda _row: False,
)

PLACES = Table(
    "places",
    _("Luoghi"),
    _("Poli, sportelli, case della salute, uffici e sale."),
    (
        Field(
            "code",
            "string",
            _("Codice"),
            _("Lo stesso in ogni file."),
            required=True,
            pattern=CODE,
            max_length=60,
        ),
        Field("name", "string", _("Nome"), required=True, max_length=160),
        Field("kind", "string", _("Tipo"), required=True, choices=PlaceKind.choices),
        Field("address", "string", _("Indirizzo"), max_length=200),
        Field("opening_hours", "string", _("Orari"), max_length=200),
        Field("phone", "string", _("Telefono"), max_length=40),
        Field("longitude", "number", _("Longitudine"), minimum=-180, maximum=180),
        Field("latitude", "number", _("Latitudine"), minimum=-90, maximum=90),
        Field("starts_on", "date", _("Aperto dal"), _("Vuoto: da sempre.")),
        Field("ends_before", "date", _("Aperto fino a (escluso)"), _("Vuoto: è aperto.")),
        _SYNTHETIC,
        Field(
            "municipality",
            "string",
            _("Comune"),
            _("Codice ISTAT del comune in cui si trova."),
            references="municipalities.istat_code",
        ),
    ),
    room="territory",
    primary_key=("code",),
    rows=_places,
    load=_load_places,
    keys=lambda district: Place.objects.filter(district=district).values_list("code", "pk"),
    checks=(ends_after_starts(),),
)

CATCHMENTS = Table(
    "place_catchments",
    _("Bacini dei luoghi"),
    _("I comuni che ciascun luogo serve."),
    (
        Field("place", "string", _("Luogo"), required=True, references="places.code"),
        Field("municipality", "string", _("Comune"), required=True, references="municipalities.istat_code"),
    ),
    room="territory",
    primary_key=("place", "municipality"),
    rows=_catchments,
    load=_load_catchments,
)

FUNCTIONS = Table(
    "functions",
    _("Funzioni"),
    _("Le funzioni del servizio sociale e il livello a cui sono tenute, per periodo."),
    (
        Field(
            "code",
            "string",
            _("Codice"),
            _("Lo stesso in ogni file."),
            required=True,
            pattern=CODE,
            max_length=60,
        ),
        Field("starts_on", "date", _("Dal"), required=True),
        Field("name", "string", _("Funzione"), required=True, max_length=160),
        Field("level", "string", _("Livello"), required=True, choices=FunctionLevel.choices),
        Field("offered_by", "string", _("Chi la svolge"), max_length=160),
        _workers("full_time_workers", _("Operatori a tempo pieno")),
        _workers("full_time_social_workers", _("Di cui assistenti sociali")),
        Field("notes", "string", _("Note")),
        Field("ends_before", "date", _("Fino a (escluso)")),
        _SYNTHETIC,
    ),
    room="territory",
    primary_key=("code", "starts_on"),
    rows=_functions,
    load=_load_functions,
    checks=(ends_after_starts(), no_overlaps("code")),
)

FUNCTION_PLACES = Table(
    "function_places",
    _("Luoghi delle funzioni"),
    _("Dove si trova una funzione tenuta in luoghi determinati."),
    (
        Field("function", "string", _("Funzione"), required=True),
        Field("starts_on", "date", _("Dal"), _("Il giorno da cui la funzione è tenuta così."), required=True),
        Field("place", "string", _("Luogo"), required=True, references="places.code"),
    ),
    room="territory",
    primary_key=("function", "starts_on", "place"),
    rows=_function_places,
    load=_load_function_places,
)
