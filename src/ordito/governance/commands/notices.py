"""The post of the room: notices are queued with the deed that asks for them, and sent afterwards, once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.db import transaction
from django.utils import translation

from ordito.core import press
from ordito.core.command import command
from ordito.core.refused import Refused
from ordito.governance.models import Convocation, Meeting, MinutesVersion, NoticeKind
from ordito.governance.queries.acts import act_of, file_name
from ordito.governance.queries.notices import invitation, method_of, reach, subject_and_text

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from django.core.mail.backends.base import BaseEmailBackend

    from ordito.core.models import Actor
    from ordito.governance.queries.notices import Recipient

MOST_ATTEMPTS = 6
FIRST_WAIT = timedelta(minutes=2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """What a notice needs from whoever asks for it: when, the page to open, whom to answer."""

    at: datetime
    page: str = ""
    reply_to: str = ""


def queue_convocation(meeting: Meeting, *, post: Post) -> None:
    """Queue a notice for everybody who can be reached, and call off whoever no longer takes part."""
    found = reach(meeting).recipients
    _queue(meeting, found, NoticeKind.REQUEST, meeting.ics_sequence, post)
    reached = {recipient.email.lower() for recipient in found}
    _call_off([row for row in _told(meeting) if row.email.lower() not in reached], meeting, post)


def queue_cancellation(meeting: Meeting, *, post: Post) -> None:
    """Queue a notice for everybody who was convened, however they were reached then."""
    _call_off(_told(meeting), meeting, post)


def queue_minutes(version: MinutesVersion, *, post: Post) -> int:
    """Queue the minutes to approve for every member who can be reached; say how many."""
    meeting = version.minutes.meeting
    found = reach(meeting).recipients
    _queue(meeting, found, NoticeKind.MINUTES, version.number, post)
    return len(found)


@command("governance.retry_notices", needs="governance.keep_meetings")
def retry_notices(meeting: Meeting, *, by: Actor, at: datetime) -> Meeting:
    """Try again at once what could not be sent."""
    waiting = meeting.convocations.filter(sent_at__isnull=True).exclude(problem="")
    waiting.update(try_after=at, attempts=0, problem="")
    return meeting


def send_queued_convocations(now: datetime, *, most: int = 500) -> int:
    """Send what is queued and due, and say how many left; two senders at once share the work.

    Each notice is locked, sent and marked in a transaction of its own: no notice leaves twice, and a sender
    that stops half-way loses nothing. What fails is tried again later, and the page of the meeting says why.
    """
    sent = 0
    with translation.override(settings.LANGUAGE_CODE), _Round(now) as going:
        for _each in range(most):
            with transaction.atomic():
                notice = _next(now)
                if notice is None:
                    break
                sent += going.send(notice)
    return sent


class _Round:
    """One round of the post: its connections, opened once, and the minutes already printed."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        self.connections: dict[bool, BaseEmailBackend] = {}
        self.printed: dict[int, tuple[str, bytes]] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_why: object) -> None:
        for connection in self.connections.values():
            connection.close()

    def send(self, notice: Convocation) -> bool:
        """Send one notice; when it fails, say why and when to try again."""
        try:
            connection = self._connection(is_real=not notice.meeting.district.is_demonstration)
            self._message(notice, connection).send()
        except (OSError, ValueError, Refused) as why:
            notice.attempts += 1
            notice.problem = (str(why) or type(why).__name__)[:300]
            notice.try_after = self.now + FIRST_WAIT * 2**notice.attempts
        else:
            notice.sent_at, notice.problem = self.now, ""
        notice.save(update_fields=["attempts", "problem", "try_after", "sent_at"])
        return notice.sent_at is not None

    def _connection(self, *, is_real: bool) -> BaseEmailBackend:
        """Open the way out once; a demonstration writes its messages to a folder, and none leaves."""
        if is_real not in self.connections:
            backend = None if is_real else "django.core.mail.backends.filebased.EmailBackend"
            where: dict[str, Any] = {} if is_real else {"file_path": settings.EMAIL_FILE_PATH}
            connection = get_connection(backend, **where)
            connection.open()
            self.connections[is_real] = connection
        return self.connections[is_real]

    def _message(self, notice: Convocation, connection: BaseEmailBackend) -> EmailMultiAlternatives:
        subject, text = subject_and_text(notice)
        message = EmailMultiAlternatives(
            subject,
            text,
            to=[notice.email],
            reply_to=[notice.reply_to] if notice.reply_to else None,
            connection=connection,
        )
        if notice.kind == NoticeKind.MINUTES:
            name, content = self._minutes(notice)
            message.attach(name, content, "application/pdf")
            return message
        event = invitation(
            notice.meeting,
            kind=notice.kind,
            sequence=notice.sequence,
            at=self.now,
            page=notice.page,
            to=notice.email,
        )
        message.attach_alternative(event.decode(), f"text/calendar; method={method_of(notice.kind)}")
        message.attach("invito.ics", event, "application/ics")
        return message

    def _minutes(self, notice: Convocation) -> tuple[str, bytes]:
        version = MinutesVersion.objects.select_related("minutes__meeting__body").get(
            minutes__meeting=notice.meeting, number=notice.sequence
        )
        if version.pk not in self.printed:
            name = file_name("verbale", notice.meeting, "pdf")
            self.printed[version.pk] = (name, press.pdf(act_of(version)))
        return self.printed[version.pk]


def _next(now: datetime) -> Convocation | None:
    waiting = Convocation.objects.filter(sent_at__isnull=True, try_after__lte=now, attempts__lt=MOST_ATTEMPTS)
    locked = waiting.select_for_update(skip_locked=True, of=("self",))
    whole = locked.select_related("meeting__body", "meeting__district", "meeting__place__municipality")
    return whole.order_by("try_after", "pk").first()


def _queue(meeting: Meeting, found: Iterable[Recipient], kind: NoticeKind, sequence: int, post: Post) -> None:
    Convocation.objects.bulk_create(
        Convocation(
            meeting=meeting,
            person_id=recipient.person_id,
            organisation=recipient.seats[0].organisation,
            email=recipient.email,
            kind=kind,
            sequence=sequence,
            page=post.page,
            reply_to=post.reply_to,
            queued_at=post.at,
            try_after=post.at,
        )
        for recipient in found
    )


def _told(meeting: Meeting) -> list[Convocation]:
    """Give the last notice of everybody who still believes in the meeting; what never left is withdrawn."""
    about_the_day = meeting.convocations.exclude(kind=NoticeKind.MINUTES)
    about_the_day.filter(sent_at__isnull=True, sequence__lt=meeting.ics_sequence).delete()
    last: dict[str, Convocation] = {}
    for row in about_the_day.filter(sequence__lt=meeting.ics_sequence).order_by("sequence", "pk"):
        last[row.email.lower()] = row
    return [row for row in last.values() if row.kind == NoticeKind.REQUEST]


def _call_off(told: Iterable[Convocation], meeting: Meeting, post: Post) -> None:
    Convocation.objects.bulk_create(
        Convocation(
            meeting=meeting,
            person_id=row.person_id,
            organisation_id=row.organisation_id,
            email=row.email,
            kind=NoticeKind.CANCEL,
            sequence=meeting.ics_sequence,
            page=post.page,
            reply_to=post.reply_to,
            queued_at=post.at,
            try_after=post.at,
        )
        for row in told
    )
