"""The papers of a meeting, as the press takes them: convocation, sign-in sheet, minutes.

They are official acts: always in Italian, whatever the language of the reader.
"""

from __future__ import annotations

from dataclasses import replace
from functools import wraps
from typing import TYPE_CHECKING, ParamSpec, TypeVar

from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from ordito.core.press import (
    Definitions,
    Document,
    Heading,
    Numbered,
    Paragraph,
    Signatures,
    Table,
    Typed,
    rich,
)
from ordito.governance.models import AttendanceState, MinutesStatus
from ordito.governance.queries.frozen import freeze, thaw
from ordito.governance.queries.meetings import agenda_with_decisions, minutes_of, vote, when, where
from ordito.governance.queries.seats import seats_of, turnout_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from ordito.core.press import Block
    from ordito.governance.models import Decision, Meeting, Minutes, MinutesVersion, Task
    from ordito.governance.queries.seats import Seat, Turnout

P = ParamSpec("P")
R = TypeVar("R")

BLANK_ROWS = 8


def _in_italian(write: Callable[P, R]) -> Callable[P, R]:
    @wraps(write)
    def written(*args: P.args, **kwargs: P.kwargs) -> R:
        with translation.override("it"):
            return write(*args, **kwargs)

    return written


def file_name(kind: str, meeting: Meeting, form: str) -> str:
    """verbale-labgo-famiglia-2016-09-12.docx."""
    return f"{kind}-{meeting.body.code}-{meeting.date:%Y-%m-%d}.{form}"


@_in_italian
def convocation_letter(meeting: Meeting) -> Document:
    """The letter that calls the members together."""
    blocks: list[Block] = [
        Paragraph(rich(_("Sono convocati i membri di **{body}**."), body=meeting.body.name)),
        Definitions(_day_and_place(meeting)),
        Heading(1, _("Ordine del giorno")),
        *_agenda(list(meeting.agenda.order_by("position").values_list("title", flat=True))),
    ]
    if meeting.message:
        blocks.append(Typed(meeting.message))
    blocks.append(Signatures([(_("Per l'Ufficio di Piano"), "")]))
    return _act(meeting, _("Convocazione dell'incontro del %(day)s") % {"day": _day(meeting)}, blocks)


@_in_italian
def sign_in_sheet(meeting: Meeting) -> Document:
    """The sheet that goes round: a line for every member, and blank ones for guests."""
    rows = [[seat.name, ", ".join(_voices(seat)), ""] for seat in seats_of(meeting) if seat.is_member]
    header = [_("Membro"), _("Delegato e supplenti"), _("Firma")]
    guests = [["", "", ""] for _row in range(BLANK_ROWS)]
    blocks: list[Block] = [
        Definitions(_day_and_place(meeting)),
        Table(header, rows, widths=(4, 4, 4), tall=True),
        Heading(1, _("Ospiti")),
        Table([_("Nome e cognome"), _("Per chi"), _("Firma")], guests, widths=(4, 4, 4), tall=True),
    ]
    return _act(meeting, _("Foglio firme dell'incontro del %(day)s") % {"day": _day(meeting)}, blocks)


@_in_italian
def minutes_from_register(meeting: Meeting) -> Document:
    """The minutes as the register has them now: who was there, what was said, decided and left to do."""
    minutes = minutes_of(meeting)
    seats = seats_of(meeting)
    points, others = agenda_with_decisions(meeting)
    blocks: list[Block] = [
        Definitions([*_day_and_place(meeting), *_people_in_charge(meeting)]),
        *_typed(minutes.opening if minutes else ""),
        Heading(1, _("Presenze")),
        *_attendance(meeting, seats, turnout_of(meeting, seats)),
        Heading(1, _("Ordine del giorno")),
        *_agenda([item.title for item, _decisions_on_it in points]),
        Heading(1, _("Svolgimento")),
    ]
    for number, (item, decisions) in enumerate(points, start=1):
        blocks += [Heading(2, f"{number}. {item.title}"), *_typed(item.discussion), *_decisions(decisions)]
    if others:
        blocks += [Heading(2, _("Altre decisioni")), *_decisions(others)]
    blocks += _tasks(meeting)
    blocks += _typed(minutes.closing if minutes else "")
    blocks.append(Signatures([(_("Presiede"), meeting.chair), (_("Verbalizza"), meeting.secretary)]))
    return _act(meeting, _title(meeting), blocks)


