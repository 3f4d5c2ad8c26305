"""Deeds on a call: written, published with its days counted, extended, revoked, concluded."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ordito.community.codes import code_of, free_code
from ordito.core.command import command
from ordito.core.refused import Refused
from ordito.participation.models import (
    Call,
    CallKind,
    CallState,
    Commissioner,
    Criterion,
    Initiative,
    Requirement,
)
from ordito.participation.models.calls import DAYS_ASKED

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from decimal import Decimal

    from ordito.community.models import Organisation
    from ordito.core.models import Actor, District
    from ordito.governance.models import Body


class CallRefused(Refused):
    """The call cannot be written as asked."""


class UnableToPublish(Refused):
    """Something that a notice must say is missing, or its days are too few."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CallFacts:
    """What a notice says."""

    title: str
    kind: str = CallKind.INTEREST
    initiative: str = Initiative.BODY
    requested_by: Organisation | None = None
    mandated_by: Body | None = None
    starting_act: str = ""
    officer: str = ""
    purpose: str = ""
    frame: str = ""
    terms: str = ""
    timing: str = ""
    conclusion: str = ""
    transparency: str = ""
    labs: tuple[Body, ...] = ()
    requirements: tuple[str, ...] = ()
    criteria: tuple[tuple[str, Decimal], ...] = ()
    commission: tuple[tuple[str, str], ...] = ()


WORDS = (
    "title",
    "officer",
    "purpose",
    "frame",
    "terms",
    "timing",
    "conclusion",
    "transparency",
    "starting_act",
)
PLAIN = ("kind", "initiative", "requested_by", "mandated_by")


@command("participation.write_call", needs="participation.keep_calls")
def write_call(district: District, *, by: Actor, facts: CallFacts, is_synthetic: bool = False) -> Call:
    """Begin a call; nobody outside sees it until it is published."""
    call = Call(district=district, is_synthetic=is_synthetic)
    taken = set(Call.objects.filter(district=district).values_list("code", flat=True))
    call.code = free_code(code_of(facts.title, "avviso"), taken)
    _put(call, facts)
    return call


@command("participation.rewrite_call", needs="participation.keep_calls")
def rewrite_call(call: Call, *, by: Actor, facts: CallFacts) -> Call:
    """Write a call anew, as long as nobody outside has read it."""
    if call.state != CallState.DRAFT:
        raise CallRefused(
            _("L'avviso è pubblicato: il testo non si cambia più. Si può prorogare, o revocare e rifare.")
        )
    _put(call, facts)
    return call


@command("participation.strike_call", needs="participation.keep_calls")
def strike_call(call: Call, *, by: Actor) -> None:
    """Take away a call that was never published."""
    if call.state != CallState.DRAFT:
        raise CallRefused(_("Un avviso pubblicato non si cancella: si revoca, dicendo perché."))
    call.delete()


@command("participation.publish_call", needs="participation.keep_calls")
def publish_call(call: Call, *, by: Actor, on: date, closes_on: date, shorter_because: str = "") -> Call:
    """Publish a call from a day to a last day; fewer days than the law of a region asks need a reason."""
    if call.state != CallState.DRAFT:
        raise UnableToPublish(_("L'avviso è già stato pubblicato."))
    missing = missing_of(call)
    if missing:
        raise UnableToPublish(_("Prima di pubblicare manca: %(what)s.") % {"what": ", ".join(missing)})
    days = (closes_on - on).days
    if days < 1:
        raise UnableToPublish(_("L'ultimo giorno viene dopo quello della pubblicazione."))
    if days < DAYS_ASKED and not shorter_because.strip():
        counted = ngettext("%(days)d giorno", "%(days)d giorni", days) % {"days": days}
        raise UnableToPublish(
            _("Sono %(counted)s di pubblicazione, meno di %(asked)d: serve dire perché.")
            % {"counted": counted, "asked": DAYS_ASKED}
        )
    call.state, call.published_on, call.closes_on = CallState.PUBLISHED, on, closes_on
    call.shorter_because = shorter_because.strip() if days < DAYS_ASKED else ""
    call.save()
    return call


