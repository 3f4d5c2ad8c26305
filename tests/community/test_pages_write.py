"""What people do on the community's pages, and what they are told."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from ordito.community.models import Agreement, Competence, Delegate, Organisation, Person
from ordito.core.attachments import LARGEST
from tests.community.conftest import TODAY, agreement, text_of, voice
from tests.conftest import signed_in

if TYPE_CHECKING:
    from django.test import Client

    from ordito.core.models import District, User
    from ordito.territory.models import Municipality

HERE = "/melzo/comunita/"
FILO = HERE + "organizzazioni/cooperativa-il-filo/"
ANNA = HERE + "persone/anna-sala/"
PACT = HERE + "accordi/patto/"
PDF = b"%PDF-1.7 patto"


def pdf(name: str = "patto.pdf", content: bytes = PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="text/html")


# what people do


def test_the_plan_office_adds_an_organisation_after_looking_at_one_like_it(
    filo: Organisation, at_planners_desk: Client
) -> None:
    typed = {"name": "Il Filo", "kind": "association", "despite_similar": ""}
    warned = at_planners_desk.post(HERE + "nuova-organizzazione/", typed)
    assert warned.status_code == 422
    shown = text_of(warned)
    assert (
        "Esiste già qualcosa di simile: Cooperativa Il Filo." in shown,
        'type="checkbox" name="despite_similar"' in shown,
    ) == (True, True)
    assert (
        at_planners_desk.post(HERE + "nuova-organizzazione/", typed | {"despite_similar": "on"}).url
        == HERE + "organizzazioni/il-filo/"
    )  # type: ignore[attr-defined]


def test_a_refused_form_keeps_what_was_typed(district: District, at_planners_desk: Client) -> None:
    typed = {"name": "Il Filo", "kind": "cooperative", "tax_code": "00795710152", "purpose": "Famiglie"}
    refused = at_planners_desk.post(HERE + "nuova-organizzazione/", typed)
    shown = text_of(refused)
    assert (refused.status_code, Organisation.objects.count()) == (422, 0)
    assert ["errore di battitura" in shown, 'value="Il Filo"' in shown, 'value="00795710152"' in shown] == [
        True
    ] * 3


def test_the_plan_office_edits_an_organisation(
    filo: Organisation, melzo: Municipality, at_planners_desk: Client
) -> None:
    shown = text_of(at_planners_desk.get(FILO + "modifica/"))
    assert ['value="Cooperativa Il Filo"' in shown, "Doposcuola e famiglie" in shown] == [True, True]
    typed = {"name": "Il Filo", "kind": "cooperative", "municipality": melzo.pk, "website": "filo.example"}
    assert at_planners_desk.post(FILO + "modifica/", typed).status_code == 302
    filo.refresh_from_db()
    assert (filo.name, filo.code, filo.website) == ("Il Filo", "cooperativa-il-filo", "https://filo.example")
    assert at_planners_desk.post(FILO + "modifica/", typed | {"tax_code": "1"}).status_code == 422


def test_a_delegate_keeps_the_contacts_up_to_date(
    filo: Organisation, at_delegates_desk: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = at_delegates_desk.post(FILO + "recapiti/", {"phone": "02 999", "name": "Rubata"}, follow=True)
    assert "I recapiti di «Cooperativa Il Filo» sono aggiornati." in text_of(answer)
    filo.refresh_from_db()
    assert (filo.phone, filo.name) == ("02 999", "Cooperativa Il Filo")
    assert at_delegates_desk.post(FILO + "recapiti/", {"email": "no"}).status_code == 422
    assert at_delegates_desk.post(FILO + "recapiti/", {"phone": "x" * 41}).status_code == 422


def test_an_organisation_written_by_mistake_is_struck_and_one_spoken_of_is_not(
    filo: Organisation, caritas: Organisation, anna: Person, at_planners_desk: Client
) -> None:
    voice(filo, anna)
    refused = at_planners_desk.post(FILO + "cancella/")
    assert (refused.status_code, "il registro ne parla già" in text_of(refused)) == (422, True)
    at_planners_desk.post(HERE + "organizzazioni/caritas-decanale/cancella/")
    assert list(Organisation.objects.values_list("code", flat=True)) == ["cooperativa-il-filo"]


def test_a_newcomer_takes_the_place_of_the_delegate(
    filo: Organisation, anna: Person, at_planners_desk: Client
) -> None:
    earlier = voice(filo, anna, date(2016, 1, 1), kind="representative")
    form = text_of(at_planners_desk.get(FILO + "nuovo-delegato/", {"al-posto-di": earlier.pk}))
    assert f'<option value="{earlier.pk}" selected>Anna Sala, legale rappresentante</option>' in form
    assert '<option value="representative" selected>' in form
    typed = {
        "who": "",
        "name": "Sara Conti",
        "email": "sara@filo.example",
        "kind": "representative",
        "in_place_of": earlier.pk,
        "starts_on": "2017-01-01",
        "last_day": "2017-12-31",
    }
    answer = at_planners_desk.post(FILO + "nuovo-delegato/", typed, follow=True)
    assert "Sara Conti parla per «Cooperativa Il Filo»: legale rappresentante." in text_of(answer)
    assert list(Delegate.objects.order_by("pk").values_list("person__name", "starts_on", "ends_before")) == [
        ("Anna Sala", date(2016, 1, 1), date(2017, 1, 1)),
        ("Sara Conti", date(2017, 1, 1), date(2018, 1, 1)),
    ]


def test_a_nomination_asks_for_one_person_and_warns_of_a_likeness(
    filo: Organisation, anna: Person, at_planners_desk: Client
) -> None:
    url, typed = FILO + "nuovo-delegato/", {"kind": "delegate", "starts_on": "2017-01-01"}
    told = {
        "nobody": text_of(at_planners_desk.post(url, typed)),
        "two": text_of(at_planners_desk.post(url, typed | {"who": str(anna.pk), "name": "Sara"})),
        "alike": text_of(at_planners_desk.post(url, typed | {"name": "Sala Anna"})),
        "backwards": text_of(
            at_planners_desk.post(url, typed | {"who": str(anna.pk), "last_day": "2016-01-01"})
        ),
    }
    assert [
        "Scegliere una persona, oppure scriverne il nome" in told["nobody"],
        "O una persona già in elenco, o una nuova" in told["two"],
        "Esiste già qualcosa di simile: Anna Sala." in told["alike"],
        "non può finire prima di cominciare" in told["backwards"],
    ] == [True] * 4
    assert Delegate.objects.count() == 0
    assert at_planners_desk.get(url, {"al-posto-di": "x"}).status_code == 200


def test_a_delegation_ends_is_opened_again_and_is_struck_from_the_page(
    filo: Organisation, anna: Person, at_planners_desk: Client
) -> None:
    url = f"{HERE}deleghe/{voice(filo, anna).pk}/"
    ended = at_planners_desk.post(url + "concludi/", {"last_day": "2016-12-31"}, follow=True)
    assert "La delega di Anna Sala è conclusa" in text_of(ended)
    assert Delegate.objects.get().ends_before == date(2017, 1, 1)
    at_planners_desk.post(url + "riapri/")
    assert Delegate.objects.get().ends_before is None
    for wrong, says in (
        ({}, "Serve l&#x27;ultimo giorno"),
        ({"last_day": "2015-01-01"}, "non può finire prima"),
    ):
        refused = at_planners_desk.post(url + "concludi/", wrong)
        assert (refused.status_code, says in text_of(refused)) == (422, True)
    at_planners_desk.post(url + "cancella/")
    assert Delegate.objects.count() == 0


def test_a_delegate_offers_rewrites_withdraws_and_offers_again(
    filo: Organisation, caritas: Organisation, at_delegates_desk: Client
) -> None:
    new = HERE + "nuova-competenza/"
    form = text_of(at_delegates_desk.get(new, {"organizzazione": filo.code}))
    assert ("Cooperativa Il Filo</option>" in form, "Caritas decanale</option>" in form) == (True, False)
    typed = {
        "organisation": filo.pk,
        "description": "Mediazione",
        "kind": "competence",
        "starts_on": "2017-01-01",
    }
    assert at_delegates_desk.post(new, typed).status_code == 302
    assert at_delegates_desk.post(new, typed).status_code == 422
    assert at_delegates_desk.post(new, typed | {"organisation": caritas.pk}).status_code == 422
    url = f"{HERE}competenze/{Competence.objects.get().pk}/"
    assert 'value="Mediazione"' in text_of(at_delegates_desk.get(url))
    at_delegates_desk.post(
        url, {"description": "Mediazione familiare", "kind": "competence", "user_area": "FAM"}
    )
    assert at_delegates_desk.post(url, {"description": "x" * 301, "kind": "competence"}).status_code == 422
    assert at_delegates_desk.post(url, {"description": "\u00a0", "kind": "competence"}).status_code == 422
    at_delegates_desk.post(url + "ritira/", {"last_day": "2017-01-08"})
    assert Competence.objects.values_list("description", "user_area", "ends_before").get() == (
        "Mediazione familiare",
        "FAM",
        TODAY,
    )
    assert "prima: 1 offerta ritirata" in text_of(at_delegates_desk.get(FILO))
    at_delegates_desk.post(url + "riprendi/")
    assert Competence.objects.get().ends_before is None
    for wrong in ({}, {"last_day": "2016-01-01"}):
        assert at_delegates_desk.post(url + "ritira/", wrong).status_code == 422
    at_delegates_desk.post(url + "cancella/")
    assert Competence.objects.count() == 0


def test_the_plan_office_adds_edits_and_strikes_a_person(
    district: District, delegate: User, at_planners_desk: Client
) -> None:
    new = HERE + "nuova-persona/"
    assert at_planners_desk.post(new, {"name": "Marco Neri", "account": delegate.pk}).status_code == 302
    warned = at_planners_desk.post(new, {"name": "Neri Marco"})
    assert (warned.status_code, "Esiste già qualcosa di simile: Marco Neri." in text_of(warned)) == (
        422,
        True,
    )
    twice = at_planners_desk.post(new, {"name": "Anna", "account": delegate.pk})
    assert (twice.status_code, "è già di Marco Neri" in text_of(twice)) == (422, True)
    url = HERE + "persone/marco-neri/"
    assert f'<option value="{delegate.pk}" selected>' in text_of(at_planners_desk.get(url + "modifica/"))
    at_planners_desk.post(url + "modifica/", {"name": "Marco Neri", "email": "marco@filo.example"})
    assert Person.objects.values_list("email", "account").get() == ("marco@filo.example", None)
    assert at_planners_desk.post(url + "modifica/", {"name": "\u00a0"}).status_code == 422
    at_planners_desk.post(url + "cancella/")
    assert Person.objects.count() == 0


def test_a_person_who_speaks_is_not_struck(
    filo: Organisation, anna: Person, at_planners_desk: Client
) -> None:
    voice(filo, anna)
    refused = at_planners_desk.post(ANNA + "cancella/")
    assert (refused.status_code, "il registro ne parla già" in text_of(refused)) == (422, True)


def test_an_agreement_is_added_edited_ended_and_struck(
    filo: Organisation, caritas: Organisation, at_planners_desk: Client
) -> None:
    typed = {"title": "Patto", "kind": "pact", "starts_on": "2016-01-01", "last_day": "2017-12-31"}
    at_planners_desk.post(HERE + "nuovo-accordo/", typed | {"parties": [filo.pk, caritas.pk]})
    made = Agreement.objects.get()
    assert (made.ends_before, set(made.parties.all())) == (date(2018, 1, 1), {filo, caritas})
    form = text_of(at_planners_desk.get(PACT + "modifica/"))
    assert ['value="2017-12-31"' in form, form.count("checked") == 2] == [True, True]
    at_planners_desk.post(PACT + "modifica/", typed | {"parties": [filo.pk]})
    assert list(made.parties.all()) == [filo]
    backwards = typed | {"last_day": "2015-01-01"}
    for url in (HERE + "nuovo-accordo/", PACT + "modifica/"):
        assert at_planners_desk.post(url, backwards).status_code == 422
    at_planners_desk.post(PACT + "concludi/", {"last_day": "2016-12-31"})
    assert Agreement.objects.get().ends_before == date(2017, 1, 1)
    for wrong in ({}, {"last_day": "2015-01-01"}):
        assert at_planners_desk.post(PACT + "concludi/", wrong).status_code == 422
    at_planners_desk.post(PACT + "cancella/")
    assert Agreement.objects.count() == 0


def test_a_document_is_downloaded_only_by_whoever_may_and_never_opened(
    district: District, at_planners_desk: Client, in_the_street: Client, stranger: User, delegate: User
) -> None:
    agreement(district, "Patto")
    url = PACT + "documento/"
    assert at_planners_desk.get(url).status_code == 404
    at_planners_desk.post(PACT + "allega/", {"file": pdf()})
    given = at_planners_desk.get(url)
    assert (
        given.content,
        given["Content-Type"],
        given["X-Content-Type-Options"],
        given["Content-Disposition"],
    ) == (
        PDF,
        "application/pdf",
        "nosniff",
        'attachment; filename="patto.pdf"',
    )
    browsers = (signed_in(delegate), signed_in(stranger), in_the_street)
    assert [browser.get(url).status_code for browser in browsers] == [200, 404, 404]
    assert (
        "non è pubblico" in text_of(in_the_street.get(PACT)),
        "patto.pdf" in text_of(in_the_street.get(PACT)),
    ) == (
        True,
        False,
    )
    at_planners_desk.post(PACT + "allega/", {"file": pdf("pubblico.pdf"), "is_public": "on"})
    assert in_the_street.get(url)["Content-Disposition"] == 'attachment; filename="pubblico.pdf"'
    at_planners_desk.post(PACT + "togli-documento/")
    assert in_the_street.get(url).status_code == 404


def test_a_file_that_cannot_be_kept_is_told_on_the_page(district: District, at_planners_desk: Client) -> None:
    agreement(district, "Patto")
    for file, says in (
        (pdf("patto.exe"), "non è di un tipo ammesso"),
        (pdf("patto.pdf", b"MZ"), "non contiene quello che il nome promette"),
        (pdf("patto.pdf", PDF + b"x" * LARGEST), "supera i 20 MB"),
        ("", "obbligatorio"),
    ):
        refused = at_planners_desk.post(PACT + "allega/", {"file": file})
        assert (refused.status_code, says in text_of(refused)) == (422, True), says
    assert Agreement.objects.get().document is None


def test_what_is_missing_is_told_to_whoever_can_mend_it(
    filo: Organisation, at_planners_desk: Client, in_the_street: Client
) -> None:
    agreement(filo.district, "Patto")
    missing = {
        FILO: ["manca un delegato in vigore", "manca un&#x27;e-mail"],
        PACT: ["mancano le parti", "manca il primo giorno", "manca il documento firmato"],
    }
    for url, words in missing.items():
        told, kept = text_of(at_planners_desk.get(url)), text_of(in_the_street.get(url))
        assert [each in told or each.replace("&#x27;", "'") in told for each in words] == [True] * len(words)
        assert [each.replace("&#x27;", "'") in kept for each in words] == [False] * len(words)


def test_while_one_types_only_the_results_are_answered(community: list[str], in_the_street: Client) -> None:
    part = in_the_street.get(HERE, {"q": "filo"}, headers={"HX-Request": "true"})
    assert ("<html" in part.content.decode(), "Cooperativa Il Filo" in text_of(part)) == (False, True)
