"""Whoever spoke is told what became of it, and nobody writes a letter."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.test import Client

from ordito.community.models import Delegate, Organisation, Person
from ordito.core.models import District, Operator, User
from ordito.core.tables import export_tables, import_tables
from ordito.participation.commands.telling import (
    gather_digests,
    send_queued_digests,
    tell_back,
    week_of,
)
from ordito.participation.models import Contribution, Digest, DigestRound, Phone, Silence
from ordito.participation.queries.telling import silence_word
from tests.plan.conftest import AT, Loop

pytestmark = pytest.mark.django_db
MONDAY = datetime(2017, 1, 9, 8, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def real_district(district: District, settings: Any) -> None:
    """A district that is no demonstration, whose post leaves."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    settings.SITE_ADDRESS = "https://ordito.example.org"
    assert not district.is_demonstration


@pytest.fixture
def heard(loop: Loop, delegate: User) -> Loop:
    """Of the buses an organisation spoke; of the homework a phone that left its address."""
    spun = Organisation.objects.create(district=loop.district, code="filo", name="Il Filo")
    marco = Person.objects.create(
        district=loop.district, code="marco", name="Marco Neri", email=delegate.email, account=delegate
    )
    Delegate.objects.create(organisation=spun, person=marco, starts_on="2016-01-01")
    Contribution.objects.filter(pk=loop.buses.pk).update(organisation=spun)
    phone = Phone.objects.create(
        gathering=loop.process.gatherings.get(),
        number=1,
        key_sha256="0" * 64,
        joined_at=AT,
        email="Anna@example.org",
    )
    Contribution.objects.filter(pk__in=[loop.homework.pk, loop.alone.pk]).update(phone=phone)
    return loop


def text_to(email: str) -> str:
    (message,) = [each for each in mail.outbox if each.to == [email]]
    assert isinstance(message, EmailMessage)
    return message.body


def test_each_is_told_of_their_own_words_and_of_nobody_elses(heard: Loop) -> None:
    assert tell_back(MONDAY) == 2
    marco, anna = text_to("marco@example.org"), text_to("anna@example.org")
    assert "«Autobus la sera»" in marco
    assert "Compiti nel pomeriggio" not in marco
    assert "→ Azione 1.1: Navetta serale (da avviare)" in marco
    assert "https://ordito.example.org/melzo/" in marco
    assert "«Compiti nel pomeriggio»" in anna
    assert "Nessuno l'ha raccolto" not in anna
    assert "Autobus" not in anna


def test_the_same_is_told_with_links_to_press_and_what_was_typed_stays_text(heard: Loop) -> None:
    Contribution.objects.filter(pk=heard.buses.pk).update(text="<script>alert(1)</script> Autobus")
    tell_back(MONDAY)
    (message,) = [each for each in mail.outbox if each.to == ["marco@example.org"]]
    assert isinstance(message, EmailMultiAlternatives)
    ((page, kind),) = message.alternatives
    assert (kind, str(page).count("<script")) == ("text/html", 0)
    assert "«&lt;script&gt;alert(1)&lt;/script&gt; Autobus»" in page
    links = set(re.findall(r'href="([^"]+)"', str(page)))
    assert links == set(re.findall(r"https://\S+", message.body))


def test_one_message_a_week_at_most_and_only_of_what_is_new(heard: Loop) -> None:
    tell_back(MONDAY)
    heard.action.state = "started"
    heard.action.save()
    assert tell_back(MONDAY + timedelta(days=3)) == 0
    assert f"{DigestRound.objects.get()}" == f"Distretto 5 Melzo · {MONDAY:%d/%m/%Y}"
    mail.outbox.clear()
    assert tell_back(MONDAY + timedelta(days=7)) == 2
    marco = text_to("marco@example.org")
    assert "Navetta serale (avviata)" in marco
    assert "Doposcuola" not in marco
    assert tell_back(MONDAY + timedelta(days=14)) == 0


def test_a_week_begins_on_monday_at_seven_in_rome() -> None:
    assert [
        f"{week_of(datetime(2017, 1, day, hour, 30, tzinfo=UTC)):%d/%m}"
        for day, hour in ((8, 12), (9, 5), (9, 6), (15, 22))
    ] == ["02/01", "02/01", "09/01", "09/01"]


def test_a_program_that_was_off_on_monday_tells_later_and_one_restarted_tells_once(heard: Loop) -> None:
    friday = MONDAY + timedelta(days=4)
    assert [tell_back(friday), tell_back(friday), tell_back(friday + timedelta(days=1))] == [2, 0, 0]
    assert DigestRound.objects.get().written == 2


def test_whoever_asks_for_silence_hears_nothing_more_and_may_change_their_mind(
    heard: Loop, in_the_street: Client
) -> None:
    link = f"/melzo/riepiloghi/{silence_word(heard.district, 'anna@example.org')}/"
    gather_digests(heard.district, by=Operator(), week=week_of(MONDAY), at=MONDAY)
    assert "anna@example.org" in in_the_street.get(link).content.decode()
    assert in_the_street.post(link, {"List-Unsubscribe": "One-Click"}).status_code == 302
    assert send_queued_digests(MONDAY) == 1
    assert [each.to for each in mail.outbox] == [["marco@example.org"]]
    assert tell_back(MONDAY + timedelta(days=7)) == 0
    in_the_street.post(link, {"again": "1"})
    assert not Silence.objects.exists()
    assert tell_back(MONDAY + timedelta(days=14)) == 1