@command("participation.extend_call", needs="participation.keep_calls")
def extend_call(call: Call, *, by: Actor, closes_on: date) -> Call:
    """Give more days to whoever wants to apply."""
    if call.state != CallState.PUBLISHED or call.closes_on is None:
        raise CallRefused(_("Si proroga un avviso pubblicato e non ancora concluso."))
    if closes_on <= call.closes_on:
        raise CallRefused(_("Una proroga sposta l'ultimo giorno più avanti."))
    call.closes_on = closes_on
    call.save(update_fields=["closes_on"])
    return call


@command("participation.revoke_call", needs="participation.keep_calls")
def revoke_call(call: Call, *, by: Actor, because: str) -> Call:
    """Take back a published call, and say why."""
    if call.state != CallState.PUBLISHED:
        raise CallRefused(_("Si revoca un avviso pubblicato e non ancora concluso."))
    if not because.strip():
        raise CallRefused(_("Chi ha letto l'avviso ha diritto di sapere perché è revocato."))
    call.state, call.revoked_because = CallState.REVOKED, because.strip()
    call.save(update_fields=["state", "revoked_because"])
    return call


def missing_of(call: Call) -> list[str]:
    """What a notice must say and does not say yet (D.Lgs. 117/2017 art. 55, DM 72/2021)."""
    asked = {
        _("il responsabile del procedimento"): call.officer,
        _("l'oggetto"): call.purpose,
        _("come si partecipa"): call.terms,
        _("i tempi"): call.timing,
        _("come si conclude"): call.conclusion,
        _("la trasparenza"): call.transparency,
        _("almeno un requisito"): call.requirements.exists(),
    }
    if call.initiative == Initiative.THIRD_SECTOR:
        asked[_("chi l'ha chiesto")] = call.requested_by_id
    if call.kind == CallKind.CO_DESIGN:
        asked |= {
            _("il quadro progettuale ed economico"): call.frame,
            _("i criteri di valutazione"): call.criteria.exists(),
            _("la commissione"): call.commission.exists(),
        }
    return [what for what, said in asked.items() if not said]


def _put(call: Call, facts: CallFacts) -> None:
    if not facts.title.strip():
        raise CallRefused(_("Un avviso ha un titolo."))
    for name in WORDS:
        setattr(call, name, getattr(facts, name).strip())
    for name in PLAIN:
        setattr(call, name, getattr(facts, name))
    named: list[Body | Organisation] = [*facts.labs]
    named += [each for each in (facts.requested_by, facts.mandated_by) if each is not None]
    if any(each.district_id != call.district_id for each in named):
        raise CallRefused(_("Organismi e organizzazioni di un avviso sono dello stesso ambito."))
    call.save()
    call.labs.set(facts.labs)
    _number(call, facts)


def _number(call: Call, facts: CallFacts) -> None:
    """Write requirements, criteria and commission anew: a draft has no checks and no points to lose."""
    for rows in (call.requirements, call.criteria, call.commission):
        rows.all().delete()
    Requirement.objects.bulk_create(
        Requirement(call=call, number=number, text=text)
        for number, text in enumerate(_without_repeats(facts.requirements), start=1)
    )
    Criterion.objects.bulk_create(
        Criterion(call=call, number=number, text=text, most=most)
        for number, (text, most) in enumerate(facts.criteria, start=1)
    )
    Commissioner.objects.bulk_create(
        Commissioner(call=call, number=number, name=name, role=role)
        for number, (name, role) in enumerate(facts.commission, start=1)
    )


def _without_repeats(texts: Sequence[str]) -> list[str]:
    return list(dict.fromkeys(text.strip() for text in texts if text.strip()))
