"""Deeds on those who speak for an organisation: appointed, replaced, ended; what was true stays written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from ordito.community.commands.register import PersonFacts, add_person
from ordito.community.models import Delegate, DelegateKind, Organisation
from ordito.core.command import command
from ordito.core.period import Period
from ordito.core.refused import Refused

if TYPE_CHECKING:
    from datetime import date

    from ordito.community.models import Person
    from ordito.core.models import Actor


class DelegateRefused(Refused):
    """The delegation cannot be written as asked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Nomination:
    """Who is to speak for an organisation: somebody of the register or a newcomer, and in whose place."""

    who: Person | PersonFacts
    kind: str = DelegateKind.DELEGATE
    period: Period
    in_place_of: Delegate | None = None
    despite_similar: bool = False


@command("community.appoint_delegate", needs="community.tend_register")
def appoint_delegate(
    organisation: Organisation,
    *,
    by: Actor,
    person: Person,
    period: Period,
    kind: str = DelegateKind.DELEGATE,
) -> Delegate:
    """Let a person speak for an organisation, as representative, delegate or alternate, for a period."""
    return _appointed(organisation, person, period, kind)


@command("community.replace_delegate", needs="community.tend_register")
def replace_delegate(
    delegate: Delegate, *, by: Actor, person: Person, period: Period, kind: str = ""
) -> Delegate:
    """Let another person speak: the earlier delegation is closed when the new one starts, not overwritten."""
    if person.pk == delegate.person_id and kind in ("", delegate.kind):
        raise DelegateRefused(_("%(name)s ha già questa delega.") % {"name": person.name})
    if delegate.ends_before is None or delegate.ends_before > period.starts_on:
        end_delegation(delegate, by=by, ends_before=period.starts_on)
    return _appointed(delegate.organisation, person, period, kind or delegate.kind)


@command("community.end_delegation", needs="community.tend_register")
def end_delegation(delegate: Delegate, *, by: Actor, ends_before: date) -> Delegate:
    """Close a delegation: from that day the person speaks no more for the organisation."""
    if ends_before <= delegate.starts_on:
        raise DelegateRefused(
            _(
                "La delega di %(name)s comincia il %(day)s e non può finire prima. "
                "Se è stata scritta per errore, si può cancellare."
            )
            % {"name": delegate.person.name, "day": date_format(delegate.starts_on, "d/m/Y")}
        )
    delegate.ends_before = ends_before
    _refuse_overlap(delegate)
    delegate.save(update_fields=["ends_before"])
    return delegate


@command("community.resume_delegation", needs="community.tend_register")
def resume_delegation(delegate: Delegate, *, by: Actor) -> Delegate:
    """Open again a delegation that was closed by mistake: nobody knows its end any more."""
    delegate.ends_before = None
    _refuse_overlap(delegate)
    delegate.save(update_fields=["ends_before"])
    return delegate


@command("community.strike_delegation", needs="community.tend_register")
def strike_delegation(delegate: Delegate, *, by: Actor) -> None:
    """Take away a delegation that was never true; the journal remembers it."""
    delegate.delete()


def nominate(organisation: Organisation, *, by: Actor, nomination: Nomination) -> Delegate:
    """Do in one go what a nomination asks: write the newcomer, close the earlier delegation, appoint."""
    with transaction.atomic():
        person = nomination.who
        if isinstance(person, PersonFacts):
            person = add_person(
                organisation.district, by=by, facts=person, despite_similar=nomination.despite_similar
            )
        earlier, period, kind = nomination.in_place_of, nomination.period, nomination.kind
        if earlier is None:
            return appoint_delegate(organisation, by=by, person=person, period=period, kind=kind)
        if earlier.organisation_id != organisation.pk:
            raise DelegateRefused(
                _("Si può prendere il posto solo di chi parla per la stessa organizzazione.")
            )
        return replace_delegate(earlier, by=by, person=person, period=period, kind=kind)


def _appointed(organisation: Organisation, person: Person, period: Period, kind: str) -> Delegate:
    if kind not in DelegateKind.values:
        raise DelegateRefused(_("La veste «%(kind)s» non esiste.") % {"kind": kind})
    if person.district_id != organisation.district_id:
        raise DelegateRefused(_("%(name)s è di un altro ambito.") % {"name": person.name})
    if period.ends_before is not None and period.ends_before <= period.starts_on:
        raise DelegateRefused(_("Una delega non può finire prima di cominciare."))
    delegate = Delegate(organisation=organisation, person=person, kind=kind, starts_on=period.starts_on)
    delegate.ends_before = period.ends_before
    _refuse_overlap(delegate)
    delegate.save()
    return delegate


def _refuse_overlap(delegate: Delegate) -> None:
    others = Delegate.objects.filter(
        organisation=delegate.organisation_id, person=delegate.person_id, kind=delegate.kind
    ).exclude(pk=delegate.pk)
    others = others.filter(Q(ends_before__isnull=True) | Q(ends_before__gt=delegate.starts_on))
    if delegate.ends_before is not None:
        others = others.filter(starts_on__lt=delegate.ends_before)
    other = others.order_by("starts_on").first()
    if other is not None:
        raise DelegateRefused(
            _(
                "%(name)s è già %(kind)s di %(organisation)s dal %(day)s: "
                "i periodi non si possono sovrapporre."
            )
            % {
                "name": delegate.person.name,
                "kind": delegate.get_kind_display(),
                "organisation": delegate.organisation.name,
                "day": date_format(other.starts_on, "d/m/Y"),
            }
        )
