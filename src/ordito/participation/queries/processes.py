"""What the pages of paths show: where a path is now, what it opens, its phases with what happened in each."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Count, Exists, OuterRef, Prefetch, Q, Subquery, Value
from django.db.models.functions import Coalesce, Concat
from django.utils.translation import gettext_lazy

from ordito.core.kept import Said, WordedThings, kept_by_role
from ordito.core.period import Period, in_force
from ordito.governance.models import Document, Meeting, MeetingState
from ordito.participation.models import (
    Contribution,
    ContributionState,
    Doing,
    Elaboration,
    EmblematicActivity,
    Phase,
    Process,
    Product,
    SuggestedReading,
    Whom,
    Workshop,
)
from ordito.participation.queries.phases import WIDEST_FIRST, keep_openings

if TYPE_CHECKING:
    from datetime import date

    from django.db.models import QuerySet

    from ordito.core.models import Actor, District
    from ordito.territory.models import SubArea

IN_WORDS = {
    Doing.CONTRIBUTE: gettext_lazy("portano contributi"),
    Doing.VOTE: gettext_lazy("dicono accordo o disaccordo"),
    Doing.PRIORITISE: gettext_lazy("scelgono le priorità"),
    Doing.AMEND: gettext_lazy("propongono emendamenti"),
}


@dataclass(frozen=True, slots=True)
class Opened:
    """Something that a phase lets people do, and to whom."""

    doing: Doing
    whom: Whom

    @property
    def sentence(self) -> str:
        """In plain words: «portano contributi: anche chi è in sala, con il telefono»."""
        return f"{IN_WORDS[self.doing]}: {self.whom.label}"


@dataclass(frozen=True, slots=True)
class Place:
    """The workshops of a phase in one sub-area; without one, those of the whole district."""

    sub_area: SubArea | None
    workshops: tuple[Workshop, ...]


@dataclass(frozen=True, slots=True)
class PhaseRow:
    """A phase on a day, with what it opens, the meetings that stand in it, what it leaves."""

    phase: Phase
    state: str
    opens: tuple[Opened, ...]
    places: tuple[Place, ...]
    products: tuple[Product, ...]
    left_nothing: bool
    days_left: int | None = None

    @property
    def is_now(self) -> bool:
        return self.state == "now"


@dataclass(frozen=True, slots=True)
class PathPage:
    """A path on a day: the phases, what hangs from none, what is late, what is open."""

    phases: tuple[PhaseRow, ...]
    apart: tuple[Place, ...]
    undated: tuple[Product, ...]
    late: tuple[Product, ...]
    opens: tuple[Opened, ...]
    ahead: tuple[Workshop, ...]

    @property
    def coming(self) -> tuple[Workshop, ...]:
        """The next meetings, two at most."""
        return self.ahead[:2]

    @property
    def owed(self) -> list[Product]:
        """What the phases of today still have to leave, in time."""
        late = {product.pk for product in self.late}
        return [
            product
            for row in self.now
            for product in row.products
            if product.delivered_on is None and product.pk not in late
        ]

    @property
    def now(self) -> list[PhaseRow]:
        return [row for row in self.phases if row.is_now]

    @property
    def ended_with_nothing(self) -> list[PhaseRow]:
        return [row for row in self.phases if row.left_nothing]

    @property
    def next(self) -> PhaseRow | None:
        return next((row for row in self.phases if row.state == "todo"), None)


def processes_in(district: District, user: Actor, today: date) -> QuerySet[Any]:
    """The paths that the reader may see, with the title of the phase they are in (`current`)."""
    current = Phase.objects.filter(in_force(today), process=OuterRef("pk")).order_by("number")
    return (
        Process.objects.visible_to(user)
        .filter(district=district)
        .select_related("district", "body__district")
        .annotate(current=current.values("title")[:1], current_ends=current.values("ends_before")[:1])
    )


def with_knowledge(rows: QuerySet[Any]) -> QuerySet[Any]:
    """The same paths with how much is known: `readings_count`, `activities_count`, `papers_count`."""

    def counted(model: type[Any]) -> Any:
        of_path = model.objects.filter(process=OuterRef("pk")).order_by().values("process")
        return Coalesce(Subquery(of_path.annotate(n=Count("pk")).values("n")), 0)

    told: QuerySet[Any] = rows.annotate(
        readings_count=counted(SuggestedReading),
        activities_count=counted(EmblematicActivity),
        papers_count=counted(Elaboration),
    )
    return told


def ground_of(workshop: Workshop, user: Actor) -> Document | None:
    """The document on which a workshop rests, if the reader may see it."""
    rows = Document.objects.visible_to(user).select_related("body", "district")
    return rows.filter(pk=workshop.grounded_on_id).first() if workshop.grounded_on_id else None


def page_of(process: Process, user: Actor, today: date) -> PathPage:
    """Everything that hangs from a path, in three queries whatever their number."""
    phases = _phases(process)
    workshops = workshops_of(process, user)
    products = list(process.products.order_by("due_on", "number").prefetch_related(_documents(user)))
    rows = tuple(_row(phase, workshops, products, today) for phase in phases)
    placed = {product.pk for row in rows for product in row.products}
    known = {phase.pk for phase in phases}
    opens = widest(opened for row in rows if row.is_now for opened in row.opens)
    keep_openings(process, today, {opened.doing: opened.whom for opened in opens})
    return PathPage(
        phases=rows,
        apart=_by_place([each for each in workshops if each.phase_id not in known]),
        undated=tuple(product for product in products if product.pk not in placed),
        late=tuple(product for product in products if is_late(product, today)),
        opens=opens,
        ahead=tuple(
            each
            for each in workshops
            if each.meeting.date >= today
            and each.meeting.state in (MeetingState.PLANNED, MeetingState.CONVENED)
        ),
    )


def workshops_of(process: Process, user: Actor) -> list[Workshop]:
    """The meetings of a path that the reader may see, by day."""
    return _workshops(process.district, user, process.district.today()).ask(process=process.pk)


@kept_by_role
def _workshops(_district: District, user: Actor, _today: date) -> WordedThings:
    seen = Meeting.objects.visible_to(user)
    rows = Workshop.objects.filter(process=Said("process"), meeting__in=seen).select_related(
        "meeting__district", "meeting__body", "sub_area", "administrator", "technician"
    )
    return WordedThings(rows.order_by("meeting__date", "meeting__starts_at", "pk"))


def is_late(product: Product, today: date) -> bool:
    """Whether a product was due and has not come."""
    return product.delivered_on is None and product.due_on is not None and product.due_on < today


def widest(opened: Any) -> tuple[Opened, ...]:
    """Each doing once, to the widest circle named, in the order in which people do them."""
    found: dict[Doing, Whom] = {}
    for each in opened:
        named = [each.whom, found.get(each.doing, each.whom)]
        found[each.doing] = min(named, key=WIDEST_FIRST.index)
    return tuple(Opened(doing, found[doing]) for doing in Doing if doing in found)


def opens_of(phase: Any) -> tuple[Opened, ...]:
    """What a phase opens, of one read by `_phases`."""
    pairs = (each.split(":") for each in phase.opened or ())
    return widest(Opened(Doing(doing), Whom(whom)) for doing, whom in pairs)


def _phases(process: Process) -> list[Any]:
    said = Contribution.objects.filter(
        process=OuterRef("process"),
        state=ContributionState.SHOWN,
        at__date__gte=OuterRef("starts_on"),
        at__date__lt=OuterRef("ends_before"),
    )
    pair = Concat("openings__doing", Value(":"), "openings__whom")
    return list(
        Phase.objects.filter(process=process)
        .annotate(
            spoken=Exists(said),
            opened=ArrayAgg(pair, filter=Q(openings__isnull=False), default=Value([])),
        )
        .order_by("number")
    )


def _documents(user: Actor) -> Prefetch[Any]:
    rows = Document.objects.visible_to(user).select_related("body", "district")
    return Prefetch("document", queryset=rows)


def _row(phase: Any, workshops: list[Workshop], products: list[Product], today: date) -> PhaseRow:
    period = Period(phase.starts_on, phase.ends_before)
    state = "now" if today in period else "todo" if today < phase.starts_on else "done"
    held = [each for each in workshops if each.phase_id == phase.pk]
    due = tuple(each for each in products if each.due_on is not None and each.due_on in period)
    met = any(each.meeting.state == MeetingState.HELD or each.meeting.date < today for each in held)
    delivered = any(each.delivered_on is not None and each.delivered_on in period for each in products)
    delivered = delivered or any(each.delivered_on is not None for each in due)
    return PhaseRow(
        phase=phase,
        state=state,
        opens=opens_of(phase),
        places=_by_place(held),
        products=due,
        left_nothing=state == "done" and not (met or delivered or phase.spoken),
        days_left=(phase.last_day - today).days if phase.last_day is not None else None,
    )


def _by_place(workshops: list[Workshop]) -> tuple[Place, ...]:
    gathered: dict[int | None, list[Workshop]] = defaultdict(list)
    for each in workshops:
        gathered[each.sub_area_id].append(each)
    found = [Place(each[0].sub_area, tuple(each)) for each in gathered.values()]
    return tuple(sorted(found, key=lambda place: (place.sub_area is not None, str(place.sub_area or ""))))
