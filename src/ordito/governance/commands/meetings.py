"""Deeds on meetings: plan, convene, move, cancel, and order the agenda."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import timedelta
from itertools import chain, count
from typing import TYPE_CHECKING

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from ordito.core.command import command
from ordito.core.refused import Refused
from ordito.governance.commands.notices import queue_cancellation, queue_convocation
from ordito.governance.models import AgendaItem, Meeting, MeetingState, MinutesStatus
from ordito.governance.queries.meetings import approval_title, minutes_to_suggest

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, time

    from ordito.core.models import Actor
    from ordito.governance.commands.notices import Post
    from ordito.governance.models import Body
    from ordito.territory.models import Place

LONGEST_TITLE = 300
FURTHEST = timedelta(days=3 * 366)
IN_THE_CALENDAR = ("date", "starts_at", "ends_at", "place_id", "place_text", "link")


class MeetingRefused(Refused):
    """The meeting cannot be written, convened or moved as asked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingFacts:
    """What is written of a meeting: the same facts when it is planned and when it changes."""

    date: date
    starts_at: time | None = None
    ends_at: time | None = None
    place: Place | None = None
    place_text: str = ""
    link: str = ""
    title: str = ""
    message: str = ""
    is_public: bool = True
    agenda: Sequence[str] = ()


@command("governance.plan_meeting", needs="governance.convene")
def plan_meeting(body: Body, *, by: Actor, facts: MeetingFacts) -> Meeting:
    """Put a meeting of a body in the register; nobody is told until it is convened."""
    meeting = Meeting(body=body, district=body.district)
    _write(meeting, facts)
    meeting.code = _free_code(meeting)
    meeting.save()
    _write_agenda(meeting, facts.agenda)
    return meeting


@command("governance.change_meeting", needs="governance.convene")
def change_meeting(
    meeting: Meeting,
    *,
    by: Actor,
    facts: MeetingFacts,
    notice: str = "",
    tell_members: bool = False,
    post: Post | None = None,
) -> Meeting:
    """Change a meeting; if it is convened and its day, hours or place change, the members are told again."""
    _require_open(meeting)
    if meeting.state == MeetingState.HELD and facts.date != meeting.date:
        raise MeetingRefused(_("Le presenze sono chiuse: per cambiare la data bisogna prima riaprirle."))
    before = [getattr(meeting, name) for name in IN_THE_CALENDAR]
    _write(meeting, facts)
    if meeting.state == MeetingState.PLANNED:
        meeting.code = _free_code(meeting)
    moved = before != [getattr(meeting, name) for name in IN_THE_CALENDAR]
    meeting.notice = notice.strip()
    tells = meeting.state == MeetingState.CONVENED and (moved or tell_members)
    if tells:
        meeting.ics_sequence += 1
    meeting.save()
    _write_agenda(meeting, facts.agenda)
    if tells and post is not None:
        queue_convocation(meeting, post=post)
    return meeting


@command("governance.convene", needs="governance.convene")
def convene(meeting: Meeting, *, by: Actor, post: Post) -> Meeting:
    """Call the members together: a message for each, with the invitation, is queued with the deed."""
    if meeting.state != MeetingState.PLANNED:
        raise MeetingRefused(_("Questo incontro è già stato convocato, oppure è annullato."))
    if meeting.date < meeting.district.today():
        raise MeetingRefused(_("La data è già passata: non serve convocare, si possono segnare le presenze."))
    if not meeting.agenda.exists():
        raise MeetingRefused(_("Serve almeno un punto all'ordine del giorno prima di convocare."))
    meeting.state = MeetingState.CONVENED
    meeting.convened_at = post.at
    meeting.save()
    queue_convocation(meeting, post=post)
    return meeting


@command("governance.cancel_meeting", needs="governance.convene")
def cancel_meeting(meeting: Meeting, *, by: Actor, why: str, post: Post) -> Meeting:
    """Call a meeting off; whoever was convened is told, and the calendars drop it."""
    if meeting.state == MeetingState.CANCELLED:
        raise MeetingRefused(_("Questo incontro è già annullato."))
    if meeting.state == MeetingState.HELD:
        raise MeetingRefused(_("Un incontro svolto non si annulla."))
    if meeting.attendance.exists() or meeting.decisions.exists():
        raise MeetingRefused(
            _("Ci sono già presenze o decisioni: un incontro che si è svolto non si annulla.")
        )
    was_convened = meeting.state == MeetingState.CONVENED
    meeting.state, meeting.notice = MeetingState.CANCELLED, why.strip()
    meeting.ics_sequence += 1
    meeting.save()
    if was_convened:
        queue_cancellation(meeting, post=post)
    return meeting


