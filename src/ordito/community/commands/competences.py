"""Deeds on what an organisation puts at the community's disposal."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from ordito.community.codes import code_of, free_code
from ordito.community.models import Competence, CompetenceKind, UserArea
from ordito.core.command import command
from ordito.core.period import in_force
from ordito.core.refused import Refused

if TYPE_CHECKING:
    from datetime import date

    from ordito.community.models import Organisation
    from ordito.core.models import Actor

LONGEST_DESCRIPTION = 300


class CompetenceRefused(Refused):
    """The competence or the resource cannot be written as asked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CompetenceFacts:
    """What is offered, and for whom; no user area means everybody."""

    description: str
    kind: str = CompetenceKind.COMPETENCE
    user_area: str = ""


@command("community.offer_competence")
def offer_competence(
    organisation: Organisation,
    *,
    by: Actor,
    facts: CompetenceFacts,
    starts_on: date,
    is_synthetic: bool = False,
) -> Competence:
    """Put a competence or a resource at the community's disposal from a day on."""
    competence = Competence(organisation=organisation, starts_on=starts_on, is_synthetic=is_synthetic)
    _word(competence, facts)
    same = organisation.competences.filter(in_force(starts_on), description__iexact=competence.description)
    if same.exists():
        raise CompetenceRefused(
            _("%(name)s offre già «%(what)s».") % {"name": organisation.name, "what": competence.description}
        )
    taken = set(organisation.competences.values_list("code", flat=True))
    competence.code = free_code(code_of(competence.description, "offerta"), taken)
    competence.save()
    return competence


@command("community.reword_competence", needs="community.tend_competence")
def reword_competence(competence: Competence, *, by: Actor, facts: CompetenceFacts) -> Competence:
    """Say better what is offered; the code stays."""
    _word(competence, facts)
    competence.save()
    return competence


@command("community.withdraw_competence", needs="community.tend_competence")
def withdraw_competence(competence: Competence, *, by: Actor, ends_before: date) -> Competence:
    """Stop offering from a day on: it stays written that it was offered until then."""
    if ends_before <= competence.starts_on:
        raise CompetenceRefused(
            _(
                "Non si può ritirare prima del giorno in cui è stata offerta. "
                "Se è stata scritta per errore, si può cancellare."
            )
        )
    competence.ends_before = ends_before
    competence.save(update_fields=["ends_before"])
    return competence


@command("community.resume_competence", needs="community.tend_competence")
def resume_competence(competence: Competence, *, by: Actor) -> Competence:
    """Offer again what was withdrawn by mistake, as if it had never been."""
    competence.ends_before = None
    competence.save(update_fields=["ends_before"])
    return competence


@command("community.strike_competence", needs="community.tend_competence")
def strike_competence(competence: Competence, *, by: Actor) -> None:
    """Take away an offer that was never true; the journal remembers it."""
    competence.delete()


def _word(competence: Competence, facts: CompetenceFacts) -> None:
    competence.description = " ".join(facts.description.split())
    competence.kind, competence.user_area = facts.kind, facts.user_area
    if not competence.description:
        raise CompetenceRefused(_("Serve dire che cosa si offre."))
    if len(competence.description) > LONGEST_DESCRIPTION:
        raise CompetenceRefused(_("Che cosa si offre va detto in al massimo 300 caratteri."))
    if facts.kind not in CompetenceKind.values:
        raise CompetenceRefused(_("Il tipo «%(kind)s» non esiste.") % {"kind": facts.kind})
    if facts.user_area and facts.user_area not in UserArea.values:
        raise CompetenceRefused(_("L'area di utenza «%(area)s» non esiste.") % {"area": facts.user_area})
