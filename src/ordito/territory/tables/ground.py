"""Municipalities, sub-areas, who borders on whom, and boundaries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

import shapely
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from ordito.core.models import District
from ordito.core.tables import Field, Loading, Record, Table, different, ends_after_starts
from ordito.territory import italy
from ordito.territory.models import Adjacency, Municipality, Place, PlaceKind, SubArea
from ordito.territory.tables.counts import YEARLY, load_yearly_columns

HUNDREDTHS = Decimal("0.01")
CODE = r"[a-z0-9_-]+"
ISTAT_CODE = r"\d{6}"
PLAIN = {
    "name": "name",
    "cadastral_code": "cadastral_code",
    "province": "province",
    "area_km2": "official_area_km2",
    "polygon_area_km2": "polygon_area_km2",
    "longitude": "longitude",
    "latitude": "latitude",
    "starts_on": "starts_on",
    "ends_before": "ends_before",
}
"""Columns and the model's fields in which they are kept as they are."""


def _sub_areas(district: District) -> Iterable[tuple[Any, ...]]:
    return SubArea.objects.filter(district=district).values_list("code", "name").iterator()


def _load_sub_areas(loading: Loading) -> None:
    for batch in loading.batches():
        rows = [SubArea(district=loading.district, code=row["code"], name=row["name"]) for row in batch]
        loading.upsert(SubArea, rows, by=["district", "code"], update=["name"])


def _municipalities(district: District) -> Iterable[tuple[Any, ...]]:
    rows = Municipality.objects.filter(district=district)
    return rows.values_list("istat_code", *PLAIN.values(), "sub_area__code").iterator()


def _load_municipalities(loading: Loading) -> None:
    present = set(Municipality.objects.filter(district=loading.district).values_list("istat_code", flat=True))
    sub_areas = _SubAreas(loading.district)
    update = [PLAIN[column] for column in loading.given(*PLAIN)]
    update += ["sub_area"] if "sub_area" in loading.columns else []
    for batch in loading.batches():
        rows = [
            _municipality(loading, record, sub_areas, new=record["istat_code"] not in present)
            for record in batch
        ]
        loading.upsert(Municipality, rows, by=["district", "istat_code"], update=update)
    pks = dict(Municipality.objects.filter(district=loading.district).values_list("istat_code", "pk"))
    if "health_house" in loading.columns:
        _load_health_houses(loading, pks)
    load_yearly_columns(loading, pks)


def _municipality(loading: Loading, record: Record, sub_areas: _SubAreas, *, new: bool) -> Municipality:
    row = Municipality(district=loading.district, istat_code=record["istat_code"])
    for column, field in PLAIN.items():
        setattr(row, field, record[column])
    if record["sub_area"]:
        row.sub_area_id = sub_areas.of(record["sub_area"])
    if new:
        _complete(row, loading)
    return row


def _complete(row: Municipality, loading: Loading) -> None:
    """Fill in what ISTAT says of a new municipality and the file has no column for."""
    try:
        known = italy.known(row.istat_code)
    except italy.UnknownCode:
        return
    if "cadastral_code" not in loading.columns:
        row.cadastral_code = known.cadastral_code
    if "province" not in loading.columns:
        row.province = known.province


class _SubAreas:
    """The sub-areas by code or name; one that is not there yet is made."""

    def __init__(self, district: District) -> None:
        self._district = district
        self._known: dict[str, int] = {}
        for pk, code, name in SubArea.objects.filter(district=district).values_list("pk", "code", "name"):
            self._known |= {name.casefold(): pk, code: pk}

    def of(self, said: str) -> int:
        code = slugify(said)
        found = self._known.get(said.casefold()) or self._known.get(code)
        if found is None:
            found = SubArea.objects.create(district=self._district, code=code, name=said).pk
            self._known |= {said.casefold(): found, code: found}
        return found


def _load_health_houses(loading: Loading, pks: dict[str, int]) -> None:
    """Put municipalities in the catchment of the health house that the file names; make it if need be."""
    served: dict[str, list[int]] = defaultdict(list)
    for record in loading:
        if record["health_house"]:
            served[record["health_house"]].append(pks[record["istat_code"]])
    houses = Place.objects.filter(district=loading.district, kind=PlaceKind.HEALTH_HOUSE)
    for said, municipalities in served.items():
        names = {said.casefold(), f"casa della salute {said}".casefold()}
        codes = {slugify(said), slugify(f"casa della salute {said}")}
        house = next((h for h in houses if h.name.casefold() in names or h.code in codes), None)
        if house is None:
            house = Place.objects.create(
                district=loading.district,
                code=slugify(f"casa della salute {said}"),
                name=f"Casa della Salute {said}",
                kind=PlaceKind.HEALTH_HOUSE,
            )
        house.catchment.add(*municipalities)
    loading.forget("places")


def _adjacency(district: District) -> Iterable[tuple[Any, ...]]:
    rows = Adjacency.objects.filter(one__district=district)
    return rows.values_list("one__istat_code", "other__istat_code").iterator()


def _load_adjacency(loading: Loading) -> None:
    for batch in loading.batches():
        pairs = {tuple(sorted((row["istat_code"], row["neighbour_istat_code"]))) for row in batch}
        rows = [
            Adjacency(one_id=loading.pk("municipalities", one), other_id=loading.pk("municipalities", other))
            for one, other in sorted(pairs)
        ]
        Adjacency.objects.bulk_create(rows, ignore_conflicts=True)


