"""Names that are perhaps the same: a warning before somebody is written twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rapidfuzz import fuzz, process

from ordito.community.models import Organisation, Person
from ordito.core.search import plain

if TYPE_CHECKING:
    from ordito.core.models import District

MOST = 3
ALIKE_ORGANISATIONS = 86
ALIKE_PEOPLE = 92
COMMON_WORDS = frozenset(
    {"aps", "associazione", "asd", "coop", "cooperativa", "di", "ente", "ets", "fondazione", "odv", "onlus"}
    | {"promozione", "scarl", "scs", "scrl", "sociale", "societa", "soc", "srl", "spa", "volontariato"}
)
"""Words that say what a body is, and not which one it is."""


def similar_organisations(district: District, name: str) -> list[Organisation]:
    """Find up to three organisations of which the name, legal form apart, is almost the same."""
    known = dict(Organisation.objects.filter(district=district).values_list("pk", "name"))
    alike = _alike(
        _which_one(name), {pk: _which_one(each) for pk, each in known.items()}, ALIKE_ORGANISATIONS
    )
    rows = Organisation.objects.select_related("district").in_bulk(alike)
    return [rows[pk] for pk in alike]


def similar_people(district: District, name: str) -> list[Person]:
    """Find up to three people of which the name is almost the same, surname first or last."""
    known = dict(Person.objects.filter(district=district).values_list("pk", "name"))
    alike = _alike(plain(name), {pk: plain(each) for pk, each in known.items()}, ALIKE_PEOPLE)
    rows = Person.objects.select_related("district").in_bulk(alike)
    return [rows[pk] for pk in alike]


def _alike(name: str, known: dict[int, str], least: int) -> list[int]:
    found = process.extract(name, known, scorer=fuzz.token_sort_ratio, limit=MOST, score_cutoff=least)
    return [pk for _name, _score, pk in found]


def _which_one(name: str) -> str:
    words = "".join(c if c.isalnum() else " " for c in plain(name)).split()
    return " ".join(word for word in words if word not in COMMON_WORDS) or " ".join(words)
