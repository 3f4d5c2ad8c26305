"""The best by crew, then by person; what no roster can carry is forbidden and the best sought again."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from ordito.methods.staffing._case import POLE, Case
from ordito.methods.staffing._limits import Key, Wishes
from ordito.methods.staffing._mend import by_nearest_poles, mended
from ordito.methods.staffing._model import build
from ordito.methods.staffing._program import INF, NONE, Model, Plan
from ordito.methods.staffing._solve import CLOSE, YES, Answer, Solver, at, chosen

Array = NDArray[Any]
Objective = Literal["cost", "nearness", "shortfall"]
ANY: Literal["any"] = "any"
TRIES = 120
"""Plans without a roster forbidden one by one, times municipalities, before all is asked by person."""
ROSTER_WORK = 120
"""Branches times municipalities after which a roster is given up, and the doubt is told."""
RESERVES = (0.02, 0.06)
"""Shares of the hours left unused by the plans that are tried when the best has no roster at once."""
POLISH_NODES = 20
"""Branches spent on moving people less, once they have a roster."""
FOR_ROSTERS = 0.25
"""Share of the time left that is kept for the rosters of what is found."""
PERSON_WORK = 20_000
"""Branches times municipalities after which the whole by person is given up, with its gap."""
SMALL = 24
"""Municipalities above which the cheapest is mended part by part instead of proved plan after plan."""
FOR_PROOF = 0.4
"""Share of the time left that is kept for proving what was mended, or finding better."""
NEARBY = 5
"""Poles among which a municipality chooses in a first arrangement."""


@dataclass(frozen=True, slots=True)
class Found:
    """`values` of the model by person, or None; `value` and `bound` of the objective asked."""

    values: Array | None
    model: Model | None
    value: float
    bound: float
    impossible: bool

    @property
    def gap(self) -> float:
        return Answer(self.values, self.value, self.bound, self.impossible).gap


class Search:
    """A case with its wishes and limits, asked for the best of one objective after another."""

    def __init__(self, case: Case, wishes: Wishes, without: frozenset[Key] = frozenset()) -> None:
        self.case, self.wishes, self.without = case, wishes, without
        self.doubts: list[tuple[float, float]] = []
        self._spare: dict[float, Solver] = {}
        self.crews = Solver(case, build(case, wishes, without, by_person=False))

    def ceiling(self, *, cost: float, nearness: float) -> None:
        """The most that cost (euros a year) and nearness (minutes) may be from now on."""
        self._ceilings = (cost, nearness)
        self.crews.ceiling(cost=cost, nearness=nearness)

    def bound(self, objective: Objective, *, until: float, known: float = -INF) -> Answer:
        """The best by crew: nobody can do better, perhaps no roster does as well."""
        return self.crews.minimise(_vector(self.crews.model, objective), until=until, known=known)

    def by_crew(self, *, until: float) -> Answer:
        """Anything that is possible by crew; where nothing is, nothing is by person."""
        return self.crews.minimise(np.zeros(len(self.crews.model.cost)), until=until)

    def doubted(self, ceiling: float) -> float:
        """Of the plans under a ceiling (euros a year) whose roster is in doubt, how near the nearest is."""
        return min((near for cost, near in self.doubts if cost <= ceiling / 1000.0 + CLOSE), default=INF)

    def best(
        self,
        objective: Objective | Literal["any"],
        *,
        until: float = INF,
        near: float = CLOSE,
        start: Array | None = None,
        soon: bool = False,
    ) -> Found:
        """The best by person, to within `near`, or the best found by `until` with its bound.

        `soon`: what is found with hours to spare is enough, when the best has no roster at once.
        """
        spare: Found | None = None
        if objective == "cost" and len(self.case.municipalities.name) > SMALL:
            spare, start = self._mended(start, until=_before(until, FOR_PROOF))
            if spare is not None and (soon or spare.value - spare.bound <= near):
                return spare
        least, doubt = -INF, INF
        vector = _vector(self.crews.model, objective)
        for attempt in range(TRIES // len(self.case.municipalities.name)):
            known = -INF if objective == ANY else least
            ending = _before(until, FOR_ROSTERS)
            answer = self.crews.minimise(vector, until=ending, known=known, near=near, start=start)
            if answer.values is None:
                bound, clear = min(answer.bound, doubt), answer.impossible and doubt == INF
                return _nothing(bound, impossible=clear) if spare is None else _at(spare, bound)
            least = max(least, answer.bound)
            roster, model = self.roster(plan_of(self.crews.model, answer.values), until=until)
            if roster.values is not None:
                found = Found(roster.values, model, answer.value, min(answer.bound, doubt), impossible=False)
                return found if spare is None or found.value <= spare.value else _at(spare, found.bound)
            if attempt == 0 and spare is None:
                spare = self._with_reserve(objective, until=until, near=near)
            if not roster.impossible:
                doubt = min(doubt, answer.bound)
                crews = self.crews.model
                self.doubts.append((float(crews.cost @ answer.values), float(crews.nearness @ answer.values)))
            self._forbid(answer.values, only=not roster.impossible)
            if spare is not None and (soon or spare.value <= min(least, doubt) + near):
                return _at(spare, min(least, doubt))
            start = None
        if doubt < INF and (soon or spare is not None):
            bound = min(least, doubt)
            return _nothing(bound, impossible=False) if spare is None else _at(spare, bound)
        found = self._by_person(objective, until=until, known=min(least, doubt), near=near)
        return found if spare is None or found.value <= spare.value else _at(spare, found.bound)

    def _mended(self, start: Array | None, *, until: float) -> tuple[Found | None, Array | None]:
        """A cheap arrangement of a large district, if there is one soon, and the plan it began from."""
        nearby = NEARBY if start is None else None
        crews, people = (
            self._asked(build(self.case, self.wishes, self.without, by_person=each, nearby=nearby))
            for each in (False, True)
        )
        least = self.crews.relaxed(self.crews.model.cost)
        if start is None:
            start = by_nearest_poles(crews, crews.model.cost, until=until).values
        if start is None:
            return None, None
        decided = {"level": at(people.model.level), "assigned": at(people.model.assigned)}
        for name, columns in decided.items():
            people.fix(columns, np.round(start[at(getattr(crews.model, name))]))
        again = np.concatenate([*decided.values()]) if nearby else decided["assigned"][:0]
        found = mended(people, again, people.model.cost, until=until, known=least)
        if found.values is None:
            return None, start
        return Found(found.values, people.model, found.value, found.bound, impossible=False), start

    def _asked(self, model: Model) -> Solver:
        """A model in a solver, under the ceilings of this search."""
        solver = Solver(self.case, model)
        if self._ceilings is not None:
            solver.ceiling(cost=self._ceilings[0], nearness=self._ceilings[1])
        return solver

    def _with_reserve(
        self, objective: Objective | Literal["any"], *, until: float, near: float
    ) -> Found | None:
        """The best with some hours to spare, for which a roster is soon found: good, not proved best."""
        for reserve in RESERVES:
            crews = self._reserved(reserve)
            answer = crews.minimise(_vector(crews.model, objective), until=until, near=near)
            if answer.values is None:
                return None
            roster, model = self.roster(plan_of(crews.model, answer.values), until=until)
            if roster.values is not None:
                return Found(roster.values, model, answer.value, -INF, impossible=False)
        return None

    def _reserved(self, reserve: float) -> Solver:
        if reserve not in self._spare:
            model = build(self.case, self.wishes, self.without, by_person=False, reserve=reserve)
            self._spare[reserve] = Solver(self.case, model)
        if self._ceilings is not None:
            self._spare[reserve].ceiling(cost=self._ceilings[0], nearness=self._ceilings[1])
        return self._spare[reserve]

    def roster(self, plan: Plan, *, until: float = INF) -> tuple[Answer, Model]:
        """People at their places for a plan, anyhow."""
        people = Solver(self.case, self._people(plan))
        people.ceiling(cost=INF, nearness=INF)
        people.highs.setOptionValue("mip_max_nodes", ROSTER_WORK // len(self.case.municipalities.name))
        people.highs.setOptionValue("mip_heuristic_effort", 0.0)
        return people.minimise(np.zeros(len(people.model.cost)), until=until), people.model

    def polished(self, found: Found) -> Found:
        """The same figures, nobody at a new place, and few hours away; rosters alike are many."""
        if found.values is None or found.model is None:
            return found
        people = Solver(self.case, self._people(plan_of(found.model, found.values)))
        people.ceiling(cost=INF, nearness=INF)
        absent = at(people.model.present)[found.values[at(found.model.present)] < YES]
        people.fix(absent, np.zeros(len(absent)))
        people.highs.setOptionValue("mip_max_nodes", POLISH_NODES)
        answer = people.minimise(self._moves(people.model), start=found.values)
        values = found.values if answer.values is None else answer.values
        return replace(found, values=values, model=people.model)

    def _people(self, plan: Plan | None) -> Model:
        return build(self.case, self.wishes, self.without, by_person=True, plan=plan)

    def _moves(self, model: Model) -> Array:
        """Hours spent away from one's seat and on the road, and a little for each further seat and hour."""
        weight = np.zeros(len(model.program.lower))
        seats = np.asarray(self.case.posts.seat)
        for p, seat in enumerate(seats):
            for j in range(model.hours.shape[1]):
                away = 0.001 if j == seat else model.loaded[p, j]
                weight[at(model.hours[p, j])] = away
                if j != seat and model.present[p, j] != NONE:
                    weight[model.present[p, j]] = 1.0
        return weight

    def _forbid(self, values: Array, *, only: bool) -> None:
        """Forbid a plan that no roster carries, and all that keep fewer posts; when in doubt, only it."""
        model = self.crews.model
        parts = [model.level, model.desk]
        if values[at(model.level[:, POLE])].any() or (values[at(model.desk)] < YES).any():
            parts.append(model.assigned)
        columns = np.concatenate([at(each) for each in parts])
        kept, ended = model.keep[values[model.keep] > YES], model.keep[values[model.keep] < YES]
        ones = np.concatenate([columns[values[columns] > YES], kept if only else kept[:0]])
        zeros = np.concatenate([np.setdiff1d(at(model.desk), ones), ended])
        self.crews.forbid(ones, zeros)

    def _by_person(
        self, objective: Objective | Literal["any"], *, until: float, known: float, near: float
    ) -> Found:
        people = Solver(self.case, self._people(None))
        if self._ceilings is not None:
            people.ceiling(cost=self._ceilings[0], nearness=self._ceilings[1])
        people.highs.setOptionValue("mip_max_nodes", PERSON_WORK // len(self.case.municipalities.name))
        answer = people.minimise(_vector(people.model, objective), until=until, known=known, near=near)
        return Found(answer.values, people.model, answer.value, answer.bound, answer.impossible)

    _ceilings: tuple[float, float] | None = None


def _before(until: float, share: float) -> float:
    """When a share of the time left is still to come."""
    return until - (until - time.monotonic()) * share if until < INF else INF


def _vector(model: Model, objective: str) -> Array:
    if objective != ANY:
        return np.asarray(getattr(model, objective))
    # Where hours are to spare, a roster is soon found.
    vector = np.zeros(len(model.cost))
    there = model.hours != NONE
    first = np.array([crew[0] for crew in model.crews])
    vector[model.hours[there]] = np.broadcast_to(model.loaded[first][:, :, None], there.shape)[there]
    vector[model.keep] = -1.0
    return vector


def _at(found: Found, bound: float) -> Found:
    """What was found with a bound that was proved elsewhere."""
    return replace(found, bound=min(bound, found.value))


def _nothing(bound: float, *, impossible: bool) -> Found:
    return Found(None, None, INF, bound, impossible)


def plan_of(model: Model, values: Array) -> Plan:
    """The plan that values of a model stand for."""
    poles = (model.pole != NONE).any()
    return Plan(
        level=np.array([chosen(row, values) for row in model.level]),
        desk=values[model.desk] > YES,
        pole=np.array([chosen(row, values) if poles else NONE for row in model.assigned]),
        kept=values[model.keep] > YES,
    )
