"""One scenario, and the whole front of cost, nearness and equity."""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import get_args

import numpy as np

from ordito.methods.errors import InvalidInput
from ordito.methods.staffing._arrangement import Arrangement, Rows, arrangement_of
from ordito.methods.staffing._case import LEPS, Case
from ordito.methods.staffing._limits import Key, Wishes
from ordito.methods.staffing._order import in_order
from ordito.methods.staffing._program import INF
from ordito.methods.staffing._search import Found, Objective, Search
from ordito.methods.staffing._solve import CLOSE

LADDER = (0.0, LEPS[-1] / LEPS[0], LEPS[-1] / LEPS[1], 1.0)
"""Coverage when full standard is 1 worker to 4000: nothing asked, 1 to 6500, 1 to 5000, 1 to 4000."""


@dataclass(frozen=True, slots=True, eq=False)
class Scenario:
    """The best arrangement for one objective under all limits.

    Attributes
    ----------
    arrangement : None when there is none (`impossible`) or none was found in time
    value : of the objective (euros a year, minutes, workers); infinite without arrangement
    bound : nothing can be better than this
    gap : (value - bound) / value, 0 when proved best; infinite without arrangement
    impossible : proved that no arrangement meets every limit; `conflict` says which limits clash
    """

    arrangement: Arrangement | None
    value: float
    bound: float
    gap: float
    impossible: bool


@dataclass(frozen=True, slots=True, eq=False)
class Point:
    """One point of the front.

    Attributes
    ----------
    arrangement : the service so organised, with `cost`, `nearness` and what changes from today
    equity_level : the level of the ladder that it meets
    ceiling : euros a year; among all that cost at most this and meet the level it is the nearest
    nearness_bound : minutes; nothing under the ceiling is nearer than this
    gap : (nearness - nearness_bound) / nearness, 0 when proved
    """

    arrangement: Arrangement
    equity_level: float
    ceiling: float
    nearness_bound: float
    gap: float


@dataclass(frozen=True, slots=True, eq=False)
class Front:
    """The front of cost x nearness x equity.

    Attributes
    ----------
    points : by equity level, then from the dearest
    complete : every arrangement meeting all limits is matched by a point that meets the same equity level, is
        as near, and costs less than `cost_step` more: proved. When false, each point has its own gap, and
        `unexplored` says what was not searched to the end.
    unexplored : (equity level, ceiling in euros) under which something better may remain
    impossible : equity levels proved to be out of reach
    cost_step : euros a year
    levels : the equity levels searched
    """

    points: tuple[Point, ...]
    complete: bool
    unexplored: tuple[tuple[float, float], ...]
    impossible: tuple[float, ...]
    cost_step: float
    levels: tuple[float, ...]


def scenario(
    case: Case,
    *,
    minimise: Objective,
    equity: float = 0.0,
    nearness: float | None = None,
    expenditure: float | None = None,
    time_limit: float | None = None,
) -> Scenario:
    """The arrangement that is best for one objective and meets every limit.

    Parameters
    ----------
    case : the district
    minimise : "cost" (euros a year), "nearness" (mean minutes of a visit), or "shortfall" (full-time social
        workers lacking to 1 in 4000 inhabitants)
    equity : 0 to 1, least share of the hours of full standard to be given everywhere
    nearness : minutes, at most
    expenditure : euros a year at most; None for the limit of the case
    time_limit : seconds, 0 or more; what comes back then says its gap. None: until proved.

    Returns
    -------
    Scenario

    Raises
    ------
    InvalidInput : a wish is out of its range

    Notes
    -----
    Mixed-integer linear programme on HiGHS: levels u, desks d, poles and catchments a, posts kept and persons
    present are yes or no, hours are real. It is first solved by crew (posts alike together, presence in
    shares), which can only be better than the truth; then a roster by person is sought for that plan. A plan
    without a roster is forbidden and the next best sought, so that what is found is proved best by person.
    Catchments are held together by cuts: a municipality beyond a border follows only if the border does.
    The order of the rows decides nothing. With a time limit each step has a share of it: what is proved is
    the same on any machine, but which of several arrangements equally good comes back may depend on it, and
    so does how far a search that ran out of time came. Without a time limit nothing depends on the machine.

    References
    ----------
    D.Lgs. 267/2000 (TUEL) art. 32 c. 5; L. 178/2020 c. 797; Shirabe (2009), Environment and Planning B 36(6),
    1053-1066; Oehrlein, Haunert (2017), J. Spatial Information Science 15, 89-120, for the cuts.
    """
    wishes = checked(case, minimise, equity, nearness, expenditure, time_limit)
    ordered, *rows = in_order(case)
    return solved(case, ordered, Rows(*rows), wishes, frozenset(), minimise, time_limit)


