"""Frignano, made from the names of its ten municipalities, and forty municipalities to try the size."""

from __future__ import annotations

import pytest

from ordito.core.models import District, Operator
from ordito.territory import italy
from ordito.territory.commands import new_district

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
    return new_district(District(name="Unione dei Comuni del Frignano"), by=Operator(), comuni=FRIGNANO)


def names_of_province(sign: str, count: int) -> list[str]:
    """The first municipalities of a province, as one would type them."""
    return [one.label for one in italy.municipalities() if one.province == sign][:count]
