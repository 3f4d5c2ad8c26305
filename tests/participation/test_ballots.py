"""One voice each, the last word counts, and a closed ballot takes nothing."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from ordito.core.access import Forbidden
from ordito.core.models import District, JournalEntry, User
from ordito.participation.commands.ballots import (
    BallotFacts,
    BallotRefused,
    OptionFacts,
    add_option,
    add_options,
    close_ballot,
    open_ballot,
    rewrite_ballot,
    rewrite_option,
    strike_ballot,
    strike_option,
    write_ballot,
)
from ordito.participation.commands.papers import (
    PaperRefused,
    choose,
    choose_by_phone,
    strike_paper,
    type_paper,
)
from ordito.participation.models import (
    Ballot,
    BallotPaper,
    Cell,
    Contribution,
    Gathering,
    Grid,
    GridLine,
    Phone,
    Process,
    Whom,
)
from ordito.participation.queries.ballots import marks_of, turnout_of, voices_of
from tests.participation.ballot_town import (
    NOON,
    delegate_of,
    opened,
    opened_to,
    organisation,
    prepared,
    typed,
)
from tests.participation.conftest import OPERATOR

LATER = NOON + timedelta(hours=1)


def said(process: Process, number: int, text: str, **more: str) -> Contribution:
    return Contribution.objects.create(
        process=process, number=number, text=text, kind="need", channel="note", at=NOON, **more
    )


def marks(ballot: Ballot) -> list[dict[int, int]]:
    return [marks_of(paper) for paper in ballot.papers.order_by("pk")]


# before it is opened


def test_a_ballot_opens_when_it_has_what_its_method_needs(path: Process) -> None:
    ballot = prepared(path, "budget", "Compiti", budget=Decimal(1000))
    with pytest.raises(BallotRefused, match="almeno due opzioni, il costo di «Compiti»"):
        open_ballot(ballot, by=OPERATOR, at=NOON)
    rewrite_option(ballot.options.get(), by=OPERATOR, title="Compiti", description="", cost=Decimal(400))
    add_option(ballot, by=OPERATOR, facts=OptionFacts(title="Affidi", cost=Decimal(600)))
    with pytest.raises(BallotRefused, match="dopo l'apertura"):
        open_ballot(ballot, by=OPERATOR, at=NOON, closes_at=NOON)
    assert open_ballot(ballot, by=OPERATOR, at=NOON, closes_at=LATER).is_open(NOON)
    with pytest.raises(BallotRefused, match="già stata aperta"):
        open_ballot(ballot, by=OPERATOR, at=LATER)


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"title": " ", "method": "approval"}, "titolo"),
        ({"title": "X", "method": "points"}, "quanti punti"),
        ({"title": "X", "method": "budget"}, "bilancio"),
    ],
)
def test_a_ballot_says_what_its_method_needs(path: Process, facts: dict[str, str], said: str) -> None:
    with pytest.raises(BallotRefused, match=said):
        write_ballot(path, by=OPERATOR, facts=BallotFacts(**facts))


def test_points_and_budget_are_kept_only_by_the_methods_that_use_them(path: Process) -> None:
    ballot = prepared(path, "points", "A", "B")
    facts = BallotFacts(title="Y", method="approval", points=7, budget=Decimal(9))
    changed = rewrite_ballot(ballot, by=OPERATOR, facts=facts)
    assert (changed.code, changed.points, changed.budget) == ("che-cosa-prima", None, None)


def test_nothing_changes_once_somebody_may_have_read_it(path: Process) -> None:
    ballot = opened(path, "approval", "A", "B")
    option = ballot.options.get(number=1)
    for deed in (
        lambda: rewrite_ballot(ballot, by=OPERATOR, facts=BallotFacts(title="Y", method="approval")),
        lambda: strike_ballot(ballot, by=OPERATOR),
        lambda: add_option(ballot, by=OPERATOR, facts=OptionFacts(title="C")),
        lambda: rewrite_option(option, by=OPERATOR, title="C", description="", cost=None),
        lambda: strike_option(option, by=OPERATOR),
    ):
        with pytest.raises(BallotRefused, match="è stata aperta"):
            deed()


def test_a_ballot_in_preparation_goes_away_with_its_options(path: Process) -> None:
    ballot = prepared(path, "approval", "A", "B")
    strike_option(ballot.options.get(number=2), by=OPERATOR)
    assert ballot.options.count() == 1
    strike_ballot(ballot, by=OPERATOR)
    assert not Ballot.objects.exists()


def test_options_come_from_what_was_said_and_written(path: Process) -> None:
    grid = Grid.objects.create(process=path, code="griglia", title="Griglia")
    row = GridLine.objects.create(grid=grid, axis="row", number=1, title="Conciliazione")
    column = GridLine.objects.create(grid=grid, axis="column", number=1, title="Interventi")
    cell = Cell.objects.create(grid=grid, row=row, column=column, summary="Orari lunghi")
    ballot = prepared(path, "approval")
    long = said(path, 1, "parola " * 100)
    add_options(ballot, by=OPERATOR, contributions=[long, said(path, 2, "Breve")], cells=[cell])
    first, second, third = ballot.options.order_by("number")
    assert (len(first.title), first.title[-1], first.description, first.contribution) == (
        200,
        "…",
        ("parola " * 100).strip(),
        long,
    )
    assert (second.title, second.description) == ("Breve", "")
    assert (third.title, third.description, third.cell) == (
        "Conciliazione · Interventi",
        "Orari lunghi",
        cell,
    )


def test_an_option_does_not_come_from_elsewhere_nor_from_what_is_hidden(
    path: Process, elsewhere: District
) -> None:
    ballot = prepared(path, "approval")
    hidden = said(path, 3, "Nomi", state="hidden", state_because="ci sono nomi")
    other = Process.objects.create(
        district=path.district, code="altro", title="Altro", body=path.body, starts_on=date(2016, 1, 1)
    )
    with pytest.raises(BallotRefused, match="non è visibile"):
        add_options(ballot, by=OPERATOR, contributions=[hidden])
    with pytest.raises(BallotRefused, match="stesso percorso"):
        add_options(ballot, by=OPERATOR, contributions=[said(other, 1, "Altrove")])
    with pytest.raises(BallotRefused, match="da quali"):
        add_options(ballot, by=OPERATOR)
    with pytest.raises(BallotRefused, match="Più di 60"):
        add_options(ballot, by=OPERATOR, contributions=[said(path, 10 + n, "Altro") for n in range(61)])


# papers


def test_a_person_has_one_paper_and_the_last_word_counts(path: Process, delegate: User) -> None:
    opened_to(path, Whom.INSIDERS)
    ballot = opened(path, "approval", "A", "B")
    first = choose(ballot, by=delegate, marks={1: 1}, at=NOON)
    second = choose(ballot, by=delegate, marks={2: 1}, at=NOON)
    assert (first.number, first.again, second.number, second.again) == (
        first.number,
        False,
        first.number,
        True,
    )
    assert marks(ballot) == [{2: 1}]


def test_the_phase_says_who_chooses(path: Process, delegate: User, stranger: User) -> None:
    ballot = opened(path, "approval", "A", "B")
    for user in (delegate, stranger):
        with pytest.raises(Forbidden):
            choose(ballot, by=user, marks={}, at=NOON)
    opened_to(path, Whom.MEMBERS)
    with pytest.raises(Forbidden):
        choose(ballot, by=delegate, marks={}, at=NOON)
    opened_to(path, Whom.INSIDERS)
    choose(Ballot.objects.get(pk=ballot.pk), by=User.objects.get(pk=delegate.pk), marks={}, at=NOON)
    with pytest.raises(Forbidden):
        choose(ballot, by=stranger, marks={}, at=NOON)


def test_a_closed_ballot_takes_nothing(path: Process, delegate: User, plenary: Gathering) -> None:
    opened_to(path, Whom.ROOM)
    phone = Phone.objects.create(gathering=plenary, number=1, key_sha256="a" * 64, joined_at=NOON)
    ballot = opened(path, "approval", "A", "B", gathering=plenary)
    typed(ballot, {1: 1})
    close_ballot(ballot, by=OPERATOR, at=LATER)
    for deed in (
        lambda: choose(ballot, by=delegate, marks={1: 1}, at=LATER),
        lambda: choose_by_phone(ballot, by=delegate, phone=phone, marks={1: 1}, at=LATER),
        lambda: type_paper(ballot, by=OPERATOR, on_paper="2", marks={1: 1}, at=LATER),
        lambda: strike_paper(ballot, by=OPERATOR, on_paper="1", at=LATER),
    ):
        with pytest.raises(PaperRefused, match="La scelta è chiusa"):
            deed()
    with pytest.raises(BallotRefused, match="che è aperta"):
        close_ballot(ballot, by=OPERATOR, at=LATER)
    assert ballot.papers.count() == 1
    waiting = prepared(path, "approval", "A", "B")
    with pytest.raises(PaperRefused, match="non è ancora aperta"):
        choose(waiting, by=delegate, marks={}, at=LATER)


def test_one_organisation_has_one_voice_whichever_delegate_speaks(path: Process, district: District) -> None:
    opened_to(path, Whom.MEMBERS)
    caritas = organisation(district, "Caritas", path)
    anna, ugo = delegate_of(caritas, "Anna"), delegate_of(caritas, "Ugo")
    ballot = opened(path, "approval", "A", "B", voters="organisation")
    choose(ballot, by=anna, marks={1: 1}, at=NOON, organisation=caritas)
    told = voices_of(ballot, ugo)[0]
    assert (told.chosen_by, told.mine) == ("Anna", None)
    choose(ballot, by=ugo, marks={2: 1}, at=LATER, organisation=caritas)
    assert (marks(ballot), voices_of(ballot, anna)[0].chosen_by) == ([{2: 1}], "Ugo")
    assert (turnout_of(ballot, LATER).papers, turnout_of(ballot, LATER).of) == (1, 1)


def test_an_expired_delegate_speaks_for_nobody(path: Process, district: District) -> None:
    opened_to(path, Whom.INSIDERS)
    caritas = organisation(district, "Caritas", path)
    last_year = delegate_of(caritas, "Ida", ends_before=date(2017, 1, 1))
    ballot = opened(path, "approval", "A", "B", voters="organisation")
    assert voices_of(ballot, last_year) == []
    with pytest.raises(PaperRefused, match="la delega non c'è, o è finita"):
        choose(ballot, by=last_year, marks={1: 1}, at=NOON, organisation=caritas)
    with pytest.raises(PaperRefused, match="dire quale"):
        choose(ballot, by=last_year, marks={1: 1}, at=NOON)


def test_only_the_members_choose_where_the_phase_says_so(path: Process, district: District) -> None:
    opened_to(path, Whom.MEMBERS)
    member, other = organisation(district, "Caritas", path), organisation(district, "Auser")
    anna = delegate_of(member, "Anna")
    both = delegate_of(other, "Ezio")
    person = both.persons.get()
    person.delegations.create(organisation=member, starts_on=date(2016, 1, 1))
    ballot = opened(path, "approval", "A", "B", voters="organisation")
    with pytest.raises(PaperRefused, match="Auser non è fra i membri"):
        choose(ballot, by=both, marks={1: 1}, at=NOON, organisation=other)
    assert [each.organisation.name for each in voices_of(ballot, both)] == ["Caritas"]
    choose(ballot, by=anna, marks={1: 1}, at=NOON, organisation=member)


def test_a_person_does_not_choose_for_an_organisation_where_persons_choose(
    path: Process, district: District
) -> None:
    opened_to(path, Whom.INSIDERS)
    caritas = organisation(district, "Caritas", path)
    anna = delegate_of(caritas, "Anna")
    ballot = opened(path, "approval", "A", "B")
    with pytest.raises(PaperRefused, match="in proprio"):
        choose(ballot, by=anna, marks={1: 1}, at=NOON, organisation=caritas)
    with pytest.raises(PaperRefused, match="in proprio"):
        type_paper(ballot, by=OPERATOR, on_paper="1", marks={1: 1}, at=NOON, organisation=caritas)
    with pytest.raises(PaperRefused, match="serve un account"):
        choose(ballot, by=OPERATOR, marks={1: 1}, at=NOON)


def test_a_paper_of_paper_is_typed_once_and_may_be_taken_away(path: Process) -> None:
    ballot = opened(path, "approval", "A", "B")
    type_paper(ballot, by=OPERATOR, on_paper=" 12  bis ", marks={1: 1}, at=NOON)
    with pytest.raises(PaperRefused, match=r"n\. 12 bis è già stata scritta"):
        type_paper(ballot, by=OPERATOR, on_paper="12 bis", marks={2: 1}, at=NOON)
    with pytest.raises(PaperRefused, match="ha un numero"):
        type_paper(ballot, by=OPERATOR, on_paper="  ", marks={2: 1}, at=NOON)
    strike_paper(ballot, by=OPERATOR, on_paper="12 bis", at=NOON)
    with pytest.raises(PaperRefused, match="nessuna scheda di carta"):
        strike_paper(ballot, by=OPERATOR, on_paper="12 bis", at=NOON)
    assert not BallotPaper.objects.exists()


def test_an_organisations_paper_of_paper_is_its_last_word(path: Process, district: District) -> None:
    opened_to(path, Whom.MEMBERS)
    caritas, auser = organisation(district, "Caritas", path), organisation(district, "Auser")
    anna = delegate_of(caritas, "Anna")
    ballot = opened(path, "approval", "A", "B", voters="organisation")
    choose(ballot, by=anna, marks={1: 1}, at=NOON, organisation=caritas)
    type_paper(ballot, by=OPERATOR, on_paper="7", marks={2: 1}, at=LATER, organisation=caritas)
    assert (marks(ballot), voices_of(ballot, anna)[0].chosen_by) == ([{2: 1}], "")
    for other in (None, auser):
        with pytest.raises(PaperRefused, match="di quale organizzazione"):
            type_paper(ballot, by=OPERATOR, on_paper="8", marks={2: 1}, at=LATER, organisation=other)
    strike_paper(ballot, by=OPERATOR, on_paper="7", at=LATER)
    assert turnout_of(ballot, LATER).papers == 0


@pytest.mark.parametrize(
    ("method", "given", "said"),
    [
        ("approval", {9: 1}, "un'opzione che in questa scelta non c'è"),
        ("approval", {1: 2}, "si sceglie o non si sceglie"),
        ("points", {1: 6, 2: 5}, "I punti sono 11, e se ne possono dare al massimo 10"),
        ("points", {1: -1}, "partono da 1"),
        ("ranking", {1: 3}, "da 1 a 2"),
    ],
)
def test_a_paper_says_what_its_method_allows(
    path: Process, method: str, given: dict[int, int], said: str
) -> None:
    ballot = opened(path, method, "A", "B")
    with pytest.raises(PaperRefused, match=said):
        type_paper(ballot, by=OPERATOR, on_paper="1", marks=given, at=NOON)
    assert not BallotPaper.objects.exists()


def test_a_ranking_may_have_ties_and_a_paper_may_be_blank(path: Process) -> None:
    ballot = opened(path, "ranking", "A", "B")
    typed(ballot, {1: 1, 2: 1}, {1: 0})
    assert marks(ballot) == [{1: 1, 2: 1}, {}]


def test_the_phones_of_the_room_choose_where_the_phase_says_so(path: Process, plenary: Gathering) -> None:
    other = Gathering.objects.create(
        process=path, code="altra", title="Altra", join_word="lamoneda", opens_at=NOON
    )
    phone = Phone.objects.create(gathering=plenary, number=1, key_sha256="a" * 64, joined_at=NOON)
    away = Phone.objects.create(gathering=other, number=1, key_sha256="b" * 64, joined_at=NOON)
    ballot = opened(path, "approval", "A", "B", gathering=plenary)
    opened_to(path, Whom.INSIDERS)
    with pytest.raises(Forbidden):
        choose_by_phone(Ballot.objects.get(), by=phone_holder(), phone=phone, marks={1: 1}, at=NOON)
    opened_to(path, Whom.ROOM)
    for given in ({1: 1}, {2: 1}):
        choose_by_phone(Ballot.objects.get(), by=phone_holder(), phone=phone, marks=given, at=NOON)
    assert marks(ballot) == [{2: 1}]
    with pytest.raises(PaperRefused, match="un'altra raccolta"):
        choose_by_phone(Ballot.objects.get(), by=phone_holder(), phone=away, marks={1: 1}, at=NOON)


def phone_holder() -> object:
    from django.contrib.auth.models import AnonymousUser

    return AnonymousUser()


def test_phones_do_not_choose_for_organisations(path: Process, plenary: Gathering) -> None:
    opened_to(path, Whom.ROOM)
    phone = Phone.objects.create(gathering=plenary, number=1, key_sha256="a" * 64, joined_at=NOON)
    ballot = opened(path, "approval", "A", "B", gathering=plenary, voters="organisation")
    with pytest.raises(Forbidden):
        choose_by_phone(ballot, by=phone_holder(), phone=phone, marks={1: 1}, at=NOON)


# secrecy


def test_the_journal_says_who_gave_a_paper_never_which_nor_what(path: Process, district: District) -> None:
    opened_to(path, Whom.INSIDERS)
    caritas = organisation(district, "Caritas", path)
    anna = delegate_of(caritas, "Anna")
    ballot = opened(path, "points", "A", "B", points=7_777)
    given = choose(ballot, by=anna, marks={1: 4_321}, at=NOON)
    entry = JournalEntry.objects.filter(deed="participation.choose").get()
    assert (entry.by, entry.subject_type, entry.subject_id, entry.changes) == (
        anna,
        "participation.ballot",
        ballot.pk,
        {},
    )
    written = str(list(JournalEntry.objects.values()))
    assert (str(given.number) in written, "4321" in written) == (False, False)
    theirs = opened(path, "approval", "A", "B", voters="organisation")
    choose(theirs, by=anna, marks={1: 1}, at=NOON, organisation=caritas)
    assert JournalEntry.objects.latest("pk").changes == {"organisation": [None, "Caritas"]}


def test_the_number_of_a_paper_does_not_tell_when_it_came(path: Process) -> None:
    ballot = opened(path, "approval", "A", "B")
    typed(ballot, *[{1: 1}] * 12)
    numbers = list(ballot.papers.order_by("pk").values_list("number", flat=True))
    assert (len(set(numbers)), min(numbers) >= 100_000, numbers != sorted(numbers)) == (12, True, True)
