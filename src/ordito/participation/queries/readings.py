"""What is known together in a path, as the press takes it: what to read, the activities, the elaborations."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from ordito.core import press
from ordito.participation.queries.knowledge import activities_of, elaborations_of, readings_of

if TYPE_CHECKING:
    from datetime import date

    from ordito.core.models import Actor
    from ordito.participation.models import Process, Source

Blocks = Iterator[press.Block]


def activities_act(process: Process, user: Actor, on: date) -> press.Document:
    """The activities looked into, side by side."""
    del user  # every activity of a path that one may see is seen
    return _document(process, _("Attività emblematiche"), on, _activities(process))


def knowledge_act(process: Process, user: Actor, on: date) -> press.Document:
    """All that is known together: readings, activities, elaborations."""
    blocks = (*_readings(process, user), *_activities(process), *_papers(process, user))
    return _document(process, _("Conoscere insieme"), on, iter(blocks))


def _document(process: Process, title: str, on: date, blocks: Blocks) -> press.Document:
    return press.Document(
        title=title,
        subtitle=process.title,
        issuer=process.district.name,
        date=on,
        blocks=tuple(blocks),
        synthetic=process.is_synthetic or process.district.is_demonstration,
    )


def _readings(process: Process, user: Actor) -> Blocks:
    yield press.Heading(1, _("Che cosa leggere"))
    rows = readings_of(process, user)
    if not rows:
        yield press.Note(_("Nessuna lettura è stata consigliata."))
        return
    yield press.Numbered([" — ".join(filter(None, [named(each.source), each.why])) for each in rows])


def _activities(process: Process) -> Blocks:
    yield press.Heading(1, _("Attività emblematiche"))
    rows = activities_of(process)
    if not rows:
        yield press.Note(_("Nessuna attività è stata guardata da vicino."))
        return
    yield press.Table(
        [_("Attività"), _("Aspetti positivi"), _("Aspetti critici"), _("Che cosa rivedere")],
        [
            (
                " · ".join(
                    filter(
                        None,
                        [
                            each.title,
                            each.organisation.name if each.organisation else "",
                            each.sub_area.name if each.sub_area else "",
                        ],
                    )
                ),
                each.positive or "—",
                each.critical or "—",
                each.to_revise or "—",
            )
            for each in rows
        ],
    )


def _papers(process: Process, user: Actor) -> Blocks:
    papers = elaborations_of(process, user)
    if papers:
        yield press.Heading(1, _("Elaborazioni"))
    for paper in papers:
        yield press.Heading(2, paper.elaboration.title)
        if paper.meeting is not None:
            day = date_format(paper.meeting.date, "d/m/Y")
            yield press.Paragraph(_("Per l'incontro del %(day)s") % {"day": day})
        if paper.elaboration.text:
            yield press.Typed(paper.elaboration.text)
        if paper.elaboration.file is not None:
            yield press.Note(_("Nel file «%(name)s».") % {"name": paper.elaboration.file.name})
        if paper.cites:
            yield press.Paragraph(_("Fonti citate:"))
            yield press.Bullets([named(source) for source in paper.cites])


def named(source: Source) -> str:
    """A source as a bibliography names it: author, title, year."""
    return ", ".join(filter(None, [source.author, source.title, str(source.year or "")]))