@_in_italian
def draft_of(meeting: Meeting) -> Document:
    """The minutes as they are being written: marked as a draft."""
    return _as_draft(minutes_from_register(meeting), _("testo in preparazione"))


@_in_italian
def frozen_act(version: MinutesVersion) -> Document:
    """A version as it was frozen, without what says where it stands; one that came as text is all text."""
    if version.document is not None:
        frozen: Document = thaw(version.document)
        return frozen
    meeting = version.minutes.meeting
    return _act(meeting, _title(meeting), _typed(version.text))


@_in_italian
def act_of(version: MinutesVersion, *, is_last: bool = True) -> Document:
    """A version to be read: it says that it is a draft, unless it is the one that was approved."""
    act = frozen_act(version)
    if is_last and version.minutes.status == MinutesStatus.APPROVED:
        return act
    told = {"number": version.number, "day": date_format(timezone.localtime(version.at), "d/m/Y")}
    return _as_draft(act, _("versione %(number)s del %(day)s, da approvare") % told)


def current_act(meeting: Meeting, minutes: Minutes | None, last: MinutesVersion | None) -> Document:
    """The minutes as they stand: the last version, or what the register has while there is none."""
    if last is not None and minutes is not None and minutes.status != MinutesStatus.DRAFT:
        return act_of(last)
    if minutes is not None and minutes.status == MinutesStatus.APPROVED:
        return minutes_from_register(meeting)
    return draft_of(meeting)


def has_changed(meeting: Meeting, last: MinutesVersion) -> bool:
    """Whether the register says something else than the last version of the minutes."""
    return bool(freeze(minutes_from_register(meeting)) != last.document)


@_in_italian
def as_approved(act: Document, *, at: Meeting, decision: Decision) -> Document:
    """Add to an act the line that says where it was approved."""
    line = rich(
        _("Verbale approvato da **{body}** nell'incontro del **{day}**, decisione n. {number}{votes}."),
        body=at.body.name,
        day=_day(at),
        number=decision.number,
        votes=f" ({told})" if (told := vote(decision)) else "",
    )
    return replace(act, blocks=(*act.blocks, Paragraph(line)))


def _as_draft(act: Document, reference: str) -> Document:
    return replace(act, title=f"BOZZA – {act.title}", reference=f"BOZZA · {reference}")


def _act(meeting: Meeting, title: str, blocks: list[Block]) -> Document:
    district = meeting.district
    return Document(
        title=title,
        subtitle=" – ".join(filter(None, [meeting.body.name, meeting.title])),
        issuer=" – ".join(filter(None, [district.name, district.lead_body])),
        date=meeting.date,
        blocks=tuple(blocks),
        synthetic=meeting.is_synthetic or district.is_demonstration,
    )


def _title(meeting: Meeting) -> str:
    return _("Verbale dell'incontro del %(day)s") % {"day": _day(meeting)}


def _day(meeting: Meeting) -> str:
    return date_format(meeting.date, "d/m/Y")


def _day_and_place(meeting: Meeting) -> list[tuple[str, str]]:
    facts = [
        (_("Quando"), when(meeting)),
        (_("Dove"), where(meeting)),
        (_("Collegamento"), meeting.link),
    ]
    return [(name, fact) for name, fact in facts if fact]


def _people_in_charge(meeting: Meeting) -> list[tuple[str, str]]:
    convened = date_format(timezone.localtime(meeting.convened_at), "d/m/Y") if meeting.convened_at else ""
    facts = [
        (_("Convocazione"), convened and _("inviata il %(day)s") % {"day": convened}),
        (_("Presiede"), meeting.chair),
        (_("Verbalizza"), meeting.secretary),
    ]
    return [(name, fact) for name, fact in facts if fact]


