"""Whom a convocation reaches, and what it says: the message and the invitation for calendars."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parseaddr
from typing import TYPE_CHECKING

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, vCalAddress, vText

from ordito.community.models import DelegateKind
from ordito.core.search import plain
from ordito.governance.models import NoticeKind
from ordito.governance.queries.meetings import when, where
from ordito.governance.queries.seats import seats_of

if TYPE_CHECKING:
    from ordito.governance.models import Convocation, Meeting
    from ordito.governance.queries.seats import Seat


@dataclass(frozen=True, slots=True)
class Recipient:
    """Somebody whom a notice reaches, and the members for which it reaches them."""

    email: str
    name: str
    person_id: int | None
    seats: tuple[Seat, ...]


@dataclass(frozen=True, slots=True)
class Reach:
    """Whom a notice reaches, and the members who have no address and must be told otherwise."""

    recipients: list[Recipient]
    by_hand: list[Seat]


@dataclass(frozen=True, slots=True)
class Progress:
    """How the last notices of a meeting are going."""

    rows: list[Convocation]

    @property
    def sent(self) -> int:
        return sum(1 for row in self.rows if row.sent_at)

    @property
    def failed(self) -> list[Convocation]:
        return [row for row in self.rows if row.problem and not row.sent_at]

    @property
    def waiting(self) -> int:
        return len(self.rows) - self.sent - len(self.failed)


def progress(meeting: Meeting) -> Progress:
    """Read the last notice of every address, in the order of the names."""
    rows = meeting.convocations.exclude(kind=NoticeKind.MINUTES).select_related("person", "organisation")
    last = {row.email.lower(): row for row in rows.order_by("sequence", "pk")}
    return Progress(sorted(last.values(), key=lambda row: plain(str(row.organisation or row.person or row))))


def reach(meeting: Meeting) -> Reach:
    """Find an address for every member: its delegates of the day, or who represents it, or its own."""
    found: dict[str, Recipient] = {}
    by_hand = []
    for seat in seats_of(meeting):
        if not seat.is_member:
            continue
        addresses = _addresses(seat)
        if not addresses:
            by_hand.append(seat)
        for email, name, person_id in addresses:
            key = email.lower()
            before = found[key].seats if key in found else ()
            found[key] = Recipient(email, name, person_id, (*before, seat))
    return Reach(list(found.values()), by_hand)


def _addresses(seat: Seat) -> list[tuple[str, str, int | None]]:
    for kind in (DelegateKind.DELEGATE, DelegateKind.REPRESENTATIVE, DelegateKind.ALTERNATE):
        named: list[tuple[str, str, int | None]] = [
            (voice.email, voice.name, voice.person_id)
            for voice in seat.voices
            if voice.kind == kind and voice.email
        ]
        if named:
            return named
    if not seat.member.email:
        return []
    return [(seat.member.email, seat.name, seat.person.pk if seat.person else None)]


def invitation(
    meeting: Meeting,
    *,
    kind: str,
    sequence: int,
    at: datetime,
    page: str = "",
    to: str = "",
    method: str = "",
) -> bytes:
    """Write the meeting for calendars (RFC 5545): a whole day when the hours are unknown."""
    event = Event()
    event.add("uid", meeting.calendar_uid)
    event.add("sequence", sequence)
    event.add("dtstamp", at.astimezone(UTC))
    event.add("summary", meeting.title or _("Incontro di %(body)s") % {"body": meeting.body})
    add_span(event, meeting)
    if where(meeting) or meeting.link:
        event.add("location", where(meeting) or meeting.link)
    event.add("description", "\n".join(filter(None, [*agenda_lines(meeting), meeting.link, page])))
    event.add("status", "CANCELLED" if kind == NoticeKind.CANCEL else "CONFIRMED")
    if page:
        event.add("url", page)
    event.add("organizer", _party(parseaddr(settings.DEFAULT_FROM_EMAIL)[1], meeting.district.name))
    if to:
        event.add("attendee", _party(to, rsvp="TRUE"))
    calendar = Calendar()
    calendar.add("prodid", "-//Ordito//Ordito//IT")
    calendar.add("version", "2.0")
    calendar.add("method", method or method_of(kind))
    calendar.add_component(event)
    return bytes(calendar.to_ical())


def method_of(kind: str) -> str:
    """What a notice asks of a calendar."""
    return "CANCEL" if kind == NoticeKind.CANCEL else "REQUEST"


def agenda_lines(meeting: Meeting) -> list[str]:
    """The agenda, a numbered line for each point."""
    titles = meeting.agenda.order_by("position").values_list("title", flat=True)
    return [f"{number}. {title}" for number, title in enumerate(titles, start=1)]


def subject_and_text(notice: Convocation) -> tuple[str, str]:
    """What a notice says, in the words of a public office."""
    meeting = notice.meeting
    about = {"body": meeting.body.name, "when": when(meeting)}
    template = notice.kind
    if notice.kind == NoticeKind.MINUTES:
        subject = _("Verbale da approvare: %(body)s, incontro del %(when)s") % about
    elif notice.kind == NoticeKind.CANCEL:
        subject = _("Annullato: %(body)s, %(when)s") % about
    elif notice.sequence:
        subject = _("Convocazione aggiornata: %(body)s, %(when)s") % about
    else:
        subject = _("Convocazione: %(body)s, %(when)s") % about
    text = render_to_string(
        f"governance/mail/{template}.txt",
        {
            "notice": notice,
            "meeting": meeting,
            "when": when(meeting),
            "where": where(meeting),
            "agenda": agenda_lines(meeting),
        },
    )
    return " ".join(subject.split()), f"{text.strip()}\n"


def add_span(event: Event, meeting: Meeting) -> None:
    if meeting.starts_at is None:
        event.add("dtstart", meeting.date)
        return
    zone = timezone.get_default_timezone()
    event.add("dtstart", datetime.combine(meeting.date, meeting.starts_at, zone).astimezone(UTC))
    if meeting.ends_at:
        event.add("dtend", datetime.combine(meeting.date, meeting.ends_at, zone).astimezone(UTC))


def _party(email: str, name: str = "", **parameters: str) -> vCalAddress:
    party = vCalAddress(f"mailto:{email}")
    for key, value in {"CN": name, **parameters}.items():
        if value:
            party.params[key] = vText(value)
    return party
