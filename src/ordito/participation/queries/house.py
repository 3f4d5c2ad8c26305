"""What the participation tells the house: what is due, its deeds in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ordito.core.counting import number
from ordito.core.loop import AtHome, Due
from ordito.core.rules import works_in_plan_office
from ordito.core.waiting import Waiting
from ordito.participation.models import Application, Call, CallState, Integration
from ordito.participation.models.applications import DECIDED
from ordito.participation.queries import deeds, hypothesis_house, paths_at_home

if TYPE_CHECKING:
    from datetime import date

    from ordito.core.models import Actor, District


def at_home(district: District, user: Actor, today: date) -> AtHome:
    """What is open and what is about to end, for everybody; what waits or is late, for the office.

    Calls and paths stand at the station of the governance, which counts its bodies.
    """
    keeps = works_in_plan_office(user, district)
    return AtHome(
        waiting=[
            _calls(district, user, today, keeps=keeps),
            *([_integrations(district, today)] if keeps else []),
            *hypothesis_house.waiting(district, user, today),
            *paths_at_home.waiting(district, user, today),
        ]
    )


def _calls(district: District, user: Actor, today: date, *, keeps: bool) -> Waiting:
    """The calls in which one may still apply, and for the office those whose result is awaited."""
    published = Call.objects.visible_to(user).filter(
        district=district, state=CallState.PUBLISHED, closes_on__isnull=False
    )
    arrived = Application.objects.filter(call=OuterRef("pk"))

    def told(closes_on: date, call: dict[str, Any]) -> Due:
        url = reverse("participation:call", args=[district.slug, call["code"]])
        if today <= closes_on:
            return Due(
                on=closes_on,
                when=_("entro il %(day)s") % {"day": f"{closes_on:%d/%m}"},
                title=_("Avviso aperto: %(title)s") % {"title": call["title"]},
                url=url,
                detail=_received(call["received"]) if keeps else "",
                urgency="soon",
            )
        return Due(
            on=closes_on,
            when=_("da concludere"),
            title=_("Esito dell'avviso %(title)s") % {"title": call["title"]},
            url=url,
            detail=ngettext("%(n)d domanda da decidere", "%(n)d domande da decidere", call["undecided"])
            % {"n": call["undecided"]},
            urgency="late" if call["undecided"] else "soon",
        )

    return Waiting(
        rows=published if keeps else published.filter(closes_on__gte=today),
        day="closes_on",
        facts={
            "code": "code",
            "title": "title",
            "received": number(arrived),
            "undecided": number(arrived.exclude(state__in=DECIDED)),
        },
        told=told,
    )


def _received(count: int) -> str:
    return ngettext("%(n)d domanda arrivata", "%(n)d domande arrivate", count) % {"n": count}


def _integrations(district: District, today: date) -> Waiting:
    return Waiting(
        rows=Integration.objects.filter(
            application__call__district=district,
            application__call__state=CallState.PUBLISHED,
            answered_on__isnull=True,
            due_on__lt=today,
        ),
        day="due_on",
        facts={
            "name": "application__name",
            "number": "application__number",
            "call": "application__call__code",
            "title": "application__call__title",
        },
        told=lambda due_on, asked: Due(
            on=due_on,
            when=_("non arrivata"),
            title=_("Integrazione di %(name)s") % {"name": asked["name"]},
            url=reverse("participation:application", args=[district.slug, asked["call"], asked["number"]]),
            detail=asked["title"],
            urgency="late",
        ),
    )


def deed_names() -> dict[str, str]:
    """The deeds in the plan office's words."""
    return {
        "participation.write_call": _("avviso preparato"),
        "participation.rewrite_call": _("avviso riscritto"),
        "participation.strike_call": _("avviso cancellato"),
        "participation.publish_call": _("avviso pubblicato"),
        "participation.extend_call": _("avviso prorogato"),
        "participation.revoke_call": _("avviso revocato"),
        "participation.conclude_call": _("esito dell'avviso pubblicato"),
        "participation.send_application": _("domanda arrivata dal sito"),
        "participation.record_application": _("domanda scritta dall'ufficio"),
        "participation.amend_application": _("domanda corretta"),
        "participation.check_requirements": _("requisiti esaminati"),
        "participation.ask_integration": _("integrazione chiesta"),
        "participation.answer_integration": _("integrazione arrivata"),
        "participation.decide_application": _("domanda decisa"),
        "participation.declare_conflicts": _("conflitti di interesse dichiarati"),
        "participation.score_application": _("punti scritti"),
        **deeds.of_paths(),
        **deeds.of_knowing(),
        # voices
        "participation.open_gathering": _("raccolta aperta"),
        "participation.describe_gathering": _("raccolta descritta"),
        "participation.close_gathering": _("raccolta chiusa"),
        "participation.reopen_gathering": _("raccolta riaperta"),
        "participation.strike_gathering": _("raccolta cancellata"),
        "participation.enter_room": _("telefono entrato"),
        "participation.keep_address": _("e-mail di un telefono lasciata o tolta"),
        "participation.contribute": _("contributo portato"),
        "participation.record_contribution": _("contributo scritto in sala"),
        "participation.speak_from_phone": _("contributo da un telefono"),
        "participation.withdraw_from_phone": _("contributo ritirato da un telefono"),
        "participation.correct_contribution": _("contributo corretto"),
        "participation.withdraw_contribution": _("contributo ritirato"),
        "participation.strike_contribution": _("contributo annullato in sala"),
        "participation.hide_contribution": _("contributo nascosto"),
        "participation.show_contribution": _("contributo mostrato"),
        # opinions
        "participation.add_statement": _("affermazione messa ai voti"),
        "participation.reword_statement": _("affermazione detta meglio"),
        "participation.strike_statement": _("affermazione tolta"),
        "participation.set_voting": _("voto aperto o chiuso"),
        "participation.vote": _("opinione detta con l'account"),
        "participation.vote_from_phone": _("opinione detta da un telefono"),
        "participation.count_hands": _("mani contate"),
        **deeds.of_synthesis(),
        **deeds.of_hypotheses(),
        **deeds.of_choices(),
        # telling back
        "participation.gather_digests": _("riepiloghi preparati"),
        "participation.choose_silence": _("rinuncia ai riepiloghi"),
        "participation.end_silence": _("riepiloghi chiesti di nuovo"),
    }