def _boundaries(district: District) -> Iterable[tuple[Any, ...]]:
    rows = Municipality.objects.filter(district=district, geometry__isnull=False)
    return rows.values_list("istat_code", "geometry").iterator()


def _load_boundaries(loading: Loading) -> None:
    rows = {each.istat_code: each for each in Municipality.objects.filter(district=loading.district)}
    for record in loading:
        shape = _shape(record["geometry"])
        if shape is None:
            loading.wrong(
                record, "geometry", str(_("un poligono valido, in gradi di longitudine e latitudine"))
            )
            continue
        row = rows[record["istat_code"]]
        if row.polygon_area_km2 is None or (row.geometry is not None and row.geometry != record["geometry"]):
            row.polygon_area_km2 = Decimal(italy.area_km2(shape)).quantize(HUNDREDTHS)
        if row.longitude is None or row.latitude is None:
            row.longitude, row.latitude = (round(degrees, 5) for degrees in italy.centre(shape))
        row.geometry = record["geometry"]
        row.save(update_fields=["geometry", "polygon_area_km2", "longitude", "latitude"])


def _shape(geometry: dict[str, Any]) -> shapely.geometry.base.BaseGeometry | None:
    try:
        shape = shapely.geometry.shape(geometry)
    except (ValueError, TypeError, AttributeError, KeyError, IndexError, shapely.errors.ShapelyError):
        return None
    if shape.geom_type not in {"Polygon", "MultiPolygon"} or shape.is_empty:
        return None
    west, south, east, north = shape.bounds
    inside = -180 <= west <= east <= 180 and -90 <= south <= north <= 90  # noqa: PLR2004 - degrees
    return (shape if shape.is_valid else shapely.make_valid(shape)) if inside else None


SUB_AREAS = Table(
    "sub_areas",
    _("Sub-aree"),
    _("Le parti dell'ambito che hanno una storia propria."),
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
        Field("name", "string", _("Nome"), required=True, max_length=120),
    ),
    room="territory",
    primary_key=("code",),
    rows=_sub_areas,
    load=_load_sub_areas,
    keys=lambda district: SubArea.objects.filter(district=district).values_list("code", "pk"),
)

MUNICIPALITIES = Table(
    "municipalities",
    _("Comuni"),
    _("I comuni dell'ambito. La superficie ufficiale vince su quella calcolata sui confini."),
    (
        Field(
            "istat_code",
            "string",
            _("Codice ISTAT"),
            _("Sei cifre: lo zero iniziale conta."),
            required=True,
            pattern=ISTAT_CODE,
        ),
        Field("name", "string", _("Nome"), required=True, max_length=120),
        Field("cadastral_code", "string", _("Codice catastale"), pattern=r"[A-Z]\d{3}", max_length=4),
        Field("province", "string", _("Provincia"), _("La sigla: MO."), max_length=60),
        Field(
            "area_km2",
            "number",
            _("Superficie ufficiale in km²"),
            minimum=Decimal(0),
            maximum=Decimal(9_999_999),
            decimals=2,
            aliases=("official_area_km2",),
        ),
        Field(
            "polygon_area_km2",
            "number",
            _("Superficie calcolata sui confini, in km²"),
            minimum=Decimal(0),
            maximum=Decimal(9_999_999),
            decimals=2,
        ),
        Field("longitude", "number", _("Longitudine del centro"), minimum=-180, maximum=180),
        Field("latitude", "number", _("Latitudine del centro"), minimum=-90, maximum=90),
        Field("starts_on", "date", _("Nell'ambito dal"), _("Vuoto: da sempre.")),
        Field("ends_before", "date", _("Nell'ambito fino a (escluso)"), _("Vuoto: ne fa parte.")),
        Field(
            "sub_area",
            "string",
            _("Sub-area"),
            _("Codice o nome; se non c'è ancora, la sub-area viene creata."),
            max_length=120,
        ),
        Field(
            "health_house",
            "string",
            _("Casa della salute"),
            _("Nome: il comune entra nel suo bacino; se non c'è ancora, la casa viene creata."),
            max_length=120,
            import_only=True,
        ),
        *YEARLY,
    ),
    room="territory",
    primary_key=("istat_code",),
    rows=_municipalities,
    load=_load_municipalities,
    keys=lambda district: Municipality.objects.filter(district=district).values_list("istat_code", "pk"),
    checks=(ends_after_starts(),),
)

ADJACENCY = Table(
    "adjacency",
    _("Comuni confinanti"),
    _("Le coppie di comuni che hanno un tratto di confine in comune, ciascuna una volta."),
    (
        Field("istat_code", "string", _("Comune"), required=True, references="municipalities.istat_code"),
        Field(
            "neighbour_istat_code",
            "string",
            _("Confinante"),
            required=True,
            references="municipalities.istat_code",
        ),
    ),
    room="territory",
    primary_key=("istat_code", "neighbour_istat_code"),
    rows=_adjacency,
    load=_load_adjacency,
    checks=(different("istat_code", "neighbour_istat_code"),),
)

BOUNDARIES = Table(
    "boundaries",
    _("Confini"),
    _("I confini dei comuni; anche come file GeoJSON con istat_code fra le proprietà."),
    (
        Field("istat_code", "string", _("Comune"), required=True, references="municipalities.istat_code"),
        Field(
            "geometry",
            "geojson",
            _("Confini"),
            _("Gradi di longitudine e latitudine, WGS 84."),
            required=True,
        ),
    ),
    room="territory",
    primary_key=("istat_code",),
    rows=_boundaries,
    load=_load_boundaries,
    ignores=("name", "province"),
)
