"""What a paragraph can rest on: cells, contributions and sources, found by their words."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Any

from django.db.models import Q

from ordito.core.search import like
from ordito.participation.models import Cell, Contribution, ContributionState, Source
from ordito.participation.queries.hypotheses import ground_of

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from ordito.core.models import Actor
    from ordito.participation.models import Process
    from ordito.participation.queries.hypotheses import Ground

MOST_OF_A_KIND = 12


def things_in(process: Process, user: Actor) -> dict[str, QuerySet[Any]]:
    """All that a paragraph of a path can rest on, kind by kind."""
    return {
        "cell": Cell.objects.filter(
            Q(summary__gt="") | Q(placements__removed_at__isnull=True, placements__isnull=False),
            grid__process=process,
            row__removed_at__isnull=True,
            column__removed_at__isnull=True,
        )
        .select_related("grid__process__district", "row", "column")
        .distinct(),
        "contribution": Contribution.objects.filter(
            process=process, state=ContributionState.SHOWN
        ).select_related("process__district", "organisation"),
        "source": Source.objects.visible_to(user)
        .filter(district=process.district)
        .select_related("district"),
    }


WORDS = {
    "cell": ["row__title", "column__title", "summary"],
    "contribution": ["text", "organisation__name"],
    "source": ["title", "phenomenon", "author"],
}
ORDER = {"cell": "row__number", "contribution": "number", "source": "title"}


def found_grounds(process: Process, words: str, user: Actor) -> list[Ground]:
    """What has the words that were typed, or the first of each kind; three questions."""
    found = []
    for kind, rows in things_in(process, user).items():
        named = like(rows, words, WORDS[kind]) if words else rows
        found.append(named.order_by(ORDER[kind], "pk")[:MOST_OF_A_KIND])
    return [ground_of(each) for each in chain(*found)]


def thing_of(process: Process, key: str, user: Actor) -> Any:
    """The thing called cell-12, contribution-7 or source-3, if a paragraph of the path can rest on it."""
    kind, _dash, number = key.partition("-")
    if kind not in WORDS or not (number.isascii() and number.isdecimal() and len(number) < 19):  # noqa: PLR2004
        return None
    return things_in(process, user)[kind].filter(pk=int(number)).first()
