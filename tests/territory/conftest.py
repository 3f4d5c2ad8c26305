"""Frignano as its files make it, and three small towns in which everything can be reckoned by hand."""

from __future__ import annotations

import shutil
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

import pytest
from django.db import transaction
from django.test import Client

import ordito.site
from ordito.core.models import District, Operator, RoleKind, User
from ordito.core.tables import Registry
from ordito.core.tables.importing import bring_in
from ordito.territory import italy
from ordito.territory.commands import create_sub_area, new_district, open_place
from ordito.territory.models import Adjacency, Municipality, Place, PlaceKind, Population, SubArea
from ordito.territory.tables import TABLES
from tests.conftest import person, signed_in

OPERATOR = Operator()
TODAY = date(2026, 3, 2)
CENSUS = date(2023, 1, 1)
DATA = Path(ordito.site.__file__).parent / "demo" / "frignano"
FILES = ("municipalities.csv", "adjacency.csv", "boundaries.geojson")
"""The figures of Frignano as they were given."""
FRIGNANO = (
    "Fanano",
    "Fiumalbo",
    "Lama Mocogno",
    "Montecreto",
    "Pavullo nel Frignano",
    "Pievepelago",
    "Polinago",
    "Riolunato",
    "Serramazzoni",
    "Sestola",
)


@pytest.fixture
def frignano(db: None) -> District:
    """The district as names alone make it."""
    return new_district(District(name="Unione dei Comuni del Frignano"), by=OPERATOR, comuni=FRIGNANO)


@pytest.fixture
def figures_of_frignano(tmp_path: Path) -> Path:
    """A folder with the figures of Frignano, and nothing else."""
    folder = tmp_path / "frignano"
    folder.mkdir()
    for name in FILES:
        shutil.copy(DATA / name, folder / name)
    return folder


@pytest.fixture
def full_frignano(frignano: District, figures_of_frignano: Path) -> District:
    """The same, with the district's own figures."""
    at = datetime(2026, 3, 2, tzinfo=UTC)
    with transaction.atomic():
        bring_in(frignano, figures_of_frignano, by=OPERATOR, at=at, registry=Registry(TABLES))
    return frignano


class Towns(NamedTuple):
    """Alba and Borgo side by side, Casale apart; each one degree wide."""

    district: District
    alba: Municipality
    borgo: Municipality
    casale: Municipality


@pytest.fixture
def towns(db: None) -> Towns:
    """Alba has 1,000 people, Borgo 500, Casale nobody knows."""
    district = District.objects.create(slug="valle", name="Valle", demonstration_day=TODAY)
    alba, borgo, casale = (
        Municipality.objects.create(
            district=district,
            istat_code=f"99900{turn}",
            name=name,
            official_area_km2=area,
            polygon_area_km2=Decimal(10 + turn),
            geometry=square(10 + turn * (1 if name != "Casale" else 2)),
        )
        for turn, (name, area) in enumerate(
            [("Alba", Decimal(20)), ("Borgo", Decimal(5)), ("Casale", None)], 1
        )
    )
    Adjacency.objects.create(one=alba, other=borgo)
    for municipality, classes in ((alba, (100, 50, 600, 150, 100)), (borgo, (100, 20, 280, 60, 40))):
        for (age_from, age_before), people in zip(
            ((0, 15), (15, 18), (18, 65), (65, 75), (75, None)), classes, strict=True
        ):
            Population.objects.create(
                municipality=municipality,
                source="ISTAT",
                on=CENSUS,
                age_from=age_from,
                age_before=age_before,
                people=people,
            )
    return Towns(district, alba, borgo, casale)


def square(west: float) -> dict[str, object]:
    ring = [[west, 44], [west + 1, 44], [west + 1, 45], [west, 45], [west, 44]]
    return {"type": "Polygon", "coordinates": [ring]}


def place(
    district: District,
    name: str,
    kind: PlaceKind,
    municipality: Municipality | None = None,
    *serves: Municipality,
    **more: object,
) -> Place:
    fresh = Place(district=district, name=name, kind=kind, municipality=municipality, **more)
    return open_place(fresh, by=OPERATOR, catchment=[each.istat_code for each in serves])


def sub_area(district: District, name: str, *municipalities: Municipality) -> SubArea:
    codes = [each.istat_code for each in municipalities]
    return create_sub_area(SubArea(district=district, name=name), by=OPERATOR, istat_codes=codes)


def keeper(district: District, kind: RoleKind = RoleKind.PLAN_OFFICE, email: str = "giulia@valle.it") -> User:
    return person(email, "Giulia Riva", district, kind)


def at_the_desk_of(district: District, kind: RoleKind = RoleKind.PLAN_OFFICE) -> Client:
    return signed_in(keeper(district, kind, f"{kind}@valle.it"))


def names_of_province(sign: str, count: int) -> list[str]:
    """The first municipalities of a province, as one would type them."""
    return [one.label for one in italy.municipalities() if one.province == sign][:count]