def solved(
    case: Case,
    ordered: Case,
    rows: Rows,
    wishes: Wishes,
    without: frozenset[Key],
    minimise: Objective,
    time_limit: float | None,
) -> Scenario:
    """The best scenario of a case whose rows are in order, some limits let go."""
    until = INF if time_limit is None else time.monotonic() + time_limit
    search = Search(ordered, wishes, without)
    found = search.polished(search.best(minimise, until=until))
    unit = 1000.0 if minimise == "cost" else 1.0
    if found.values is None or found.model is None:
        return Scenario(None, INF, found.bound * unit, INF, found.impossible)
    made = arrangement_of(case, wishes, _in(case, ordered, without), rows, found.model, found.values)
    value = float(getattr(made, minimise))
    bound = value if found.gap == 0 else min(found.bound * unit, value)
    return Scenario(made, value, bound, found.gap, impossible=False)


def _in(case: Case, ordered: Case, keys: frozenset[Key]) -> frozenset[Key]:
    """The keys of the case in order as keys of the case as it came."""
    own = {"work": (ordered.municipalities.name, case.municipalities.name)}
    functions = [case.functions.name.index(name) for name in ordered.functions.name]
    found = set()
    for kind, row, other in keys:
        if kind in own:
            now, then = own[kind]
            found.add((kind, list(then).index(now[row]), functions[other]))
        else:
            found.add((kind, row, other))
    return frozenset(found)


def checked(
    case: object,
    minimise: str,
    equity: float,
    nearness: float | None,
    expenditure: float | None,
    time_limit: float | None,
) -> Wishes:
    """The wishes, when they are in their ranges."""
    if not isinstance(case, Case):
        raise InvalidInput(f"the case must be what Case makes; got {type(case).__name__}")
    if minimise not in get_args(Objective):
        raise InvalidInput(f"minimise must be one of {', '.join(get_args(Objective))}; got {minimise!r}")
    if not _is_number(equity) or not 0 <= equity <= 1:
        raise InvalidInput(f"equity must be a share, 0 to 1; got {equity}")
    for name, value in (("nearness", nearness), ("expenditure", expenditure), ("time_limit", time_limit)):
        if value is not None and not (_is_number(value) and 0 <= value < INF):
            raise InvalidInput(f"{name} must be a finite number >= 0 or None; got {value}")
    return Wishes(equity=float(equity), nearness=nearness, expenditure=expenditure)