def _agenda(titles: list[str]) -> list[Block]:
    return [Numbered(titles)] if titles else [Paragraph(_("Non risulta un ordine del giorno."))]


def _typed(text: str) -> list[Block]:
    return [Typed(text)] if text.strip() else []


def _voices(seat: Seat) -> list[str]:
    return [f"{voice.name} ({_('supplente')})" if voice.is_alternate else voice.name for voice in seat.voices]


def _attendance(meeting: Meeting, seats: list[Seat], turnout: Turnout) -> list[Block]:
    if not turnout.is_known:
        return [Paragraph(_("Le presenze non sono ancora state segnate."))]
    blocks: list[Block] = [Paragraph(_how_many(turnout))]
    came = [seat for seat in seats if seat.came]
    if came:
        blocks.append(_table_of_present(came))
    for state, label in (
        (AttendanceState.JUSTIFIED, _("Assenti giustificati")),
        (AttendanceState.ABSENT, _("Assenti")),
        (AttendanceState.OBSERVER, _("Uditori")),
        (AttendanceState.NOT_ENTITLED, _("Non avevano titolo a partecipare")),
    ):
        names = "; ".join(seat.name for seat in seats if seat.state == state)
        if names:
            blocks.append(Paragraph(rich("**{label}:** {names}.", label=label, names=names)))
    guests = "; ".join(filter(None, (line.strip() for line in meeting.guests.splitlines())))
    if guests:
        blocks.append(Paragraph(rich("**{label}:** {names}.", label=_("Ospiti"), names=guests)))
    return blocks


def _how_many(turnout: Turnout) -> str:
    told = _("Presenti %(present)s su %(formal)s adesioni formalizzate") % {
        "present": turnout.present,
        "formal": turnout.formal,
    }
    if turnout.only_counted:
        told += _(" (è noto solo il numero)")
    if turnout.needed is None:
        return f"{told}."
    quorum = {"percent": turnout.quorum_percent, "needed": turnout.needed}
    if turnout.has_quorum:
        return _("%(told)s: il numero legale (%(percent)s %%, cioè %(needed)s) è raggiunto.") % {
            "told": told,
            **quorum,
        }
    return _("%(told)s: il numero legale (%(percent)s %%, cioè %(needed)s) non è raggiunto.") % {
        "told": told,
        **quorum,
    }


def _table_of_present(came: list[Seat]) -> Table:
    rows = []
    for seat in came:
        how = [seat.role, _("con un supplente") if seat.state == AttendanceState.DELEGATE else ""]
        if not seat.is_formal:
            how.append(_("invitato"))
        rows.append([seat.name, seat.who_came, ", ".join(filter(None, how))])
    header = [_("Presenti"), _("Chi è venuto"), _("In qualità di")]
    kept = [0, *(column for column in (1, 2) if any(row[column] for row in rows))]
    return Table([header[at] for at in kept], [[row[at] for at in kept] for row in rows])


def _decisions(decisions: Iterable[Decision]) -> list[Block]:
    blocks: list[Block] = []
    for decision in decisions:
        head = rich("**{name}**", name=_("Decisione n. %(number)s") % {"number": decision.number})
        told = ": ".join(filter(None, [vote(decision), decision.get_outcome_display()]))
        blocks += [Paragraph(head), *_typed(decision.text), Paragraph(f"{told[:1].upper()}{told[1:]}.")]
    return blocks


def _tasks(meeting: Meeting) -> list[Block]:
    tasks = list(meeting.tasks.select_related("organisation", "person", "decision").order_by("number"))
    if not tasks:
        return []
    header = [_("Che cosa"), _("Chi"), _("Entro il"), _("Decisione")]
    return [Heading(1, _("Compiti")), Table(header, [_task(task) for task in tasks], widths=(6, 4, 2, 2))]


def _task(task: Task) -> list[str]:
    due = date_format(task.due_on, "d/m/Y") if task.due_on else ""
    return [task.text, task.assignee, due, f"n. {task.decision.number}" if task.decision else ""]
