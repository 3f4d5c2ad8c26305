"""The page of a district that has just been made says where one begins, to whoever can begin."""

from __future__ import annotations

from django.test import Client

from ordito.core.models import District, User
from ordito.governance.models import Body
from tests.conftest import signed_in

BEGIN = "Da dove si comincia"


def test_an_empty_district_teaches_its_plan_office_until_the_first_body(
    district: District, planner: User, delegate: User, in_the_street: Client
) -> None:
    def taught() -> list[bool]:
        readers = (signed_in(planner), signed_in(delegate), in_the_street)
        return [BEGIN in reader.get("/melzo/").content.decode() for reader in readers]

    assert taught() == [True, False, False]
    Body.objects.create(district=district, code="tavolo", name="Tavolo", kind="lab")
    assert taught() == [False, False, False]


def test_every_place_where_one_begins_opens(district: District, at_planners_desk: Client) -> None:
    page = at_planners_desk.get("/melzo/").content.decode()
    begins = page.partition(BEGIN)[2].partition("</ol>")[0]
    links = [part.partition('"')[0] for part in begins.split('href="')[1:]]
    assert len(links) == 5
    assert [at_planners_desk.get(link).status_code for link in links] == [200] * 5
