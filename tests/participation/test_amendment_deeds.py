"""Amendments are proposed, discussed, withdrawn, and decided one by one by the body that has the mandate."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from ordito.core.access import Forbidden
from ordito.core.models import District, User
from ordito.governance.commands.decisions import DecisionFacts
from ordito.governance.models import Body, Decision, Outcome
from ordito.participation.commands.amendments import (
    AmendmentFacts,
    AmendmentRefused,
    TextMovedOn,
    Verdict,
    decide_amendments,
    propose_amendment,
    remark_amendment,
    withdraw_amendment,
)
from ordito.participation.commands.hypotheses import (
    BodyDecision,
    HypothesisRefused,
    UnableToConclude,
    close_hypothesis,
    conclude_hypothesis,
    rename_hypothesis,
    save_hypothesis,
)
from ordito.participation.models import Amendment, Gathering, Hypothesis, Process
from ordito.participation.queries.amendments import sitting_of
from ordito.participation.queries.hypotheses import last_version, texts_of
from ordito.participation.queries.pieces import Piece, pieces_of
from tests.participation.conftest import NOON, OPERATOR
from tests.participation.ideas import DECIDED, document, opened, paragraph, proposed, sitting, speaks_for

NO_DECISION = BodyDecision()


def decided(made: Hypothesis, *verdicts: Verdict, **facts: Any) -> Hypothesis:
    told = {
        "decision": NO_DECISION,
        "read": last_version(made).number,
        "by": OPERATOR,
        "at": DECIDED,
    } | facts
    return decide_amendments(made, verdicts=verdicts, **told)


def accept(one: Amendment, **facts: Any) -> Verdict:
    return Verdict(amendment=one, accepted=True, **facts)


def reject(one: Amendment, answer: str = "Non ora.") -> Verdict:
    return Verdict(amendment=one, accepted=False, answer=answer)


def texts(made: Hypothesis) -> list[tuple[int, str]]:
    return [(each.paragraph.number, each.text[:20]) for each in texts_of(last_version(made))]


def test_several_decided_in_one_sitting_make_one_version(path: Process) -> None:
    made = opened(path, 3)
    rewrites = proposed(made, 1, "Una porta.", heading="Porta")
    after = [proposed(made, 1, text, "add") for text in ("Primo dopo.", "Secondo dopo.")]
    first = proposed(made, None, "All'inizio.", "add")
    takes = proposed(made, 3, kind="remove")
    no = proposed(made, 2, "Mai.")
    meeting = sitting(path.body)
    facts = DecisionFacts(text="Si decide", votes_for=9, votes_against=1)
    decided(
        made,
        *map(accept, (rewrites, *after, first, takes)),
        reject(no),
        decision=BodyDecision(meeting=meeting, facts=facts),
    )
    assert [text for _number, text in texts(made)] == [
        "All'inizio.",
        "Una porta.",
        "Primo dopo.",
        "Secondo dopo.",
        "L'ipotesi è che ogni",
    ]
    version = last_version(made)
    assert version.number == 2
    assert version.note == "accolti gli emendamenti n. 1, 2, 3, 4, 5 (decisione n. 1)"
    told = {each.number: each for each in made.amendments.all()}
    assert {each.decision for each in told.values()} == {Decision.objects.get()}
    assert [told[number].result for number in range(1, 7)] == [version] * 5 + [None]
    assert [told[number].added for number in (2, 3, 4)] == [paragraph(made, number) for number in (5, 6, 4)]
    assert (told[6].state, told[6].answer) == ("rejected", "Non ora.")


def test_one_accepted_in_other_words_says_so(path: Process) -> None:
    made = opened(path, 1)
    one, same = proposed(made, 1, "Una porta."), proposed(made, None, "Prima.", "add")
    decided(
        made,
        accept(one, heading="", text="Una porta, aperta il sabato.", answer="Con il sabato."),
        accept(same, heading="", text="Prima."),
    )
    one.refresh_from_db()
    same.refresh_from_db()
    assert (one.is_changed, same.is_changed) == (True, False)
    assert texts(made)[1] == (1, "Una porta, aperta il")
    assert one.text == "Una porta."


def test_one_on_a_text_that_moved_on_must_be_read_again(path: Process) -> None:
    made = opened(path, 2)
    one, other, adds = proposed(made, 1, "Una."), proposed(made, 1, "Due."), proposed(made, 1, "Tre.", "add")
    decided(made, accept(one))
    rows = {row.amendment.number: row for row in sitting_of(made).rows}
    assert {number: row.is_stale for number, row in rows.items()} == {2: True, 3: False}
    assert rows[2].meanwhile is not None
    assert "".join(run.text for run in rows[2].change.left) == "Una."
    with pytest.raises(TextMovedOn, match="va riletto"):
        decided(made, accept(other))
    with pytest.raises(TextMovedOn, match="arrivato alla versione 2"):
        decided(made, accept(adds), read=1)
    decided(made, accept(other, reread=True), accept(adds))
    assert [text for _number, text in texts(made)][:2] == ["Due.", "Tre."]


def test_one_whose_paragraph_is_gone_can_only_be_rejected_and_one_that_adds_goes_last(path: Process) -> None:
    made = opened(path, 2)
    takes, one, adds = (
        proposed(made, 1, kind="remove"),
        proposed(made, 1, "Una."),
        proposed(made, 1, "Dopo.", "add"),
    )
    decided(made, accept(takes))
    with pytest.raises(TextMovedOn, match="non c'è più"):
        decided(made, accept(one, reread=True))
    decided(made, reject(one), accept(adds, reread=True))
    assert [number for number, _text in texts(made)] == [2, 3]


def test_two_that_write_the_same_paragraph_are_not_accepted_together(path: Process) -> None:
    made = opened(path, 1)
    one, other = proposed(made, 1, "Una."), proposed(made, 1, "Due.")
    assert [place.clash for place in sitting_of(made).places] == [True]
    with pytest.raises(AmendmentRefused, match=r"n\. 1 e n\. 2 cambiano lo stesso paragrafo"):
        decided(made, accept(one), accept(other))
    assert made.versions.count() == 1


@pytest.mark.parametrize(
    ("verdict", "said"),
    [
        (lambda one: reject(one, " "), "serve una risposta"),
        (lambda one: accept(one, heading="", text=" "), "serve il testo"),
        (lambda one: accept(one, heading="", text="x" * 20_001), "troppo lungo"),
    ],
)
def test_a_verdict_that_is_not_whole_is_refused(path: Process, verdict: Any, said: str) -> None:
    made = opened(path, 1)
    with pytest.raises((AmendmentRefused, HypothesisRefused), match=said):
        decided(made, verdict(proposed(made, 1, "Una.")))
    assert made.amendments.get().state == "proposed"


def test_nothing_is_decided_twice_nor_in_a_draft_nor_by_another_body(
    path: Process, labs: tuple[Body, Body], delegate: User
) -> None:
    made = opened(path, 2)
    one, other = proposed(made, 1, "Una."), proposed(made, 2, kind="remove")
    with pytest.raises(AmendmentRefused, match="Nessun emendamento ha un esito"):
        decided(made)
    with pytest.raises(Forbidden):
        decided(made, accept(one), by=delegate)
    meeting = sitting(labs[1])
    with pytest.raises(HypothesisRefused, match="di un incontro di chi decide"):
        decided(made, accept(one), decision=BodyDecision(meeting=meeting, facts=DecisionFacts(text="Sì")))
    decided(made, accept(one))
    with pytest.raises(AmendmentRefused, match="già deciso"):
        decided(made, accept(made.amendments.get(number=1)))
    decided(made, reject(other))
    everything = proposed(made, 1, kind="remove"), proposed(made, 2, kind="remove")
    with pytest.raises(AmendmentRefused, match="non resterebbe niente"):
        decided(made, *map(accept, everything))
    with pytest.raises(AmendmentRefused, match="non è fra quelli da decidere"):
        decided(document(path, 1), accept(one))


def test_who_may_propose_is_who_the_phase_says_while_the_document_is_open(
    path: Process, delegate: User, stranger: User
) -> None:
    draft = document(path, 1)
    facts = AmendmentFacts(kind="replace", text="Una.", reason="Perché", paragraph=paragraph(draft, 1))
    with pytest.raises(Forbidden):
        propose_amendment(draft, by=delegate, facts=facts, at=NOON)
    made = opened(path, 1)
    facts = replace(facts, paragraph=paragraph(made, 1), organisation=speaks_for(delegate, path.district))
    one = propose_amendment(made, by=delegate, facts=facts, at=NOON)
    assert (one.number, one.author, one.based_on.number) == (1, delegate, 1)
    with pytest.raises(Forbidden):
        propose_amendment(made, by=stranger, facts=facts, at=NOON)
    close_hypothesis(made, by=OPERATOR)
    made.refresh_from_db()
    with pytest.raises(Forbidden):
        propose_amendment(made, by=delegate, facts=facts, at=NOON)


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"kind": "vola"}, "che cosa fa"),
        ({"paragraph": None}, "Serve il paragrafo"),
        ({"text": " "}, "Serve il nuovo testo"),
        ({"reason": " "}, "Serve il perché"),
        ({"reason": "x" * 4_001}, "più lungo di 4000"),
        ({"text": "x" * 20_001}, "troppo lungo"),
        ({"heading": "x" * 201}, "troppo lungo"),
    ],
)
def test_a_proposal_that_is_not_whole_is_refused(path: Process, facts: dict[str, Any], said: str) -> None:
    made = opened(path, 1)
    told = {"kind": "replace", "text": "Una.", "reason": "Perché", "paragraph": paragraph(made, 1)} | facts
    with pytest.raises((AmendmentRefused, HypothesisRefused), match=said):
        propose_amendment(made, by=OPERATOR, facts=AmendmentFacts(**told), at=NOON)
    assert not made.amendments.exists()


def test_a_proposal_is_of_this_path_of_this_district_and_changes_something(
    path: Process, plenary: Gathering, elsewhere: District, stranger: User
) -> None:
    made = opened(path, 2)
    text = texts_of(last_version(made))[0]
    told = AmendmentFacts(kind="replace", text="Una.", reason="Perché", paragraph=paragraph(made, 1))
    other = Process.objects.create(
        district=path.district, code="altro", title="Altro", body=path.body, starts_on=path.starts_on
    )
    foreign = Gathering.objects.create(
        process=other, code="altra", title="Altra", join_word="altra", opens_at=NOON
    )
    for facts, said in (
        (replace(told, heading=text.heading, text=text.text), "uguale a quello che c'è"),
        (replace(told, gathering=foreign), "non è di questo percorso"),
        (replace(told, organisation=speaks_for(stranger, elsewhere)), "non è dell'ambito"),
    ):
        with pytest.raises(AmendmentRefused, match=said):
            propose_amendment(made, by=OPERATOR, facts=facts, at=NOON)
    assert (
        propose_amendment(made, by=OPERATOR, facts=replace(told, gathering=plenary), at=NOON).gathering
        == plenary
    )
    save_hypothesis(
        made, by=OPERATOR, pieces=pieces_of(texts_of(last_version(made)))[1:], note="", based_on=1, at=NOON
    )
    with pytest.raises(AmendmentRefused, match="non c'è più nel testo"):
        propose_amendment(made, by=OPERATOR, facts=told, at=NOON)


def test_an_amendment_is_one_paragraph(path: Process) -> None:
    made = opened(path, 1)
    one = proposed(made, 1, "Una\r\n\r\n\r\ndue\x00 \n\nE\u0300 tre")
    assert one.text == "Una\ndue\nÈ tre"


def test_remarks_and_the_withdrawal_are_its_authors_and_before_the_decision(
    path: Process, planner: User, delegate: User
) -> None:
    made = opened(path, 1)
    told = AmendmentFacts(kind="remove", reason="Perché", paragraph=paragraph(made, 1))
    one = propose_amendment(made, by=delegate, facts=told, at=NOON)
    other = proposed(made, 1, "Una.")
    remark_amendment(one, by=planner, text=" Sì\x00 ", at=NOON)
    assert remark_amendment(one, by=delegate, text="No", at=NOON).number == 2
    assert [each.text for each in one.remarks.order_by("number")] == ["Sì", "No"]
    for text, said in ((" ", "Serve"), ("x" * 2_001, "più lunga")):
        with pytest.raises(AmendmentRefused, match=said):
            remark_amendment(one, by=planner, text=text, at=NOON)
    with pytest.raises(Forbidden):
        withdraw_amendment(other, by=delegate)
    assert withdraw_amendment(one, by=delegate).state == "withdrawn"
    for deed in (
        lambda: withdraw_amendment(one, by=delegate),
        lambda: remark_amendment(one, by=planner, text="Tardi", at=NOON),
    ):
        with pytest.raises(Forbidden):
            deed()


def test_the_whole_is_approved_or_rejected_with_a_decision_when_nothing_waits(path: Process) -> None:
    made = opened(path, 1)
    one = proposed(made, 1, "Una.")
    meeting = sitting(path.body)
    yes = BodyDecision(meeting=meeting, facts=DecisionFacts(text="Si approva"))

    def conclude(decision: BodyDecision = yes, *, approved: bool = True) -> Hypothesis:
        return conclude_hypothesis(made, by=OPERATOR, approved=approved, decision=decision)

    with pytest.raises(UnableToConclude, match="Resta 1 emendamento"):
        conclude()
    decided(made, reject(one))
    with pytest.raises(UnableToConclude, match="Serve la decisione"):
        conclude(NO_DECISION)
    with pytest.raises(UnableToConclude, match="dice il contrario"):
        conclude(approved=False)
    with pytest.raises(UnableToConclude, match="ancora in scrittura"):
        conclude_hypothesis(document(path, 1), by=OPERATOR, approved=True, decision=yes)
    assert conclude().state == "approved"
    taken = Decision.objects.get(text="Si approva")
    for deed in (
        lambda: conclude(BodyDecision(decision=taken)),
        lambda: save_hypothesis(made, by=OPERATOR, pieces=[Piece("", "Altro")], note="", based_on=1, at=NOON),
        lambda: rename_hypothesis(made, by=OPERATOR, title="Altro", decided_by=path.body),
    ):
        with pytest.raises(HypothesisRefused, match=r"già deciso \(approvata\)"):
            deed()
    other = opened(path, 1)
    no = replace(yes, facts=DecisionFacts(text="Si respinge", outcome=Outcome.REJECTED))
    assert conclude_hypothesis(other, by=OPERATOR, approved=False, decision=no).state == "rejected"