def test_the_message_carries_the_link_that_mail_programs_press(heard: Loop, in_the_street: Client) -> None:
    tell_back(MONDAY)
    message = mail.outbox[0]
    link = message.extra_headers["List-Unsubscribe"].strip("<>")
    assert message.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(link.removeprefix("https://ordito.example.org"), {}).status_code == 302
    assert Silence.objects.count() == 1


def test_a_made_up_link_or_one_of_another_district_opens_nothing(
    heard: Loop, elsewhere: District, in_the_street: Client
) -> None:
    for word in ("inventata", silence_word(elsewhere, "anna@example.org")):
        assert in_the_street.get(f"/melzo/riepiloghi/{word}/").status_code == 404
        assert in_the_street.post(f"/melzo/riepiloghi/{word}/", {}).status_code == 404


def test_what_cannot_be_sent_is_tried_again_and_the_office_sees_why(
    heard: Loop, settings: Any, at_planners_desk: Client
) -> None:
    settings.EMAIL_BACKEND = "tests.plan.test_telling_back.Closed"
    assert tell_back(MONDAY) == 0
    assert "la posta è chiusa" in at_planners_desk.get("/melzo/riepiloghi/").content.decode()
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert tell_back(MONDAY) == 0
    assert tell_back(MONDAY + timedelta(minutes=5)) == 2
    assert Digest.objects.filter(sent_at__isnull=True).count() == 0


class Closed:
    """A mail server that is away."""

    def __init__(self, **_given: object) -> None: ...

    def open(self) -> bool:
        return True

    def close(self) -> None: ...

    def send_messages(self, _messages: Sequence[EmailMessage]) -> int:
        raise OSError("la posta è chiusa")


def test_the_page_of_a_path_says_how_far_each_voice_came_and_who_was_left_behind_first(
    heard: Loop, in_the_street: Client
) -> None:
    told = in_the_street.get("/melzo/percorsi/labgo/che-ne-e-stato/").content.decode()
    assert told.index("Nessuno l&#x27;ha raccolto") < told.index("Autobus la sera")
    assert "nessuno l'ha ancora raccolto" in told
    only = in_the_street.get("/melzo/percorsi/labgo/che-ne-e-stato/?fin=said").content.decode()
    assert "Nessuno l&#x27;ha raccolto" in only
    assert "Autobus la sera" not in only
    csv = in_the_street.get("/melzo/percorsi/labgo/che-ne-e-stato/?export=csv").content.decode("utf-8-sig")
    assert csv.count("\r\n") == 4
    assert "Azione 1.1: Navetta serale" in csv


def test_the_page_of_an_organisation_tells_of_its_own_voices(heard: Loop, in_the_street: Client) -> None:
    told = in_the_street.get("/melzo/che-ne-e-stato/filo/").content.decode()
    assert "Autobus la sera" in told
    assert "Compiti nel pomeriggio" not in told
    assert "/melzo/che-ne-e-stato/filo/" in in_the_street.get("/melzo/che-ne-e-stato/").content.decode()
    assert in_the_street.get("/melzo/che-ne-e-stato/nessuno/").status_code == 404


def test_of_a_path_that_is_not_public_strangers_learn_nothing(
    heard: Loop, in_the_street: Client, at_planners_desk: Client
) -> None:
    heard.process.is_public = False
    heard.process.save()
    for address in ("/melzo/percorsi/labgo/che-ne-e-stato/", "/melzo/che-ne-e-stato/filo/"):
        assert in_the_street.get(address).status_code == 404
        assert at_planners_desk.get(address).status_code == 200
    assert "Il Filo" not in in_the_street.get("/melzo/che-ne-e-stato/").content.decode()
    tell_back(MONDAY)
    assert [each.to for each in mail.outbox] == [["marco@example.org"]]  # he works here; Anna does not


def test_the_page_takes_the_same_queries_for_three_voices_and_for_sixty(
    heard: Loop, at_planners_desk: Client, django_assert_max_num_queries: Callable[..., object]
) -> None:
    with django_assert_max_num_queries(15) as few:  # type: ignore[attr-defined]
        at_planners_desk.get("/melzo/percorsi/labgo/che-ne-e-stato/")
    for number in range(10, 67):
        made = Contribution.objects.create(
            process=heard.process, number=number, text=f"Voce {number}", channel="note", at=AT
        )
        heard.paragraph.contributions.add(made)
    with django_assert_max_num_queries(15) as many:  # type: ignore[attr-defined]
        at_planners_desk.get("/melzo/percorsi/labgo/che-ne-e-stato/")
    assert len(few) == len(many)


def test_silences_move_with_the_district(
    heard: Loop, elsewhere: District, in_the_street: Client, tmp_path: Path
) -> None:
    in_the_street.post(f"/melzo/riepiloghi/{silence_word(heard.district, 'anna@example.org')}/", {})
    export_tables(heard.district, tmp_path / "one", "folder", by=Operator())
    Silence.objects.all().delete()
    import_tables(elsewhere, tmp_path / "one" / "silences.csv", by=Operator(), at=MONDAY)
    assert Silence.objects.get().district == elsewhere
    export_tables(elsewhere, tmp_path / "two", "folder", by=Operator())
    assert (tmp_path / "one" / "silences.csv").read_bytes() == (
        tmp_path / "two" / "silences.csv"
    ).read_bytes()
