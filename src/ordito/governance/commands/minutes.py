"""Deeds on minutes: write them as one goes, send them, amend them, have them approved."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from ordito.core import press
from ordito.core.command import command
from ordito.core.models import User
from ordito.core.refused import Refused
from ordito.governance.commands.decisions import LONGEST_TEXT, DecisionFacts, decide, require_writable
from ordito.governance.commands.notices import queue_minutes
from ordito.governance.models import AgendaItem, Meeting, MeetingState, Minutes, MinutesStatus, MinutesVersion
from ordito.governance.queries.acts import as_approved, frozen_act, has_changed, minutes_from_register
from ordito.governance.queries.frozen import freeze
from ordito.governance.queries.meetings import fingerprint

if TYPE_CHECKING:
    from datetime import datetime

    from ordito.core.models import Actor
    from ordito.core.press import Document
    from ordito.governance.commands.notices import Post

LONGEST_NAME = 160
MOST_WORDS_KEPT = 400_000


class MinutesRefused(Refused):
    """The minutes cannot be written, sent, amended or approved as asked."""


class TextChanged(MinutesRefused):
    """Somebody else wrote here meanwhile; `current` is what they wrote, and nothing was overwritten."""

    def __init__(self, current: str) -> None:
        self.current = current
        super().__init__(_("Intanto qualcun altro ha scritto qui: scegliere che cosa tenere."))


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A text as somebody typed it, and the fingerprint of the text from which they began."""

    text: str
    base: str

    @property
    def clean(self) -> str:
        return self.text.replace("\r\n", "\n").replace("\x00", "").strip()


def write_text(meeting: Meeting, *, by: Actor, place: str, written: Written) -> str:
    """Write one text of the minutes where it belongs, and say its new fingerprint.

    `place` is chair, secretary, opening, closing, or the number of a row of the agenda.
    """
    minutes = Minutes.objects.filter(meeting=meeting).first() or begin_minutes(meeting, by=by)
    if place in ("chair", "secretary"):
        name_officer(meeting, by=by, place=place, written=written)
    elif place in ("opening", "closing"):
        frame_minutes(minutes, by=by, place=place, written=written)
    else:
        item = meeting.agenda.filter(pk=place).first() if re.fullmatch(r"\d{1,18}", place, re.ASCII) else None
        if item is None:
            raise MinutesRefused(_("Questo punto non è più all'ordine del giorno: ricaricare la pagina."))
        discuss(item, by=by, written=written)
    return fingerprint(written.clean)


@command("governance.begin_minutes", needs="governance.keep_meetings")
def begin_minutes(meeting: Meeting, *, by: Actor) -> Minutes:
    """Open the minutes of a meeting; when they are open already, nothing changes."""
    require_writable(meeting)
    minutes, _made = Minutes.objects.get_or_create(meeting=meeting)
    return minutes


@command("governance.name_officer", needs="governance.keep_meetings")
def name_officer(meeting: Meeting, *, by: Actor, place: str, written: Written) -> Meeting:
    """Write who chairs, or who keeps the minutes."""
    require_writable(meeting)
    name = " ".join(written.clean.split())
    if len(name) > LONGEST_NAME:
        raise MinutesRefused(_("Il nome è più lungo di %(most)s caratteri.") % {"most": LONGEST_NAME})
    setattr(meeting, place, _over(getattr(meeting, place), replace(written, text=name)))
    meeting.save(update_fields=[place])
    return meeting


@command("governance.frame_minutes", needs="governance.keep_meetings")
def frame_minutes(minutes: Minutes, *, by: Actor, place: str, written: Written) -> Minutes:
    """Write how a meeting opened, or how it closed."""
    require_writable(minutes.meeting)
    setattr(minutes, place, _over(getattr(minutes, place), written))
    minutes.save(update_fields=[place])
    return minutes


@command("governance.discuss", needs="governance.keep_meetings")
def discuss(item: AgendaItem, *, by: Actor, written: Written) -> AgendaItem:
    """Write what was said on a point of the agenda."""
    require_writable(item.meeting)
    item.discussion = _over(item.discussion, written)
    item.save(update_fields=["discussion"])
    return item


@command("governance.send_minutes", needs="governance.keep_meetings")
def send_minutes(minutes: Minutes, *, by: Actor, post: Post) -> Minutes:
    """Freeze the first version and send it to the members, who will approve it at a later meeting."""
    meeting = minutes.meeting
    if minutes.status != MinutesStatus.DRAFT:
        raise MinutesRefused(_("Il verbale è già stato inviato ai membri."))
    if meeting.state != MeetingState.HELD:
        raise MinutesRefused(_("Prima di inviare il verbale bisogna chiudere le presenze."))
    version = _add_version(minutes, minutes_from_register(meeting), by=by, at=post.at)
    minutes.status = MinutesStatus.TO_APPROVE
    minutes.save(update_fields=["status"])
    queue_minutes(version, post=post)
    return minutes


