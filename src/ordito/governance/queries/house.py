"""What the register tells the house: its station of the loop, and its deeds in words."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import Subquery
from django.db.models.functions import JSONObject
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ordito.core.counting import number
from ordito.core.loop import AtHome, Station, Told
from ordito.core.period import in_force
from ordito.core.templatetags.ordito import in_days
from ordito.governance.models import Body, Meeting, MeetingState
from ordito.governance.queries import waiting

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ordito.core.models import Actor, District


def at_home(district: District, user: Actor, today: date) -> AtHome:
    """How many bodies work, how often they have met, who sits in them, what meets next; what waits.

    Of what waits, mandates and documents are for the plan office.
    """
    bodies = Body.objects.visible_to(user).alive(today).filter(district=district)
    sitting = bodies.filter(in_force(today, "memberships__"))
    meetings = Meeting.objects.visible_to(user).filter(district=district)
    coming = meetings.filter(state=MeetingState.CONVENED, date__gte=today).order_by("date", "starts_at", "pk")
    following = JSONObject(on="date", at="starts_at", body="body__name")
    return AtHome(
        figures={
            "bodies": number(bodies),
            "organisations": number(sitting, "memberships__organisation"),
            "held": number(meetings.filter(state=MeetingState.HELD)),
            "following": Subquery(coming.values(following=following)[:1]),
        },
        waiting=waiting.in_the_register(district, user, today),
        tells=lambda figures: Told(stations=[_confrontation(district, figures, today)]),
    )


def deed_names() -> dict[str, str]:
    """Name every deed of the register in the plan office's words."""
    return {
        "governance.add_body": _("organismo aggiunto"),
        "governance.update_body": _("organismo modificato"),
        "governance.end_body": _("organismo chiuso"),
        "governance.reopen_body": _("organismo riaperto"),
        "governance.give_mandate": _("mandato dato"),
        "governance.amend_mandate": _("mandato completato"),
        "governance.close_mandate": _("mandato chiuso"),
        "governance.admit_member": _("membro ammesso"),
        "governance.amend_membership": _("adesione corretta"),
        "governance.end_membership": _("adesione chiusa"),
        "governance.make_formal": _("adesione formalizzata"),
        "governance.remove_membership": _("adesione tolta"),
        "governance.add_document": _("documento aperto"),
        "governance.describe_document": _("documento descritto"),
        "governance.add_version": _("versione consegnata"),
        "governance.set_document_status": _("documento passato di stato"),
        "governance.renew_calendar_link": _("collegamento al calendario rinnovato"),
        "governance.revoke_calendar_link": _("collegamento al calendario tolto"),
        **_deeds_of_meetings(),
    }


def _deeds_of_meetings() -> dict[str, str]:
    return {
        "governance.plan_meeting": _("incontro preparato"),
        "governance.change_meeting": _("incontro modificato"),
        "governance.convene": _("incontro convocato"),
        "governance.cancel_meeting": _("incontro annullato"),
        "governance.retry_notices": _("messaggi da spedire di nuovo"),
        "governance.move_agenda_item": _("punto all'ordine del giorno spostato"),
        "governance.tick": _("presenza segnata"),
        "governance.mark_others_absent": _("tutti gli altri segnati assenti"),
        "governance.count_heads": _("numero dei presenti scritto"),
        "governance.name_guests": _("ospiti scritti"),
        "governance.close_attendance": _("presenze chiuse"),
        "governance.reopen_attendance": _("presenze riaperte"),
        "governance.decide": _("decisione scritta"),
        "governance.correct_decision": _("decisione corretta"),
        "governance.withdraw_decision": _("decisione tolta"),
        "governance.assign_task": _("compito dato"),
        "governance.correct_task": _("compito corretto"),
        "governance.drop_task": _("compito tolto"),
        "governance.finish_task": _("compito fatto"),
        "governance.begin_minutes": _("verbale cominciato"),
        "governance.name_officer": _("presidente o verbalizzante indicato"),
        "governance.frame_minutes": _("premessa o chiusura del verbale scritta"),
        "governance.discuss": _("discussione di un punto scritta"),
        "governance.send_minutes": _("verbale inviato ai membri"),
        "governance.amend_minutes": _("verbale emendato"),
        "governance.approve_minutes": _("verbale approvato"),
    }


def _confrontation(district: District, figures: Mapping[str, Any], today: date) -> Station:
    bodies, held, organisations = figures["bodies"], figures["held"], figures["organisations"]
    following = figures["following"]
    next_on = date.fromisoformat(following["on"]) if following else None
    return Station(
        key="confronto",
        name=_("Confronto"),
        figure=_number(bodies),
        what=_("%(bodies)s, %(meetings)s, %(organisations)s")
        % {
            "bodies": ngettext("organismo al lavoro", "organismi al lavoro", bodies),
            "meetings": ngettext("%(n)s incontro svolto", "%(n)s incontri svolti", held)
            % {"n": _number(held)},
            "organisations": ngettext("%(n)s organizzazione", "%(n)s organizzazioni", organisations)
            % {"n": _number(organisations)},
        },
        url=reverse("governance:bodies", args=[district.slug]),
        due=_next(next_on, following, today) if next_on else "",
        urgency="soon" if next_on and next_on - today <= timedelta(days=7) else "calm",
    )


def _next(on: date, meeting: Mapping[str, Any], today: date) -> str:
    hour = f" {time.fromisoformat(meeting['at']):%H:%M}" if meeting["at"] else ""
    return f"{in_days(on, today)}{hour}: {meeting['body']}"


def _number(value: int) -> str:
    return number_format(value, force_grouping=True)
