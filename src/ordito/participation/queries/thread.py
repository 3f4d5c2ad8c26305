"""What the participation tells of a thread: cells, statements, priorities, paragraphs, and who asked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import CharField, OuterRef, Q, QuerySet, Value
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ordito.core.addresses import address
from ordito.core.kept import Numbers, Worded, WordedThings, kept_by_role
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
    from datetime import date

    from django.db.models import Model

    from ordito.core.models import Actor, District
    from ordito.core.thread import Key, Thread

LINE = 160


class Questions(NamedTuple):
    """What the participation is asked about the things on a thread, by their numbers."""

    weighed: Worded
    cells: WordedThings
    paragraphs: WordedThings
    contributions: WordedThings
    sources: WordedThings


def follow(thread: Thread) -> None:
    """From contributions to statements, priorities, cells, paragraphs of hypotheses and their decisions."""
    asked = _questions(thread.district, thread.user, thread.on)
    said = thread.among(Contribution)
    if said:
        for each in asked.weighed.ask(contributions=said):
            _reach_weighed(thread, each)
        for cell in asked.cells.ask(contributions=said, cells=[]):
            thread.reach(_cell(thread, cell), *(_key(Contribution, number) for number in cell.said))
    cells, sources = thread.among(Cell), thread.among(Source)
    if said or cells or sources:
        resting = {"contributions": said, "cells": cells, "sources": sources}
        _reach_paragraphs(thread, asked.paragraphs.ask(**resting, paragraphs=[], decisions=[]))


def seek(thread: Thread) -> None:
    """From decisions, paragraphs and cells back to contributions and sources, and forth to what decided."""
    asked = _questions(thread.district, thread.user, thread.on)
    paragraphs, decisions = thread.among(Paragraph), thread.among(Decision)
    if paragraphs or decisions:
        held = {"paragraphs": paragraphs, "decisions": decisions}
        _seek_paragraphs(thread, asked.paragraphs.ask(**held, contributions=[], cells=[], sources=[]))
    cells = thread.among(Cell)
    if cells:
        for cell in asked.cells.ask(cells=cells, contributions=[]):
            thread.reach(_cell(thread, cell))
    pointed = thread.among(Contribution)
    if cells or pointed:
        for each in asked.contributions.ask(contributions=pointed, cells=cells):
            each.process.district = thread.district
            thread.reach(contribution_knot(each), *(_key(Cell, number) for number in each.in_cells or ()))
    sources = thread.among(Source)
    if sources:
        for source in asked.sources.ask(sources=sources):
            kind = _("Fonte: %(kind)s") % {"kind": source.get_kind_display()}
            thread.reach(_knot(source, Stage.SAID, kind, source.title))


@kept_by_role
def _questions(district: District, user: Actor, _today: date) -> Questions:
    processes = Process.objects.visible_to(user).filter(district=district)
    readable = Source.objects.visible_to(user).filter(pk__in=Numbers("sources"), district=district)
    return Questions(
        _weighed(processes),
        _cells(processes),
        _paragraphs(processes, drafts=is_insider(user, district)),
        _contributions(processes),
        WordedThings(readable.select_related("district")),
    )


def _weighed(processes: QuerySet[Process]) -> Worded:
    """Statements and options of a choice that were drawn from what was said."""
    statements = Statement.objects.filter(gathering__process__in=processes)
    options = BallotOption.objects.filter(ballot__process__in=processes)
    told = [
        rows.filter(contribution__in=Numbers("contributions"))
        .annotate(model=Value(model._meta.label_lower, CharField()))
        .values_list(
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
    return Worded(told[0].union(told[1], all=True))


def _cells(processes: QuerySet[Process]) -> WordedThings:
    """Cells, and those in which contributions stand: each is read once however much stands in it."""
    stands = Placement.objects.filter(contribution__in=Numbers("contributions"), removed_at__isnull=True)
    held = Q(pk__in=Numbers("cells")) | Q(pk__in=stands.values("cell"))
    said = stands.filter(cell=OuterRef("pk")).values("contribution")
    cells = Cell.objects.filter(held, grid__process__in=processes).annotate(said=ArraySubquery(said))
    return WordedThings(
        cells.select_related("row", "column", "grid__process").only(
            "row__title",
            "row__number",
            "column__title",
            "column__number",
            "grid__title",
            "grid__code",
            "grid__process__code",
        )
    )


def _paragraphs(processes: QuerySet[Process], *, drafts: bool) -> WordedThings:
    """Paragraphs as they read now; those taken out of the document are told by its amendments."""
    ways: dict[str, QuerySet[Any]] = {
        "contribution": Paragraph.contributions.through.objects.all(),
        "cell": Paragraph.cells.through.objects.all(),
        "source": Paragraph.sources.through.objects.all(),
    }
    held = Q(paragraph__in=Numbers("paragraphs")) | Q(version__hypothesis__decision__in=Numbers("decisions"))
    rows = latest_texts().filter(version__hypothesis__process__in=processes)
    if not drafts:
        rows = rows.exclude(version__hypothesis__state=HypothesisState.DRAFT)
    for way, rests in ways.items():
        held |= Q(paragraph__in=rests.filter(**{f"{way}__in": Numbers(f"{way}s")}).values("paragraph"))
        own = rests.filter(paragraph=OuterRef("paragraph"))
        rows = rows.annotate(**{f"from_{way}s": ArraySubquery(own.values(way))})
    return WordedThings(
        rows.filter(held)
        .select_related("paragraph", "version__hypothesis__process")
        .only(
            "heading",
            "text",
            "paragraph__number",
            "version__number",
            "version__hypothesis__code",
            "version__hypothesis__title",
            "version__hypothesis__state",
            "version__hypothesis__decision",
            "version__hypothesis__process__code",
        )
    )


def _contributions(processes: QuerySet[Process]) -> WordedThings:
    """Contributions that are shown, and those that stand in cells."""
    placed = Placement.objects.filter(removed_at__isnull=True, cell__in=Numbers("cells"))
    rows = (
        Contribution.objects.filter(
            Q(pk__in=Numbers("contributions")) | Q(pk__in=placed.values("contribution")),
            process__in=processes,
            state=ContributionState.SHOWN,
        )
        .annotate(in_cells=ArraySubquery(placed.filter(contribution=OuterRef("pk")).values("cell")))
        .select_related("organisation", "process")
    )
    return WordedThings(rows)


def _reach_weighed(thread: Thread, row: tuple[Any, ...]) -> None:
    model, number, contribution, text, place, process, code, title = row
    is_statement = model == Statement._meta.label_lower
    view = "participation:gathering" if is_statement else "participation:ballot"
    url = address(view, thread.district.slug, process, code)
    knot = Knot(
        key=(model, number),
        stage=Stage.WEIGHED,
        kind=_("Affermazione messa al voto") if is_statement else _("Fra le priorità da scegliere"),
        title=_in_a_line(text),
        url=f"{url}#affermazione-{place}" if is_statement else url,
        detail="" if is_statement else title,
    )
    thread.reach(knot, _key(Contribution, contribution))


def _reach_paragraphs(thread: Thread, rows: list[Any]) -> None:
    """Reach paragraphs from what they rest on, and the decisions of their documents."""
    decided: dict[int, list[Key]] = {}
    for each in rows:
        thread.reach(_paragraph(thread, each), *_rests_on(each))
        decision = each.version.hypothesis.decision_id
        if decision is not None:
            decided.setdefault(decision, []).append(_key(Paragraph, each.paragraph_id))
    for number, knot in decision_knots(thread, decided).items():
        thread.reach(knot, *decided[number])


def _seek_paragraphs(thread: Thread, rows: list[Any]) -> None:
    """Reach paragraphs from their decisions, and point to what they rest on and to what decided on them."""
    decided: list[tuple[Key, Key]] = []
    for each in rows:
        knot = _paragraph(thread, each)
        decision = _key(Decision, each.version.hypothesis.decision_id)
        thread.reach(knot, decision)
        decided.append((decision, knot.key))
        for cause in _rests_on(each):
            thread.point(cause, knot.key)
    for decision, paragraph in decided:  # last: a decision leads to the other paragraphs only who rests on it
        thread.point(decision, paragraph)


def _rests_on(text: Any) -> list[Key]:
    return [
        *(_key(Contribution, number) for number in text.from_contributions),
        *(_key(Cell, number) for number in text.from_cells),
        *(_key(Source, number) for number in text.from_sources),
    ]


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
