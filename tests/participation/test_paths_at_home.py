"""The first page, for whoever speaks for an organisation: it opens, and asks again where one sits."""

from __future__ import annotations

from datetime import date

from ordito.core.models import District
from ordito.governance.models import Membership
from ordito.participation.models import Opening, Process, Whom
from ordito.participation.queries.phases import circles_of
from tests.conftest import signed_in
from tests.participation.ballot_town import delegate_of, opened_to, organisation


def test_the_first_page_opens_for_a_delegate_and_asks_again_where_one_sits(
    path: Process, district: District
) -> None:
    opened_to(path, Whom.MEMBERS)
    reader = delegate_of(organisation(district, "Caritas", path), "Anna")
    theirs = Opening.objects.filter(circles_of(reader, district), phase__process=path, whom=Whom.MEMBERS)
    assert signed_in(reader).get("/melzo/").status_code == 200
    assert theirs.all().exists()
    Membership.objects.update(ends_before=date(2017, 1, 1))
    assert signed_in(reader).get("/melzo/").status_code == 200
    assert not theirs.all().exists()
