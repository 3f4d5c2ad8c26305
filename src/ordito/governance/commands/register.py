"""Deeds on bodies and on the mandates that they are given."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from ordito.community.codes import code_of, free_code
from ordito.core.command import command, journal
from ordito.core.models import District
from ordito.core.refused import Refused
from ordito.governance.models import Body, BodyKind, Mandate, MeetingState

if TYPE_CHECKING:
    from datetime import date

    from ordito.core.models import Actor
    from ordito.governance.models import Membership

RESERVED_CODES = frozenset(
    {"nuovo", "documenti", "calendario", "incontri", "decisioni", "compiti", "verbali", "presenze"}
)
"""Words that stand in addresses where the code of a body stands."""


class BodyRefused(Refused):
    """The body cannot be written as asked."""


class MandateRefused(Refused):
    """The mandate cannot be written as asked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyFacts:
    """What is written of a body: the same facts when it is added and when it is changed."""

    name: str
    kind: str = BodyKind.OTHER
    role: str = ""
    mandated_by: Body | None = None
    way_of_working: str = ""
    goes_on: str = ""
    quorum_percent: int | None = None
    is_public: bool = True
    starts_on: date | None = None


@command("governance.add_body", needs="governance.keep_register")
def add_body(district: District, *, by: Actor, facts: BodyFacts, code: str = "") -> Body:
    """Add a body to a district; a missing code is taken from the name."""
    body = Body(district=district, code=_free_code(district, code, facts.name))
    _write(body, facts)
    return body


@command("governance.update_body", needs="governance.keep_register")
def update_body(body: Body, *, by: Actor, facts: BodyFacts) -> Body:
    """Change how a body presents itself and to whom it answers."""
    _one_change_of_the_tree_at_a_time(body.district)
    _write(body, facts)
    return body


@command("governance.end_body", needs="governance.keep_register")
def end_body(body: Body, *, by: Actor, ends_before: date) -> Body:
    """Close a body from a day: its seats and mandates end with it, and what it did stays written."""
    if body.starts_on is not None and ends_before <= body.starts_on:
        raise BodyRefused(_("L'organismo non può finire prima di cominciare."))
    alive = body.mandates_to.exclude(ends_before__lte=ends_before).order_by("name")
    if names := ", ".join(below.name for below in alive):
        raise BodyRefused(
            _("Rispondono ancora a questo organismo: %(names)s. Prima chiuderli, o dire a chi rispondono.")
            % {"names": names}
        )
    still = body.meetings.filter(date__gte=ends_before).exclude(state=MeetingState.CANCELLED)
    if meeting := still.order_by("date").first():
        raise BodyRefused(
            _("C'è un incontro il %(day)s, dopo la chiusura: annullarlo o spostarlo prima.")
            % {"day": f"{meeting.date:%d/%m/%Y}"}
        )
    for seat in body.memberships.exclude(ends_before__lte=ends_before):
        if ends_before <= seat.starts_on:
            raise BodyRefused(_("Un'adesione comincia dopo la chiusura: toglierla o correggerla prima."))
        _end_with_body("governance.end_membership", seat, by=by, ends_before=ends_before)
    for mandate in body.mandates.exclude(ends_before__lte=ends_before):
        if mandate.date is not None and ends_before <= mandate.date:
            raise BodyRefused(_("C'è un mandato dato dopo la chiusura: correggerlo prima."))
        _end_with_body("governance.close_mandate", mandate, by=by, ends_before=ends_before)
    body.ends_before = ends_before
    body.save(update_fields=["ends_before"])
    return body


@command("governance.reopen_body", needs="governance.keep_register")
def reopen_body(body: Body, *, by: Actor) -> Body:
    """Take back the closing of a body; the seats and mandates that ended with it stay ended."""
    body.ends_before = None
    body.save(update_fields=["ends_before"])
    return body


@command("governance.give_mandate", needs="governance.keep_register")
def give_mandate(
    body: Body,
    *,
    by: Actor,
    object: str,  # noqa: A002 - the field's own name
    mandated_by: Body | None = None,
    date: date | None = None,
    ends_before: date | None = None,
) -> Mandate:
    """Write what a body is asked to do, by whom, on which day (blank when nobody knows), until when."""
    mandate = Mandate(
        body=body, object=object.strip(), mandated_by=mandated_by, date=date, ends_before=ends_before
    )
    return _written(mandate)


