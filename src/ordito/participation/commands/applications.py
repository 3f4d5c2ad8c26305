"""Deeds on applications: sent or typed in, checked, completed, decided."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from ordito.community.models import Organisation, OrganisationKind
from ordito.community.tax_code import normalised
from ordito.core.attachments import attachment
from ordito.core.command import command
from ordito.core.refused import Refused
from ordito.participation.models import (
    Application,
    ApplicationFile,
    ApplicationState,
    Call,
    CallPhase,
    CallState,
    Channel,
    Check,
    Finding,
    Integration,
    Requirement,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime

    from ordito.core.models import Actor
    from ordito.governance.models import Body

MOST_FILES = 10


class ApplicationRefused(Refused):
    """The application cannot be taken as it is."""


class UnableToDecide(Refused):
    """The outcome of an application cannot be written."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicantFacts:
    """Who applies, as they present themselves, and for which labs."""

    name: str
    kind: str = OrganisationKind.OTHER
    tax_code: str = ""
    represented_by: str
    email: str
    certified_email: str = ""
    phone: str = ""
    offers: str = ""
    labs: tuple[Body, ...] = ()


@dataclass(frozen=True, slots=True)
class Paper:
    """A file as it was handed in."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """How and when an application reached the office."""

    channel: str
    received_at: datetime
    protocol: str = ""


WORDS = ("name", "represented_by", "email", "certified_email", "phone", "offers")


@command("participation.send_application", needs="participation.apply")
def send_application(
    call: Call, *, by: Actor, facts: ApplicantFacts, papers: Sequence[Paper], at: datetime
) -> Application:
    """Answer an open call from the site."""
    if call.phase(timezone.localdate(at)) != CallPhase.OPEN:
        raise ApplicationRefused(_("L'avviso non accetta più domande: l'ultimo giorno è passato."))
    if not facts.tax_code.strip() and facts.kind != OrganisationKind.INFORMAL_GROUP:
        raise ApplicationRefused(_("Serve il codice fiscale: solo un gruppo informale può non averlo."))
    return _arrived(call, facts, papers, Arrival(channel=Channel.ONLINE, received_at=at), at)


@command("participation.record_application", needs="participation.keep_calls")
def record_application(
    call: Call,
    *,
    by: Actor,
    facts: ApplicantFacts,
    arrival: Arrival,
    papers: Sequence[Paper] = (),
    at: datetime,
    is_synthetic: bool = False,
) -> Application:
    """Type in an application that came on paper or by certified mail; a late one too, to exclude it."""
    _refuse_unless_published(call)
    if arrival.received_at > at:
        raise ApplicationRefused(_("Una domanda non può arrivare domani: la data è nel futuro."))
    return _arrived(call, facts, papers, arrival, at, is_synthetic=is_synthetic)


@command("participation.amend_application", needs="participation.keep_calls")
def amend_application(
    application: Application, *, by: Actor, facts: ApplicantFacts, arrival: Arrival
) -> Application:
    """Correct what was typed wrong."""
    _refuse_unless_published(application.call)
    _put(application, facts)
    application.channel, application.received_at = arrival.channel, arrival.received_at
    application.protocol = arrival.protocol.strip()
    _save(application, facts)
    return application


@command("participation.check_requirements", needs="participation.keep_calls")
def check_requirements(
    application: Application, *, by: Actor, found: Mapping[Requirement, tuple[str, str]]
) -> Application:
    """Write for some requirements what the office found: (outcome, note); an empty outcome unsays it."""
    _refuse_if_decided(application)
    for requirement, (outcome, note) in found.items():
        if requirement.call_id != application.call_id:
            raise UnableToDecide(_("Il requisito è di un altro avviso."))
        kept = Check.objects.filter(application=application, requirement=requirement)
        if not outcome:
            kept.delete()
            continue
        Check.objects.update_or_create(
            application=application,
            requirement=requirement,
            defaults={"outcome": Finding(outcome), "note": note.strip()},
        )
    return application


@command("participation.ask_integration", needs="participation.keep_calls")
def ask_integration(application: Application, *, by: Actor, text: str, on: date, due_on: date) -> Integration:
    """Ask whoever applied to complete the application by a day."""
    _refuse_if_decided(application)
    if not text.strip():
        raise UnableToDecide(_("Serve scrivere che cosa manca."))
    if due_on < on:
        raise UnableToDecide(_("Il termine per integrare è già passato."))
    application.state = ApplicationState.INTEGRATION
    application.save(update_fields=["state"])
    last = application.integrations.aggregate(last=Max("number"))["last"] or 0
    return Integration.objects.create(
        application=application, number=last + 1, asked_on=on, text=text.strip(), due_on=due_on
    )


@command("participation.answer_integration", needs="participation.answer_integration")
def answer_integration(
    integration: Integration, *, by: Actor, answer: str, papers: Sequence[Paper], at: datetime
) -> Integration:
    """Complete an application with what was asked."""
    application = Application.objects.select_for_update(of=("self",)).get(pk=integration.application_id)
    _refuse_if_decided(application)
    if integration.answered_on is not None:
        raise ApplicationRefused(_("A questa richiesta si è già risposto."))
    if not answer.strip() and not papers:
        raise ApplicationRefused(_("Serve una risposta, o un documento."))
    integration.answered_on, integration.answer = timezone.localdate(at), answer.strip()
    integration.save()
    application.state = ApplicationState.RECEIVED
    application.save(update_fields=["state"])
    _keep(application, papers, at)
    return integration


@command("participation.decide_application", needs="participation.keep_calls")
def decide_application(
    application: Application, *, by: Actor, state: str, reason: str = "", on: date
) -> Application:
    """Admit, exclude with a reason, write that it was withdrawn, or open it again."""
    _refuse_unless_published(application.call)
    decided, reason = ApplicationState(state), reason.strip()
    if decided == ApplicationState.EXCLUDED and not reason:
        raise UnableToDecide(_("Chi è escluso ha diritto di sapere perché."))
    if decided == ApplicationState.ADMITTED:
        _refuse_unmet(application)
    application.state, application.reason = decided, reason
    application.decided_on = on if application.is_decided else None
    application.save(update_fields=["state", "reason", "decided_on"])
    return application


def _arrived(
    call: Call,
    facts: ApplicantFacts,
    papers: Sequence[Paper],
    arrival: Arrival,
    at: datetime,
    *,
    is_synthetic: bool = False,
) -> Application:
    last = call.applications.aggregate(last=Max("number"))["last"] or 0
    application = Application(
        call=call,
        number=last + 1,
        channel=arrival.channel,
        received_at=arrival.received_at,
        protocol=arrival.protocol.strip(),
        is_synthetic=is_synthetic,
    )
    _put(application, facts)
    _save(application, facts)
    _keep(application, papers, at)
    return application


def _put(application: Application, facts: ApplicantFacts) -> None:
    for name in WORDS:
        setattr(application, name, getattr(facts, name).strip())
    application.kind, application.tax_code = facts.kind, normalised(facts.tax_code)
    call, tax_code = application.call, application.tax_code
    known = Organisation.objects.filter(district=call.district)
    application.organisation = (
        known.filter(tax_code=tax_code).first()
        if tax_code
        else known.filter(name__iexact=facts.name.strip()).first()
    )
    if not application.name or not application.represented_by:
        raise ApplicationRefused(_("Servono il nome dell'organizzazione e quello di chi la rappresenta."))
    others = call.applications.exclude(pk=application.pk)
    if application.organisation is not None and others.filter(organisation=application.organisation).exists():
        raise ApplicationRefused(_("«%(name)s» ha già fatto domanda.") % {"name": application.name})
    if tax_code and others.filter(tax_code=tax_code).exists():
        raise ApplicationRefused(_("Con questo codice fiscale è già arrivata una domanda."))


def _save(application: Application, facts: ApplicantFacts) -> None:
    offered = set(application.call.labs.values_list("pk", flat=True))
    if any(lab.pk not in offered for lab in facts.labs):
        raise ApplicationRefused(_("Si sceglie fra i laboratori dell'avviso."))
    if offered and not facts.labs:
        raise ApplicationRefused(_("Serve scegliere almeno un laboratorio."))
    application.save()
    application.labs.set(facts.labs)


def _keep(application: Application, papers: Sequence[Paper], at: datetime) -> None:
    if len(papers) + application.files.count() > MOST_FILES:
        raise ApplicationRefused(_("I documenti sono troppi: al massimo %(most)d.") % {"most": MOST_FILES})
    for paper in papers:
        kept = attachment(district=application.district, name=paper.name, content=paper.content, at=at)
        kept.save()
        ApplicationFile.objects.create(application=application, attachment=kept)


def _refuse_unless_published(call: Call) -> None:
    if call.state != CallState.PUBLISHED:
        raise ApplicationRefused(_("L'avviso non è pubblicato, o il suo esito è già scritto."))


def _refuse_if_decided(application: Application) -> None:
    _refuse_unless_published(application.call)
    if application.is_decided:
        raise UnableToDecide(_("La domanda è già decisa: prima va riaperta."))


def _refuse_unmet(application: Application) -> None:
    met = set(application.checks.filter(outcome=Finding.MET).values_list("requirement_id", flat=True))
    unmet = [str(each) for each in application.call.requirements.order_by("number") if each.pk not in met]
    if unmet:
        raise UnableToDecide(
            _("Per ammettere mancano questi requisiti: %(what)s.") % {"what": "; ".join(unmet)}
        )
