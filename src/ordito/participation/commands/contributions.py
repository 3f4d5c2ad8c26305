"""Deeds on what is said: by delegates, from phones, typed in a room; corrected, withdrawn, hidden."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from django.db.models import Max, ProtectedError
from django.utils.translation import gettext as _

from ordito.core.command import command
from ordito.core.numbers import written
from ordito.core.plain_text import on_one_line, tidied
from ordito.core.refused import Refused
from ordito.participation.commands.gatherings import MINUTE, TooFast
from ordito.participation.live.channel import tell
from ordito.participation.models import (
    Contribution,
    ContributionChannel,
    ContributionKind,
    ContributionState,
    Gathering,
    Phone,
    Process,
)
from ordito.participation.models.voices import LONGEST_CONTRIBUTION, TO_BE_READ
from ordito.participation.queries.voices import voices_of
from ordito.participation.rules.processes import may_facilitate
from ordito.participation.rules.voices import TYPED_FOR_OTHERS

if TYPE_CHECKING:
    from datetime import datetime

    from ordito.community.models import Organisation
    from ordito.core.models import Actor

MOST_A_MINUTE_FROM_A_PHONE = 10
MOST_FROM_A_PHONE = 200
MOST_A_MINUTE_IN_A_ROOM = 400
LARGEST_GROUP = 10_000
LONGEST_MARK = 40
OPINIONS = frozenset({ContributionKind.PRO, ContributionKind.CON})


class ContributionRefused(Refused):
    """What was said cannot be taken as it is."""


class AlreadySaid(Refused):
    """The same message came before: it is one contribution."""

    def __init__(self, contribution: Contribution) -> None:
        super().__init__(_("Questo messaggio è già arrivato."))
        self.contribution = contribution


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What somebody says, and for how many."""

    text: str
    kind: str = ContributionKind.NEED
    about: Contribution | None = None
    organisation: Organisation | None = None
    table: str = ""
    group: str = ""
    size: int = 1
    mark: str = ""
    """The sender's own mark of the message: sent again, it is not a second contribution."""


@command("participation.contribute", joins=("district",))
def contribute(
    process: Process, *, by: Actor, said: Said, gathering: Gathering | None = None, at: datetime
) -> Contribution:
    """Speak with one's own account: a delegate for an organisation, the office as the office."""
    if gathering is not None and not gathering.is_open(at):
        raise ContributionRefused(_("La raccolta è chiusa."))
    if gathering is not None and gathering.process_id != process.pk:
        raise ContributionRefused(_("La raccolta è di un altro percorso."))
    channel = ContributionChannel.OFFICE if may_facilitate(by, process) else ContributionChannel.DELEGATE
    return _added(process, _for_one_voice(by, process, said), channel, at, by=by, gathering=gathering)


@command("participation.record_contribution", needs="participation.facilitate", joins=("process__district",))
def record_contribution(
    gathering: Gathering, *, by: Actor, said: Said, channel: str, at: datetime
) -> Contribution:
    """Type what was said in a room: a note, hands raised, paper, with table, group and how many."""
    if channel not in TYPED_FOR_OTHERS:
        raise ContributionRefused(_("Serve dire come è arrivato: foglietto, alzata di mano, carta."))
    return _added(gathering.process, said, ContributionChannel(channel), at, by=by, gathering=gathering)


@command("participation.speak_from_phone", joins=("gathering__process__district",))
def speak_from_phone(phone: Phone, *, by: Actor, said: Said, at: datetime) -> Contribution:
    """Say something from a phone in the room, without an account."""
    _refuse_a_flood(phone, at)
    return _added(
        phone.gathering.process, said, ContributionChannel.PHONE, at, gathering=phone.gathering, phone=phone
    )


@command(
    "participation.withdraw_from_phone",
    needs="participation.speak_from_phone",
    joins=("gathering__process__district",),
)
def withdraw_from_phone(phone: Phone, *, by: Actor, number: int) -> Contribution:
    """Take back what was said from this phone."""
    rows = Contribution.objects.select_for_update(of=("self",), no_key=True)
    found = rows.filter(phone=phone, number=number).first()
    if found is None:
        raise ContributionRefused(_("Questo contributo non viene da questo telefono."))
    return _withdrawn(found)