@command("governance.amend_mandate", needs="governance.keep_register")
def amend_mandate(
    mandate: Mandate,
    *,
    by: Actor,
    object: str,  # noqa: A002 - the field's own name
    mandated_by: Body | None = None,
    date: date | None = None,
    ends_before: date | None = None,
) -> Mandate:
    """Complete or correct a mandate, as when its day is found in an old deed."""
    mandate.object, mandate.mandated_by = object.strip(), mandated_by
    mandate.date, mandate.ends_before = date, ends_before
    return _written(mandate)


@command("governance.close_mandate", needs="governance.keep_register")
def close_mandate(mandate: Mandate, *, by: Actor, ends_before: date) -> Mandate:
    """Say from which day a mandate no longer holds."""
    if mandate.date is not None and ends_before <= mandate.date:
        raise MandateRefused(_("Il mandato non può finire prima di cominciare."))
    mandate.ends_before = ends_before
    mandate.save(update_fields=["ends_before"])
    return mandate


def _one_change_of_the_tree_at_a_time(district: District) -> None:
    District.objects.select_for_update(no_key=True).get(pk=district.pk)


def _write(body: Body, facts: BodyFacts) -> None:
    name = " ".join(facts.name.split())
    if not name:
        raise BodyRefused(_("Serve il nome dell'organismo."))
    if facts.kind not in BodyKind.values:
        raise BodyRefused(_("Il tipo «%(kind)s» non esiste.") % {"kind": facts.kind})
    if facts.mandated_by is not None:
        _refuse_circle(body, facts.mandated_by)
    if facts.starts_on is not None and body.ends_before is not None and body.ends_before <= facts.starts_on:
        raise BodyRefused(_("L'organismo non può finire prima di cominciare."))
    for field in fields(facts):
        value = getattr(facts, field.name)
        setattr(body, field.name, value.strip() if isinstance(value, str) else value)
    body.name = name
    body.save()


def _free_code(district: District, asked: str, name: str) -> str:
    stem = code_of(asked or name, "organismo")
    taken = RESERVED_CODES.union(
        Body.objects.filter(district=district, code__startswith=stem).values_list("code", flat=True)
    )
    if asked and stem in taken:
        raise BodyRefused(_("Il codice «%(code)s» è già usato: sceglierne un altro.") % {"code": stem})
    return free_code(stem, taken)


def _end_with_body(deed: str, row: Membership | Mandate, *, by: Actor, ends_before: date) -> None:
    before, row.ends_before = row.ends_before, ends_before
    row.save(update_fields=["ends_before"])
    journal(deed, by=by, subject=row, changes={"ends_before": [before, ends_before]})


def _refuse_circle(body: Body, above: Body) -> None:
    if above.district_id != body.district_id:
        raise BodyRefused(_("Un organismo risponde a un organismo dello stesso ambito."))
    step: Body | None = above
    while step is not None:
        if step.pk == body.pk and body.pk is not None:
            raise BodyRefused(
                _("«%(body)s» non può rispondere a «%(above)s»: sarebbe, a giri, mandante di se stesso.")
                % {"body": body.name, "above": above.name}
            )
        step = step.mandated_by


def _written(mandate: Mandate) -> Mandate:
    above, day, end = mandate.mandated_by, mandate.date, mandate.ends_before
    if not mandate.object:
        raise MandateRefused(_("Serve l'oggetto: che cosa si chiede all'organismo."))
    if above is not None and above.pk == mandate.body_id:
        raise MandateRefused(_("Nessun organismo dà mandato a se stesso."))
    if above is not None and above.district_id != mandate.body.district_id:
        raise MandateRefused(_("Il mandato viene da un organismo dello stesso ambito."))
    if day is not None and end is not None and end <= day:
        raise MandateRefused(_("Il mandato non può finire prima di cominciare."))
    same = Mandate.objects.filter(body=mandate.body, mandated_by=above, date=day)
    if same.exclude(pk=mandate.pk).exists():
        raise MandateRefused(
            _("C'è già un mandato di quel giorno dallo stesso organismo: completare quello.")
        )
    mandate.save()
    return mandate
