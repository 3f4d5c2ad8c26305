"""What the register tells the house: its station of the loop, what is due, its deeds in words."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import Count, Exists, F, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ordito.core.loop import Due, Station
from ordito.core.models import RoleKind, holds
from ordito.core.period import in_force
from ordito.core.templatetags.ordito import in_days
from ordito.governance.models import Body, Document, DocumentStatus, Mandate, Meeting, MeetingState
from ordito.governance.queries.meetings import meetings_due

if TYPE_CHECKING:
    from datetime import date

    from ordito.core.models import Actor, District

MANDATES_WARN = timedelta(days=60)
REVIEW_IS_LONG = timedelta(days=60)
MOST_NAMED = 4


def stations(district: District, user: Actor, today: date) -> list[Station]:
    """Tell how many bodies work, how often they have met, who sits in them, and what meets next."""
    counted = (
        Body.objects.visible_to(user)
        .alive(today)
        .filter(district=district)
        .aggregate(
            bodies=Count("pk", distinct=True),
            organisations=Count(
                "memberships__organisation", distinct=True, filter=in_force(today, "memberships__")
            ),
        )
    )
    meetings = Meeting.objects.visible_to(user).filter(district=district)
    held = meetings.filter(state=MeetingState.HELD).count()
    coming = meetings.filter(state=MeetingState.CONVENED, date__gte=today).select_related("body")
    following = coming.order_by("date", "starts_at", "pk").first()
    return [
        Station(
            key="confronto",
            name=_("Confronto"),
            figure=_number(counted["bodies"]),
            what=_("%(bodies)s, %(meetings)s, %(organisations)s")
            % {
                "bodies": ngettext("organismo al lavoro", "organismi al lavoro", counted["bodies"]),
                "meetings": ngettext("%(n)s incontro svolto", "%(n)s incontri svolti", held)
                % {"n": _number(held)},
                "organisations": ngettext(
                    "%(n)s organizzazione", "%(n)s organizzazioni", counted["organisations"]
                )
                % {"n": _number(counted["organisations"])},
            },
            url=reverse("governance:bodies", args=[district.slug]),
            due=_next(following, today) if following else "",
            urgency="soon" if following and following.date - today <= timedelta(days=7) else "calm",
        )
    ]


def due(district: District, user: Actor, today: date) -> list[Due]:
    """Meetings, minutes and tasks; for the plan office, also the mandates and the documents that wait."""
    found = meetings_due(district, user, today)
    if holds(user, district, RoleKind.PLAN_OFFICE):
        found += [*_mandates(district, today), *_documents(district, today)]
    return found


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


def _mandates(district: District, today: date) -> list[Due]:
    """Tell the mandates that are about to end, and the bodies that answer to another without a mandate."""
    holding = Mandate.objects.in_force(today).filter(body=OuterRef("pk"))
    rows = (
        Body.objects.alive(today)
        .filter(district=district, mandated_by__isnull=False)
        .annotate(
            has_mandate=Exists(holding),
            ends=Subquery(
                holding.order_by(F("ends_before").desc(nulls_first=True)).values("ends_before")[:1]
            ),
        )
        .filter(Q(has_mandate=False) | Q(ends__lte=today + MANDATES_WARN))
        .order_by("name", "pk")
        .values_list("name", "code", "ends")
    )
    without = [name for name, _code, ends in rows if ends is None]
    found = [
        Due(
            on=ends - timedelta(days=1),
            when=_("fino al %(day)s") % {"day": date_format(ends - timedelta(days=1), "d/m/Y")},
            title=_("Finisce il mandato di %(body)s") % {"body": name},
            url=reverse("governance:body", args=[district.slug, code]) + "#mandato",
            detail=_("da rinnovare, o da lasciar finire"),
        )
        for name, code, ends in rows
        if ends is not None
    ]
    if without:
        names = ", ".join(without[:MOST_NAMED])
        found.append(
            Due(
                on=today,
                when=_("da fare"),
                title=ngettext("%(n)s organismo senza mandato", "%(n)s organismi senza mandato", len(without))
                % {"n": _number(len(without))},
                url=reverse("governance:bodies", args=[district.slug]) + "?mandato=senza&stato=attivi",
                detail=names if len(without) <= MOST_NAMED else f"{names}…",
                urgency="calm",
            )
        )
    return found


def _documents(district: District, today: date) -> list[Due]:
    rows = (
        Document.objects.filter(
            district=district, status=DocumentStatus.UNDER_REVIEW, date__lte=today - REVIEW_IS_LONG
        )
        .select_related("body", "district")
        .order_by("date", "pk")
    )
    return [
        Due(
            on=row.date,
            when=in_days(row.date, today),
            title=row.title,
            url=row.get_absolute_url(),
            detail=_("in istruttoria dal %(day)s · %(body)s")
            % {"day": date_format(row.date, "d/m/Y"), "body": row.body.name},
        )
        for row in rows
        if row.date is not None
    ]


def _next(meeting: Meeting, today: date) -> str:
    hour = f" {meeting.starts_at:%H:%M}" if meeting.starts_at else ""
    return f"{in_days(meeting.date, today)}{hour}: {meeting.body.name}"


def _number(value: int) -> str:
    return number_format(value, force_grouping=True)
