"""Deeds on gatherings: opened, described, closed, opened again; phones enter them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import Max
from django.utils.translation import gettext as _

from ordito.community.codes import code_of, free_code
from ordito.core.command import command
from ordito.core.plain_text import on_one_line, tidied
from ordito.core.refused import Refused
from ordito.participation.join_words import free_word
from ordito.participation.live.channel import tell
from ordito.participation.models import Gathering, Phone, Process

if TYPE_CHECKING:
    from datetime import datetime

    from ordito.core.models import Actor
    from ordito.governance.models import Meeting
    from ordito.territory.models import SubArea

MINUTE = timedelta(minutes=1)
MOST_ENTRANCES_A_MINUTE = 300
MOST_PHONES = 3_000
NAMES_OF_PAGES = frozenset({"nuova"})
LONGEST_TITLE = 200
LONGEST_QUESTION = 1_000


class GatheringRefused(Refused):
    """The gathering cannot be as asked."""


class TooFast(Refused):
    """It is too much for a minute: the same thing is taken a little later."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GatheringFacts:
    """What a gathering is about, where and with whom."""

    title: str
    question: str = ""
    meeting: Meeting | None = None
    sub_area: SubArea | None = None
    head_count: int | None = None
    reads_first: bool = False


@command("participation.open_gathering", needs="participation.facilitate")
def open_gathering(process: Process, *, by: Actor, facts: GatheringFacts, at: datetime) -> Gathering:
    """Begin to gather voices; the word that opens it on a phone is chosen here."""
    gathering = Gathering(process=process, opens_at=at, join_word=free_word(_words()))
    _put(gathering, facts)
    taken = {*process.gatherings.values_list("code", flat=True), *NAMES_OF_PAGES}
    gathering.code = free_code(code_of(gathering.title, "raccolta"), taken)
    gathering.save()
    return gathering


@command("participation.describe_gathering", needs="participation.facilitate")
def describe_gathering(gathering: Gathering, *, by: Actor, facts: GatheringFacts) -> Gathering:
    """Change what a gathering says of itself."""
    _put(gathering, facts)
    gathering.save()
    tell(gathering.pk)
    return gathering


@command("participation.close_gathering", needs="participation.facilitate")
def close_gathering(gathering: Gathering, *, by: Actor, at: datetime) -> Gathering:
    """Stop taking voices; what was said stays."""
    if gathering.closes_at is not None and gathering.closes_at <= at:
        raise GatheringRefused(_("La raccolta è già chiusa."))
    if at < gathering.opens_at:
        raise GatheringRefused(_("La raccolta non si è ancora aperta."))
    gathering.opens_at = min(
        gathering.opens_at, at - timedelta.resolution
    )  # in the same minute, in a demonstration
    gathering.closes_at = at
    gathering.save(update_fields=["opens_at", "closes_at"])
    tell(gathering.pk)
    return gathering


@command("participation.reopen_gathering", needs="participation.facilitate")
def reopen_gathering(gathering: Gathering, *, by: Actor, at: datetime) -> Gathering:
    """Take voices again."""
    if gathering.is_open(at):
        raise GatheringRefused(_("La raccolta è già aperta."))
    gathering.opens_at, gathering.closes_at = min(gathering.opens_at, at), None
    gathering.save(update_fields=["opens_at", "closes_at"])
    tell(gathering.pk)
    return gathering


@command("participation.strike_gathering", needs="participation.facilitate")
def strike_gathering(gathering: Gathering, *, by: Actor) -> Gathering:
    """Take away a gathering in which nobody has said anything."""
    used = (gathering.contributions, gathering.statements, gathering.phones)
    if any(rows.exists() for rows in used):
        raise GatheringRefused(
            _("Qualcuno ha già parlato in questa raccolta: si può chiudere, non cancellare.")
        )
    gathering.delete()
    return gathering


@command("participation.enter_room", joins=("process__district",))
def enter_room(gathering: Gathering, *, by: Actor, fingerprint: str, at: datetime) -> Phone:
    """Know a phone by the fingerprint of its secret; the same secret is the same phone."""
    known = Phone.objects.filter(key_sha256=fingerprint, gathering=gathering).first()
    if known is not None:
        raise AlreadyInside(known)
    phones = gathering.phones.all()
    if phones.filter(joined_at__gte=at - MINUTE).count() >= MOST_ENTRANCES_A_MINUTE:
        raise TooFast(_("Stanno entrando in molti: si riprova fra un momento."))
    last = phones.aggregate(last=Max("number"))["last"] or 0
    if last >= MOST_PHONES:
        raise GatheringRefused(_("Questa raccolta non accetta altri telefoni."))
    made: Phone = Phone.objects.create(
        gathering=gathering, number=last + 1, key_sha256=fingerprint, joined_at=at
    )
    tell(gathering.pk)
    return made


class AlreadyInside(Refused):
    """The phone entered a moment ago, by another message of its own."""

    def __init__(self, phone: Phone) -> None:
        super().__init__(_("Il telefono è già entrato."))
        self.phone = phone


@command("participation.keep_address")
def keep_address(phone: Phone, *, by: Actor, email: str) -> Phone:
    """Write where to tell what became of it, or, when it is empty, forget it."""
    email = email.strip()
    if email:
        try:
            validate_email(email)
        except ValidationError as problem:
            raise GatheringRefused(
                _("«%(email)s» non è un indirizzo e-mail.") % {"email": email[:100]}
            ) from problem
    phone.email = email
    phone.save(update_fields=["email"])
    return phone


def _put(gathering: Gathering, facts: GatheringFacts) -> None:
    gathering.title, gathering.question = on_one_line(facts.title), tidied(facts.question)
    if not gathering.title:
        raise GatheringRefused(_("Serve il titolo della raccolta."))
    if len(gathering.title) > LONGEST_TITLE or len(gathering.question) > LONGEST_QUESTION:
        raise GatheringRefused(_("Il titolo o la domanda sono troppo lunghi: sulla parete non si leggono."))
    gathering.meeting, gathering.sub_area = facts.meeting, facts.sub_area
    gathering.head_count, gathering.reads_first = facts.head_count, facts.reads_first


def _words() -> set[str]:
    return set(Gathering.objects.values_list("join_word", flat=True))
