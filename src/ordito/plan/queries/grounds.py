"""What an objective or an action may rest on, found by words; and what it rests on already."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Max, Prefetch, Q, QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from ordito.core.models import Actor, District
from ordito.core.search import like, matching
from ordito.governance.models import Body, Decision
from ordito.participation.models import (
    Cell,
    Contribution,
    ContributionState,
    Paragraph,
    ParagraphText,
    Process,
    Source,
)
from ordito.plan.models import Action, AreaPlan, Ground, Objective, Reading
from ordito.plan.models.grounds import CITED

MOST_OF_A_KIND = 8
FEW = 3
LONG = 160


@dataclass(frozen=True, slots=True)
class Citable:
    """Something that may be cited: its kind, its number, what it says, where it opens."""

    kind: str
    pk: int
    title: str
    detail: str
    url: str
    ground: int = 0
    """The number of the ground by which it is cited already; zero when it is not."""
    note: str = ""


def kind_names() -> dict[str, str]:
    """The kinds of things that are cited, as people read them."""
    return {
        "contribution": _("Contributi"),
        "cell": _("Celle delle griglie"),
        "paragraph": _("Paragrafi delle ipotesi"),
        "decision": _("Decisioni"),
        "source": _("Fonti"),
        "reading": _("Letture degli indicatori"),
    }


def candidates(
    district: District, user: Actor, words: str, kinds: Iterable[str] = CITED
) -> list[tuple[str, list[Citable]]]:
    """What has these words, by kind; without words, the latest few of each."""
    words = words.strip()
    found = [(kind, _FINDERS[kind](district, user, words)) for kind in kinds if kind in _FINDERS]
    return [(kind_names()[kind], each) for kind, each in found if each]


def grounds_of(thing: Objective | Action) -> list[Citable]:
    """What an objective or an action rests on, in the order in which it was written."""
    held = Q(objective=thing) if isinstance(thing, Objective) else Q(action=thing)
    rows = Ground.objects.filter(held).select_related(
        "contribution__process__district",
        "contribution__organisation",
        "cell__grid__process__district",
        "cell__row",
        "cell__column",
        "paragraph__hypothesis__process__district",
        "decision__meeting__body",
        "decision__meeting__district",
        "source__district",
        "reading__indicator__action__plan__district",
    )
    texts = Prefetch("paragraph__texts", ParagraphText.objects.order_by("-version__number"))
    return [_cited(each) for each in rows.prefetch_related(texts).order_by("pk")]


def _cited(ground: Ground) -> Citable:
    kind = next(name for name in CITED if getattr(ground, f"{name}_id") is not None)
    told = _TELLERS[kind](getattr(ground, kind))
    return Citable(
        kind=kind,
        pk=told.pk,
        title=told.title,
        detail=told.detail,
        url=told.url,
        ground=ground.pk,
        note=ground.note,
    )


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= LONG else f"{text[: LONG - 1]}…"


def _day(day: Any) -> str:
    return date_format(day, "d/m/Y")


def _contribution(row: Contribution) -> Citable:
    who = f", {row.organisation}" if row.organisation else ""
    many = f" × {row.size}" if row.size > 1 else ""
    detail = f"{row.get_kind_display()}{who}{many} · {row.process}"
    return Citable("contribution", row.pk, _short(row.text), detail, row.get_absolute_url())


def _cell(row: Cell) -> Citable:
    title = f"{row.row.title} × {row.column.title}"
    return Citable("cell", row.pk, title, _short(row.summary) or row.grid.title, row.get_absolute_url())


def _paragraph(row: Paragraph) -> Citable:
    last = next(iter(row.texts.all()), None)
    title = _short(last.heading or last.text) if last else str(row)
    return Citable("paragraph", row.pk, title, f"{row.hypothesis} §{row.number}", row.get_absolute_url())


def _decision(row: Decision) -> Citable:
    meeting = row.meeting
    detail = f"{meeting.body.name}, {_day(meeting.date)} · {row.get_outcome_display()}"
    title = f"n. {row.number}: {_short(row.text)}"
    return Citable("decision", row.pk, title, detail, meeting.get_absolute_url())


def _source(row: Source) -> Citable:
    detail = " · ".join(filter(None, [row.author, str(row.year or "")]))
    return Citable("source", row.pk, row.title, detail, row.get_absolute_url())


def _reading(row: Reading) -> Citable:
    indicator = row.indicator
    title = f"{indicator.name}: {row.value.normalize():f} {indicator.unit}".strip()
    detail = f"{_day(row.on)} · {indicator.action.plan.title}"
    return Citable("reading", row.pk, title, detail, f"{indicator.action.get_absolute_url()}#indicatori")


def _contributions(district: District, user: Actor, words: str) -> list[Citable]:
    seen = Process.objects.visible_to(user).filter(district=district)
    rows = Contribution.objects.filter(process__in=seen, state=ContributionState.SHOWN)
    rows = matching(rows, words, ["text"]) if words else rows
    found = rows.select_related("process__district", "organisation").order_by("-at", "-pk")
    return [_contribution(each) for each in found[: MOST_OF_A_KIND if words else FEW]]


def _cells(district: District, user: Actor, words: str) -> list[Citable]:
    seen = Process.objects.visible_to(user).filter(district=district)
    rows = Cell.objects.filter(grid__process__in=seen)
    rows = like(rows, words, ["summary", "row__title", "column__title", "grid__title"]) if words else rows
    found = rows.select_related("grid__process__district", "row", "column").order_by("-pk")
    return [_cell(each) for each in found[: MOST_OF_A_KIND if words else FEW]]


def _paragraphs(district: District, user: Actor, words: str) -> list[Citable]:
    seen = Process.objects.visible_to(user).filter(district=district)
    rows = Paragraph.objects.filter(hypothesis__process__in=seen)
    if words:
        texts = matching(ParagraphText.objects.filter(paragraph__in=rows), words, ["heading", "text"])
        rows = rows.filter(pk__in=texts.values("paragraph"))
    latest = Prefetch("texts", ParagraphText.objects.order_by("-version__number"))
    found = (
        rows.annotate(last=Max("texts__version__at"))
        .select_related("hypothesis__process__district")
        .prefetch_related(latest)
        .order_by("-last", "number")
    )
    return [_paragraph(each) for each in found[: MOST_OF_A_KIND if words else FEW]]


def _decisions(district: District, user: Actor, words: str) -> list[Citable]:
    bodies = Body.objects.visible_to(user).filter(district=district)
    rows = Decision.objects.filter(meeting__body__in=bodies)
    rows = like(rows, words, ["text", "number", "meeting__body__name"]) if words else rows
    found = rows.select_related("meeting__body", "meeting__district").order_by("-meeting__date", "-pk")
    return [_decision(each) for each in found[: MOST_OF_A_KIND if words else FEW]]


def _sources(district: District, user: Actor, words: str) -> list[Citable]:
    rows: QuerySet[Source] = Source.objects.visible_to(user).filter(district=district)
    rows = like(rows, words, ["title", "phenomenon", "author"]) if words else rows
    found = rows.select_related("district").order_by("-year", "title")
    return [_source(each) for each in found[: MOST_OF_A_KIND if words else FEW]]


def _readings(district: District, user: Actor, words: str) -> list[Citable]:
    plans = AreaPlan.objects.visible_to(user).filter(district=district)
    rows = Reading.objects.filter(indicator__action__plan__in=plans)
    rows = like(rows, words, ["indicator__name", "indicator__action__title"]) if words else rows
    found = rows.select_related("indicator__action__plan__district").order_by("-on", "-pk")
    return [_reading(each) for each in found[: MOST_OF_A_KIND if words else FEW]]


_FINDERS: dict[str, Callable[[District, Actor, str], list[Citable]]] = {
    "contribution": _contributions,
    "cell": _cells,
    "paragraph": _paragraphs,
    "decision": _decisions,
    "source": _sources,
    "reading": _readings,
}
_TELLERS: dict[str, Callable[[Any], Citable]] = {
    "contribution": _contribution,
    "cell": _cell,
    "paragraph": _paragraph,
    "decision": _decision,
    "source": _source,
    "reading": _reading,
}
