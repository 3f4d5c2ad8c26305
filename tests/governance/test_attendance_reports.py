"""The two reports that other programs read."""

from datetime import date

import pytest

from ordito.core.models import District
from ordito.governance.queries.reports import attendance_report, participation_report
from tests.governance import register

JUNE = date(2016, 6, 1)


@pytest.fixture
def melzo(district: District) -> District:
    """An assembly that never met, a table, a lab under it with two meetings and a third only counted."""
    assembly = register.body(district, "assemblea", name="Assemblea")
    table = register.body(district, "tavolo", assembly, name="Tavolo")
    lab = register.body(district, "labgo", table, name="LabGo")
    alfa, beta = (register.organisation(district, code) for code in ("alfa", "beta"))
    for member in (beta, alfa):
        register.seat(lab, member, JUNE)
    register.seat(table, alfa, JUNE)
    register.seat(assembly, beta, JUNE)
    register.held(table, date(2016, 6, 10), {alfa: "present"})
    register.held(lab, date(2016, 6, 20), {alfa: "present", beta: "present"})
    register.held(lab, date(2016, 7, 20), {alfa: "absent", beta: "justified"})
    register.held(lab, date(2016, 9, 20), {alfa: "present", beta: "absent"})
    return district


def test_participation_by_code_in_the_order_of_the_tree_of_those_that_met(melzo: District) -> None:
    told = participation_report(melzo)
    assert told.columns == ("body", "meetings", "mean_attendance", "formal_members")
    assert told.rows == [("tavolo", 1, 1, 1), ("labgo", 3, 1, 2)]


def test_participation_on_a_day_with_a_mean_that_is_not_whole(melzo: District) -> None:
    lab = melzo.bodies.get(code="labgo")
    register.held(lab, date(2016, 10, 1), {}, head_count=2)
    assert participation_report(melzo).rows[1] == ("labgo", 4, 1.25, 2)
    register.held(lab, date(2016, 10, 2), {}, head_count=2)
    register.held(lab, date(2016, 10, 3), {}, head_count=2)
    assert participation_report(melzo).rows[1] == ("labgo", 6, 1.5, 2)
    assert participation_report(melzo, on=date(2016, 6, 30)).rows == [("tavolo", 1, 1, 1), ("labgo", 1, 2, 2)]


def test_a_mean_of_which_nothing_is_known_is_blank(district: District) -> None:
    register.held(register.body(district, "labgo"), JUNE, {})
    assert participation_report(district).rows == [("labgo", 1, None, 0)]


def test_attendance_by_code_with_a_rate_of_four_digits(melzo: District) -> None:
    told = attendance_report(melzo)
    assert told.columns == ("body", "member", "convened", "present", "justified", "rate")
    assert told.rows == [
        ("assemblea", "beta", 0, 0, 0, None),
        ("tavolo", "alfa", 1, 1, 0, 1),
        ("labgo", "alfa", 3, 2, 0, 0.6667),
        ("labgo", "beta", 3, 1, 1, 0.3333),
    ]