@command("participation.correct_contribution", needs="participation.tend_contribution")
def correct_contribution(contribution: Contribution, *, by: Actor, said: Said) -> Contribution:
    """Say it better; what was there stays in the journal."""
    if contribution.state == ContributionState.WITHDRAWN:
        raise ContributionRefused(_("Il contributo è stato ritirato: se ne può portare un altro."))
    if said.organisation is not None and said.organisation.pk != contribution.organisation_id:
        _for_one_voice(by, contribution.process, said)
    _put(contribution, said)
    contribution.save()
    tell(contribution.gathering_id)
    return contribution


@command("participation.withdraw_contribution", needs="participation.tend_contribution")
def withdraw_contribution(contribution: Contribution, *, by: Actor) -> Contribution:
    """Take back what one said; it stays in the journal, and its number is not given again."""
    return _withdrawn(contribution)


@command("participation.strike_contribution", needs="participation.facilitate")
def strike_contribution(contribution: Contribution, *, by: Actor) -> Contribution:
    """Undo what was typed by mistake for others, while nothing rests on it."""
    if contribution.channel not in TYPED_FOR_OTHERS:
        raise ContributionRefused(_("Si può annullare solo quello che è stato scritto per altri, in sala."))
    gathering_id = contribution.gathering_id
    try:
        contribution.delete()
    except ProtectedError as why:
        raise ContributionRefused(
            _("Qualcosa si appoggia già a questo contributo: si può nascondere, dicendo perché.")
        ) from why
    tell(gathering_id)
    return contribution


@command("participation.hide_contribution", needs="participation.facilitate")
def hide_contribution(contribution: Contribution, *, by: Actor, because: str) -> Contribution:
    """Take something off the pages and the wall, saying why; its author and the office still see it."""
    because = on_one_line(because)[:300]
    if not because:
        raise ContributionRefused(_("Serve dire perché si nasconde: chi l'ha scritto lo leggerà."))
    if contribution.state == ContributionState.WITHDRAWN:
        raise ContributionRefused(_("Il contributo è già stato ritirato da chi l'ha portato."))
    contribution.state, contribution.state_because = ContributionState.HIDDEN, because
    contribution.save(update_fields=["state", "state_because"])
    tell(contribution.gathering_id)
    return contribution


@command("participation.show_contribution", needs="participation.facilitate")
def show_contribution(contribution: Contribution, *, by: Actor) -> Contribution:
    """Show what was hidden, or what waited to be read."""
    if contribution.state != ContributionState.HIDDEN:
        raise ContributionRefused(_("Il contributo non è nascosto."))
    contribution.state, contribution.state_because = ContributionState.SHOWN, ""
    contribution.save(update_fields=["state", "state_because"])
    tell(contribution.gathering_id)
    return contribution


def corrected(contribution: Contribution, said: Said) -> Said:
    """What is said anew, with what a correction leaves as it was."""
    kept = {name: getattr(contribution, name) for name in ("about", "table", "group", "size")}
    return replace(said, **kept, organisation=said.organisation or contribution.organisation)


def _for_one_voice(by: Actor, process: Process, said: Said) -> Said:
    """One organisation, one voice: whoever speaks for several says for which; nobody for one not theirs."""
    voices = voices_of(by, process)
    if said.organisation is not None:
        if not voices.filter(pk=said.organisation.pk).exists():
            raise ContributionRefused(_("Per questa organizzazione parlano i suoi delegati."))
        return said
    if may_facilitate(by, process):
        return said
    own = list(voices.order_by("name")[:2])
    if len(own) > 1:
        raise ContributionRefused(_("Serve dire a nome di quale organizzazione si parla."))
    return replace(said, organisation=own[0] if own else None)


