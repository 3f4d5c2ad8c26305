"""The commission's points, and the outcome of a call: who is admitted sits in the labs they chose."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ordito.community.commands import Contacts, OrganisationFacts, add_organisation
from ordito.core.command import command
from ordito.core.refused import Refused
from ordito.governance.commands.members import admit_member
from ordito.governance.models import Membership
from ordito.participation.models import (
    Application,
    ApplicationState,
    Call,
    CallState,
    Commissioner,
    Conflict,
    Criterion,
    Score,
)
from ordito.participation.models.applications import DECIDED

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from decimal import Decimal

    from ordito.community.models import Organisation
    from ordito.core.models import Actor


class UnableToScore(Refused):
    """These points cannot be given."""


class UnableToConclude(Refused):
    """The outcome cannot be published yet."""


@command("participation.declare_conflicts", needs="participation.keep_calls")
def declare_conflicts(
    commissioner: Commissioner, *, by: Actor, conflicts: Mapping[Application, str], on: date
) -> Commissioner:
    """Write a commissioner's declaration: the applications in which they have an interest, or none."""
    _refuse_unless_published(commissioner.call)
    if any(application.call_id != commissioner.call_id for application in conflicts):
        raise UnableToScore(_("La domanda è di un altro avviso."))
    commissioner.conflicts.all().delete()
    Conflict.objects.bulk_create(
        Conflict(commissioner=commissioner, application=application, text=text.strip() or _("dichiarato"))
        for application, text in conflicts.items()
    )
    commissioner.scores.filter(application__in=list(conflicts)).delete()
    commissioner.declared_on = on
    commissioner.save(update_fields=["declared_on"])
    return commissioner


@command("participation.score_application", needs="participation.keep_calls")
def score_application(
    application: Application,
    *,
    by: Actor,
    points: Mapping[tuple[Criterion, Commissioner], Decimal | None],
) -> Application:
    """Write the points that commissioners give; None takes them back."""
    _refuse_unless_published(application.call)
    for (criterion, commissioner), given in points.items():
        _refuse_points(application, criterion, commissioner, given)
        if given is None:
            application.scores.filter(criterion=criterion, commissioner=commissioner).delete()
            continue
        Score.objects.update_or_create(
            application=application,
            criterion=criterion,
            commissioner=commissioner,
            defaults={"points": given},
        )
    return application


@command("participation.conclude_call", needs="participation.keep_calls")
def conclude_call(call: Call, *, by: Actor, on: date) -> Call:
    """Publish the outcome; from this day whoever is admitted is a member of the labs they chose."""
    if call.state != CallState.PUBLISHED:
        raise UnableToConclude(_("Si conclude un avviso pubblicato."))
    if call.closes_on is None or on <= call.closes_on:
        raise UnableToConclude(_("L'avviso accetta ancora domande: l'esito viene dopo l'ultimo giorno."))
    waiting = call.applications.exclude(state__in=DECIDED).count()
    if waiting:
        raise UnableToConclude(
            ngettext("C'è %(n)d domanda da decidere.", "Ci sono %(n)d domande da decidere.", waiting)
            % {"n": waiting}
        )
    admitted = call.applications.filter(state=ApplicationState.ADMITTED).order_by("number")
    for application in admitted.prefetch_related("labs"):
        _seat(application, by, on)
    call.state, call.result_on = CallState.CONCLUDED, on
    call.save(update_fields=["state", "result_on"])
    return call


def _seat(application: Application, by: Actor, on: date) -> None:
    organisation = application.organisation or _registered(application, by)
    for lab in application.labs.all():
        sits = Membership.objects.filter(
            Q(ends_before__isnull=True) | Q(ends_before__gt=on), body=lab, organisation=organisation
        )
        if not sits.exists():
            admit_member(lab, by=by, member=organisation, starts_on=on)


def _registered(application: Application, by: Actor) -> Organisation:
    """The organisation of an application that the register did not know."""
    facts = OrganisationFacts(
        name=application.name,
        kind=application.kind,
        tax_code=application.tax_code,
        contacts=Contacts(
            email=application.email, certified_email=application.certified_email, phone=application.phone
        ),
    )
    application.organisation = add_organisation(
        application.district, by=by, facts=facts, despite_similar=True, is_synthetic=application.is_synthetic
    )
    application.save(update_fields=["organisation"])
    return application.organisation


def _refuse_points(
    application: Application, criterion: Criterion, commissioner: Commissioner, given: Decimal | None
) -> None:
    if criterion.call_id != application.call_id or commissioner.call_id != application.call_id:
        raise UnableToScore(_("Il criterio è di un altro avviso."))
    if commissioner.declared_on is None:
        raise UnableToScore(
            _("%(name)s deve prima dichiarare se ha conflitti di interesse.") % {"name": commissioner.name}
        )
    if commissioner.conflicts.filter(application=application).exists():
        raise UnableToScore(
            _("%(name)s ha dichiarato un conflitto: non valuta questa domanda.") % {"name": commissioner.name}
        )
    if given is not None and not 0 <= given <= criterion.most:
        raise UnableToScore(
            _("«%(criterion)s» dà da 0 a %(most)s punti.") % {"criterion": criterion, "most": criterion.most}
        )


def _refuse_unless_published(call: Call) -> None:
    if call.state != CallState.PUBLISHED:
        raise UnableToScore(_("L'avviso non è pubblicato, o il suo esito è già scritto."))
