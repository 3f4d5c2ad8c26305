"""What the register tells the house: its station of the loop, and its deeds in words."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ordito.core.counting import figures, number
from ordito.core.loop import Station, Told
from ordito.core.period import in_force
from ordito.core.templatetags.ordito import in_days
from ordito.governance.models import Body, Meeting, MeetingState
from ordito.governance.queries import waiting

if TYPE_CHECKING:
    from datetime import date

    from ordito.core.models import Actor, District


def at_home(district: District, user: Actor, today: date) -> Told:
    """How many bodies work, how often they have met, who sits in them, what meets next; what waits.

    Two queries. Of what waits, mandates and documents are for the plan office.
    """
    bodies = Body.objects.visible_to(user).alive(today).filter(district=district)
    sitting = bodies.filter(in_force(today, "memberships__"))
    meetings = Meeting.objects.visible_to(user).filter(district=district)
    counts = figures(
        district,
        bodies=number(bodies),
        organisations=number(sitting, "memberships__organisation"),
        held=number(meetings.filter(state=MeetingState.HELD)),
    )
    coming = meetings.filter(state=MeetingState.CONVENED, date__gte=today).select_related("body")
    following = coming.order_by("date", "starts_at", "pk").first()
    return Told(
        stations=[_confrontation(district, counts, following, today)],
        due=waiting.in_the_register(district, user, today),
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


def _confrontation(
    district: District, counts: dict[str, int], following: Meeting | None, today: date
) -> Station:
    bodies, held, organisations = counts["bodies"], counts["held"], counts["organisations"]
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
        due=_next(following, today) if following else "",
        urgency="soon" if following and following.date - today <= timedelta(days=7) else "calm",
    )


def _next(meeting: Meeting, today: date) -> str:
    hour = f" {meeting.starts_at:%H:%M}" if meeting.starts_at else ""
    return f"{in_days(meeting.date, today)}{hour}: {meeting.body.name}"


def _number(value: int) -> str:
    return number_format(value, force_grouping=True)
