"""Deeds on what is known together: sources, readings, activities looked into, elaborations."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

from django.db.models import Max
from django.utils.translation import gettext as _

from ordito.community.codes import code_of, free_code
from ordito.core.attachments import attachment
from ordito.core.command import command
from ordito.core.refused import Refused
from ordito.participation.models import (
    Elaboration,
    EmblematicActivity,
    Source,
    SourceKind,
    SuggestedReading,
)

if TYPE_CHECKING:
    from datetime import datetime

    from ordito.community.models import Organisation
    from ordito.core.models import Actor, District
    from ordito.governance.models import Meeting
    from ordito.participation.commands.applications import Paper
    from ordito.participation.models import Process
    from ordito.territory.models import Municipality, SubArea

RESERVED_CODES = frozenset({"nuova", "matrice"})


class KnowledgeRefused(Refused):
    """What was asked of sources, readings, activities or elaborations cannot be done."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceFacts:
    """What a document describes: which phenomenon, where, when, how it is treated."""

    title: str
    kind: str = SourceKind.OTHER
    author: str = ""
    year: int | None = None
    phenomenon: str = ""
    user_area: str = ""
    municipalities: tuple[Municipality, ...] = ()
    period: str = ""
    treatment: str = ""
    link: str = ""
    is_public: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityFacts:
    """An activity looked into, from its good side, from its bad one, and what to revise."""

    title: str
    organisation: Organisation | None = None
    sub_area: SubArea | None = None
    description: str = ""
    positive: str = ""
    critical: str = ""
    to_revise: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ElaborationFacts:
    """What was prepared, for which meeting, from which sources."""

    title: str
    text: str = ""
    meeting: Meeting | None = None
    cites: tuple[Source, ...] = ()


@command("participation.add_source", needs="participation.keep_processes")
def add_source(
    district: District,
    *,
    by: Actor,
    facts: SourceFacts,
    at: datetime,
    paper: Paper | None = None,
    is_synthetic: bool = False,
) -> Source:
    """Put a document in the map."""
    source = Source(district=district, is_synthetic=is_synthetic)
    taken = set(Source.objects.filter(district=district).values_list("code", flat=True)) | RESERVED_CODES
    source.code = free_code(code_of(facts.title, "fonte"), taken)
    return _put_source(source, facts, paper, at)


@command("participation.change_source", needs="participation.keep_processes")
def change_source(
    source: Source, *, by: Actor, facts: SourceFacts, at: datetime, paper: Paper | None = None
) -> Source:
    """Change what is written of a document; a new file takes the place of the old one."""
    return _put_source(source, facts, paper, at)


@command("participation.strike_source", needs="participation.keep_processes")
def strike_source(source: Source, *, by: Actor) -> None:
    """Take a document out of the map, when no path reads it and no elaboration cites it."""
    if source.suggested_in.exists() or source.cited_in.exists():
        raise KnowledgeRefused(
            _("La fonte è fra le letture di un percorso, o un'elaborazione la cita: prima si toglie da lì.")
        )
    source.delete()


@command("participation.suggest_reading", needs="participation.keep_processes")
def suggest_reading(process: Process, *, by: Actor, source: Source, why: str = "") -> SuggestedReading:
    """Put a source at the end of what a path suggests to read; one that is there gets its new reason."""
    if source.district_id != process.district_id:
        raise KnowledgeRefused(_("La fonte è di un altro ambito."))
    known = process.readings.filter(source=source).first()
    if known is None:
        last = process.readings.aggregate(last=Max("number"))["last"] or 0
        known = SuggestedReading(process=process, source=source, number=last + 1)
    known.why = " ".join(why.split())
    known.save()
    return known


@command("participation.move_reading", needs="participation.keep_processes")
def move_reading(reading: SuggestedReading, *, by: Actor, up: bool) -> SuggestedReading:
    """Change places between a reading and the one above or below it; at the end it stays."""
    rows = list(reading.process.readings.select_for_update(no_key=True).order_by("number", "pk"))
    at = rows.index(reading)
    other = at - 1 if up else at + 1
    if 0 <= other < len(rows):
        rows[at], rows[other] = rows[other], rows[at]
    for number, each in enumerate(rows, start=1):
        each.number = number
    SuggestedReading.objects.bulk_update(rows, ["number"])
    reading.refresh_from_db()
    return reading


