"""What makes a case impossible, and what each limit costs."""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ordito.methods.errors import InvalidInput
from ordito.methods.staffing._arrangement import Rows
from ordito.methods.staffing._case import Case
from ordito.methods.staffing._front import Scenario, checked, solved
from ordito.methods.staffing._limits import KINDS, Key, Limit, Wishes, are_kinds, keys_of, limit_of, weight_of
from ordito.methods.staffing._order import in_order
from ordito.methods.staffing._program import INF
from ordito.methods.staffing._search import ANY, Objective, Search

FACTS = ("contract",)
"""What is a fact rather than a choice, unless asked otherwise: hours are what contracts say."""
MANY = 4
"""More limits of one kind than this are told together."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """Limits that cannot all be met.

    Attributes
    ----------
    limits : the limits that clash; empty when time ran out before the clash was proved
    irreducible : proved that letting go any one of them makes the others possible together, all limits
        outside the set being let go too, except facts
    facts : the kinds of limits that were taken as given
    words : the same as text
    """

    limits: tuple[Limit, ...]
    irreducible: bool
    facts: tuple[str, ...]
    words: str

    def __str__(self) -> str:
        return self.words


@dataclass(frozen=True, slots=True)
class Shadow:
    """What one limit, or all limits of a kind, costs: the best found again without it.

    Attributes
    ----------
    kind : one of `KINDS`
    words : the limits that were let go
    value : of the objective without them; infinite when still impossible or nothing was found in time
    gain : value with the limit less value without: infinite when only without it the case is possible
    gain_at_most : as much as the gain may be if a gap remains; equal to `gain` when both are proved best
    """

    kind: str
    words: str
    value: float
    gain: float
    gain_at_most: float


def conflict(
    case: Case,
    *,
    equity: float = 0.0,
    nearness: float | None = None,
    expenditure: float | None = None,
    facts: Sequence[str] = FACTS,
    time_limit: float | None = None,
) -> Conflict | None:
    """An irreducible set of limits that clash, or None when all can be met together.

    Parameters
    ----------
    case : the district
    equity, nearness, expenditure : as in `scenario`
    facts : kinds of limits (of `KINDS`) which are taken as given and never named as the cause
    time_limit : seconds; None until proved

    Returns
    -------
    Conflict or None

    Raises
    ------
    InvalidInput : a wish is out of its range, or a fact is no kind of limit

    Notes
    -----
    Deletion filter (Chinneck, Dravnieks 1991, ORSA J. Computing 3(2), 157-168) on the whole model, yes-or-no
    decisions included: a group of limits is let go; if the rest is still impossible, gone for good. First by
    halves while the rest is impossible even by crew; then what is left one by one, by person. Kinds are tried
    from the most technical to expenditure, which is let go last; within a kind, what asks least is let go
    first, so that few and large limits are left.
    """
    wishes = checked(case, "cost", equity, nearness, expenditure, time_limit)
    if not are_kinds(facts):
        raise InvalidInput(f"facts must be kinds of limits: {', '.join(KINDS)}; got {facts!r}")
    until = INF if time_limit is None else time.monotonic() + time_limit
    ordered = in_order(case)[0]
    asked = keys_of(ordered, wishes)
    filtered = _Filter(ordered, wishes, until)
    impossible = filtered.impossible(frozenset())
    if impossible is False:
        return None
    if impossible is None:
        return Conflict((), irreducible=False, facts=tuple(facts), words="not decided in the time given")
    groups = [
        sorted((key for key in asked if key[0] == kind), key=lambda key: weight_of(ordered, key))
        for kind in reversed(KINDS)
        if kind not in facts
    ]
    for group in groups:
        filtered.let_go(group)
    for key in (key for group in groups for key in group if key not in filtered.gone):
        filtered.ask(key)
    left = [key for key in asked if key not in filtered.gone and key[0] not in facts]
    limits = tuple(limit_of(ordered, wishes, key) for key in left)
    return Conflict(limits, filtered.sure, tuple(facts), _told(limits))


class _Filter:
    def __init__(self, case: Case, wishes: Wishes, until: float) -> None:
        self.case, self.wishes, self.until = case, wishes, until
        self.gone: frozenset[Key] = frozenset()
        self.sure = True

    def impossible(self, without: frozenset[Key]) -> bool | None:
        """Whether the case is impossible without some limits; None when time ran out."""
        if time.monotonic() > self.until:
            return None
        found = Search(self.case, self.wishes, without).best(ANY, until=self.until)
        return found.impossible if found.values is not None or found.impossible else None

    def let_go(self, keys: list[Key]) -> None:
        """Let go as many of the limits as leave the rest impossible even by crew, which is soon told."""
        if not keys or time.monotonic() > self.until:
            return
        without = self.gone | set(keys)
        if Search(self.case, self.wishes, without).by_crew(until=self.until).impossible:
            self.gone = without
        elif len(keys) > 1:
            half = len(keys) // 2
            self.let_go(keys[:half])
            self.let_go(keys[half:])

    def ask(self, key: Key) -> None:
        """Let go one limit if the rest is impossible by person too; not sure when that is not told."""
        impossible = self.impossible(self.gone | {key})
        if impossible:
            self.gone = self.gone | {key}
        self.sure &= impossible is not None


def _told(limits: Iterable[Limit]) -> str:
    by_kind: dict[str, list[str]] = {}
    for limit in limits:
        by_kind.setdefault(limit.kind, []).append(limit.words)
    lines = []
    for words in by_kind.values():
        lines += words[:MANY]
        if len(words) > MANY:
            lines.append(f"and {len(words) - MANY} more limits like the last one")
    return "These cannot all hold: " + "; ".join(lines) + "."


def shadows(
    case: Case,
    *,
    minimise: Objective,
    equity: float = 0.0,
    nearness: float | None = None,
    expenditure: float | None = None,
    each: Sequence[str] = (),
    time_limit: float | None = None,
) -> tuple[Scenario, tuple[Shadow, ...]]:
    """The best scenario, and what each limit costs: the problem solved again without it.

    Parameters
    ----------
    case, minimise, equity, nearness, expenditure : as in `scenario`
    each : kinds (of `KINDS`) whose limits are let go one by one, besides all together
    time_limit : seconds for each solution; None until proved

    Returns
    -------
    (Scenario, shadows), the shadows in the order of `KINDS`, then of their words. These solve the whole
    problem again; they are not dual prices of its relaxation.

    Raises
    ------
    InvalidInput : a wish is out of its range, or `each` names no kind of limit
    """
    wishes = checked(case, minimise, equity, nearness, expenditure, time_limit)
    if not are_kinds(each):
        raise InvalidInput(f"each must be kinds of limits: {', '.join(KINDS)}; got {each!r}")
    ordered, *rows = in_order(case)
    asked = keys_of(ordered, wishes)
    base = solved(case, ordered, Rows(*rows), wishes, frozenset(), minimise, time_limit)
    found = []
    for kind in KINDS:
        whole = [key for key in asked if key[0] == kind]
        groups = [whole] if whole else []
        groups += [[key] for key in whole] if kind in each and len(whole) > 1 else []
        for keys in groups:
            without = frozenset(keys)
            best = solved(case, ordered, Rows(*rows), wishes, without, minimise, time_limit)
            found.append(_shadow(kind, [limit_of(ordered, wishes, key) for key in keys], base, best))
    return base, tuple(found)


def _shadow(kind: str, limits: list[Limit], base: Scenario, best: Scenario) -> Shadow:
    words = limits[0].words if len(limits) == 1 else f"all {len(limits)} limits of {kind}"
    if best.arrangement is None:
        return Shadow(kind, words, INF, 0.0, 0.0 if best.impossible else INF)
    if base.arrangement is None:
        return Shadow(kind, words, best.value, INF, INF)
    gain, most = max(base.value - best.value, 0.0), max(base.value - best.bound, 0.0)
    return Shadow(kind, words, best.value, gain, most if best.gap else gain)
