"""Telling back: once a week, to whoever spoke, what became of what they said; and silence for who asks it."""

from __future__ import annotations

from datetime import timedelta
from itertools import groupby
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ordito.core.command import command
from ordito.core.models import District, Operator
from ordito.participation.models import Digest, DigestRound, Silence
from ordito.participation.queries.telling import news_by_address, silence_word

if TYPE_CHECKING:
    from datetime import date, datetime

    from django.core.mail.backends.base import BaseEmailBackend

    from ordito.core.models import Actor

FROM_SEVEN = 7
"""The hour of Monday from which a week's digests are gathered: whoever is asleep then does it later."""
MOST_ATTEMPTS = 6
FIRST_WAIT = timedelta(minutes=2)


def week_of(at: datetime) -> date:
    """The Monday of a moment's week, which begins at seven: before it, the week is still the last one."""
    local = timezone.localtime(at) - timedelta(hours=FROM_SEVEN)
    return local.date() - timedelta(days=local.weekday())


def tell_back(now: datetime) -> int:
    """Gather the digests of this week where nobody did yet, and send what is queued; say how many left."""
    week = week_of(now)
    for district in District.objects.exclude(digest_rounds__week=week).order_by("pk"):
        gather_digests(district, by=Operator(), week=week, at=now)
    return send_queued_digests(now)


@command("participation.gather_digests", needs="participation.keep_processes")
def gather_digests(district: District, *, by: Actor, week: date, at: datetime) -> DigestRound:
    """Queue a digest for every address that has something new to know; once a week, whoever asks again."""
    found, made = DigestRound.objects.get_or_create(district=district, week=week, defaults={"at": at})
    if not made:
        return found
    with translation.override(settings.LANGUAGE_CODE):
        news = news_by_address(district, district.today())
    Digest.objects.bulk_create(
        Digest(
            district=district,
            email=email,
            week=week,
            news=[each.kept() for each in fresh],
            queued_at=at,
            try_after=at,
        )
        for email, fresh in news.items()
    )
    found.written = len(news)
    found.save(update_fields=["written"])
    return found


@command("participation.choose_silence")
def choose_silence(silence: Silence, *, by: Actor, at: datetime) -> Silence:
    """Tell the address of an unsaved silence nothing more; what is queued for it does not leave."""
    kept, _made = Silence.objects.get_or_create(
        district=silence.district, email=silence.email, defaults={"since": at}
    )
    Digest.objects.filter(district=kept.district, email=kept.email, sent_at__isnull=True).delete()
    return kept


@command("participation.end_silence", needs="participation.choose_silence")
def end_silence(silence: Silence, *, by: Actor) -> District:
    """Tell the address again."""
    Silence.objects.filter(district=silence.district, email=silence.email).delete()
    return silence.district


def send_queued_digests(now: datetime, *, most: int = 500) -> int:
    """Send what is due, each locked, sent and marked in a transaction of its own: none leaves twice."""
    sent = 0
    connections: dict[bool, BaseEmailBackend] = {}
    with translation.override(settings.LANGUAGE_CODE):
        for _each in range(most):
            with transaction.atomic():
                digest = _next(now)
                if digest is None:
                    break
                sent += _send(digest, now, connections)
    for connection in connections.values():
        connection.close()
    return sent


def _next(now: datetime) -> Digest | None:
    waiting = Digest.objects.filter(sent_at__isnull=True, try_after__lte=now, attempts__lt=MOST_ATTEMPTS)
    locked = waiting.select_for_update(skip_locked=True, of=("self",))
    return locked.select_related("district").order_by("try_after", "pk").first()


def _send(digest: Digest, now: datetime, connections: dict[bool, BaseEmailBackend]) -> bool:
    try:
        connection = _connection(connections, is_real=not digest.district.is_demonstration)
        message_of(digest, connection).send()
    except (OSError, ValueError) as why:
        digest.attempts += 1
        digest.problem = (str(why) or type(why).__name__)[:300]
        digest.try_after = now + FIRST_WAIT * 2**digest.attempts
    else:
        digest.sent_at, digest.problem = now, ""
    digest.save(update_fields=["attempts", "problem", "try_after", "sent_at"])
    return digest.sent_at is not None


def _connection(opened: dict[bool, BaseEmailBackend], *, is_real: bool) -> BaseEmailBackend:
    """Open the way out once; a demonstration writes its messages to a folder, and none leaves."""
    if is_real not in opened:
        backend = None if is_real else "django.core.mail.backends.filebased.EmailBackend"
        where: dict[str, Any] = {} if is_real else {"file_path": settings.EMAIL_FILE_PATH}
        opened[is_real] = get_connection(backend, **where)
        opened[is_real].open()
    return opened[is_real]


def message_of(digest: Digest, connection: BaseEmailBackend | None = None) -> EmailMultiAlternatives:
    """The digest as a message: each of their words, what became of it, and how to hear nothing more.

    It is told twice, as bare text and with links to press, for programs of both kinds.
    """
    place = settings.SITE_ADDRESS.rstrip("/")
    slug = digest.district.slug
    silence = place + reverse(
        "participation:silence", args=[slug, silence_word(digest.district, digest.email)]
    )
    many = len({item["said"] for item in digest.news})
    opening = ngettext(
        "c'è una novità su una cosa che è stata detta.",
        "ci sono novità su %(n)d cose che sono state dette.",
        many,
    )
    words = [list(group) for _said, group in groupby(digest.news, key=lambda item: item["said"])]
    lines = [_("Buongiorno,"), "", opening % {"n": many}]
    for items in words:
        lines += ["", f"«{items[0]['of']}»", place + items[0]["said_url"]]
        for item in items:
            detail = f" ({item['detail']})" if item["detail"] else ""
            lines += [f"  → {item['kind']}: {item['title']}{detail}", f"    {place}{item['url']}"]
    lines += [
        "",
        digest.district.name,
        "",
        _("Si riceve al massimo un messaggio alla settimana, e soltanto quando c'è qualcosa di nuovo."),
        _("Per non riceverne più: %(link)s") % {"link": silence},
    ]
    message = EmailMultiAlternatives(
        _("Che cosa ne è stato: %(district)s") % {"district": digest.district.name},
        "\n".join(lines),
        to=[digest.email],
        connection=connection,
        headers={
            "List-Unsubscribe": f"<{silence}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        },
    )
    told = {"digest": digest, "opening": opening % {"n": many}, "words": words, "silence": silence}
    page = render_to_string("participation/telling/digest.html", {**told, "place": place})
    message.attach_alternative(page, "text/html")
    return message
