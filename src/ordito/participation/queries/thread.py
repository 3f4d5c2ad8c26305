"""What the participation tells of a thread: cells, statements, priorities, paragraphs, and who asked."""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any

from django.contrib.postgres.aggregates import ArrayAgg
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import CharField, OuterRef, Q, QuerySet, Value
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ordito.core.rules import is_insider
from ordito.core.thread import Knot, Stage, key_of
from ordito.governance.models import Decision
from ordito.governance.queries.thread import decision_knots
from ordito.participation.models import (
    BallotOption,
    Cell,
    Contribution,
    ContributionState,
    HypothesisState,
    Paragraph,
    Placement,
    Process,
    Source,
    Statement,
)
from ordito.participation.queries.hypotheses import latest_texts

if TYPE_CHECKING:
    from django.db.models import Model

    from ordito.core.thread import Key, Thread

LINE = 160


def follow(thread: Thread) -> None:
    """From contributions to statements, priorities, cells, paragraphs of hypotheses and their decisions."""
    if thread.among(Contribution):
        _weighed(thread)
        _cells(thread)
    _paragraphs(thread)


def seek(thread: Thread) -> None:
    """From decisions, paragraphs and cells back to contributions and sources, and forth to what decided."""
    _sought_paragraphs(thread)
    cells = thread.among(Cell)
    if cells:
        shown = Cell.objects.filter(pk__in=cells, grid__process__in=_processes(thread))
        for cell in _with_places(shown):
            thread.reach(_cell(thread, cell))
    _sought_contributions(thread, cells)
    sources = thread.among(Source)
    if sources:
        readable = Source.objects.visible_to(thread.user).filter(pk__in=sources, district=thread.district)
        for source in readable.select_related("district"):
            kind = _("Fonte: %(kind)s") % {"kind": source.get_kind_display()}
            thread.reach(_knot(source, Stage.SAID, kind, source.title))


def _processes(thread: Thread) -> QuerySet[Process]:
    return Process.objects.visible_to(thread.user).filter(district=thread.district)


def _weighed(thread: Thread) -> None:
    """Statements and options of a choice that were drawn from what was said, in one query."""
    processes, said = _processes(thread), thread.within(Contribution)
    statements = Statement.objects.filter(contribution__in=said, gathering__process__in=processes)
    options = BallotOption.objects.filter(contribution__in=said, ballot__process__in=processes)
    told = [
        rows.annotate(model=Value(model._meta.label_lower, CharField())).values_list(
            "model",
            "pk",
            "contribution",
            text,
            "number",
            f"{above}__process__code",
            f"{above}__code",
            f"{above}__title",
        )
        for rows, model, text, above in (
            (statements, Statement, "text", "gathering"),
            (options, BallotOption, "title", "ballot"),
        )
    ]
    for model, number, contribution, text, place, process, code, title in told[0].union(told[1], all=True):
        is_statement = model == Statement._meta.label_lower
        view = "participation:gathering" if is_statement else "participation:ballot"
        url = reverse(view, args=[thread.district.slug, process, code])
        knot = Knot(
            key=(model, number),
            stage=Stage.WEIGHED,
            kind=_("Affermazione messa al voto") if is_statement else _("Fra le priorità da scegliere"),
            title=_in_a_line(text),
            url=f"{url}#affermazione-{place}" if is_statement else url,
            detail="" if is_statement else title,
        )
        thread.reach(knot, _key(Contribution, contribution))


def _cells(thread: Thread) -> None:
    """The cells in which it stands, each read once however much stands in it."""
    held = Q(placements__contribution__in=thread.within(Contribution), placements__removed_at__isnull=True)
    cells = Cell.objects.filter(held, grid__process__in=_processes(thread))
    placed = cells.annotate(said=ArrayAgg("placements__contribution"))
    for each in _with_places(placed):
        thread.reach(_cell(thread, each), *(_key(Contribution, number) for number in each.said))


def _paragraphs(thread: Thread) -> None:
    """Paragraphs as they read now; those taken out of the document are told by its amendments."""
    ways = {"contributions": Contribution, "cells": Cell, "sources": Source}
    held = [Q(**{f"{way}__in": thread.within(model)}) for way, model in ways.items() if thread.among(model)]
    if not held:
        return
    rests_on = Paragraph.objects.filter(reduce(or_, held))
    rows = _told_paragraphs(thread).filter(paragraph__in=rests_on.values("pk"))
    decided: dict[int, list[Key]] = {}
    for each in rows:
        causes = [
            *(_key(Contribution, number) for number in each.from_contributions),
            *(_key(Cell, number) for number in each.from_cells),
            *(_key(Source, number) for number in each.from_sources),
        ]
        thread.reach(_paragraph(thread, each), *causes)
        decision = each.version.hypothesis.decision_id
        if decision is not None:
            decided.setdefault(decision, []).append(_key(Paragraph, each.paragraph_id))
    for number, knot in decision_knots(thread, decided).items():
        thread.reach(knot, *decided[number])


