"""The thread: from a contribution forth to what became of it, and from an action back to who asked for it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser

from ordito.core.models import Actor, User
from ordito.core.thread import Stage, Thread, back, forth
from ordito.participation.models import (
    Contribution,
    HypothesisState,
    HypothesisVersion,
    Placement,
    Source,
)
from ordito.plan.models import Ground, Reading
from tests.plan.conftest import AT, Loop

pytestmark = pytest.mark.django_db

TODAY = date(2017, 1, 9)


def titles(thread: Thread, stage: Stage) -> list[str]:
    return [knot.title for knot in thread.knots() if knot.stage == stage]


def reader(loop: Loop, user: Actor) -> Callable[[Contribution], Thread]:
    return lambda said: forth(loop.district, [said], user=user, on=TODAY)


def test_a_contribution_is_followed_to_the_money_and_to_what_is_seen(loop: Loop) -> None:
    thread = reader(loop, AnonymousUser())(loop.buses)
    assert [(stage, [knot.title for knot in knots]) for stage, knots in thread.stages()] == [
        (Stage.WEIGHED, ["Più autobus"]),
        (Stage.PLACED, ["Conciliazione × Trasporti"]),
        (Stage.WRITTEN, ["Muoversi la sera"]),
        (Stage.DECIDED, ["Le ipotesi sono approvate"]),
        (Stage.AIMED, ["Conciliare"]),
        (Stage.DONE, ["Doposcuola", "Navetta serale"]),
        (Stage.PAID, ["12.000 €"]),
        (Stage.SEEN, ["Corse"]),
    ]


def test_a_contribution_that_went_into_a_paragraph_alone_reaches_the_plan_too(loop: Loop) -> None:
    thread = reader(loop, AnonymousUser())(loop.homework)
    assert titles(thread, Stage.PLACED) == []
    assert titles(thread, Stage.DONE) == ["Doposcuola", "Navetta serale"]


def test_the_thread_of_what_nobody_took_up_is_empty(loop: Loop) -> None:
    thread = reader(loop, AnonymousUser())(loop.alone)
    assert (thread.stages(), thread.furthest(loop.alone)) == ([], None)


def test_an_action_leads_back_to_whoever_asked_and_to_nobody_else(loop: Loop, planner: User) -> None:
    for user in (planner, AnonymousUser()):
        thread = back(loop.district, [loop.action], user=user, on=TODAY)
        assert titles(thread, Stage.SAID) == ["Autobus la sera", "Compiti nel pomeriggio"]
        assert titles(thread, Stage.WRITTEN) == ["Muoversi la sera"]
        assert titles(thread, Stage.DECIDED) == ["Le ipotesi sono approvate"]
        assert titles(thread, Stage.AIMED) == ["Conciliare"]


def test_an_action_that_rests_on_a_decision_leads_back_through_the_hypothesis_that_it_approved(
    loop: Loop,
) -> None:
    Ground.objects.all().delete()
    assert back(loop.district, [loop.other], user=AnonymousUser(), on=TODAY).knots()[0].stage == Stage.AIMED
    Ground.objects.create(plan=loop.plan, action=loop.other, decision=loop.decision)
    thread = back(loop.district, [loop.other], user=AnonymousUser(), on=TODAY)
    assert titles(thread, Stage.DECIDED) == ["Le ipotesi sono approvate"]
    assert titles(thread, Stage.SAID) == ["Autobus la sera", "Compiti nel pomeriggio"]
    assert back(loop.district, [loop.action], user=AnonymousUser(), on=TODAY).knots(loop.action)[
        -1
    ].stage == (Stage.AIMED)


def test_sources_and_readings_are_grounds_too(loop: Loop) -> None:
    source = Source.objects.create(district=loop.district, code="s", title="Indagine sui trasporti")
    Ground.objects.create(plan=loop.plan, action=loop.other, source=source)
    Ground.objects.create(plan=loop.plan, action=loop.other, reading=Reading.objects.get())
    said = titles(back(loop.district, [loop.other], user=AnonymousUser(), on=TODAY), Stage.SAID)
    assert {"Indagine sui trasporti", "Corse: 40 corse"} <= set(said)
    assert titles(forth(loop.district, [source], user=AnonymousUser(), on=TODAY), Stage.DONE) == [
        "Doposcuola"
    ]


def test_what_was_taken_out_of_a_cell_or_of_the_last_version_is_on_no_thread(loop: Loop) -> None:
    Placement.objects.update(removed_at=AT + timedelta(days=1))
    assert titles(reader(loop, AnonymousUser())(loop.buses), Stage.DONE) == []
    version = HypothesisVersion.objects.create(hypothesis=loop.hypothesis, number=3, at=AT)
    assert version.texts.count() == 0
    assert titles(reader(loop, AnonymousUser())(loop.homework), Stage.WRITTEN) == []


def test_a_reader_sees_of_a_thread_what_they_may_see(loop: Loop, planner: User, stranger: User) -> None:
    loop.plan.is_public = False
    loop.plan.save()
    hidden = reader(loop, AnonymousUser())(loop.buses)
    assert titles(hidden, Stage.AIMED) == titles(hidden, Stage.DONE) == titles(hidden, Stage.PAID) == []
    assert titles(reader(loop, planner)(loop.buses), Stage.DONE) == ["Doposcuola", "Navetta serale"]
    loop.hypothesis.state = HypothesisState.DRAFT
    loop.hypothesis.save()
    assert titles(reader(loop, stranger)(loop.buses), Stage.WRITTEN) == []
    loop.process.is_public = False
    loop.process.save()
    assert reader(loop, stranger)(loop.buses).knots() == []
    assert titles(back(loop.district, [loop.action], user=stranger, on=TODAY), Stage.SAID) == []


def test_many_threads_take_as_many_queries_as_one_and_each_keeps_its_own(
    loop: Loop, planner: User, django_assert_num_queries: Callable[..., object]
) -> None:
    planner.held_roles  # noqa: B018 - read before the queries are counted
    with django_assert_num_queries(7):
        reader(loop, planner)(loop.buses)
    with django_assert_num_queries(7):
        thread = forth(loop.district, [loop.buses, loop.homework, loop.alone], user=planner, on=TODAY)
    found = {said.text: thread.furthest(said) for said in (loop.buses, loop.homework, loop.alone)}
    assert {text: knot and knot.stage for text, knot in found.items()} == {
        "Autobus la sera": Stage.SEEN,
        "Compiti nel pomeriggio": Stage.SEEN,
        "Nessuno l'ha raccolto": None,
    }
    assert next(knot.stage for knot in thread.knots(loop.homework)) == Stage.WRITTEN