@command("governance.move_agenda_item", needs="governance.keep_meetings")
def move_agenda_item(item: AgendaItem, *, by: Actor, up: bool) -> AgendaItem:
    """Change places between a point of the agenda and the one above or below it; at the end it stays."""
    _require_open(item.meeting)
    Meeting.objects.select_for_update(no_key=True).get(
        pk=item.meeting_id
    )  # one change of the order at a time
    item.refresh_from_db()
    others = item.meeting.agenda
    if up:
        other = others.filter(position__lt=item.position).order_by("-position").first()
    else:
        other = others.filter(position__gt=item.position).order_by("position").first()
    if other is not None:
        item.position, other.position = other.position, item.position
        item.save(update_fields=["position"])
        other.save(update_fields=["position"])
    return item


def _require_open(meeting: Meeting) -> None:
    if meeting.state == MeetingState.CANCELLED:
        raise MeetingRefused(_("L'incontro è annullato: non si può più cambiare."))
    minutes = getattr(meeting, "minutes", None)
    if minutes is not None and minutes.status == MinutesStatus.APPROVED:
        raise MeetingRefused(_("Il verbale è approvato: l'incontro non si può più cambiare."))


def _write(meeting: Meeting, facts: MeetingFacts) -> None:
    if facts.starts_at is not None and facts.ends_at is not None and facts.ends_at <= facts.starts_at:
        raise MeetingRefused(_("L'incontro non può finire prima di cominciare."))
    if facts.starts_at is None and facts.ends_at is not None:
        raise MeetingRefused(_("Serve anche l'ora di inizio, oppure nessuna delle due."))
    if facts.place is not None and facts.place.district_id != meeting.body.district_id:
        raise MeetingRefused(_("Il luogo non è di questo ambito."))
    if facts.date > meeting.district.today() + FURTHEST:
        raise MeetingRefused(_("La data è troppo lontana: controllare l'anno."))
    _require_in_force(meeting.body, facts.date)
    for field in fields(facts):
        if field.name != "agenda":
            value = getattr(facts, field.name)
            setattr(meeting, field.name, value.strip() if isinstance(value, str) else value)
    meeting.title = " ".join(meeting.title.split())
    meeting.place_text = " ".join(meeting.place_text.split())


def _require_in_force(body: Body, day: date) -> None:
    if body.starts_on is not None and day < body.starts_on:
        raise MeetingRefused(
            _("L'organismo esiste dal %(day)s.") % {"day": date_format(body.starts_on, "d/m/Y")}
        )
    if body.ends_before is not None and day >= body.ends_before:
        raise MeetingRefused(
            _("L'organismo ha concluso il suo lavoro prima del %(day)s.")
            % {"day": date_format(body.ends_before, "d/m/Y")}
        )


def _free_code(meeting: Meeting) -> str:
    stem = f"{meeting.body.code}-{meeting.date:%Y-%m-%d}"
    others = Meeting.objects.filter(district=meeting.district, code__startswith=stem).exclude(pk=meeting.pk)
    taken = set(others.values_list("code", flat=True))
    codes = chain([stem], (f"{stem}-{number}" for number in count(2)))
    return next(code for code in codes if code not in taken)


def _write_agenda(meeting: Meeting, lines: Sequence[str]) -> None:
    """Bring the agenda to these lines: a line that stays keeps what was said on it; nothing said is lost."""
    wanted = [" ".join(line.split()) for line in lines]
    wanted = [line for line in wanted if line]
    if too_long := next((line for line in wanted if len(line) > LONGEST_TITLE), ""):
        raise MeetingRefused(
            _("Un punto è più lungo di %(most)s caratteri: «%(line)s…»")
            % {"most": LONGEST_TITLE, "line": too_long[:60]}
        )
    kept = {}
    left = list(meeting.agenda.order_by("position"))
    for position, line in enumerate(wanted, start=1):
        same = next((item for item in left if item.title == line), None)
        if same is not None:
            left.remove(same)
        kept[position] = same or AgendaItem(meeting=meeting, title=line)
    _drop(left)
    to_approve = {approval_title(row): row for row in minutes_to_suggest(meeting.body, before=meeting.date)}
    for position, item in kept.items():
        item.position = position
        item.minutes = item.minutes or to_approve.get(item.title)
        item.save()


def _drop(items: list[AgendaItem]) -> None:
    for item in items:
        if item.discussion or item.decisions.exists():
            raise MeetingRefused(
                _("Sul punto «%(title)s» si è già scritto: il punto deve restare, con le stesse parole.")
                % {"title": item.title}
            )
        item.delete()
