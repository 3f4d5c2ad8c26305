"""The district as one mixed-integer linear model."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ordito.methods.staffing._case import CENTRE, DESK, LEPS, POLE, Case
from ordito.methods.staffing._limits import Key, Wishes, keys_of
from ordito.methods.staffing._program import INF, NONE, Model, Plan, Program

Array = NDArray[Any]


def build(
    case: Case,
    wishes: Wishes,
    without: frozenset[Key] = frozenset(),
    *,
    by_person: bool,
    plan: Plan | None = None,
    reserve: float = 0.0,
    nearby: int | None = None,
) -> Model:
    """The model of the case with every limit of `keys_of` except those in `without`.

    By person, each post is present at a seat or not. Otherwise posts alike work as crews and presence is any
    share: everything that is possible by person is possible by crew, so that what is proved best by crew and
    found by person is best by person. With a plan, only what it leaves open is decided; with a
    reserve, that share of the hours of contracts is left unused. With `nearby`, nobody goes beyond that many
    poles, and each follows a neighbour nearer to the pole: catchments are of one piece by themselves, and
    some are left out.
    """
    on = frozenset(keys_of(case, wishes)) - without
    made = _Builder(case, wishes, on, by_person=by_person, reserve=reserve)
    made.columns()
    if plan is not None:
        made.hold(plan)
    made.most_asked(plan)
    made.levels_and_catchments()
    made.desks()
    made.people()
    made.work()
    if nearby is not None:
        made.nearer_first(nearby)
    return made.objectives_and_limits()


class _Builder:
    def __init__(
        self, case: Case, wishes: Wishes, on: frozenset[Key], *, by_person: bool, reserve: float
    ) -> None:
        self.case, self.wishes, self.on, self.by_person = case, wishes, on, by_person
        self.program = Program()
        self.n, self.f = len(case.municipalities.name), len(case.functions.name)
        self.p = len(case.posts.name)
        self.travel = np.asarray(case.municipalities.travel)
        self.may_be_pole = np.asarray(case.municipalities.may_be_pole)
        self.poles = bool(self.may_be_pole.any())
        self.seat = np.asarray(case.posts.seat)
        self.able = np.asarray(case.posts.able)
        self.at_desk = np.asarray(case.posts.at_desk)
        self.need = np.asarray(case.functions.need)
        self.share = np.asarray(case.functions.share)
        self.population = np.asarray(case.municipalities.population)
        self.centre, self.opening = case.municipalities.centre, np.asarray(case.municipalities.opening)
        self.contract = np.array([self._hours_of(p) for p in range(self.p)]) * (1.0 - reserve)
        journey = (self.travel[self.seat] + self.travel[:, self.seat].T) / (60.0 * case.limits.day)
        self.loaded = 1.0 + journey
        self.trades = _trades(self.able)
        self.crews = self._crews()
        self.first = np.array([crew[0] for crew in self.crews])

    nearby = False

    def has(self, kind: str, row: int = -1, other: int = -1) -> bool:
        return (kind, row, other) in self.on

    def _hours_of(self, post: int) -> float:
        contract = float(np.asarray(self.case.posts.hours)[post])
        return contract if self.has("contract", post) else max(contract, self.case.limits.most_hours)

    def _crews(self) -> tuple[tuple[int, ...], ...]:
        posts = self.case.posts
        if self.by_person:
            return tuple((p,) for p in range(self.p))
        alike: dict[tuple[object, ...], list[int]] = {}
        for p in range(self.p):
            limited = tuple(self.has(kind, p) for kind in ("reach", "seats"))
            own = (
                np.asarray(column)[p] for column in (posts.profession, posts.seat, posts.reach, posts.seats)
            )
            alike.setdefault((*own, self.contract[p], self.at_desk[p], *self.able[p], *limited), []).append(p)
        return tuple(map(tuple, alike.values()))

    def columns(self) -> None:
        program, case, n, f = self.program, self.case, self.n, self.f
        allowed = np.asarray(case.functions.allowed).copy()
        for function in range(f):
            allowed[function] |= not self.has("level", -1, function)
        allowed[:, POLE] &= self.poles
        self.level = program.block(allowed, 1.0, whole=True)
        self.desk = program.block(np.ones(n, dtype=bool), 1.0, whole=True)
        self.pole = program.block(self.may_be_pole, 1.0, whole=True)
        pairs = np.broadcast_to(self.may_be_pole, (n, n))
        self.assigned = program.block(pairs, 1.0, whole=True)
        self.sent = program.block(allowed[:, POLE, None, None] & pairs, 1.0, whole=False)
        # Whoever has no desk goes to that of the pole, or of the centre where there are no poles.
        aims = self.may_be_pole if self.poles else np.arange(n) == case.municipalities.centre
        self.referred = program.block(
            np.broadcast_to(aims, (n, n)) & ~np.eye(n, dtype=bool), 1.0, whole=False
        )
        self.keep = program.block(np.ones(self.p, dtype=bool), 1.0, whole=True)
        able = self._may_work(allowed)
        self.present = program.block(
            np.asarray(able.any(axis=2)), 1.0 if self.by_person else INF, whole=self.by_person
        )
        self.hours = program.block(able, INF, whole=False)

    def hold(self, plan: Plan) -> None:
        """Fix the columns that the plan decides."""
        lower, upper, n = self.program.lower, self.program.upper, self.n
        yes = [*self.level[np.arange(self.f), plan.level], *self.desk[plan.desk], *self.keep[plan.kept]]
        if self.poles:
            yes += [*self.assigned[np.arange(n), plan.pole], *self.pole[plan.pole]]
        decided = [self.level, self.desk, self.keep, self.pole, self.assigned]
        for column in np.concatenate([each[each != NONE] for each in decided]):
            upper[column] = 0.0
        for column in yes:
            lower[column] = upper[column] = 1.0

    def most_asked(self, plan: Plan | None) -> None:
        """(n, t) the most hours that may be asked of a trade at a place: nobody need give more there."""
        on = {key for key in self.on if key[0] in {"work", "equity"}}
        opening = [self.opening[i] if self.has("opening", i) else 0.0 for i in range(self.n)]
        self.most = np.zeros((self.n, len(self.trades)))
        self.most[:, 0] = opening if plan is None else np.where(plan.desk, opening, 0.0)
        for t, functions in enumerate(self.trades[1:], start=1):
            for f in functions:
                for j in range(self.n):
                    part = coverage(self.case, self.wishes, on, j, f)
                    self.most[j, t] += self._most_of(f, j, plan) * part

    def _most_of(self, f: int, j: int, plan: Plan | None) -> float:
        desk, pole, centre = self.share[f]
        whole = self.need[:, f].sum()
        served = whole if plan is None else self.need[plan.pole == j, f].sum()
        levels = (
            desk * self.need[j, f],
            pole * served * self.may_be_pole[j],
            centre * whole * (j == self.centre),
        )
        if plan is not None:
            return float(levels[plan.level[f]])
        return float(
            max(hours for hours, column in zip(levels, self.level[f], strict=True) if column != NONE)
        )

    def _may_work(self, allowed: Array) -> Array:
        """(c, n, t): whether a crew may do a trade at a place."""
        case = self.case
        bound = np.array([self.has("reach", p) for p in self.first])
        far = self.travel[self.seat[self.first]] > np.asarray(case.posts.reach)[self.first, None]
        here = ~(far & bound[:, None])
        places: Array = self.may_be_pole[:, None] & allowed[:, POLE]
        places |= allowed[:, DESK]
        places[case.municipalities.centre] |= allowed[:, CENTRE]
        able = np.zeros((len(self.crews), self.n, len(self.trades)), dtype=bool)
        able[:, :, 0] = self.at_desk[self.first, None] & here
        for t, functions in enumerate(self.trades[1:], start=1):
            skilled = self.able[self.first, functions[0]]
            able[:, :, t] = skilled[:, None] & here & places[:, functions].any(axis=1)
        return able

    def levels_and_catchments(self) -> None:
        program, n = self.program, self.n
        for function in range(self.f):
            program.row([(column, 1) for column in self.level[function]], 1, 1)
        if not self.poles:
            return
        candidates = np.flatnonzero(self.may_be_pole)
        for i in range(n):
            program.row([(self.assigned[i, k], 1) for k in candidates], 1, 1)
            for k in candidates:
                program.row([(self.assigned[i, k], 1), (self.pole[k], -1)], 0 if i == k else -INF, 0)
        for function in map(int, np.flatnonzero(self.level[:, POLE] != NONE)):
            for i in range(n):
                program.row(
                    [(self.level[function, POLE], -1), *((self.sent[function, i, k], 1) for k in candidates)],
                    0,
                    0,
                )
                for k in candidates:
                    program.row([(self.sent[function, i, k], 1), (self.assigned[i, k], -1)], -INF, 0)
        self._bounds_of_poles(candidates)
        if self.has("contiguity"):
            self._neighbours_first(candidates)

    def _bounds_of_poles(self, candidates: Array) -> None:
        program = self.program
        least, most = self.case.limits.poles
        every = [(self.pole[k], 1.0) for k in candidates]
        if self.has("poles_least"):
            program.row(every, least, INF)
        if self.has("poles_most"):
            program.row(every, -INF, most or 0)
        light, heavy = self.case.limits.pole_population
        for k in candidates:
            inside = [(self.assigned[i, k], self.population[i]) for i in range(self.n)]
            if self.has("pole_population_least"):
                program.row([*inside, (self.pole[k], -light)], 0, INF)
            if self.has("pole_population_most"):
                program.row([*inside, (self.pole[k], -(heavy or 0))], -INF, 0)

    def _neighbours_first(self, candidates: Array) -> None:
        # True of every connected catchment; what it does not exclude is cut off when it is met.
        adjacency = np.asarray(self.case.municipalities.adjacency)
        for k in candidates:
            for i in range(self.n):
                if i != k and not adjacency[i, k]:
                    beside = [(self.assigned[j, k], -1) for j in np.flatnonzero(adjacency[i]) if j != i]
                    self.program.row([(self.assigned[i, k], 1), *beside], -INF, 0)

    def nearer_first(self, nearby: int) -> None:
        """Each municipality among its nearest poles, behind a neighbour that is nearer to the pole."""
        self.nearby = True
        adjacency = np.asarray(self.case.municipalities.adjacency)
        candidates = np.flatnonzero(self.may_be_pole)
        for i in range(self.n):
            order = candidates[np.argsort(self.travel[i, candidates], kind="stable")]
            for k in order[nearby:]:
                self.program.upper[self.assigned[i, k]] = 0.0
            for k in order[:nearby][order[:nearby] != i]:
                before = np.flatnonzero(adjacency[i] & (self.travel[:, k] < self.travel[i, k]))
                self.program.row(
                    [(self.assigned[i, k], 1), *((self.assigned[j, k], -1) for j in before)], -INF, 0
                )

    def desks(self) -> None:
        program, n, case = self.program, self.n, self.case
        aims = np.flatnonzero((self.referred != NONE).any(axis=0)) if n > 1 else np.zeros(0, dtype=int)
        for i in range(n):
            away = [(self.referred[i, k], 1.0) for k in aims]
            if self.has("desk", i):
                program.lower[self.desk[i]] = 1.0
            program.row([(self.desk[i], 1), *away], 1, 1)
            for k in aims[aims != i]:
                program.row([(self.referred[i, k], 1), (self.desk[k], -1)], -INF, 0)
                if self.poles:
                    program.row([(self.referred[i, k], 1), (self.assigned[i, k], -1)], -INF, 0)
            if self.has("opening", i):
                given = [(column, 1) for column in self.hours[:, i, 0]]
                program.row([*given, (self.desk[i], -self.opening[i])], 0, INF)
            for q, least in enumerate(np.asarray(case.professions.team)):
                if self.has("team", i, q):
                    mine = np.flatnonzero(np.asarray(case.posts.profession)[self.first] == q)
                    there = [(self.present[c, i], 1) for c in mine]
                    program.row([*there, (self.desk[i], -float(least))], 0, INF)

    def people(self) -> None:
        program = self.program
        most_seats = np.asarray(self.case.posts.seats)
        for p in range(self.p):
            if self.has("kept", p):
                program.lower[self.keep[p]] = 1.0
        for c, crew in enumerate(self.crews):
            hours, kept = self.contract[crew[0]], [(self.keep[p], 1.0) for p in crew]
            places = np.flatnonzero((self.hours[c] != NONE).any(axis=1))
            whole: list[tuple[Any, float]] = []
            for j in places:
                loaded = [(column, self.loaded[crew[0], j]) for column in self.hours[c, j]]
                whole += loaded
                self._presence(c, int(j), kept, loaded)
            program.row([*whole, *((column, -hours) for column, _one in kept)], -INF, 0)
            most = most_seats[crew[0]]
            if self.has("seats", crew[0]) and most < len(places):
                seats = [(column, 1.0) for column in self.present[c, places]]
                program.row([*seats, *((column, -float(most)) for column, _one in kept)], -INF, 0)
        self._alike_in_turn()

    def _presence(
        self, c: int, j: int, kept: list[tuple[Any, float]], loaded: list[tuple[Any, float]]
    ) -> None:
        """Whoever is present stays a while; whoever works is present and gives no more than is asked."""
        program, post, present = self.program, self.crews[c][0], self.present[c, j]
        hours, factor = self.contract[post], self.loaded[post, j]
        least = min(self.case.limits.presence, hours)
        there = [(column, 1.0) for column in self.hours[c, j]]
        program.row([*there, (present, -least)], 0, INF)
        program.row([(present, -1.0), *kept], 0, INF)
        asked = np.maximum(self.most[j], least) * factor
        useful = np.flatnonzero(self.hours[c, j] != NONE)
        if asked[useful].sum() < hours or len(useful) == 1:
            program.row([*loaded, (present, -min(hours, asked[useful].sum()))], -INF, 0)
        elif self.by_person:
            program.row([*loaded, (present, -hours)], -INF, 0)
        if len(useful) > 1:
            for t in useful[asked[useful] < hours]:
                program.row([loaded[t], (present, -asked[t])], -INF, 0)

    def _alike_in_turn(self) -> None:
        # Posts that differ in nothing but their name are kept in order, not tried in every order.
        posts = self.case.posts
        columns = (
            posts.profession,
            posts.seat,
            posts.hours,
            posts.cost,
            posts.exists,
            posts.reach,
            posts.seats,
        )
        alike = np.column_stack([*map(np.asarray, columns), self.contract, self.at_desk, self.able])
        limited = [tuple(self.has(kind, p) for kind in ("kept", "reach", "seats")) for p in range(self.p)]
        for p in range(self.p - 1):
            if limited[p] == limited[p + 1] and not limited[p][0] and np.array_equal(alike[p], alike[p + 1]):
                self.program.row([(self.keep[p], 1), (self.keep[p + 1], -1)], 0, INF)

    def work(self) -> None:
        """Hours at each place for each trade: what the levels, the catchments and the coverage ask."""
        on = {key for key in self.on if key[0] in {"work", "equity"}}
        for t, functions in enumerate(self.trades[1:], start=1):
            for j in range(self.n):
                asked: dict[int, float] = {}
                for f in functions:
                    for column, hours in self._asked(f, j, coverage(self.case, self.wishes, on, j, f)):
                        if column != NONE and hours:
                            asked[int(column)] = asked.get(int(column), 0.0) - hours
                if asked:
                    self.program.row(
                        [*asked.items(), *((column, 1.0) for column in self.hours[:, j, t])], 0, INF
                    )

    def _asked(self, f: int, j: int, part: float) -> list[tuple[Any, float]]:
        desk, pole, centre = part * self.share[f]
        asked = [(self.level[f, DESK], desk * self.need[j, f])]
        asked += [(self.sent[f, i, j], pole * self.need[i, f]) for i in range(self.n)]
        if j == self.centre:
            asked.append((self.level[f, CENTRE], centre * self.need[:, f].sum()))
        return asked

    def objectives_and_limits(self) -> Model:
        program, case = self.program, self.case
        lack = program.column(0.0, INF, whole=False)
        counted = np.asarray(case.professions.counts)[np.asarray(case.posts.profession)]
        workers = np.where(counted, np.asarray(case.posts.hours), 0.0) / case.limits.week
        people = self.population.sum()
        employed = [(self.keep[p], workers[p]) for p in np.flatnonzero(workers)]
        program.row([*employed, (lack, 1)], people / LEPS[-1], INF)
        if self.has("standard"):
            program.row(employed, people / (case.limits.standard or INF), INF)
        width = len(program.lower)
        cost, nearness, shortfall = np.zeros(width), self._travel(width), np.zeros(width)
        # Thousands of euros keep the numbers of the program of one size.
        cost[self.keep] = np.asarray(case.posts.cost) / 1000.0
        shortfall[lack] = 1.0
        ceiling = case.expenditure if self.wishes.expenditure is None else self.wishes.expenditure
        bounded = self.has("expenditure")
        program.row(
            list(zip(self.keep, cost[self.keep], strict=True)), -INF, ceiling / 1000.0 if bounded else INF
        )
        used = np.flatnonzero(nearness)
        within = self.wishes.nearness if self.has("nearness") else None
        program.row(list(zip(used, nearness[used], strict=True)), -INF, INF if within is None else within)
        return Model(
            program, self.crews, self.trades, self.keep, self.present, self.hours, self.level, self.desk,
            self.pole, self.assigned, self.loaded, cost, nearness, shortfall,
            self.has("contiguity") and not self.nearby,
        )  # fmt: skip

    def _travel(self, width: int) -> Array:
        """Mean minutes of a visit, by column."""
        case, minutes = self.case, np.zeros(width)
        visits = np.asarray(case.functions.visits)
        weight = self.population / (self.population.sum() * max(visits.sum() + case.desk_visits, 1e-300))
        for f in range(self.f):
            if self.level[f, CENTRE] != NONE:
                minutes[self.level[f, CENTRE]] = (
                    visits[f] * weight @ self.travel[:, case.municipalities.centre]
                )
            there = self.sent[f] != NONE
            minutes[self.sent[f][there]] = visits[f] * (weight[:, None] * self.travel)[there]
        there = self.referred != NONE
        minutes[self.referred[there]] = case.desk_visits * (weight[:, None] * self.travel)[there]
        return minutes


def _trades(able: Array) -> tuple[tuple[int, ...], ...]:
    """The desk (empty), then the functions that exactly the same posts can do."""
    found: dict[tuple[bool, ...], list[int]] = {}
    for f in range(able.shape[1]):
        found.setdefault(tuple(able[:, f]), []).append(f)
    return ((), *map(tuple, found.values()))


def coverage(case: Case, wishes: Wishes, on: Collection[Key], place: int, function: int) -> float:
    """The share of the hours which must be given for a function at a place."""
    floor = float(np.asarray(case.functions.floor)[function]) if ("work", place, function) in on else 0.0
    equal = np.asarray(case.functions.equal)[function] and ("equity", -1, -1) in on
    return max(floor, wishes.equity) if equal else floor
