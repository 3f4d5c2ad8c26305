"""What is said in a room and outside it: by whom, how often, and how it is taken back."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser

from ordito.community.models import Delegate, Organisation, Person
from ordito.core.access import Forbidden, may
from ordito.core.models import District, JournalEntry, RoleKind, User
from ordito.governance.models import Membership
from ordito.participation.commands import contributions as deeds
from ordito.participation.commands.contributions import AlreadySaid, ContributionRefused, Said
from ordito.participation.commands.gatherings import (
    AlreadyInside,
    GatheringFacts,
    GatheringRefused,
    TooFast,
    close_gathering,
    describe_gathering,
    enter_room,
    keep_address,
    open_gathering,
    reopen_gathering,
    strike_gathering,
)
from ordito.participation.models import Contribution, Gathering, Opening, Phone, Process, Whom
from ordito.participation.models.voices import TO_BE_READ
from ordito.participation.queries.opinions import room_state
from ordito.participation.queries.voices import alike, contributions_in, voices_of
from tests.conftest import person
from tests.participation.conftest import LAST_NIGHT, NOON

NOBODY = AnonymousUser()
NOTE = Said(text="Servono spazi per i compiti")


def phone_in(gathering: Gathering, letter: str = "a") -> Phone:
    return enter_room(gathering, by=NOBODY, fingerprint=letter * 64, at=NOON)


@pytest.fixture
def caritas(district: District, delegate: User) -> Organisation:
    """Marco speaks for the Caritas."""
    made = Organisation.objects.create(district=district, code="caritas", name="Caritas")
    marco = Person.objects.create(district=district, code="marco", name="Marco Neri", account=delegate)
    Delegate.objects.create(organisation=made, person=marco, starts_on=date(2016, 1, 1))
    return made


def another_path(gathering: Gathering) -> Process:
    """A path beside that of a gathering, led by the same body."""
    return Process.objects.create(
        district=gathering.district,
        code="altro",
        title="Altro",
        body=gathering.process.body,
        starts_on=date(2016, 1, 1),
    )


def anew(user: User) -> User:
    """The same person at the next request."""
    return User.objects.get(pk=user.pk)


class TestGathering:
    def test_the_facilitator_opens_one_with_a_word_of_its_own(self, path: Process, planner: User) -> None:
        one, two = (
            open_gathering(path, by=planner, facts=GatheringFacts(title="Plenaria"), at=NOON) for _ in "12"
        )
        assert (one.code, two.code) == ("plenaria", "plenaria-2")
        assert one.join_word != two.join_word
        assert len(one.join_word) == 8

    def test_its_address_is_never_that_of_the_page_that_opens_one(self, path: Process, planner: User) -> None:
        facts = GatheringFacts(title="Nuova")
        assert open_gathering(path, by=planner, facts=facts, at=NOON).code == "nuova-2"

    @pytest.mark.parametrize(
        "facts", [{"title": " \u202e "}, {"title": "t" * 201}, {"question": "q" * 1_001}]
    )
    def test_a_title_is_needed_and_the_wall_has_an_edge(
        self, plenary: Gathering, planner: User, facts: dict[str, str]
    ) -> None:
        with pytest.raises(GatheringRefused):
            describe_gathering(plenary, by=planner, facts=GatheringFacts(**{"title": "Plenaria"} | facts))

    def test_it_closes_and_opens_again(self, plenary: Gathering, planner: User) -> None:
        with pytest.raises(GatheringRefused, match="già aperta"):
            reopen_gathering(plenary, by=planner, at=NOON)
        with pytest.raises(GatheringRefused, match="non si è ancora aperta"):
            close_gathering(plenary, by=planner, at=plenary.opens_at - timedelta(hours=1))
        close_gathering(plenary, by=planner, at=NOON)
        with pytest.raises(GatheringRefused, match="già chiusa"):
            close_gathering(plenary, by=planner, at=NOON)
        again = reopen_gathering(plenary, by=planner, at=NOON)
        assert again.is_open(NOON)

    def test_one_in_which_somebody_spoke_stays(self, plenary: Gathering, planner: User) -> None:
        phone_in(plenary)
        with pytest.raises(GatheringRefused, match="già parlato"):
            strike_gathering(plenary, by=planner)
        Phone.objects.all().delete()
        strike_gathering(plenary, by=planner)
        assert not Gathering.objects.exists()

    def test_a_delegate_opens_none(self, path: Process, delegate: User) -> None:
        with pytest.raises(Forbidden):
            open_gathering(path, by=delegate, facts=GatheringFacts(title="Mia"), at=NOON)


class TestPhone:
    def test_the_same_secret_is_the_same_phone(self, plenary: Gathering) -> None:
        one = phone_in(plenary)
        with pytest.raises(AlreadyInside) as before:
            phone_in(plenary)
        assert before.value.phone == one
        assert (one.number, phone_in(plenary, "b").number) == (1, 2)

    def test_eighty_phones_enter_in_a_minute_and_a_machine_that_makes_hundreds_waits(
        self, plenary: Gathering, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("ordito.participation.commands.gatherings.MOST_ENTRANCES_A_MINUTE", 3)
        for secret in "abc":
            phone_in(plenary, secret)
        with pytest.raises(TooFast):
            phone_in(plenary, "d")
        later = NOON + timedelta(minutes=2)
        assert enter_room(plenary, by=NOBODY, fingerprint="d" * 64, at=later).number == 4

    def test_a_room_has_an_end(self, plenary: Gathering, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("ordito.participation.commands.gatherings.MOST_PHONES", 1)
        phone_in(plenary)
        with pytest.raises(GatheringRefused, match="altri telefoni"):
            phone_in(plenary, "b")

    def test_nobody_enters_when_it_is_closed_or_the_phase_is_not_for_the_room(
        self, plenary: Gathering, planner: User
    ) -> None:
        Opening.objects.filter(doing="contribute").update(whom=Whom.INSIDERS)
        assert phone_in(plenary).number == 1  # one may still vote
        Opening.objects.update(whom=Whom.INSIDERS)
        with pytest.raises(Forbidden):
            phone_in(plenary, "b")
        Opening.objects.update(whom=Whom.ROOM)
        close_gathering(plenary, by=planner, at=LAST_NIGHT)
        with pytest.raises(Forbidden):
            phone_in(plenary, "c")

    def test_an_address_is_left_and_taken_back_and_never_told_to_the_journal(
        self, plenary: Gathering
    ) -> None:
        phone = phone_in(plenary)
        with pytest.raises(GatheringRefused, match="non è un indirizzo"):
            keep_address(phone, by=NOBODY, email="non so")
        keep_address(phone, by=NOBODY, email=" a@example.org ")
        assert Phone.objects.get().email == "a@example.org"
        keep_address(phone, by=NOBODY, email="")
        assert Phone.objects.get().email == ""
        written = str(list(JournalEntry.objects.values()))
        assert "a@example.org" not in written
        assert phone.key_sha256 not in written
        assert not may(NOBODY, "participation.keep_address", Phone(gathering=plenary))


class TestFromAPhone:
    def test_what_is_sent_twice_is_said_once(self, plenary: Gathering) -> None:
        phone = phone_in(plenary)
        said = replace(NOTE, mark="t1:abc")
        first = deeds.speak_from_phone(phone, by=NOBODY, said=said, at=NOON)
        with pytest.raises(AlreadySaid) as before:
            deeds.speak_from_phone(phone, by=NOBODY, said=said, at=NOON)
        assert before.value.contribution == first
        assert Contribution.objects.count() == 1
        assert (first.channel, first.author, first.phone, first.state) == ("phone", None, phone, "shown")

    def test_where_texts_are_read_first_they_wait_hidden(self, plenary: Gathering, planner: User) -> None:
        describe_gathering(plenary, by=planner, facts=GatheringFacts(title="P", reads_first=True))
        made = deeds.speak_from_phone(phone_in(plenary), by=NOBODY, said=NOTE, at=NOON)
        assert (made.state, made.state_because) == ("hidden", TO_BE_READ)
        note = deeds.record_contribution(plenary, by=planner, said=NOTE, channel="note", at=NOON)
        assert note.state == "shown"

    def test_one_device_does_not_fill_a_room(
        self, plenary: Gathering, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        here = "ordito.participation.commands.contributions"
        monkeypatch.setattr(f"{here}.MOST_A_MINUTE_FROM_A_PHONE", 2)
        monkeypatch.setattr(f"{here}.MOST_FROM_A_PHONE", 3)
        monkeypatch.setattr(f"{here}.MOST_A_MINUTE_IN_A_ROOM", 5)
        one, two, three = (phone_in(plenary, secret) for secret in "abc")
        for phone in (one, one, two, two):
            deeds.speak_from_phone(phone, by=NOBODY, said=NOTE, at=NOON)
        with pytest.raises(TooFast, match="in un minuto"):
            deeds.speak_from_phone(one, by=NOBODY, said=NOTE, at=NOON)
        deeds.speak_from_phone(three, by=NOBODY, said=NOTE, at=NOON)
        with pytest.raises(TooFast, match="in molti"):
            deeds.speak_from_phone(three, by=NOBODY, said=NOTE, at=NOON)
        later = NOON + timedelta(minutes=2)
        deeds.speak_from_phone(one, by=NOBODY, said=NOTE, at=later)
        with pytest.raises(ContributionRefused, match="ora basta"):
            deeds.speak_from_phone(one, by=NOBODY, said=NOTE, at=later + timedelta(minutes=2))

    def test_it_takes_back_its_own_and_no_other(self, plenary: Gathering) -> None:
        one, two = phone_in(plenary), phone_in(plenary, "b")
        made = deeds.speak_from_phone(one, by=NOBODY, said=NOTE, at=NOON)
        with pytest.raises(ContributionRefused, match="non viene da questo telefono"):
            deeds.withdraw_from_phone(two, by=NOBODY, number=made.number)
        assert deeds.withdraw_from_phone(one, by=NOBODY, number=made.number).state == "withdrawn"
        with pytest.raises(ContributionRefused, match="già stato ritirato"):
            deeds.withdraw_from_phone(one, by=NOBODY, number=made.number)


class TestText:
    @pytest.mark.parametrize("text", ["", "  \n ", "\x00\x07", "\u202e\u2066"])
    def test_nothing_is_nothing(self, plenary: Gathering, planner: User, text: str) -> None:
        with pytest.raises(ContributionRefused, match="scrivere qualcosa"):
            deeds.record_contribution(
                plenary, by=planner, said=replace(NOTE, text=text), channel="note", at=NOON
            )

    def test_a_hundred_thousand_characters_are_refused_in_words(
        self, plenary: Gathering, planner: User
    ) -> None:
        with pytest.raises(ContributionRefused, match=r"Sono 100\.000 caratteri, al massimo 4\.000"):
            deeds.record_contribution(
                plenary, by=planner, said=replace(NOTE, text="è" * 100_000), channel="note", at=NOON
            )

    def test_scripts_emoji_and_other_directions_stay_text(self, plenary: Gathering, planner: User) -> None:
        text = "<script>alert(1)</script> 👨‍👩‍👧 \u202eמרחבים ללימוד\ud83c\x00"
        made = deeds.record_contribution(
            plenary, by=planner, said=replace(NOTE, text=text), channel="paper", at=NOON
        )
        assert made.text == "<script>alert(1)</script> 👨‍👩‍👧 מרחבים ללימוד"

    @pytest.mark.parametrize(
        ("change", "words"),
        [
            ({"kind": "lamento"}, "che cos'è"),
            ({"kind": "pro"}, "serve dire quale"),
            ({"size": 0}, "da una a diecimila"),
            ({"size": 10_001}, "da una a diecimila"),
        ],
    )
    def test_what_does_not_hold_is_refused(
        self, plenary: Gathering, planner: User, change: dict[str, object], words: str
    ) -> None:
        with pytest.raises(ContributionRefused, match=words):
            deeds.record_contribution(
                plenary, by=planner, said=replace(NOTE, **change), channel="note", at=NOON
            )

    def test_one_is_for_or_against_something_of_the_same_path(
        self, plenary: Gathering, planner: User
    ) -> None:
        other = another_path(plenary)
        there = Contribution.objects.create(process=other, number=1, text="Là", channel="note", at=NOON)
        said = replace(NOTE, kind="pro", about=there)
        with pytest.raises(ContributionRefused, match="altro percorso"):
            deeds.record_contribution(plenary, by=planner, said=said, channel="note", at=NOON)


class TestTypedInTheRoom:
    def test_a_note_keeps_table_group_and_how_many(self, plenary: Gathering, planner: User) -> None:
        said = replace(NOTE, table=" 3 ", group="Mamme\ndel nido", size=12)
        made = deeds.record_contribution(plenary, by=planner, said=said, channel="hand", at=NOON)
        assert (made.table, made.group, made.size, made.author) == ("3", "Mamme del nido", 12, planner)

    @pytest.mark.parametrize(
        ("typed", "kept"),
        [("Tavolo 3", "3"), ("tavolo  blu", "blu"), ("tavolo di quartiere", "tavolo di quartiere")],
    )
    def test_a_table_is_its_name_alone_because_pages_write_the_word(
        self, plenary: Gathering, planner: User, typed: str, kept: str
    ) -> None:
        said = replace(NOTE, table=typed)
        assert (
            deeds.record_contribution(plenary, by=planner, said=said, channel="note", at=NOON).table == kept
        )

    @pytest.mark.parametrize(
        ("kept", "told"),
        [
            ("3", "tavolo 3"),
            ("blu", "tavolo blu"),
            ("Gruppo rosso", "Gruppo rosso"),
            ("tavolone", "tavolone"),
        ],
    )
    def test_a_table_is_told_once_whatever_its_name(
        self, plenary: Gathering, planner: User, kept: str, told: str
    ) -> None:
        said = replace(NOTE, table=kept)
        deeds.record_contribution(plenary, by=planner, said=said, channel="note", at=NOON)
        (row,) = room_state(plenary).newest
        assert (row.table, row.at_table) == (kept, told)

    def test_it_says_how_it_came(self, plenary: Gathering, planner: User) -> None:
        with pytest.raises(ContributionRefused, match="come è arrivato"):
            deeds.record_contribution(plenary, by=planner, said=NOTE, channel="phone", at=NOON)

    def test_the_last_is_undone_and_what_something_rests_on_is_not(
        self, plenary: Gathering, planner: User
    ) -> None:
        made = deeds.record_contribution(plenary, by=planner, said=NOTE, channel="note", at=NOON)
        about = replace(NOTE, kind="con", about=made)
        answer = deeds.record_contribution(plenary, by=planner, said=about, channel="note", at=NOON)
        with pytest.raises(ContributionRefused, match="si appoggia"):
            deeds.strike_contribution(made, by=planner)
        deeds.strike_contribution(answer, by=planner)
        deeds.strike_contribution(made, by=planner)
        assert not Contribution.objects.exists()
        last = JournalEntry.objects.filter(deed="participation.strike_contribution").latest("pk")
        assert last.changes["text"] == [NOTE.text, None]

    def test_nobody_undoes_the_words_of_others(self, plenary: Gathering, planner: User) -> None:
        made = deeds.speak_from_phone(phone_in(plenary), by=NOBODY, said=NOTE, at=NOON)
        with pytest.raises(ContributionRefused, match="scritto per altri"):
            deeds.strike_contribution(made, by=planner)

    def test_almost_the_same_words_are_pointed_out(self, plenary: Gathering, planner: User) -> None:
        for text in ("Servono spazi per i compiti", "Trasporti la sera"):
            deeds.record_contribution(
                plenary, by=planner, said=replace(NOTE, text=text), channel="note", at=NOON
            )
        near = deeds.record_contribution(
            plenary,
            by=planner,
            said=replace(NOTE, text="Spazi per i compiti, servono!"),
            channel="note",
            at=NOON,
        )
        assert [each.number for each in alike(plenary, near.text, but=near.pk)] == [1]


class TestDelegate:
    def test_one_organisation_one_voice(
        self, path: Process, delegate: User, caritas: Organisation, district: District
    ) -> None:
        made = deeds.contribute(path, by=delegate, said=NOTE, at=NOON)
        assert (made.organisation, made.channel, made.author) == (caritas, "delegate", delegate)
        auser = Organisation.objects.create(district=district, code="auser", name="Auser")
        with pytest.raises(ContributionRefused, match="i suoi delegati"):
            deeds.contribute(path, by=delegate, said=replace(NOTE, organisation=auser), at=NOON)
        Delegate.objects.create(
            organisation=auser, person=Person.objects.get(code="marco"), starts_on=date(2016, 1, 1)
        )
        with pytest.raises(ContributionRefused, match="a nome di quale"):
            deeds.contribute(path, by=anew(delegate), said=NOTE, at=NOON)
        said = replace(NOTE, organisation=auser)
        assert deeds.contribute(path, by=anew(delegate), said=said, at=NOON).organisation == auser

    def test_where_only_members_speak_it_is_for_the_organisation_that_sits(
        self, path: Process, delegate: User, caritas: Organisation
    ) -> None:
        Opening.objects.update(whom=Whom.MEMBERS)
        with pytest.raises(Forbidden):
            deeds.contribute(path, by=delegate, said=NOTE, at=NOON)
        Membership.objects.create(body=path.body, organisation=caritas, starts_on=date(2016, 1, 1))
        fresh = Process.objects.get()
        assert list(voices_of(anew(delegate), fresh)) == [caritas]
        assert deeds.contribute(fresh, by=anew(delegate), said=NOTE, at=NOON).organisation == caritas

    def test_who_speaks_for_nobody_speaks_for_themselves(self, path: Process, district: District) -> None:
        mayor = person("sindaca@example.org", "Sindaca", district, RoleKind.ADMINISTRATOR)
        made = deeds.contribute(path, by=mayor, said=NOTE, at=NOON)
        assert (made.organisation, made.channel) == (None, "delegate")

    def test_the_office_writes_for_whom_it_wants(
        self, path: Process, planner: User, caritas: Organisation, plenary: Gathering
    ) -> None:
        made = deeds.contribute(path, by=planner, said=replace(NOTE, organisation=caritas), at=NOON)
        assert (made.organisation, made.channel) == (caritas, "office")
        assert deeds.contribute(path, by=planner, said=NOTE, gathering=plenary, at=NOON).organisation is None

    def test_a_gathering_that_is_closed_or_elsewhere_takes_nothing(
        self, plenary: Gathering, delegate: User, planner: User
    ) -> None:
        other = another_path(plenary)
        there = Gathering.objects.create(
            process=other, code="p", title="P", join_word="x", opens_at=datetime(2017, 1, 1, tzinfo=UTC)
        )
        with pytest.raises(ContributionRefused, match="altro percorso"):
            deeds.contribute(plenary.process, by=delegate, said=NOTE, gathering=there, at=NOON)
        shut = close_gathering(plenary, by=planner, at=NOON)
        with pytest.raises(ContributionRefused, match="chiusa"):
            deeds.contribute(plenary.process, by=delegate, said=NOTE, gathering=shut, at=NOON)


@pytest.mark.usefixtures("caritas")
class TestOnesOwn:
    def test_it_is_said_better_and_what_was_there_stays_in_the_journal(
        self, path: Process, delegate: User, caritas: Organisation
    ) -> None:
        made = deeds.contribute(path, by=delegate, said=NOTE, at=NOON)
        better = deeds.corrected(made, Said(text="Servono spazi, e qualcuno che ci stia", kind="request"))
        deeds.correct_contribution(made, by=delegate, said=better)
        made.refresh_from_db()
        assert (made.kind, made.organisation) == ("request", caritas)
        last = JournalEntry.objects.filter(deed="participation.correct_contribution").latest("pk")
        assert last.changes["text"][0] == NOTE.text

    def test_it_does_not_pass_to_an_organisation_that_is_not_ones_own(
        self, path: Process, delegate: User, district: District
    ) -> None:
        made = deeds.contribute(path, by=delegate, said=NOTE, at=NOON)
        auser = Organisation.objects.create(district=district, code="auser", name="Auser")
        with pytest.raises(ContributionRefused, match="i suoi delegati"):
            deeds.correct_contribution(made, by=delegate, said=replace(NOTE, organisation=auser))

    def test_it_is_withdrawn_once_and_then_rests(self, path: Process, delegate: User, planner: User) -> None:
        made = deeds.contribute(path, by=delegate, said=NOTE, at=NOON)
        deeds.withdraw_contribution(made, by=delegate)
        for deed in (
            lambda: deeds.withdraw_contribution(made, by=delegate),
            lambda: deeds.correct_contribution(made, by=delegate, said=NOTE),
            lambda: deeds.hide_contribution(made, by=planner, because="x"),
        ):
            with pytest.raises(ContributionRefused, match="ritirato"):
                deed()

    def test_only_while_it_is_open_and_only_ones_own(
        self, path: Process, delegate: User, planner: User, plenary: Gathering
    ) -> None:
        made = deeds.contribute(path, by=delegate, said=NOTE, gathering=plenary, at=NOON)
        assert not may(planner, "participation.tend_contribution", made)
        close_gathering(plenary, by=planner, at=LAST_NIGHT)
        made.refresh_from_db()
        with pytest.raises(Forbidden):
            deeds.withdraw_contribution(made, by=delegate)
        free = deeds.contribute(path, by=delegate, said=NOTE, at=NOON)
        assert may(delegate, "participation.tend_contribution", free)
        Opening.objects.all().delete()
        assert not may(delegate, "participation.tend_contribution", Contribution.objects.get(pk=free.pk))


def test_what_is_hidden_says_why_and_only_its_author_and_the_office_see_it(
    path: Process, delegate: User, caritas: Organisation, planner: User, stranger: User
) -> None:
    made = deeds.contribute(path, by=delegate, said=NOTE, at=NOON)
    with pytest.raises(ContributionRefused, match="perché"):
        deeds.hide_contribution(made, by=planner, because="  ")
    with pytest.raises(ContributionRefused, match="non è nascosto"):
        deeds.show_contribution(made, by=planner)
    deeds.hide_contribution(made, by=planner, because="Ci sono nomi")
    readers = (NOBODY, stranger, delegate, planner)
    assert [contributions_in(path, each).count() for each in readers] == [0, 0, 1, 1]
    deeds.show_contribution(made, by=planner)
    assert [contributions_in(path, each).count() for each in readers] == [1, 1, 1, 1]
