"""Who may do what: the plan office writes everything, a delegate their own organisation's part."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from django.contrib.auth.models import AnonymousUser

from ordito.core.access import may
from ordito.core.models import WORK_HERE, Actor, Operator, RoleKind, User
from tests.community.conftest import agreement, offer, voice
from tests.conftest import person as account

if TYPE_CHECKING:
    from ordito.community.models import Organisation, Person
    from ordito.core.models import District

Asked = Callable[[Actor], dict[str, set[str]]]
RULES = {
    "community.tend_register": "organisation",
    "community.update_contacts": "organisation",
    "community.offer_competence": "organisation",
    "community.tend_competence": "competence",
    "community.offer_for_someone": "district",
    "community.read_people": "district",
    "community.read_document": "agreement",
}


@pytest.fixture
def allowed(district: District, filo: Organisation, caritas: Organisation, marco: Person) -> Asked:
    """What a person may do to Il Filo, for which Marco speaks, and to the Caritas, for which he does not."""
    voice(filo, marco)
    things = {
        name: {
            "organisation": each,
            "competence": offer(each, "Mediazione"),
            "district": district,
            "agreement": agreement(district, f"Patto con {each}"),
        }
        for name, each in (("filo", filo), ("caritas", caritas))
    }

    def ask(user: Actor) -> dict[str, set[str]]:
        return {
            name: {rule.partition(".")[2] for rule, what in RULES.items() if may(user, rule, thing[what])}
            for name, thing in things.items()
        }

    return ask


EVERYTHING = {rule.partition(".")[2] for rule in RULES}
READING = {"read_people", "read_document"}


def test_the_plan_office_and_the_machine_may_do_everything(allowed: Asked, planner: User) -> None:
    assert allowed(planner) == {"filo": EVERYTHING, "caritas": EVERYTHING}
    assert allowed(Operator()) == {"filo": EVERYTHING, "caritas": EVERYTHING}


def test_a_delegate_keeps_the_part_of_the_organisation_they_speak_for(allowed: Asked, delegate: User) -> None:
    own = READING | {"update_contacts", "offer_competence", "tend_competence", "offer_for_someone"}
    assert allowed(delegate) == {"filo": own, "caritas": READING | {"offer_for_someone"}}


OTHERS = [kind for kind in RoleKind if kind in WORK_HERE - {RoleKind.PLAN_OFFICE, RoleKind.DELEGATE}]


@pytest.mark.parametrize("kind", OTHERS)
def test_every_other_role_reads(allowed: Asked, district: District, kind: RoleKind) -> None:
    reader = account("rita@example.org", "Rita", district, kind)
    assert allowed(reader) == {"filo": READING, "caritas": READING}


def test_a_region_looks_from_outside(allowed: Asked, district: District) -> None:
    reader = account("rita@example.org", "Rita", district, RoleKind.REGION)
    assert allowed(reader) == {"filo": set(), "caritas": set()}


def test_who_administers_the_installation_reads(allowed: Asked) -> None:
    admin = User.objects.create_user("admin@example.org", "Ada", is_installation_admin=True)
    assert allowed(admin) == {"filo": READING, "caritas": READING}


def test_strangers_and_the_public_may_nothing(allowed: Asked, stranger: User) -> None:
    assert allowed(stranger) == {"filo": set(), "caritas": set()}
    assert allowed(AnonymousUser()) == {"filo": set(), "caritas": set()}


def test_a_delegation_without_a_role_in_the_district_opens_nothing(
    allowed: Asked, delegate: User, district: District
) -> None:
    delegate.roles.all().delete()
    assert allowed(User.objects.get(pk=delegate.pk)) == {"filo": set(), "caritas": set()}


def test_everybody_reads_a_document_that_was_made_public(district: District) -> None:
    tie = agreement(district, "Patto per il welfare")
    assert may(AnonymousUser(), "community.read_document", tie) is False
    tie.document_is_public = True
    assert may(AnonymousUser(), "community.read_document", tie) is True
