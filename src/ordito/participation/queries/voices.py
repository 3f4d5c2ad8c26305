"""What was said: who may read it, by whom and by how many, and what is like it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, OuterRef, Q
from rapidfuzz import fuzz
from rapidfuzz.process import extract

from ordito.community.models import Organisation
from ordito.community.queries import organisations_of
from ordito.core.counting import number
from ordito.core.models import RoleKind, User, holds
from ordito.core.period import in_force
from ordito.core.search import plain
from ordito.participation.models import (
    Contribution,
    ContributionKind,
    ContributionState,
    Doing,
    Gathering,
    Process,
    Whom,
)
from ordito.participation.models.voices import TO_BE_READ
from ordito.participation.queries.phases import open_to

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import QuerySet

    from ordito.core.models import Actor, District
    from ordito.participation.models import Phone

ALIKE = 84
MOST_ALIKE = 3
MOST_WAITING = 100
MOST_HITS = 20
FACILITATES = (RoleKind.PLAN_OFFICE, RoleKind.FACILITATOR)


def voices_of(user: Actor, process: Process) -> QuerySet[Organisation]:
    """For which organisations a person may speak in a path: all for the office, one's own for a delegate."""
    district = process.district
    if holds(user, district, *FACILITATES):
        return Organisation.objects.filter(district=district)
    rows = organisations_of(user, district)
    if open_to(process, Doing.CONTRIBUTE, district.today()) == Whom.MEMBERS:
        seated = Q(memberships__body_id=process.body_id) & in_force(district.today(), "memberships__")
        rows = rows.filter(pk__in=Organisation.objects.filter(seated).values("pk"))
    return rows


def contributions_in(process: Process, user: Actor) -> QuerySet[Contribution]:
    """What was said in a path, as the reader may see it: what is hidden or withdrawn only by its author."""
    return visible(Contribution.objects.filter(process=process), process.district, user)


def visible(rows: QuerySet[Contribution], district: District, user: Actor) -> QuerySet[Contribution]:
    """Leave out what the reader may not see."""
    if holds(user, district, *FACILITATES):
        return rows
    shown = Q(state=ContributionState.SHOWN)
    return rows.filter(shown | Q(author=user) if isinstance(user, User) else shown)


def with_what_a_row_says(rows: QuerySet[Contribution]) -> QuerySet[Contribution]:
    """The same rows with all that a list or a page writes of each, and how many answered it."""
    answers = Contribution.objects.filter(about=OuterRef("pk"), state=ContributionState.SHOWN)
    return rows.select_related("gathering", "organisation", "about").annotate(
        pros=number(answers.filter(kind=ContributionKind.PRO)),
        cons=number(answers.filter(kind=ContributionKind.CON)),
    )


def gatherings_in(process: Process) -> QuerySet[Gathering]:
    """The gatherings of a path, with what came of each."""
    shown = Q(contributions__state=ContributionState.SHOWN)
    return (
        Gathering.objects.filter(process=process)
        .select_related("process__district", "meeting", "sub_area")
        .annotate(voices=Count("contributions", filter=shown))
    )


@dataclass(frozen=True, slots=True)
class InProcess:
    """What the page of a path shows of its voices."""

    gatherings: tuple[Gathering, ...]


def in_process(process: Process, _user: Actor) -> InProcess:
    """The gatherings of a path, the last first, in one query."""
    rows = list(gatherings_in(process).order_by("-opens_at", "pk"))
    now = process.district.now()
    for each in rows:
        each.open_now = each.is_open(now)  # type: ignore[attr-defined]
    return InProcess(tuple(rows))


def answers_to(contribution: Contribution, user: Actor) -> list[Contribution]:
    """What was said about a contribution, in the order in which it came."""
    rows = visible(contribution.answers.all(), contribution.district, user)
    found = list(rows.select_related("organisation").order_by("number"))
    for each in found:
        each.process = contribution.process
        if each.organisation is not None:
            each.organisation.district = contribution.district
    return found


def said_from(phone: Phone) -> list[Contribution]:
    """What came from a phone, the last first: its holder sees also what was hidden, and why."""
    return list(phone.contributions.order_by("-number")[:50])


def alike(gathering: Gathering, text: str, *, but: int) -> list[Contribution]:
    """What was said in the same path almost in the same words: pointed out, never refused."""
    rows = Contribution.objects.filter(process=gathering.process, state=ContributionState.SHOWN)
    known = dict(rows.exclude(pk=but).values_list("pk", "text"))
    found = extract(
        plain(text),
        {pk: plain(each) for pk, each in known.items()},
        scorer=fuzz.token_sort_ratio,
        limit=MOST_ALIKE,
        score_cutoff=ALIKE,
    )
    by_pk = rows.in_bulk([pk for _text, _score, pk in found])
    return [by_pk[pk] for _text, _score, pk in found]


def last_typed(gathering: Gathering, channels: Sequence[str], most: int) -> list[Contribution]:
    """What was typed in a room for others, the last first."""
    rows = gathering.contributions.filter(channel__in=channels)
    rows = rows.select_related("process__district", "organisation__district")
    return list(rows.order_by("-number")[:most])


def to_be_read(gathering: Gathering) -> list[Contribution]:
    """What came from phones and waits to be read before it is shown, the first first."""
    waiting = {"state": ContributionState.HIDDEN, "state_because": TO_BE_READ}
    rows = gathering.contributions.filter(**waiting).select_related("process__district")
    return list(rows.order_by("number")[:MOST_WAITING])


def organisations_heard(process: Process) -> list[tuple[str, str]]:
    """The organisations that said something in a path, by code and name."""
    heard = Organisation.objects.filter(
        contributions__process=process, contributions__state=ContributionState.SHOWN
    )
    return list(heard.order_by("name").distinct().values_list("code", "name"))