@command("participation.drop_reading", needs="participation.keep_processes")
def drop_reading(reading: SuggestedReading, *, by: Actor) -> None:
    """Take a source out of what a path suggests; it stays in the map."""
    reading.delete()


@command("participation.add_activity", needs="participation.keep_processes")
def add_activity(process: Process, *, by: Actor, facts: ActivityFacts) -> EmblematicActivity:
    """Look into an activity that tells more than itself."""
    return _put_activity(EmblematicActivity(process=process, number=_next(process.activities)), facts)


@command("participation.change_activity", needs="participation.keep_processes")
def change_activity(activity: EmblematicActivity, *, by: Actor, facts: ActivityFacts) -> EmblematicActivity:
    """Change what was found of an activity."""
    return _put_activity(activity, facts)


@command("participation.strike_activity", needs="participation.keep_processes")
def strike_activity(activity: EmblematicActivity, *, by: Actor) -> None:
    """Take an activity away; the journal keeps what was written of it."""
    activity.delete()


@command("participation.add_elaboration", needs="participation.keep_processes")
def add_elaboration(
    process: Process, *, by: Actor, facts: ElaborationFacts, at: datetime, paper: Paper | None = None
) -> Elaboration:
    """Write what was prepared for a meeting, or for the whole path."""
    made = Elaboration(process=process, number=_next(process.elaborations))
    return _put_elaboration(made, facts, paper, at)


@command("participation.change_elaboration", needs="participation.keep_processes")
def change_elaboration(
    elaboration: Elaboration,
    *,
    by: Actor,
    facts: ElaborationFacts,
    at: datetime,
    paper: Paper | None = None,
) -> Elaboration:
    """Change an elaboration; a new file takes the place of the old one."""
    return _put_elaboration(elaboration, facts, paper, at)


@command("participation.strike_elaboration", needs="participation.keep_processes")
def strike_elaboration(elaboration: Elaboration, *, by: Actor) -> None:
    """Take an elaboration away; the journal keeps what it said."""
    elaboration.delete()


def _put_source(source: Source, facts: SourceFacts, paper: Paper | None, at: datetime) -> Source:
    _titled(facts.title)
    if any(each.district_id != source.district_id for each in facts.municipalities):
        raise KnowledgeRefused(_("I comuni di una fonte sono dello stesso ambito."))
    _write(source, facts, but=("municipalities",))
    _keep_file(source, source.district, paper, at)
    source.save()
    source.municipalities.set(facts.municipalities)
    return source


def _put_activity(activity: EmblematicActivity, facts: ActivityFacts) -> EmblematicActivity:
    _titled(facts.title)
    named = [each for each in (facts.organisation, facts.sub_area) if each is not None]
    if any(each.district_id != activity.process.district_id for each in named):
        raise KnowledgeRefused(_("Organizzazione e sub-area sono dello stesso ambito del percorso."))
    _write(activity, facts)
    activity.save()
    return activity


def _put_elaboration(
    elaboration: Elaboration, facts: ElaborationFacts, paper: Paper | None, at: datetime
) -> Elaboration:
    _titled(facts.title)
    district = elaboration.process.district_id
    if facts.meeting is not None and facts.meeting.district_id != district:
        raise KnowledgeRefused(_("L'incontro è di un altro ambito."))
    if any(each.district_id != district for each in facts.cites):
        raise KnowledgeRefused(_("La fonte è di un altro ambito."))
    _keep_file(elaboration, elaboration.process.district, paper, at)
    if not facts.text.strip() and elaboration.file is None:
        raise KnowledgeRefused(_("Un'elaborazione ha un testo, o un file."))
    _write(elaboration, facts, but=("cites",))
    elaboration.save()
    elaboration.cites.set(facts.cites)
    return elaboration


def _titled(title: str) -> None:
    if not title.strip():
        raise KnowledgeRefused(_("Serve un titolo."))


def _write(thing: Any, facts: Any, *, but: tuple[str, ...] = ()) -> None:
    for each in fields(facts):
        if each.name not in but:
            value = getattr(facts, each.name)
            setattr(thing, each.name, value.strip() if isinstance(value, str) else value)
    thing.title = " ".join(thing.title.split())


def _keep_file(thing: Source | Elaboration, district: District, paper: Paper | None, at: datetime) -> None:
    if paper is not None:
        kept = attachment(district=district, name=paper.name, content=paper.content, at=at)
        kept.save()
        thing.file = kept


def _next(rows: Any) -> int:
    return (rows.aggregate(last=Max("number"))["last"] or 0) + 1
