"""Deeds on agreements: the formal ties of the macro-network."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from ordito.community.codes import code_of, free_code
from ordito.community.models import Agreement, AgreementKind
from ordito.core.attachments import attachment
from ordito.core.command import command, journal
from ordito.core.refused import Refused

if TYPE_CHECKING:
    from datetime import date, datetime

    from ordito.community.models import Organisation
    from ordito.core.models import Actor, District

LONGEST_TITLE = 300


class AgreementRefused(Refused):
    """The agreement cannot be written as asked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementFacts:
    """What the register says of an agreement; days that are not known stay unknown."""

    title: str
    kind: str = AgreementKind.OTHER
    starts_on: date | None = None
    ends_before: date | None = None
    signed_on: date | None = None
    decision: str = ""
    parties: tuple[Organisation, ...] = ()


@command("community.add_agreement", needs="community.tend_register")
def add_agreement(
    district: District, *, by: Actor, facts: AgreementFacts, is_synthetic: bool = False
) -> Agreement:
    """Write an agreement in the register, with its parties."""
    agreement = _worded(Agreement(district=district, is_synthetic=is_synthetic), facts)
    taken = set(Agreement.objects.filter(district=district).values_list("code", flat=True))
    agreement.code = free_code(code_of(agreement.title, "accordo"), taken)
    agreement.save()
    _bind(agreement, facts.parties, by)
    return agreement


@command("community.update_agreement", needs="community.tend_register")
def update_agreement(agreement: Agreement, *, by: Actor, facts: AgreementFacts) -> Agreement:
    """Write the facts and the parties of an agreement anew; its code stays."""
    _worded(agreement, facts).save()
    _bind(agreement, facts.parties, by)
    return agreement


@command("community.end_agreement", needs="community.tend_register")
def end_agreement(agreement: Agreement, *, by: Actor, ends_before: date) -> Agreement:
    """Say that an agreement binds no more from a day on."""
    _refuse_backwards(agreement.starts_on, ends_before)
    agreement.ends_before = ends_before
    agreement.save(update_fields=["ends_before"])
    return agreement


@command("community.attach_document", needs="community.tend_register")
def attach_document(
    agreement: Agreement, *, by: Actor, name: str, content: bytes, at: datetime, is_public: bool = False
) -> Agreement:
    """Attach the signed text, in the place of an earlier one, which stays kept."""
    document = attachment(district=agreement.district, name=name, content=content, at=at)
    document.save()
    agreement.document, agreement.document_is_public = document, is_public
    agreement.save(update_fields=["document", "document_is_public"])
    return agreement


@command("community.detach_document", needs="community.tend_register")
def detach_document(agreement: Agreement, *, by: Actor) -> Agreement:
    """Show the document no more; the file stays kept."""
    agreement.document, agreement.document_is_public = None, False
    agreement.save(update_fields=["document", "document_is_public"])
    return agreement


@command("community.strike_agreement", needs="community.tend_register")
def strike_agreement(agreement: Agreement, *, by: Actor) -> None:
    """Take away an agreement that was never made; the journal remembers it."""
    agreement.delete()


def _worded(agreement: Agreement, facts: AgreementFacts) -> Agreement:
    agreement.title, agreement.decision = " ".join(facts.title.split()), " ".join(facts.decision.split())
    agreement.kind, agreement.signed_on = facts.kind, facts.signed_on
    agreement.starts_on, agreement.ends_before = facts.starts_on, facts.ends_before
    if not agreement.title:
        raise AgreementRefused(_("Serve il titolo dell'accordo."))
    if max(len(agreement.title), len(agreement.decision)) > LONGEST_TITLE:
        raise AgreementRefused(_("Il titolo e l'atto hanno al massimo 300 caratteri."))
    if facts.kind not in AgreementKind.values:
        raise AgreementRefused(_("Il tipo «%(kind)s» non esiste.") % {"kind": facts.kind})
    _refuse_backwards(facts.starts_on, facts.ends_before)
    if any(each.district_id != agreement.district_id for each in facts.parties):
        raise AgreementRefused(_("Le parti devono essere organizzazioni di questo ambito."))
    return agreement


def _refuse_backwards(starts_on: date | None, ends_before: date | None) -> None:
    if starts_on is not None and ends_before is not None and ends_before <= starts_on:
        raise AgreementRefused(_("Un accordo non può finire prima di cominciare."))


def _bind(agreement: Agreement, parties: tuple[Organisation, ...], by: Actor) -> None:
    before = {each.pk: each.name for each in agreement.parties.all()}
    after = {each.pk: each.name for each in parties}
    if before.keys() == after.keys():
        return
    agreement.parties.set(after)
    changed = [sorted(before.values()), sorted(after.values())]
    journal("community.change_parties", by=by, subject=agreement, changes={"parties": changed})
