"""The pages of a room: a phone without an account, the operator's screen, the wall, the contributions."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from ordito.core.models import User
from ordito.participation.commands.contributions import Said, contribute, record_contribution
from ordito.participation.commands.gatherings import close_gathering
from ordito.participation.commands.opinions import add_statement
from ordito.participation.models import Contribution, Gathering, Phone, Vote
from tests.conftest import signed_in
from tests.participation.conftest import LAST_NIGHT, NOON
from tests.participation.test_voices import caritas

__all__ = ["caritas"]

ROOM = "/r/bolareti/"
HERE = "/melzo/percorsi/labgo/raccolte/plenaria/"
VOICES = "/melzo/percorsi/labgo/voci/"
JSON = {"headers": {"Accept": "application/json"}}
ATTACK = "<script>alert(1)</script> \u202eגב 👨‍👩‍👧"


@pytest.fixture
def voted(plenary: Gathering, planner: User) -> Gathering:
    """A gathering with a statement and a voice."""
    add_statement(plenary, by=planner, text="Servono spazi")
    record_contribution(
        plenary, by=planner, said=Said(text="Spazi per i compiti", table="3"), channel="note", at=NOON
    )
    return plenary


def sent(client: Client, what: str, **data: Any) -> tuple[int, dict[str, Any]]:
    answer = client.post(f"{ROOM}{what}/", data, **JSON)
    return answer.status_code, answer.json()


def test_it_scans_writes_and_votes_without_a_program_in_the_page(voted: Gathering) -> None:
    phone = Client()
    page = phone.get(ROOM)
    assert page.status_code == 200
    assert "no-store" in page["Cache-Control"]
    cookie = phone.cookies["voce"]
    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == (ROOM, True, "Lax")
    assert not Phone.objects.exists()
    mark = re.search(r'name="mark" value="(\w+)"', page.content.decode())
    assert mark is not None
    for _twice in range(2):
        answer = phone.post(f"{ROOM}scrivi/", {"text": "Trasporti la sera", "kind": "need", "mark": mark[1]})
        assert answer["Location"] == f"{ROOM}?esito=arrivato"
    assert phone.post(f"{ROOM}opinione/", {"statement": "1", "value": "1"})["Location"].endswith("#a1")
    assert Contribution.objects.filter(channel="phone").count() == 1
    shown = phone.get(f"{ROOM}?esito=arrivato").content.decode()
    assert "Arrivato, grazie." in shown
    assert "Trasporti la sera" in shown
    assert 'value="1" aria-pressed="true"' in shown
    number = Contribution.objects.get(channel="phone").number
    phone.post(f"{ROOM}ritira/", {"number": str(number)})
    assert Contribution.objects.get(channel="phone").state == "withdrawn"


def test_one_browser_is_one_phone_and_its_secret_is_not_kept(voted: Gathering) -> None:
    phone = Client()
    for value in (1, 0, -1):
        assert sent(phone, "opinione", statement=1, value=value) == (
            200,
            {"statement": 1, "value": value},
        )
    assert (Phone.objects.count(), Vote.objects.get().value) == (1, -1)
    secret = phone.cookies["voce"].value
    assert secret not in str(Phone.objects.values())
    assert sent(Client(), "opinione", statement=1, value=1)[0] == 200
    assert Phone.objects.count() == 2


def test_the_same_mark_is_one_contribution_and_another_phones_mark_is_another(voted: Gathering) -> None:
    one, other = Client(), Client()
    first = sent(one, "scrivi", text="Spazi", mark="m")
    assert sent(one, "scrivi", text="Spazi", mark="m") == first
    assert sent(other, "scrivi", text="Spazi", mark="m")[1]["number"] == first[1]["number"] + 1


def test_an_account_on_the_same_phone_leaves_no_trace(voted: Gathering, planner: User) -> None:
    phone = signed_in(planner)
    sent(phone, "scrivi", text="Spazi", mark="m")
    assert Contribution.objects.get(channel="phone").author is None
    entry = planner.district_ids and Contribution.objects.get(channel="phone").district.journal.latest("pk")
    assert (entry.by, entry.by_name) == (None, "—")


@pytest.mark.parametrize(
    ("what", "data", "status"),
    [
        ("scrivi", {"text": " "}, 422),
        ("scrivi", {"text": "è" * 100_000}, 422),
        ("scrivi", {"text": "Bene", "kind": "pro"}, 422),
        ("scrivi", {"text": "Bene", "kind": "x" * 5_000}, 422),
        ("opinione", {}, 422),
        ("opinione", {"statement": "٣", "value": "1"}, 422),
        ("opinione", {"statement": "9" * 400, "value": "1"}, 422),
        ("opinione", {"statement": "1", "value": "11"}, 422),
        ("ritira", {"number": "-1"}, 422),
        ("avvisami", {"email": "no\x00"}, 422),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_lost(
    voted: Gathering, what: str, data: dict[str, str], status: int
) -> None:
    found = sent(Client(), what, **data)
    assert found[0] == status
    assert found[1]["why"]
    page = Client().post(f"{ROOM}{what}/", data)
    assert page.status_code == status
    if len(data.get("text", "")) > 10:
        assert data["text"] in page.content.decode()


def test_an_attack_is_only_a_text(voted: Gathering, at_planners_desk: Client) -> None:
    phone = Client()
    sent(phone, "scrivi", text=ATTACK, mark="m")
    number = Contribution.objects.get(channel="phone").number
    for page in (ROOM, f"{ROOM}parete/", HERE, f"{HERE}sala/", VOICES, f"{VOICES}{number}/"):
        shown = (phone if page.startswith("/r/") else at_planners_desk).get(page).content.decode()
        assert "<script>alert" not in shown
        assert "\u202e" not in shown
    assert json.loads(phone.get(f"{ROOM}stato/").content)["newest"][0]["text"].startswith("<script>")
    assert "👨‍👩‍👧" in phone.get(ROOM).content.decode()


def test_a_closed_room_shows_and_takes_nothing(voted: Gathering, planner: User) -> None:
    close_gathering(voted, by=planner, at=LAST_NIGHT)
    page = Client().get(ROOM).content.decode()
    assert "La raccolta è chiusa" in page
    assert "<textarea" not in page
    assert sent(Client(), "scrivi", text="Tardi") == (
        403,
        {"why": "In questo momento la raccolta è chiusa."},
    )


def test_an_address_is_kept_until_it_is_emptied(voted: Gathering) -> None:
    phone = Client()
    assert sent(phone, "avvisami", email="a@example.org") == (200, {})
    assert "a@example.org" in phone.get(ROOM).content.decode()
    assert "a@example.org" not in Client().get(ROOM).content.decode()
    sent(phone, "avvisami", email="")
    assert Phone.objects.get().email == ""


def test_a_machine_that_votes_without_end_waits(voted: Gathering, monkeypatch: pytest.MonkeyPatch) -> None:
    from ordito.participation.live.pace import Pace

    monkeypatch.setattr("ordito.participation.views.phones.OF_A_PHONE", Pace(most=2))
    phone = Client()
    phone.get(ROOM)
    assert [sent(phone, "opinione", statement=1, value=1)[0] for _ in range(3)] == [200, 200, 429]
    assert sent(Client(), "opinione", statement=1, value=1)[0] == 200


def test_a_forged_message_is_refused(voted: Gathering) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(f"{ROOM}opinione/", {"statement": 1, "value": 1}).status_code == 403
    strict.get(ROOM)
    token = strict.cookies["csrftoken"].value
    headers = {"X-CSRFToken": token, "Accept": "application/json"}
    assert strict.post(f"{ROOM}opinione/", {"statement": 1, "value": 1}, headers=headers).status_code == 200


@pytest.mark.parametrize("what", ["", "stato/", "parete/", "codice.svg"])
def test_a_word_that_opens_nothing(db: None, what: str) -> None:
    assert Client().get(f"/r/nessuno/{what}").status_code == 404


def test_it_shows_the_question_the_code_and_what_is_thought(voted: Gathering) -> None:
    page = Client().get(f"{ROOM}parete/", headers={"host": "localhost:8000"}).content.decode()
    for words in (
        voted.question,
        "http://localhost:8000/r/bolareti/",
        "Servono spazi",
        "Spazi per i compiti",
    ):
        assert words in page
    assert "i telefoni non arrivano a localhost" in page


def test_the_code_opens_the_room(voted: Gathering) -> None:
    answer = Client().get(f"{ROOM}codice.svg")
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/svg+xml")
    assert answer.content.startswith(b"<svg")


def test_who_cannot_follow_asks_and_is_told_only_what_is_new(voted: Gathering) -> None:
    first = Client().get(f"{ROOM}stato/")
    assert first.json()["statements"][0]["text"] == "Servono spazi"
    mark = first["X-Mark"]
    assert Client().get(f"{ROOM}stato/?noto={mark}").status_code == 204
    sent(Client(), "opinione", statement=1, value=1)
    assert Client().get(f"{ROOM}stato/?noto={mark}").json()["statements"][0]["agree"] == 1


def test_sixty_voices_in_a_sitting(voted: Gathering, at_planners_desk: Client) -> None:
    facts = {"kind": "request", "channel": "paper", "table": "2", "group": "nonni", "size": "7"}
    for n in range(60):
        data = {"text": f"Voce {n}", "mark": f"m{n}", **facts}
        answer = at_planners_desk.post(f"{HERE}sala/scrivi/", data, **JSON)
        assert answer.status_code == 200
    assert at_planners_desk.post(f"{HERE}sala/scrivi/", data, **JSON).json()["number"] == 61
    assert Contribution.objects.filter(table="2", group="nonni", size=7).count() == 60


def test_alike_are_pointed_out_and_the_last_is_undone(voted: Gathering, at_planners_desk: Client) -> None:
    data = {"text": "Spazi per i compiti!", "kind": "need", "channel": "note"}
    told = at_planners_desk.post(f"{HERE}sala/scrivi/", data, **JSON).json()
    assert told["alike"] == [{"number": 1, "text": "Spazi per i compiti"}]
    undone = at_planners_desk.post(f"{HERE}sala/annulla/", **JSON).json()
    assert undone == {"number": 2, "text": "Spazi per i compiti!"}
    at_planners_desk.post(f"{HERE}sala/annulla/", **JSON)
    last = at_planners_desk.post(f"{HERE}sala/annulla/", **JSON)
    assert (last.status_code, last.json()["why"]) == (422, "Non c'è niente da annullare.")


def test_it_goes_without_a_program_in_the_page_too(voted: Gathering, at_planners_desk: Client) -> None:
    data = {
        "text": "Spazi per i compiti!",
        "kind": "offer",
        "channel": "hand",
        "table": "a b",
        "size": "3",
    }
    answer = at_planners_desk.post(f"{HERE}sala/scrivi/", data, follow=True)
    page = answer.content.decode()
    assert "Simile al n. 1" in page
    assert 'value="a b"' in page
    assert '<option value="offer" selected>' in page
    refused = at_planners_desk.post(f"{HERE}sala/scrivi/", data | {"text": "è" * 4_001})
    assert refused.status_code == 422
    assert "al massimo 4.000" in refused.content.decode()
    assert "Annullato." in at_planners_desk.post(f"{HERE}sala/annulla/", follow=True).content.decode()
    at_planners_desk.post(f"{HERE}sala/annulla/")
    assert at_planners_desk.post(f"{HERE}sala/annulla/").status_code == 422


def test_hands_are_counted(voted: Gathering, at_planners_desk: Client) -> None:
    data = {"table": "3", "agree-1": "12", "disagree-1": "", "pass-1": "1"}
    assert at_planners_desk.post(f"{HERE}sala/conta/", data)["Location"] == f"{HERE}sala/#conta"
    for typed, told in (("3", "tavolo 3"), ("Tavolo 3", "tavolo 3"), ("Gruppo rosso", "Gruppo rosso")):
        page = at_planners_desk.get(f"{HERE}sala/", {"tavolo": typed}).content.decode()
        assert f'<caption class="visually-hidden">{told}</caption>' in page
        assert 'name="agree-1"' in page
        assert ('value="12"' in page) == (told == "tavolo 3")
    for wrong in ("dodici", "-4", "99999"):
        answer = at_planners_desk.post(f"{HERE}sala/conta/", {"agree-1": wrong})
        assert answer.status_code == 422
    at_planners_desk.post(f"{HERE}sala/conta/", {"table": "9"})


def test_it_is_not_for_a_delegate(voted: Gathering, delegate: User) -> None:
    assert signed_in(delegate).get(f"{HERE}sala/").status_code == 403
    assert signed_in(delegate).post(f"{HERE}sala/scrivi/", {"text": "x"}).status_code == 403


def test_the_office_opens_one_and_changes_it(plenary: Gathering, at_planners_desk: Client) -> None:
    new = "/melzo/percorsi/labgo/raccolte/nuova/"
    assert at_planners_desk.get(new).status_code == 200
    assert at_planners_desk.post(new, {"title": ""}).status_code == 422
    made = at_planners_desk.post(new, {"title": "Seconda", "question": "Che cosa serve?"})
    here = made["Location"]
    assert at_planners_desk.get(here).status_code == 200
    assert at_planners_desk.get(f"{here}modifica/").status_code == 200
    at_planners_desk.post(f"{here}modifica/", {"title": "Terza", "head_count": "60", "reads_first": "on"})
    assert at_planners_desk.post(f"{here}modifica/", {"title": "\u202e"}).status_code == 422
    for deed, status in (
        ("chiudi", 302),
        ("chiudi", 422),
        ("riapri", 302),
        ("riapri", 422),
        ("cancella", 302),
    ):
        assert at_planners_desk.post(f"{here}{deed}/").status_code == status
    assert Gathering.objects.count() == 1


def test_statements_are_put_voted_and_tended(
    plenary: Gathering, at_planners_desk: Client, delegate: User
) -> None:
    add, first = f"{HERE}affermazioni/", f"{HERE}affermazioni/1/"
    assert at_planners_desk.post(add, {"text": ""}).status_code == 422
    assert at_planners_desk.post(add, {"text": "Spazi"}).status_code == 302
    for data, status in (
        ({"deed": "reword", "text": "Servono spazi"}, 302),
        ({"deed": "reword", "text": ""}, 422),
        ({"deed": "close"}, 302),
        ({"deed": "boh"}, 422),
    ):
        assert at_planners_desk.post(first, data).status_code == status
    marco = signed_in(delegate)
    assert marco.post(f"{first}opinione/", {"value": "1"}).status_code == 422
    at_planners_desk.post(first, {"deed": "open"})
    assert marco.post(f"{first}opinione/", {"value": "1"})["Location"] == f"{HERE}#a1"
    assert marco.post(f"{first}opinione/", {"value": "5"}).status_code == 422
    assert 'aria-pressed="true"' in marco.get(HERE).content.decode()
    assert at_planners_desk.post(first, {"deed": "strike"}).status_code == 422
    assert at_planners_desk.post(f"{HERE}affermazioni/9/", {"deed": "strike"}).status_code == 422
    assert at_planners_desk.post(f"{HERE}cancella/").status_code == 422


def test_what_waits_to_be_read_is_shown_from_here(voted: Gathering, at_planners_desk: Client) -> None:
    at_planners_desk.post(f"{HERE}modifica/", {"title": "Plenaria", "reads_first": "on"})
    assert sent(Client(), "scrivi", text="Dal telefono", mark="m")[1] == {"number": 2, "shown": False}
    assert "Dal telefono" not in Client().get(f"{ROOM}parete/").content.decode()
    assert "Dal telefono" not in Client().get(HERE).content.decode()
    assert "da leggere prima" in at_planners_desk.get(HERE).content.decode()
    answer = at_planners_desk.post(f"{VOICES}2/mostra/", {"torna": "raccolta"})
    assert answer["Location"] == HERE
    assert "Dal telefono" in Client().get(f"{ROOM}parete/").content.decode()


def test_a_delegate_brings_corrects_and_withdraws(
    plenary: Gathering, delegate: User, caritas: object
) -> None:
    marco = signed_in(delegate)
    assert "Caritas" in marco.get(f"{VOICES}porta/?raccolta=plenaria").content.decode()
    assert marco.post(f"{VOICES}porta/", {"kind": "need", "text": ""}).status_code == 422
    data = {"kind": "need", "text": "Spazi per i compiti"}
    here = marco.post(f"{VOICES}porta/?raccolta=plenaria", data)["Location"]
    assert Contribution.objects.get().gathering == plenary
    assert marco.get(f"{here}correggi/").status_code == 200
    assert marco.post(f"{here}correggi/", data | {"text": "\u202e"}).status_code == 422
    marco.post(f"{here}correggi/", data | {"kind": "request"})
    assert Contribution.objects.get().kind == "request"
    assert marco.post(f"{here}rispondi/", {"kind": "con", "text": "Costano"})["Location"] == here
    assert marco.post(f"{here}rispondi/", {"kind": "need", "text": "Costano"}).status_code == 422
    assert marco.post(f"{here}rispondi/", {"kind": "con", "text": "\u202e"}).status_code == 422
    assert "Costano" in Client().get(here).content.decode()
    assert marco.post(f"{here}ritira/").status_code == 302
    assert marco.post(f"{here}ritira/").status_code == 422
    assert Client().get(here).status_code == 404
    assert marco.get(here).status_code == 200


def test_the_office_hides_saying_why_and_shows_again(voted: Gathering, at_planners_desk: Client) -> None:
    assert at_planners_desk.post(f"{VOICES}1/nascondi/", {"because": ""}).status_code == 422
    at_planners_desk.post(f"{VOICES}1/nascondi/", {"because": "Ci sono nomi"})
    assert Client().get(f"{VOICES}1/").status_code == 404
    assert "Ci sono nomi" in at_planners_desk.get(f"{VOICES}1/").content.decode()
    assert "Spazi per i compiti" not in Client().get(VOICES).content.decode()
    at_planners_desk.post(f"{VOICES}1/mostra/")
    assert at_planners_desk.post(f"{VOICES}1/mostra/").status_code == 422
    assert Client().get(f"{VOICES}1/").status_code == 200


def test_the_list_narrows_sorts_and_leaves_as_it_is_shown(
    voted: Gathering, delegate: User, caritas: object, at_planners_desk: Client
) -> None:
    contribute(voted.process, by=delegate, said=Said(text="Trasporti", kind="request"), at=NOON)
    for query, expected in (
        ("?q=spazi", ["Spazi per i compiti"]),
        ("?tipo=request", ["Trasporti"]),
        ("?via=note", ["Spazi per i compiti"]),
        ("?raccolta=plenaria", ["Spazi per i compiti"]),
        ("?di=caritas", ["Trasporti"]),
        ("?sort=text", ["Spazi per i compiti", "Trasporti"]),
    ):
        lines = Client().get(f"{VOICES}{query}&export=csv").content.decode("utf-8-sig").splitlines()[1:]
        assert [line.split(",")[1] for line in lines] == expected
    assert "Stato" in at_planners_desk.get(f"{VOICES}?stato=shown").content.decode()
    assert "Nessun contributo corrisponde" in Client().get(f"{VOICES}?q=niente").content.decode()


def test_a_search_finds_what_was_said_and_not_what_is_hidden(
    voted: Gathering, at_planners_desk: Client, stranger: User
) -> None:
    search = "/melzo/cerca/?q=compiti"
    assert "Spazi per i compiti" in Client().get(search).content.decode()
    at_planners_desk.post(f"{VOICES}1/nascondi/", {"because": "Ci sono nomi"})
    assert "Spazi per i compiti" not in signed_in(stranger).get(search).content.decode()
    assert "Spazi per i compiti" in at_planners_desk.get(search).content.decode()


def test_a_path_that_is_not_public_is_nobody_elses_business(
    voted: Gathering, delegate: User, stranger: User
) -> None:
    voted.process.is_public = False
    voted.process.save()
    for page in (HERE, VOICES, f"{VOICES}1/"):
        assert [c.get(page).status_code for c in (Client(), signed_in(stranger), signed_in(delegate))] == [
            404,
            404,
            200,
        ]
    assert Client().get(ROOM).status_code == 200  # whoever is in the room has the word


@pytest.mark.parametrize("page", [ROOM, f"{ROOM}parete/", HERE, f"{HERE}sala/", VOICES, f"{VOICES}1/"])
def test_a_page_takes_the_same_queries_for_one_voice_and_for_many(
    voted: Gathering, planner: User, page: str
) -> None:
    client = Client() if page.startswith("/r/") else signed_in(planner)
    sent(client, "scrivi", text="Prima", mark="m")
    taken = []
    for _round in range(2):
        client.get(page)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(page).status_code == 200
        taken.append(len(asked))
        for n in range(9):
            add_statement(voted, by=planner, text=f"Affermazione {n}")
            said = Said(text=f"Voce {n}", kind="pro", about=Contribution.objects.get(number=1))
            record_contribution(voted, by=planner, said=said, channel="note", at=NOON)
            sent(client, "scrivi", text=f"Telefono {n}", mark=f"m{n}-{_round}")
            sent(Client(), "opinione", statement=n + 1, value=1)
    assert taken[0] == taken[1] <= 15
