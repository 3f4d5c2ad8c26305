"""Documents of hypotheses: who sees them, how they read now, what each paragraph rests on."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Exists, Max, OuterRef, Prefetch, Q, QuerySet

from ordito.core import thread
from ordito.core.models import Operator, RoleKind, User, holds
from ordito.core.thread import Stage
from ordito.governance.queries.register import bodies_of, seats_of
from ordito.participation.models import (
    Amendment,
    AmendmentState,
    Cell,
    Contribution,
    ContributionState,
    Hypothesis,
    HypothesisState,
    HypothesisVersion,
    ParagraphText,
    Process,
    Source,
)

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from ordito.core.models import Actor, District
    from ordito.core.thread import Knot
    from ordito.participation.models import Paragraph

WRITERS = (RoleKind.PLAN_OFFICE, RoleKind.FACILITATOR)
DECIDED = (HypothesisState.APPROVED, HypothesisState.REJECTED)
COMMITTED = (Stage.AIMED, Stage.DONE)
WAITING = Q(amendments__state=AmendmentState.PROPOSED)


def writes_hypotheses(user: Actor, process: Process) -> bool:
    """Whether the person writes the documents of a path: the office, who facilitates, who leads it."""
    if isinstance(user, Operator) or holds(user, process.district, *WRITERS):
        return True
    return (
        isinstance(user, User)
        and holds(user, process.district)
        and process.body_id in bodies_of(user, district=process.district)
    )


def reads_drafts(user: Actor, process: Process) -> bool:
    """Whoever writes the drafts, and whoever keeps the installation."""
    return writes_hypotheses(user, process) or (isinstance(user, User) and user.is_installation_admin)


def hypotheses_of(process: Process, user: Actor) -> QuerySet[Hypothesis]:
    """The documents of a path that the reader may see: drafts are their writers'."""
    rows = Hypothesis.objects.filter(process=process)
    return rows if reads_drafts(user, process) else rows.exclude(state=HypothesisState.DRAFT)


def hypotheses_in(district: District, user: Actor) -> QuerySet[Hypothesis]:
    """The documents of all the paths of a district that the reader may see."""
    rows = Hypothesis.objects.filter(process__in=Process.objects.visible_to(user).filter(district=district))
    if isinstance(user, Operator) or holds(user, district, *WRITERS):
        return rows
    if isinstance(user, User) and user.is_installation_admin:
        return rows
    told = ~Q(state=HypothesisState.DRAFT)
    if isinstance(user, User) and holds(user, district):
        told |= Q(process__body__in=seats_of(user, district=district).values("body_id"))
    return rows.filter(told)


@dataclass(frozen=True, slots=True)
class HypothesisRow:
    """A document in the list of a path."""

    hypothesis: Hypothesis
    version: int
    waiting: int
    decided: int

    @property
    def amendments(self) -> int:
        return self.waiting + self.decided


def in_process(process: Process, user: Actor) -> list[HypothesisRow]:
    """The documents of a path with their amendments; one query."""
    rows = (
        hypotheses_of(process, user)
        .annotate(
            version=Max("versions__number"),
            waiting=Count("amendments", filter=WAITING, distinct=True),
            decided=Count(
                "amendments",
                filter=Q(amendments__state__in=[AmendmentState.ACCEPTED, AmendmentState.REJECTED]),
                distinct=True,
            ),
        )
        .order_by("pk")
    )
    told = []
    for each in rows:
        each.process = process
        told.append(HypothesisRow(each, each.version or 0, each.waiting, each.decided))
    return told


def last_version(hypothesis: Hypothesis) -> HypothesisVersion:
    """The version that is valid now: the first is written with the document."""
    return hypothesis.versions.select_related("by").latest("number")


def texts_of(version: HypothesisVersion) -> list[ParagraphText]:
    """The paragraphs of a version in their order, with where they come from."""
    rows = version.texts.select_related("paragraph__split_from", "paragraph__joined_to").order_by("position")
    return list(rows)


def versions_of(hypothesis: Hypothesis) -> list[HypothesisVersion]:
    """Every version, the newest first."""
    return list(hypothesis.versions.select_related("by").order_by("-number"))