def front(
    case: Case,
    *,
    levels: Sequence[float] = LADDER,
    cost_step: float | None = None,
    time_limit: float | None = None,
) -> Front:
    """Every arrangement that is not beaten on cost, nearness and equity together.

    Parameters
    ----------
    case : the district
    levels : equity levels, shares 0 to 1: the least coverage of the hours of full standard everywhere
    cost_step : euros a year > 0, how finely cost is told apart; None for a hundredth of the expenditure
        allowed. With whole euros and a step of 1 the front is exact.
    time_limit : seconds for the whole, 0 or more; None until all is proved. See the notes of `scenario`

    Returns
    -------
    Front

    Raises
    ------
    InvalidInput : a level, the step or the time is out of its range

    Notes
    -----
    ε-constraint (Haimes, Lasdon, Wismer 1971): at each equity level the ceiling of cost begins at the limit;
    the nearest arrangement under the ceiling is proved, the cheapest as near is taken as a point, and the
    ceiling falls to one step below its cost, until nothing is possible.
    """
    checked(case, "cost", 0.0, None, None, time_limit)
    ladder = _checked_levels(levels)
    step = case.expenditure / 100.0 if cost_step is None else cost_step
    if step == 0 and cost_step is None:
        raise InvalidInput("no post costs anything, so that there is no cost to tell apart: give a cost_step")
    if not _is_number(step) or not 0 < step < INF:
        raise InvalidInput(f"cost_step must be a finite number > 0; got {step}")
    until = INF if time_limit is None else time.monotonic() + time_limit
    ordered, *rows = in_order(case)
    walks = []
    known: list[tuple[float, float]] = []
    for level in ladder:
        walk = _Walk(case, Rows(*rows), Search(ordered, Wishes(equity=level)), level, step, until, known)
        walk.go()
        walks.append(walk)
        known = known + walk.proved
    steps = [step for walk in walks for step in walk.steps]
    unexplored = tuple((walk.level, walk.unexplored) for walk in walks if walk.unexplored is not None)
    return Front(
        points=tuple(each.walk.polished(each) for each in _unbeaten(steps)),
        complete=not unexplored and all(each.point.gap == 0 for each in steps),
        unexplored=unexplored,
        impossible=tuple(walk.level for walk in walks if not walk.steps and walk.unexplored is None),
        cost_step=float(step),
        levels=ladder,
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Step:
    point: Point
    found: Found
    walk: _Walk


class _Walk:
    """Down the ceilings of cost at one equity level."""

    def __init__(
        self,
        case: Case,
        rows: Rows,
        search: Search,
        level: float,
        step: float,
        until: float,
        known: list[tuple[float, float]],
    ) -> None:
        self.case, self.rows, self.search, self.level = case, rows, search, level
        self.step, self.until, self.known = step, until, known
        self.steps: list[_Step] = []
        self.proved: list[tuple[float, float]] = []
        self.unexplored: float | None = None

    def go(self) -> None:
        """Find every point of this level."""
        ceiling, floor = self.case.expenditure, -INF
        while ceiling >= 0:
            if time.monotonic() > self.until:
                self.unexplored = ceiling
                return
            self.search.ceiling(cost=ceiling, nearness=INF)
            # A looser level under a higher ceiling is never less near.
            least = max([floor, *(bound for top, bound in self.known if top >= ceiling)])
            nearest = self.search.bound("nearness", until=self.until, known=least)
            if nearest.values is None:
                if not nearest.impossible or self.search.doubted(ceiling) < INF:
                    self.unexplored = ceiling
                return
            floor = min(max(least, nearest.bound), self.search.doubted(ceiling))
            self.search.ceiling(cost=ceiling, nearness=nearest.value + CLOSE)
            cheapest = self.search.best(
                "cost", until=self.until, near=self.step / 1000.0, start=nearest.values, soon=True
            )
            if cheapest.values is not None:
                ceiling = self._take(cheapest, ceiling, floor)
            else:
                if not cheapest.impossible:
                    self.search.doubts.append((-INF, nearest.value))
                # As near as this there is nothing by person, nor will there be under a lower ceiling.
                self.search.crews.nearest = nearest.value + 2 * CLOSE

    def _take(self, found: Found, ceiling: float, bound: float) -> float:
        """Keep a point, and say where the ceiling goes next."""
        made = self.arranged(found)
        proved = made.nearness - bound <= 4 * CLOSE
        gap = 0.0 if proved else (made.nearness - bound) / made.nearness
        point = Point(made, self.level, ceiling, made.nearness if proved else bound, gap)
        self.steps.append(_Step(point, found, self))
        self.proved.append((ceiling, bound))
        return made.cost - self.step

    def polished(self, step: _Step) -> Point:
        """The point of a step with people moved less."""
        return replace(step.point, arrangement=self.arranged(self.search.polished(step.found)))

    def arranged(self, found: Found) -> Arrangement:
        """What a step that was found stands for."""
        wishes, model, values = self.search.wishes, found.model, found.values
        return arrangement_of(self.case, wishes, frozenset(), self.rows, model, values)  # type: ignore[arg-type]


def _checked_levels(levels: Sequence[float]) -> tuple[float, ...]:
    given = list(levels) if isinstance(levels, Iterable) and not isinstance(levels, str) else []
    if not given or not all(_is_number(level) and 0 <= level <= 1 for level in given):
        raise InvalidInput(f"levels must be shares, 0 to 1, at least one; got {levels!r}")
    return tuple(sorted({float(level) for level in given}))


def _is_number(value: object) -> bool:
    return isinstance(value, int | float | np.integer | np.floating) and not isinstance(value, bool)


def _unbeaten(steps: list[_Step]) -> list[_Step]:
    """The steps that no other beats or, later in the list, equals."""
    stay = [
        step
        for k, step in enumerate(steps)
        if not any(
            _beats(other.point, step.point) and (later > k or not _beats(step.point, other.point))
            for later, other in enumerate(steps)
            if later != k
        )
    ]
    return sorted(stay, key=lambda each: (each.point.equity_level, -each.point.arrangement.cost))


def _beats(one: Point, other: Point) -> bool:
    """No worse on any of the three."""
    mine, its = one.arrangement, other.arrangement
    dearer, farther = mine.cost > its.cost + CLOSE, mine.nearness > its.nearness + CLOSE
    return not dearer and not farther and one.equity_level >= other.equity_level
