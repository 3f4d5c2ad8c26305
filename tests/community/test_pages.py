"""The community's pages, as the public, a delegate, a stranger and the plan office meet them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ordito.community.models import Agreement, Competence, Delegate, Organisation, Person
from ordito.core.models import RoleKind
from tests.community.conftest import agreement, offer, organisation, person, text_of, voice
from tests.conftest import person as account
from tests.conftest import signed_in

if TYPE_CHECKING:
    from django.test import Client

    from ordito.core.models import District, User

HERE = "/melzo/comunita/"
FILO = HERE + "organizzazioni/cooperativa-il-filo/"
ANNA = HERE + "persone/anna-sala/"
PACT = HERE + "accordi/patto/"


# who sees what


def test_public_pages_show_the_community_and_never_its_people(
    community: list[str], in_the_street: Client
) -> None:
    answers = {url: in_the_street.get(url) for url in community}
    assert [answer.status_code for answer in answers.values()] == [200, 200, 200, 200, 200, 302, 302]
    shown = " ".join(text_of(answer) for answer in answers.values())
    assert [name in shown for name in ("Cooperativa Il Filo", "Mediazione familiare", "Patto")] == [True] * 3
    assert [name in shown for name in ("Anna Sala", "anna@example.org", "02 123", "Luca Ferri")] == [
        False
    ] * 4
    assert "Una persona parla per questa organizzazione" in shown


def test_public_exports_and_searches_do_not_tell_people_either(
    community: list[str], in_the_street: Client
) -> None:
    exported = in_the_street.get(HERE, {"export": "csv"}).content.decode("utf-8-sig")
    assert exported.splitlines() == [
        "Nome,Tipo,Comune,Offre,Accordi",
        "Caritas decanale,Parrocchia,,0,1",
        "Cooperativa Il Filo,Cooperativa sociale,Melzo,1,1",
    ]
    assert "Cooperativa Il Filo" not in text_of(in_the_street.get(HERE, {"q": "Anna Sala"}))
    assert "Cooperativa Il Filo" in text_of(in_the_street.get(HERE, {"voce": "no"}))


def test_insiders_see_who_speaks_now_first_and_before_below(
    community: list[str], at_planners_desk: Client
) -> None:
    shown = text_of(at_planners_desk.get(FILO))
    assert 0 < shown.index("Anna Sala") < shown.index("prima: 1 delega conclusa") < shown.index("Luca Ferri")
    exported = at_planners_desk.get(HERE, {"export": "csv"}).content.decode("utf-8-sig")
    assert exported.splitlines()[-1] == "Cooperativa Il Filo,Cooperativa sociale,Melzo,Anna Sala,1,1"


def test_a_stranger_reads_what_the_public_reads(community: list[str], stranger: User) -> None:
    browser = signed_in(stranger)
    assert [browser.get(url).status_code for url in community] == [200] * 5 + [404] * 2
    assert "Anna Sala" not in text_of(browser.get(FILO))


def test_a_district_that_is_not_public_has_no_public_community(
    elsewhere: District, in_the_street: Client, at_planners_desk: Client
) -> None:
    organisation(elsewhere, "Nascosta")
    for url in ("/altrove/comunita/", "/altrove/comunita/organizzazioni/nascosta/"):
        assert (in_the_street.get(url).status_code, at_planners_desk.get(url).status_code) == (404, 404)


def test_what_belongs_to_another_district_does_not_exist_here(
    elsewhere: District, at_planners_desk: Client
) -> None:
    far, who = organisation(elsewhere, "Lontana"), person(elsewhere, "Zoe")
    tie, offered, said = agreement(elsewhere, "Altro"), offer(far, "Ascolto"), voice(far, who)
    for url in ("organizzazioni/lontana/", "persone/zoe/", "accordi/altro/", f"competenze/{offered.pk}/"):
        assert at_planners_desk.get(HERE + url).status_code == 404
    for url in (
        f"deleghe/{said.pk}/cancella/",
        f"competenze/{offered.pk}/cancella/",
        f"accordi/{tie.code}/cancella/",
    ):
        assert at_planners_desk.post(HERE + url).status_code == 404
    assert (Delegate.objects.count(), Competence.objects.count(), Agreement.objects.count()) == (1, 1, 1)


WRITING = [
    "nuova-organizzazione/",
    "organizzazioni/cooperativa-il-filo/modifica/",
    "organizzazioni/cooperativa-il-filo/recapiti/",
    "organizzazioni/cooperativa-il-filo/nuovo-delegato/",
    "nuova-competenza/",
    "nuova-persona/",
    "persone/anna-sala/modifica/",
    "nuovo-accordo/",
    "accordi/patto/modifica/",
]


@pytest.mark.parametrize("page", WRITING)
def test_pages_that_write_open_for_the_plan_office_alone(
    community: list[str], page: str, at_planners_desk: Client, in_the_street: Client, stranger: User
) -> None:
    reader = account(
        "lia@example.org", "Lia", Organisation.objects.all()[0].district, RoleKind.HEAD_OF_SERVICE
    )
    seen = [browser.get(HERE + page).status_code for browser in (at_planners_desk, signed_in(reader))]
    assert seen == [200, 403]
    assert (in_the_street.get(HERE + page).status_code, signed_in(stranger).get(HERE + page).status_code) == (
        302,
        404,
    )


def test_a_delegate_is_offered_their_own_part_and_no_more(
    community: list[str], at_delegates_desk: Client
) -> None:
    seen = {page: at_delegates_desk.get(HERE + page).status_code for page in WRITING}
    assert [page for page, status in seen.items() if status == 200] == [
        "organizzazioni/cooperativa-il-filo/recapiti/",
        "nuova-competenza/",
    ]
    own, other = (
        text_of(at_delegates_desk.get(url)) for url in (FILO, HERE + "organizzazioni/caritas-decanale/")
    )
    assert [
        words in own for words in ("Aggiorna i recapiti", "Aggiungi un'offerta", "Nomina un delegato")
    ] == [
        True,
        True,
        False,
    ]
    assert [words in other for words in ("Aggiorna i recapiti", "Aggiungi un'offerta")] == [False, False]
    assert at_delegates_desk.get(HERE + "organizzazioni/caritas-decanale/recapiti/").status_code == 403


DEEDS = [
    FILO + "cancella/",
    HERE + "deleghe/{delegation}/concludi/",
    HERE + "deleghe/{delegation}/riapri/",
    HERE + "deleghe/{delegation}/cancella/",
    HERE + "competenze/{offer}/ritira/",
    HERE + "competenze/{offer}/riprendi/",
    HERE + "competenze/{offer}/cancella/",
    ANNA + "cancella/",
    PACT + "concludi/",
    PACT + "allega/",
    PACT + "togli-documento/",
    PACT + "cancella/",
]


@pytest.mark.parametrize("deed", DEEDS)
def test_deeds_are_refused_to_whoever_only_reads(
    community: list[str], deed: str, district: District, in_the_street: Client, stranger: User
) -> None:
    reader = account("lia@example.org", "Lia", district, RoleKind.ADMINISTRATOR)
    delegation, offered = Delegate.objects.latest("pk"), Competence.objects.get()
    url = deed.format(delegation=delegation.pk, offer=offered.pk)
    typed = {"last_day": "2017-01-31"}
    answers = [
        browser.post(url, typed).status_code
        for browser in (signed_in(reader), in_the_street, signed_in(stranger))
    ]
    assert answers == [403, 302, 404]
    assert signed_in(reader).get(url).status_code == 405
    counts = [model.objects.count() for model in (Organisation, Delegate, Competence, Person, Agreement)]
    assert counts == [2, 2, 1, 2, 1]


def test_a_tax_code_of_a_person_is_not_public(
    district: District, in_the_street: Client, at_planners_desk: Client
) -> None:
    organisation(district, "Ditta Rossi", tax_code="RSSMRA80A01F205X")
    organisation(district, "Il Filo", tax_code="00795710151")
    shown = [
        "RSSMRA80A01F205X" in text_of(browser.get(HERE + "organizzazioni/ditta-rossi/"))
        for browser in (in_the_street, at_planners_desk)
    ]
    assert shown == [False, True]
    assert "00795710151" in text_of(in_the_street.get(HERE + "organizzazioni/il-filo/"))
    assert "Ditta Rossi" not in text_of(in_the_street.get(HERE, {"q": "RSSMRA80"}))