def _sought_paragraphs(thread: Thread) -> None:
    numbers, decisions = thread.among(Paragraph), thread.among(Decision)
    if not (numbers or decisions):
        return
    held = Q(paragraph__in=numbers) | Q(version__hypothesis__decision__in=decisions)
    decided: list[tuple[Key, Key]] = []
    for each in _told_paragraphs(thread).filter(held):
        knot = _paragraph(thread, each)
        thread.reach(knot, _key(Decision, each.version.hypothesis.decision_id))
        decided.append((_key(Decision, each.version.hypothesis.decision_id), knot.key))
        for number in each.from_cells:
            thread.point(_key(Cell, number), knot.key)
        for number in each.from_contributions:
            thread.point(_key(Contribution, number), knot.key)
        for number in each.from_sources:
            thread.point(_key(Source, number), knot.key)
    for decision, paragraph in decided:  # last: a decision leads to the other paragraphs only who rests on it
        thread.point(decision, paragraph)


def _sought_contributions(thread: Thread, cells: list[int]) -> None:
    pointed = thread.among(Contribution)
    if not (cells or pointed):
        return
    placed = Placement.objects.filter(removed_at__isnull=True, cell__in=cells)
    rows = (
        Contribution.objects.filter(Q(pk__in=pointed) | Q(pk__in=placed.values("contribution")))
        .filter(process__in=_processes(thread), state=ContributionState.SHOWN)
        .annotate(in_cells=ArraySubquery(placed.filter(contribution=OuterRef("pk")).values("cell")))
        .select_related("organisation", "process__district")
    )
    for each in rows:
        thread.reach(contribution_knot(each), *(_key(Cell, number) for number in each.in_cells or ()))


def contribution_knot(contribution: Contribution) -> Knot:
    """Tell a contribution as a knot: what it is, for whom, how many say it. Never the name of a person."""
    who = contribution.organisation.name if contribution.organisation else contribution.at_table
    many = (
        ngettext("%(n)d persona", "%(n)d persone", contribution.size) % {"n": contribution.size}
        if contribution.size > 1
        else ""
    )
    return _knot(
        contribution,
        Stage.SAID,
        contribution.get_kind_display().capitalize(),
        contribution.text,
        detail=" · ".join(filter(None, (who, many))),
    )


def _told_paragraphs(thread: Thread) -> QuerySet[Any]:
    """Paragraphs as they read now in hypotheses that the reader may know of, with what they rest on."""
    rows = latest_texts().filter(version__hypothesis__process__in=_processes(thread))
    if not is_insider(thread.user, thread.district):
        rows = rows.exclude(version__hypothesis__state=HypothesisState.DRAFT)
    own = {"paragraph": OuterRef("paragraph")}
    return rows.annotate(
        from_cells=ArraySubquery(Paragraph.cells.through.objects.filter(**own).values("cell")),
        from_contributions=ArraySubquery(
            Paragraph.contributions.through.objects.filter(**own).values("contribution")
        ),
        from_sources=ArraySubquery(Paragraph.sources.through.objects.filter(**own).values("source")),
    ).select_related("paragraph", "version__hypothesis__process")


def _paragraph(thread: Thread, text: Any) -> Knot:
    paragraph, hypothesis = text.paragraph, text.version.hypothesis
    paragraph.hypothesis = hypothesis
    hypothesis.process.district = thread.district
    return _knot(
        paragraph,
        Stage.WRITTEN,
        hypothesis.title,
        text.heading or text.text,
        detail=hypothesis.get_state_display(),
    )


def _with_places(cells: QuerySet[Any]) -> QuerySet[Any]:
    """With what names a cell and opens it; not what a grid shows in it."""
    return cells.select_related("row", "column", "grid__process").only(
        "row__title",
        "row__number",
        "column__title",
        "column__number",
        "grid__title",
        "grid__code",
        "grid__process__code",
        "grid__process__district_id",
    )


def _cell(thread: Thread, cell: Cell) -> Knot:
    cell.grid.process.district = thread.district
    return _knot(cell, Stage.PLACED, cell.grid.title, f"{cell.row.title} × {cell.column.title}")


def _knot(thing: Any, stage: Stage, kind: str, title: str, *, url: str = "", detail: str = "") -> Knot:
    at = getattr(thing, "at", None)
    return Knot(
        key=key_of(thing),
        stage=stage,
        kind=kind,
        title=_in_a_line(title),
        url=url or thing.get_absolute_url(),
        on=localdate(at) if at else None,
        detail=detail,
    )


def _key(model: type[Model], number: int | None) -> Key:
    return (model._meta.label_lower, number or 0)


def _in_a_line(text: str) -> str:
    return text if len(text) <= LINE else f"{text[: LINE - 1]}…"
