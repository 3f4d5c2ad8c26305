"""Functions of the social service: who keeps them, at which level, with how many people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.translation import gettext as _

from ordito.core.command import command
from ordito.core.refused import Refused
from ordito.territory.commands.sets import change_set, free_code
from ordito.territory.models import Function, FunctionLevel, Place

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date
    from decimal import Decimal

    from ordito.core.models import Actor


class FunctionRefused(Refused):
    """The function cannot be organised as asked."""


@command("territory.assign_function", needs="territory.tend")
def assign_function(function: Function, *, by: Actor, places: Collection[str] = ()) -> Function:
    """Organise a function out of an unsaved one; `places` are the codes of where it is kept."""
    function.code = function.code or free_code(Function, function.district, function.name)
    _keep(function, places, deed="territory.assign_function", by=by)
    return function


@command("territory.reassign_function", needs="territory.tend")
def reassign_function(  # noqa: PLR0913 - what is said of a function
    function: Function,
    *,
    by: Actor,
    starts_on: date,
    level: str,
    offered_by: str,
    places: Collection[str],
    full_time_workers: Decimal | None,
    full_time_social_workers: Decimal | None,
    notes: str = "",
) -> Function:
    """Keep a function otherwise from a day on: as it was kept before stays written."""
    if starts_on <= function.starts_on:
        raise FunctionRefused(_("Il nuovo assetto deve cominciare dopo quello che sostituisce."))
    after = Function(
        district=function.district,
        code=function.code,
        name=function.name,
        level=level,
        offered_by=offered_by,
        full_time_workers=full_time_workers,
        full_time_social_workers=full_time_social_workers,
        notes=notes,
        starts_on=starts_on,
        ends_before=function.ends_before,
        is_synthetic=function.is_synthetic,
    )
    function.ends_before = starts_on
    function.save(update_fields=["ends_before"])
    _keep(after, places, deed="territory.reassign_function", by=by)
    return after


@command("territory.correct_function", needs="territory.tend")
def correct_function(  # noqa: PLR0913 - what is said of a function
    function: Function,
    *,
    by: Actor,
    name: str,
    starts_on: date,
    level: str,
    offered_by: str,
    places: Collection[str],
    full_time_workers: Decimal | None,
    full_time_social_workers: Decimal | None,
    notes: str = "",
) -> Function:
    """Mend what was written wrongly, as if it had been written rightly from the start."""
    function.name, function.starts_on, function.level = name, starts_on, level
    function.offered_by, function.notes = offered_by, notes
    function.full_time_workers = full_time_workers
    function.full_time_social_workers = full_time_social_workers
    _keep(function, places, deed="territory.correct_function", by=by)
    return function


@command("territory.end_function", needs="territory.tend")
def end_function(function: Function, *, by: Actor, ends_before: date) -> Function:
    """Let a function cease from a day on."""
    if ends_before <= function.starts_on:
        raise FunctionRefused(_("La funzione non può cessare prima di cominciare."))
    if function.ends_before is not None and function.ends_before <= ends_before:
        raise FunctionRefused(_("La funzione è già cessata."))
    function.ends_before = ends_before
    function.save(update_fields=["ends_before"])
    return function


def _keep(function: Function, codes: Collection[str], *, deed: str, by: Actor) -> None:
    """Check that the function can be kept so, and write it with its places."""
    function.name = " ".join(function.name.split())
    if not function.name:
        raise FunctionRefused(_("Serve il nome della funzione."))
    if function.level not in FunctionLevel.values:
        raise FunctionRefused(_("Il livello «%(level)s» non esiste.") % {"level": function.level})
    places = list(Place.objects.filter(district=function.district, code__in=codes))
    unknown = set(codes) - {place.code for place in places}
    if unknown:
        raise FunctionRefused(
            _("Non sono luoghi dell'ambito: %(codes)s.") % {"codes": ", ".join(sorted(unknown))}
        )
    if function.level == FunctionLevel.PLACES and not places:
        raise FunctionRefused(_("Una funzione in luoghi determinati ha bisogno di almeno un luogo."))
    if function.level != FunctionLevel.PLACES and places:
        raise FunctionRefused(_("I luoghi si indicano solo per le funzioni in luoghi determinati."))
    _check_workers(function)
    _check_period(function)
    function.save()
    change_set(function.places, places, deed=deed, by=by, field="places")


def _check_workers(function: Function) -> None:
    workers, social = function.full_time_workers, function.full_time_social_workers
    if any(each is not None and each < 0 for each in (workers, social)):
        raise FunctionRefused(_("Gli operatori non possono essere meno di zero."))
    if workers is not None and social is not None and social > workers:
        raise FunctionRefused(_("Gli assistenti sociali non possono essere più degli operatori."))


def _check_period(function: Function) -> None:
    """One row at a time holds of a function."""
    if function.ends_before is not None and function.ends_before <= function.starts_on:
        raise FunctionRefused(_("La funzione non può cessare prima di cominciare."))
    others = Function.objects.filter(district=function.district, code=function.code).exclude(pk=function.pk)
    others = others.filter(Q(ends_before__isnull=True) | Q(ends_before__gt=function.starts_on))
    if function.ends_before is not None:
        others = others.filter(starts_on__lt=function.ends_before)
    if others.exists():
        raise FunctionRefused(_("In quel periodo la funzione è già organizzata in un altro modo."))
