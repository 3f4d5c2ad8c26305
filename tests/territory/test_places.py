"""Places: opened, changed, closed; whom they serve and who works there."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.contrib.auth.models import AnonymousUser

from ordito.core.access import Forbidden, may
from ordito.core.models import District, JournalEntry, Role, RoleKind, User
from ordito.territory.commands import (
    PlaceRefused,
    PostRefused,
    StrangeMunicipalities,
    close_place,
    describe_place,
    end_post,
    open_place,
    post_to_place,
)
from ordito.territory.models import Municipality, Place, PlaceKind, RolePlace
from ordito.territory.queries import places_serving, places_where, roles_to_post, staff_of
from tests.conftest import person
from tests.territory.conftest import OPERATOR, TODAY, Towns, keeper, place

TOMORROW = TODAY + timedelta(days=1)


@pytest.fixture
def desk(towns: Towns) -> Place:
    return place(towns.district, "Sportello di Alba", PlaceKind.DESK, towns.alba)


@pytest.fixture
def worker(towns: Towns) -> Role:
    """Anna, social worker since 2015."""
    user = User.objects.create_user("anna@valle.it", "Anna Sala", "una-password-lunga")
    return Role.objects.create(
        user=user, district=towns.district, kind=RoleKind.SOCIAL_WORKER, starts_on=date(2015, 1, 1)
    )


def described(place: Place, **changes: object) -> Place:
    told: dict[str, object] = {
        "name": place.name,
        "kind": place.kind,
        "municipality": place.municipality,
        "address": "",
        "opening_hours": "lun 9-12",
        "phone": "",
        "longitude": None,
        "latitude": None,
        "starts_on": None,
        "catchment": [],
    }
    return describe_place(place, by=OPERATOR, **(told | changes))  # type: ignore[arg-type]


def test_a_place_is_opened_with_whom_it_serves(towns: Towns) -> None:
    opened = place(towns.district, "  Polo  di Alba ", PlaceKind.POLE, towns.alba, towns.borgo, towns.casale)
    assert (opened.name, opened.code) == ("Polo di Alba", "polo-di-alba")
    assert [each.name for each in places_serving(towns.casale, TODAY)] == ["Polo di Alba"]
    lines = JournalEntry.objects.filter(deed="territory.open_place").order_by("pk")
    assert lines[0].changes == {"catchment": [[], ["Borgo", "Casale"]]}
    assert lines[1].changes["name"] == [None, "Polo di Alba"]


@pytest.mark.parametrize(
    ("told", "why"),
    [
        ({"name": " "}, "Serve il nome"),
        ({"kind": "castle"}, "Il tipo di luogo «castle» non esiste"),
        ({"longitude": 10.8}, "sia la longitudine sia la latitudine"),
        ({"latitude": 44.1}, "sia la longitudine sia la latitudine"),
        ({"longitude": 10.8, "latitude": 144.1}, "non è in Italia"),
        ({"longitude": 110.8, "latitude": 44.1}, "non è in Italia"),
    ],
)
def test_a_place_that_cannot_be_is_refused(desk: Place, told: dict[str, object], why: str) -> None:
    with pytest.raises(PlaceRefused, match=why):
        described(desk, **told)


def test_a_place_stands_and_serves_in_its_own_district(towns: Towns, desk: Place, district: District) -> None:
    far = Municipality.objects.create(district=district, istat_code="015142", name="Melzo")
    with pytest.raises(PlaceRefused, match="Il comune è di un altro ambito"):
        described(desk, municipality=far)
    with pytest.raises(StrangeMunicipalities, match="015142"):
        described(desk, catchment=["999001", "015142"])
    with pytest.raises(PlaceRefused, match="C'è già un luogo con il codice"):
        open_place(Place(district=towns.district, code=desk.code, name="Altro", kind="desk"), by=OPERATOR)


def test_a_place_is_changed_and_only_what_changed_is_written(desk: Place) -> None:
    changed = described(desk, longitude=10.5, latitude=44.5, catchment=["999002"])
    assert (changed.opening_hours, changed.longitude) == ("lun 9-12", 10.5)
    lines = JournalEntry.objects.filter(deed="territory.describe_place").order_by("pk")
    assert [line.changes for line in lines] == [
        {"catchment": [[], ["Borgo"]]},
        {"opening_hours": ["", "lun 9-12"], "longitude": [None, 10.5], "latitude": [None, 44.5]},
    ]
    described(changed, longitude=10.5, latitude=44.5, catchment=["999002"])
    assert JournalEntry.objects.filter(deed="territory.describe_place").count() == 3


def test_a_place_closes_once_after_it_opened_and_posts_end_with_it(desk: Place, worker: Role) -> None:
    now = post_to_place(desk, by=OPERATOR, role=worker, starts_on=date(2016, 1, 1))
    end_post(now, by=OPERATOR, ends_before=date(2017, 1, 1))
    open_end = post_to_place(desk, by=OPERATOR, role=worker, starts_on=date(2018, 1, 1))
    closed = close_place(desk, by=OPERATOR, ends_before=TODAY)
    assert closed.ends_before == TODAY
    assert list(RolePlace.objects.order_by("starts_on").values_list("pk", "ends_before")) == [
        (now.pk, date(2017, 1, 1)),
        (open_end.pk, TODAY),
    ]
    with pytest.raises(PlaceRefused, match="è già chiuso"):
        close_place(desk, by=OPERATOR, ends_before=TODAY)


def test_a_post_that_would_begin_after_the_closing_never_begins(desk: Place, worker: Role) -> None:
    post_to_place(desk, by=OPERATOR, role=worker, starts_on=TOMORROW)
    close_place(desk, by=OPERATOR, ends_before=TODAY)
    assert RolePlace.objects.count() == 0


def test_a_place_cannot_close_before_it_opens(towns: Towns) -> None:
    desk = place(towns.district, "Nuovo", PlaceKind.DESK, starts_on=TODAY)
    with pytest.raises(PlaceRefused, match="prima di aprire"):
        close_place(desk, by=OPERATOR, ends_before=TODAY)


def test_who_works_where_is_told_to_those_who_work_in_the_district_alone(
    towns: Towns, desk: Place, worker: Role, stranger: User
) -> None:
    post = post_to_place(desk, by=OPERATOR, role=worker, starts_on=TODAY)
    told = staff_of(desk, worker.user, TODAY)
    assert [(each.pk, each.name, each.role, each.starts_on) for each in told] == [
        (post.pk, "Anna Sala", "Assistente sociale", TODAY)
    ]
    assert staff_of(desk, AnonymousUser(), TODAY) == ()
    assert staff_of(desk, stranger, TODAY) == ()
    stranger.is_installation_admin = True
    assert [each.name for each in staff_of(desk, stranger, TODAY)] == ["Anna Sala"]
    assert staff_of(desk, worker.user, TODAY - timedelta(days=1)) == ()
    assert places_where(worker.user, towns.district, TODAY) == frozenset({desk.pk})


def test_a_role_that_ended_works_nowhere(towns: Towns, desk: Place, worker: Role) -> None:
    post_to_place(desk, by=OPERATOR, role=worker, starts_on=date(2016, 1, 1))
    worker.ends_before = TODAY
    worker.save()
    assert staff_of(desk, OPERATOR, TODAY) == ()
    assert places_where(worker.user, towns.district, TODAY) == frozenset()


def test_somebody_is_put_at_a_place_once_while_both_last(
    desk: Place, worker: Role, district: District
) -> None:
    with pytest.raises(PostRefused, match="In quel giorno Anna Sala non ha questo ruolo"):
        post_to_place(desk, by=OPERATOR, role=worker, starts_on=date(2014, 12, 31))
    worker.ends_before = TODAY
    worker.save()
    with pytest.raises(PostRefused, match="In quel giorno Anna Sala non ha questo ruolo"):
        post_to_place(desk, by=OPERATOR, role=worker, starts_on=TODAY)
    desk.ends_before = date(2020, 1, 1)
    desk.save()
    with pytest.raises(PostRefused, match="In quel giorno «Sportello di Alba» è chiuso"):
        post_to_place(desk, by=OPERATOR, role=worker, starts_on=date(2020, 1, 1))
    post = post_to_place(desk, by=OPERATOR, role=worker, starts_on=date(2016, 1, 1))
    assert post.district == desk.district
    with pytest.raises(PostRefused, match="lavora già qui"):
        post_to_place(desk, by=OPERATOR, role=worker, starts_on=date(2017, 1, 1))
    with pytest.raises(PostRefused, match="prima di cominciare"):
        end_post(post, by=OPERATOR, ends_before=date(2016, 1, 1))
    end_post(post, by=OPERATOR, ends_before=date(2017, 1, 1))
    post_to_place(desk, by=OPERATOR, role=worker, starts_on=date(2017, 1, 1))
    elsewhere = Role.objects.create(
        user=worker.user, district=district, kind=RoleKind.DELEGATE, starts_on=date(2015, 1, 1)
    )
    with pytest.raises(PostRefused, match="di un altro ambito"):
        post_to_place(desk, by=OPERATOR, role=elsewhere, starts_on=TODAY)


def test_only_roles_that_are_not_there_yet_can_be_posted(desk: Place, worker: Role) -> None:
    assert list(roles_to_post(desk, TODAY)) == [worker]
    post = post_to_place(desk, by=OPERATOR, role=worker, starts_on=TOMORROW)
    assert list(roles_to_post(desk, TODAY)) == []
    end_post(post, by=OPERATOR, ends_before=TOMORROW + timedelta(days=1))
    assert list(roles_to_post(desk, TOMORROW + timedelta(days=1))) == [worker]


def test_a_head_of_service_posts_people_and_opens_no_place(towns: Towns, desk: Place, worker: Role) -> None:
    head = keeper(towns.district, RoleKind.HEAD_OF_SERVICE)
    assert post_to_place(desk, by=head, role=worker, starts_on=TODAY).pk
    with pytest.raises(Forbidden):
        open_place(Place(district=towns.district, name="Nuovo", kind="desk"), by=head)


@pytest.mark.parametrize(
    ("kind", "tends", "posts", "reads"),
    [
        (RoleKind.PLAN_OFFICE, True, True, True),
        (RoleKind.HEAD_OF_SERVICE, False, True, True),
        (RoleKind.SOCIAL_WORKER, False, False, True),
        (RoleKind.DELEGATE, False, False, True),
        (None, False, False, False),
    ],
)
def test_permissions_depend_on_the_role_in_the_district(
    towns: Towns, desk: Place, kind: RoleKind | None, *, tends: bool, posts: bool, reads: bool
) -> None:
    user = person("x@valle.it", "X", towns.district if kind else None, kind)
    names = ("territory.tend", "territory.tend_staff", "territory.read_staff")
    assert [may(user, name, desk) for name in names] == [tends, posts, reads]
    user.is_installation_admin = True
    assert [may(user, name, desk) for name in names] == [True, True, True]
    assert [may(AnonymousUser(), name, desk) for name in names] == [False, False, False]


def test_an_area_is_never_guessed(towns: Towns) -> None:
    assert (towns.alba.area_km2, towns.casale.area_km2) == (Decimal(20), Decimal(13))
    assert Municipality(name="X").area_km2 is None