@command("governance.amend_minutes", needs="governance.keep_meetings")
def amend_minutes(
    minutes: Minutes, *, by: Actor, note: str, post: Post, tell_members: bool = False
) -> Minutes:
    """Freeze what was changed since the minutes were sent, and say why."""
    if minutes.status != MinutesStatus.TO_APPROVE:
        raise MinutesRefused(_("Si emenda un verbale inviato ai membri e non ancora approvato."))
    if minutes.meeting.state != MeetingState.HELD:
        raise MinutesRefused(_("Le presenze sono riaperte: prima bisogna chiuderle."))
    if not note.strip():
        raise MinutesRefused(_("Serve dire in una riga che cosa cambia, e perché."))
    last = minutes.versions.order_by("-number").first()
    if last is not None and not has_changed(minutes.meeting, last):
        raise MinutesRefused(_("Non è cambiato niente rispetto all'ultima versione."))
    act = minutes_from_register(minutes.meeting)
    version = _add_version(minutes, act, by=by, at=post.at, note=note.strip()[:300])
    if tell_members:
        queue_minutes(version, post=post)
    return minutes


@command("governance.approve_minutes", needs="governance.keep_meetings")
def approve_minutes(
    minutes: Minutes, *, by: Actor, at_meeting: Meeting, facts: DecisionFacts, at: datetime
) -> Minutes:
    """Record that a later meeting of the same body approved the minutes, with a decision of its own.

    What is approved is the last version, as the members read it: it is frozen for good, with the line that
    says where it was approved.
    """
    meeting = minutes.meeting
    if minutes.status != MinutesStatus.TO_APPROVE:
        raise MinutesRefused(_("Si approva un verbale che è stato inviato ai membri."))
    if meeting.state != MeetingState.HELD:
        raise MinutesRefused(_("Le presenze sono riaperte: prima bisogna chiuderle."))
    at_meeting = Meeting.objects.select_for_update(no_key=True).get(pk=at_meeting.pk)
    _require_later(meeting, at_meeting)
    last = minutes.versions.order_by("-number").first()
    text = facts.text or _approval_text(minutes, amended=last is not None and last.number > 1)
    item = at_meeting.agenda.filter(minutes=minutes).first()
    decision = decide(at_meeting, by=by, facts=replace(facts, text=text, agenda_item=item))
    act = frozen_act(last) if last is not None else minutes_from_register(meeting)
    note = _("approvato nell'incontro del %(day)s") % {"day": date_format(at_meeting.date, "d/m/Y")}
    _add_version(minutes, as_approved(act, at=at_meeting, decision=decision), by=by, at=at, note=note)
    minutes.status, minutes.decision = MinutesStatus.APPROVED, decision
    minutes.approved_at, minutes.approved_on = at_meeting, at_meeting.date
    minutes.save()
    return minutes


def _over(current: str, written: Written) -> str:
    """Give the text to keep, unless what is there is not what the writer had read."""
    text = written.clean
    if len(text) > LONGEST_TEXT:
        raise MinutesRefused(
            _("Il testo è troppo lungo: il massimo è %(most)s caratteri.") % {"most": LONGEST_TEXT}
        )
    if current != text and fingerprint(current) != written.base:
        raise TextChanged(current)
    return text


def _require_later(meeting: Meeting, other: Meeting) -> None:
    day = {"day": date_format(other.date, "d/m/Y")}
    if other.body_id != meeting.body_id:
        raise MinutesRefused(_("Il verbale si approva in un incontro dello stesso organismo."))
    if other.date <= meeting.date:
        raise MinutesRefused(
            _("L'incontro del %(day)s non è successivo: non può approvare il verbale.") % day
        )
    is_today = other.date == other.district.today() and other.state != MeetingState.CANCELLED
    if other.state != MeetingState.HELD and not is_today:
        raise MinutesRefused(_("L'incontro del %(day)s non si è ancora svolto.") % day)


def _approval_text(minutes: Minutes, *, amended: bool) -> str:
    day = {"day": date_format(minutes.meeting.date, "d/m/Y")}
    with override("it"):
        if amended:
            return _("Si approva il verbale dell'incontro del %(day)s, come emendato.") % day
        return _("Si approva il verbale dell'incontro del %(day)s.") % day


def _add_version(
    minutes: Minutes, act: Document, *, by: Actor, at: datetime, note: str = ""
) -> MinutesVersion:
    last = minutes.versions.order_by("-number").values_list("number", flat=True).first() or 0
    return MinutesVersion.objects.create(
        minutes=minutes,
        number=last + 1,
        text=" ".join(press.words(act))[:MOST_WORDS_KEPT],
        document=freeze(act),
        note=note,
        at=at,
        by=by if isinstance(by, User) else None,
    )