@dataclass(frozen=True, slots=True)
class Ground:
    """Something on which a paragraph rests: what it is, where it opens."""

    kind: str
    key: str
    name: str
    url: str


@dataclass(frozen=True, slots=True)
class ParagraphRow:
    """A paragraph as the page of a document shows it."""

    number: int
    position: int
    heading: str
    text: str
    grounds: tuple[Ground, ...]
    amendments: tuple[Amendment, ...] = field(default=())
    came: tuple[Knot, ...] = field(default=())

    @property
    def waiting(self) -> int:
        return sum(each.state == AmendmentState.PROPOSED for each in self.amendments)


def with_grounds(rows: QuerySet[Any], user: Actor, process: Process, at: str = "") -> QuerySet[Any]:
    """Bring along what paragraphs rest on; hidden contributions only for who may hide them."""
    said = Contribution.objects.select_related("process__district", "organisation")
    if not holds(user, process.district, *WRITERS):
        said = said.filter(state=ContributionState.SHOWN)
    cells = Cell.objects.select_related("grid__process__district", "row", "column")
    found: QuerySet[Any] = rows.prefetch_related(
        Prefetch(f"{at}cells", cells.order_by("pk")),
        Prefetch(f"{at}contributions", said.order_by("number")),
        Prefetch(f"{at}sources", Source.objects.select_related("district").order_by("title", "pk")),
    )
    return found


def resting(paragraph: Paragraph) -> dict[str, Any]:
    """The things that a paragraph rests on, read along with it, by their keys: cell-12, contribution-7."""
    things = [each for name in KINDS.values() for each in getattr(paragraph, name).all()]
    return {ground_of(each).key: each for each in things}


def grounds_of(paragraph: Paragraph) -> tuple[Ground, ...]:
    """What a paragraph rests on, as a page shows it."""
    return tuple(ground_of(each) for each in resting(paragraph).values())


KINDS = {"cell": "cells", "contribution": "contributions", "source": "sources"}


def ground_of(thing: Any) -> Ground:
    """A cell, a contribution or a source, as a ground."""
    kind = thing._meta.model_name
    if kind == "cell":
        name = f"{thing.row.title} × {thing.column.title}"
    elif kind == "contribution":
        name = f"{thing.number}. {thing}"
    else:
        name = thing.title
    return Ground(kind, f"{kind}-{thing.pk}", name, thing.get_absolute_url())


def paragraphs_of(
    version: HypothesisVersion, user: Actor, amendments: Iterable[Amendment] = (), *, on: date
) -> list[ParagraphRow]:
    """The paragraphs of a version: what they rest on, what rests on them, the amendments of each."""
    process = version.hypothesis.process
    texts = version.texts.select_related("paragraph").order_by("position")
    rows = list(with_grounds(texts, user, process, "paragraph__"))
    paragraphs = [each.paragraph for each in rows]
    told = thread.forth(process.district, paragraphs, user=user, on=on, until=Stage.DONE)
    by_paragraph: dict[int | None, list[Amendment]] = {}
    for each in amendments:
        by_paragraph.setdefault(each.paragraph_id, []).append(each)
    return [
        ParagraphRow(
            number=each.paragraph.number,
            position=each.position,
            heading=each.heading,
            text=each.text,
            grounds=grounds_of(each.paragraph),
            came=tuple(knot for knot in told.knots(each.paragraph) if knot.stage in COMMITTED),
            amendments=tuple(by_paragraph.get(each.paragraph_id, ())),
        )
        for each in rows
    ]


def amendments_of(hypothesis: Hypothesis) -> QuerySet[Any]:
    """Every amendment with who proposed it and where, by number."""
    return hypothesis.amendments.select_related(
        "paragraph", "organisation", "gathering__sub_area", "author", "based_on", "result", "added"
    ).order_by("number")


def latest_texts() -> QuerySet[ParagraphText]:
    """The texts that are valid now: those of the last version of each document."""
    later = HypothesisVersion.objects.filter(
        hypothesis=OuterRef("version__hypothesis"), number__gt=OuterRef("version__number")
    )
    return ParagraphText.objects.filter(~Exists(later))
