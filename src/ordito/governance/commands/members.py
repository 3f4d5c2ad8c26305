"""Deeds on the seats of a body: who sits there, from when to when, formally or by invitation."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict, Unpack

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from ordito.community.models import Organisation
from ordito.core.command import command
from ordito.core.refused import Refused
from ordito.governance.models import Attendance, Body, Membership

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from ordito.community.models import Person
    from ordito.core.models import Actor


class Seat(TypedDict):
    """What is written of a seat, besides who sits on it."""

    starts_on: date
    ends_before: date | None
    role: str
    is_formal: bool


class SeatRefused(Refused):
    """The seat cannot be written as asked."""


@command("governance.admit_member", needs="governance.keep_register")
def admit_member(
    body: Body,
    *,
    by: Actor,
    member: Organisation | Person,
    starts_on: date,
    ends_before: date | None = None,
    role: str = "",
    is_formal: bool = True,
) -> Membership:
    """Give a seat to an organisation, or to a person in their own name."""
    if member.district_id != body.district_id:
        raise SeatRefused(_("Chi entra in un organismo è dello stesso ambito."))
    seat = Membership(
        body=body, starts_on=starts_on, ends_before=ends_before, role=role.strip(), is_formal=is_formal
    )
    if isinstance(member, Organisation):
        seat.organisation = member
    else:
        seat.person = member
    return _written(seat)


def admit_all(
    body: Body, *, by: Actor, members: Iterable[Organisation | Person], **seat: Unpack[Seat]
) -> list[Membership]:
    """Give the same seat to many, all or none: each is a deed of its own."""
    with transaction.atomic():
        return [admit_member(body, by=by, member=member, **seat) for member in members]


@command("governance.amend_membership", needs="governance.keep_register")
def amend_membership(
    membership: Membership,
    *,
    by: Actor,
    starts_on: date,
    ends_before: date | None = None,
    role: str = "",
    is_formal: bool = True,
) -> Membership:
    """Correct what was written wrong of a seat."""
    membership.starts_on, membership.ends_before = starts_on, ends_before
    membership.role, membership.is_formal = role.strip(), is_formal
    return _written(membership)


@command("governance.end_membership", needs="governance.keep_register")
def end_membership(membership: Membership, *, by: Actor, ends_before: date) -> Membership:
    """End a seat from a day; what it was until then stays written."""
    if ends_before <= membership.starts_on:
        raise SeatRefused(_("L'adesione non può finire prima di cominciare: se è un errore, toglierla."))
    membership.ends_before = ends_before
    membership.save(update_fields=["ends_before"])
    return membership


@command("governance.make_formal", needs="governance.keep_register")
def make_formal(membership: Membership, *, by: Actor, on: date) -> Membership:
    """Make formal from a day the seat of somebody who was invited: until then it stays an invitation."""
    if membership.is_formal:
        raise SeatRefused(_("L'adesione è già formalizzata."))
    if membership.ends_before is not None and membership.ends_before <= on:
        raise SeatRefused(_("L'adesione è già finita quel giorno."))
    if on <= membership.starts_on:
        membership.is_formal = True
        membership.save(update_fields=["is_formal"])
        return membership
    ends, membership.ends_before = membership.ends_before, on
    membership.save(update_fields=["ends_before"])
    return Membership.objects.create(
        body=membership.body,
        organisation=membership.organisation,
        person=membership.person,
        role=membership.role,
        is_formal=True,
        starts_on=on,
        ends_before=ends,
    )


@command("governance.remove_membership", needs="governance.keep_register")
def remove_membership(membership: Membership, *, by: Actor) -> None:
    """Take away a seat that was written by mistake; one with attendance can only end."""
    period = Q(meeting__date__gte=membership.starts_on)
    if membership.ends_before is not None:
        period &= Q(meeting__date__lt=membership.ends_before)
    came = Attendance.objects.filter(
        period,
        meeting__body=membership.body,
        organisation=membership.organisation,
        person=membership.person,
    )
    if came.exists():
        raise SeatRefused(_("Questa adesione ha già presenze nel registro: si può solo chiudere."))
    membership.delete()


def _written(seat: Membership) -> Membership:
    if seat.ends_before is not None and seat.ends_before <= seat.starts_on:
        raise SeatRefused(_("L'adesione non può finire prima di cominciare."))
    body = seat.body
    if body.starts_on is not None and seat.starts_on < body.starts_on:
        raise SeatRefused(
            _("L'organismo comincia il %(day)s: nessuno vi entra prima.")
            % {"day": f"{body.starts_on:%d/%m/%Y}"}
        )
    if body.ends_before is not None and (seat.ends_before is None or body.ends_before < seat.ends_before):
        raise SeatRefused(
            _("L'organismo finisce il %(day)s: dire che l'adesione finisce entro quel giorno.")
            % {"day": f"{body.ends_before:%d/%m/%Y}"}
        )
    others = Membership.objects.filter(body=body, organisation=seat.organisation, person=seat.person)
    for other in others.exclude(pk=seat.pk):
        if other.period.overlaps(seat.period):
            raise SeatRefused(
                _("%(member)s siede già in questo organismo dal %(day)s: chiudere prima quell'adesione.")
                % {"member": seat.member.name, "day": f"{other.starts_on:%d/%m/%Y}"}
            )
    seat.save()
    return seat