def _withdrawn(contribution: Contribution) -> Contribution:
    if contribution.state == ContributionState.WITHDRAWN:
        raise ContributionRefused(_("Il contributo è già stato ritirato."))
    contribution.state, contribution.state_because = ContributionState.WITHDRAWN, ""
    contribution.save(update_fields=["state", "state_because"])
    tell(contribution.gathering_id)
    return contribution


def _added(
    process: Process, said: Said, channel: ContributionChannel, at: datetime, **more: Any
) -> Contribution:
    """Write it with the next number of its path, under the lock of the path."""
    Process.objects.select_for_update(of=("self",), no_key=True).get(pk=process.pk)
    author = more.pop("by", None)
    mark = said.mark[:LONGEST_MARK]
    if mark and (known := Contribution.objects.filter(process=process, sent_as=mark).first()):
        raise AlreadySaid(known)
    gathering: Gathering | None = more.get("gathering")
    contribution = Contribution(
        process=process,
        number=(process.contributions.aggregate(last=Max("number"))["last"] or 0) + 1,
        channel=channel,
        at=at,
        sent_as=mark,
        author=author if author is not None and author.pk else None,
        sub_area_id=gathering.sub_area_id if gathering else None,
        **more,
    )
    _put(contribution, said)
    if gathering is not None and gathering.reads_first and channel == ContributionChannel.PHONE:
        contribution.state, contribution.state_because = ContributionState.HIDDEN, TO_BE_READ
    contribution.save()
    tell(contribution.gathering_id)
    return contribution


def _put(contribution: Contribution, said: Said) -> None:
    text = tidied(said.text)
    if not text:
        raise ContributionRefused(_("Serve scrivere qualcosa."))
    if len(text) > LONGEST_CONTRIBUTION:
        raise ContributionRefused(
            _("Sono %(n)s caratteri, al massimo %(most)s: si può dividere in più contributi.")
            % {"n": written(len(text)), "most": written(LONGEST_CONTRIBUTION)}
        )
    if said.kind not in ContributionKind.values:
        raise ContributionRefused(_("Serve dire che cos'è: un'esigenza, una richiesta, una proposta…"))
    if said.kind in OPINIONS and said.about is None:
        raise ContributionRefused(_("Chi è a favore o contro lo è di un contributo: serve dire quale."))
    if said.about is not None and said.about.process_id != contribution.process_id:
        raise ContributionRefused(_("Il contributo di cui si parla è di un altro percorso."))
    if not 1 <= said.size <= LARGEST_GROUP:
        raise ContributionRefused(_("Quante persone lo dicono: da una a diecimila."))
    contribution.text, contribution.kind, contribution.about = text, ContributionKind(said.kind), said.about
    contribution.organisation = said.organisation
    contribution.table, contribution.group = table_name(said.table), on_one_line(said.group)[:80]
    contribution.size = said.size


def table_name(text: str) -> str:
    """A table by its number or its name alone, so that "Tavolo 3" and "3" are one table and are counted once.

    >>> table_name("Tavolo 3"), table_name(" 3 "), table_name("tavolo di quartiere")
    ('3', '3', 'tavolo di quartiere')
    """
    return re.sub(r"(?i)^(?:tavolo|table) (?=\S+$)", "", on_one_line(text))[:40]


def _refuse_a_flood(phone: Phone, at: datetime) -> None:
    """One device cannot fill a room: what is too much for a minute is taken later."""
    own = Contribution.objects.filter(phone=phone)
    if own.filter(at__gte=at - MINUTE).count() >= MOST_A_MINUTE_FROM_A_PHONE:
        raise TooFast(_("Sono molti contributi in un minuto: il prossimo parte fra un momento."))
    if own.count() >= MOST_FROM_A_PHONE:
        raise ContributionRefused(_("Da questo telefono sono già arrivati molti contributi: ora basta così."))
    in_room = Contribution.objects.filter(gathering=phone.gathering, channel=ContributionChannel.PHONE)
    if in_room.filter(at__gte=at - MINUTE).count() >= MOST_A_MINUTE_IN_A_ROOM:
        raise TooFast(_("Stanno scrivendo in molti: il messaggio parte fra un momento."))
