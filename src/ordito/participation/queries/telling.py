"""What became of what was said: of one voice, of a path, of an organisation; and who has to be told."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from django.contrib.auth.models import AnonymousUser
from django.core import signing
from django.db.models import Count, Q
from django.urls import reverse

from ordito.community.models import DelegateKind
from ordito.community.queries import delegates_on
from ordito.core.models import User
from ordito.core.thread import ORDER, Knot, Stage, followed, forth
from ordito.participation.models import (
    Contribution,
    ContributionState,
    Digest,
    Process,
    Silence,
)
from ordito.participation.models.voices import in_a_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from django.db.models import QuerySet

    from ordito.community.models import Organisation
    from ordito.core.models import Actor, District
    from ordito.core.thread import Thread

SALT = "participation.silence"


@dataclass(frozen=True, slots=True)
class Ending:
    """Where the thread of a contribution stands: the last thing it came to, an action having arrived."""

    pk: int
    size: int
    furthest: Knot | None

    @property
    def stage(self) -> Stage:
        """What nobody took up was only said."""
        return self.furthest.stage if self.furthest else Stage.SAID


@dataclass(frozen=True, slots=True)
class Became:
    """A contribution in a list, and what became of it."""

    number: int
    text: str
    organisation: str
    size: int
    url: str
    ending: Ending

    @property
    def short(self) -> str:
        """What was said, in a line."""
        return in_a_line(self.text)


@dataclass(frozen=True, slots=True)
class Step:
    """How many contributions, of how many people, came at least to a stage; and how many stopped there."""

    stage: Stage
    reached: int
    people: int
    stopped: int


@dataclass(frozen=True, slots=True)
class News:
    """One thing that a digest tells: of which words of theirs, what came of them, where it opens."""

    said: int
    of: str
    said_url: str
    key: str
    kind: str
    title: str
    url: str
    detail: str

    @property
    def mark(self) -> tuple[int, str, str]:
        """What makes it news: the same thing in another state is news again."""
        return (self.said, self.key, self.detail)

    def kept(self) -> dict[str, Any]:
        """As the digest keeps it."""
        return asdict(self)


def shown_contributions(user: Actor, district: District) -> QuerySet[Contribution]:
    """Contributions that are shown, of the paths that the reader may see."""
    processes = Process.objects.visible_to(user).filter(district=district)
    return Contribution.objects.filter(process__in=processes, state=ContributionState.SHOWN)


def endings_of(said: QuerySet[Contribution], thread: Thread) -> list[Ending]:
    """Follow many threads at once: those that stopped first come first, then by number."""
    rows = list(said.order_by("process", "number").values_list("pk", "size"))
    ends = followed(thread.begin_with(Contribution, (pk for pk, _size in rows))).ends(until=Stage.DONE)
    label = Contribution._meta.label_lower
    found = [Ending(pk, size, ends.get((label, pk))) for pk, size in rows]
    return sorted(found, key=lambda each: ORDER[each.stage])


def steps_of(endings: Iterable[Ending]) -> list[Step]:
    """Count, stage by stage, how many voices came at least so far; stages that none reached are left out."""
    stopped: Counter[Stage] = Counter()
    people: Counter[Stage] = Counter()
    for each in endings:
        stopped[each.stage] += 1
        people[each.stage] += each.size
    at_least = [stage for stage in Stage if any(ORDER[other] >= ORDER[stage] for other in stopped)]
    return [
        Step(
            stage,
            sum(number for other, number in stopped.items() if ORDER[other] >= ORDER[stage]),
            sum(number for other, number in people.items() if ORDER[other] >= ORDER[stage]),
            stopped[stage],
        )
        for stage in at_least
    ]


def became_of(endings: Sequence[Ending], district: District) -> list[Became]:
    """The rows of a list in the order given: what was said, by whom, and where it ended."""
    fields = ("pk", "number", "text", "organisation__name", "size", "process__code")
    said = Contribution.objects.filter(pk__in=[each.pk for each in endings]).values_list(*fields)
    rows = {pk: told for pk, *told in said}
    above: dict[str, str] = {}
    found = []
    for ending in endings:
        number, text, organisation, size, process = rows[ending.pk]
        if process not in above:
            first = reverse("participation:contribution", args=[district.slug, process, 0])
            above[process] = first.removesuffix("0/")
        found.append(Became(number, text, organisation or "", size, f"{above[process]}{number}/", ending))
    return found


def organisations_that_spoke(district: District, user: Actor) -> QuerySet[Any, Any]:
    """The organisations with contributions that the reader may see, and how many."""
    spoken = shown_contributions(user, district).filter(organisation__isnull=False).order_by()
    return (
        spoken.values("organisation__code", "organisation__name")
        .annotate(number=Count("pk"))
        .order_by("organisation__name")
    )


def silence_word(district: District, email: str) -> str:
    """The word of the link by which an address asks not to be told any more."""
    return signing.dumps([district.pk, email.lower()], salt=SALT, compress=True)


def address_of(district: District, word: str) -> str:
    """The address of a word; empty when it was made up, or is of another district. It does not expire."""
    try:
        number, email = signing.loads(word, salt=SALT)
    except (signing.BadSignature, ValueError, TypeError):
        return ""
    return str(email) if number == district.pk else ""


def news_by_address(district: District, on: date) -> dict[str, list[News]]:
    """What each address has not been told yet of what it said; nobody who asked for silence.

    Each is told what it may see: an account as its own pages show it, every other address as the public.
    """
    spoken = Contribution.objects.filter(process__district=district, state=ContributionState.SHOWN)
    told_of = spoken.select_related("author", "phone", "process__district", "organisation")
    heard = _addresses(told_of.filter(_somebody_to_tell()), on)
    silent = set(Silence.objects.filter(district=district).values_list("email", flat=True))
    accounts = {user.email.lower(): user for user in User.objects.filter(email__in=heard, is_active=True)}
    told = _already_told(district)
    public: Thread | None = None
    found: dict[str, list[News]] = {}
    for email, said in heard.items():
        if email in silent:
            continue
        account = accounts.get(email)
        if account is not None:
            thread = forth(district, said, user=account, on=on)
        else:
            if public is None:
                everything = {each.pk: each for group in heard.values() for each in group}
                public = forth(district, everything.values(), user=AnonymousUser(), on=on)
            thread = public
        fresh = [news for each in said for news in _news(each, thread) if news.mark not in told[email]]
        if fresh:
            found[email] = fresh
    return found


def _somebody_to_tell() -> Q:
    return (
        Q(author__isnull=False) | Q(organisation__isnull=False) | ~Q(phone__email="") & Q(phone__isnull=False)
    )


def _addresses(contributions: Iterable[Contribution], on: date) -> dict[str, list[Contribution]]:
    rows = list(contributions)
    voices = delegates_on({each.organisation_id for each in rows if each.organisation_id}, on)
    heard: dict[str, dict[int, Contribution]] = defaultdict(dict)
    for each in rows:
        addresses = []
        if each.phone is not None and each.phone.email:
            addresses.append(each.phone.email)
        if each.author is not None:
            addresses.append(each.author.email)
        speaking = [voice for voice in voices.get(each.organisation_id or 0, ()) if voice.email]
        first = [voice.email for voice in speaking if voice.kind == DelegateKind.DELEGATE]
        addresses += first or [voice.email for voice in speaking[:1]]
        for email in addresses:
            heard[email.lower()][each.pk] = each
    return {email: list(said.values()) for email, said in sorted(heard.items())}


def _already_told(district: District) -> dict[str, set[tuple[int, str, str]]]:
    told: dict[str, set[tuple[int, str, str]]] = defaultdict(set)
    for email, kept in Digest.objects.filter(district=district).values_list("email", "news"):
        told[email].update((item["said"], item["key"], item["detail"]) for item in kept)
    return told


def _news(contribution: Contribution, thread: Thread) -> list[News]:
    return [
        News(
            said=contribution.pk,
            of=str(contribution),
            said_url=contribution.get_absolute_url(),
            key=f"{knot.key[0]}:{knot.key[1]}",
            kind=knot.kind,
            title=knot.title,
            url=knot.url,
            detail=knot.detail,
        )
        for knot in thread.knots(contribution)
    ]


def organisation_that_spoke(district: District, user: Actor, code: str) -> Organisation | None:
    """An organisation with contributions that the reader may see."""
    spoken = shown_contributions(user, district).filter(organisation__code=code)
    first = spoken.select_related("organisation__district").first()
    return first.organisation if first else None
