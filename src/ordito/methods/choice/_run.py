"""One run of equal shares with a given share: fast where floating point can tell, exact where it cannot."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ordito.methods.choice._case import Case
    from ordito.methods.choice._table import Table

    Integers = NDArray[np.int64]


@dataclass(slots=True)
class Run:
    """Rounds played so far.

    In round q the project `picked[q]` was paid by supporters who had money left: those of `poor[q]` gave all
    they had, less than the price; the others, whose utilities sum to `rich[q]`, gave the price. In the end
    the `empty` have nothing left.
    """

    case: Case
    share: Fraction
    picked: list[int] = field(default_factory=list)
    poor: list[Integers] = field(default_factory=list)
    rich: list[int] = field(default_factory=list)
    empty: NDArray[np.bool_] = field(default_factory=lambda: np.zeros(0, dtype=bool))
    exact: dict[int, Fraction] = field(default_factory=dict)
    left: dict[tuple[tuple[int, int], ...], Fraction] = field(default_factory=dict)

    def rho(self, q: int) -> Fraction:
        """The exact price per unit of utility in round q."""
        for each in range(q + 1):
            if each not in self.exact:
                j = self.picked[each]
                missing = self.case.cost[j] - self.money(self.poor[each], each)
                self.exact[each] = missing / self.rich[each]
        return self.exact[q]

    def money(self, voters: Integers, rounds: int) -> Fraction:
        """What these voters had together before round `rounds`, if none of them had given all before."""
        if voters.size == 0:
            return Fraction(0)
        total = self.share * int(voters.size)
        for q in range(rounds):
            wanted = self._utilities(self.picked[q], voters)
            if wanted:
                total -= self.rho(q) * wanted
        return total

    def _utilities(self, j: int, voters: Integers) -> int:
        span = self.case.supporters(j)
        who = self.case.who[span]
        place = np.minimum(np.searchsorted(who, voters), max(who.size - 1, 0))
        found = who[place] == voters
        return int(self.case.use[span][place[found]].sum()) * self.case.times[j]

    def has(self, voter: int) -> Fraction:
        """What a voter who has not given all still has."""
        wanted = [
            (q, use) for q, j in enumerate(self.picked) if (use := self._utilities(j, np.array([voter])))
        ]
        key = tuple(wanted)
        if key not in self.left:
            self.left[key] = self.share - sum((self.rho(q) * use for q, use in wanted), Fraction(0))
        return self.left[key]


def play(case: Case, share: Fraction) -> Run:
    """Play all rounds: each time the project whose supporters can pay it at the least price per utility."""
    from ordito.methods.choice._kernel import FINISHED
    from ordito.methods.choice._table import Table

    table = Table(case, share)
    run = Run(case, share)
    while True:
        told, done, best = table.go(len(run.picked))
        table.tell(run, done)
        if told == FINISHED:
            run.empty = table.balance == 0
            return run
        _decide(run, table, best)


def _decide(run: Run, table: Table, best: float) -> None:
    """Play one round exactly, or take away a project that exact money does not reach."""
    from ordito.methods.choice._kernel import DEAD

    near = np.flatnonzero(table.fresh & (table.state != DEAD) & (table.rho - table.err <= best))
    offers: list[tuple[Fraction, int, int, Integers, Integers]] = []
    for j in near.tolist():
        offer = _exact(run, table, j)
        if offer is None:
            table.state[j] = DEAD
        else:
            offers.append((offer[0], int(run.case.order[j]), j, *offer[1:]))
    if offers:
        price, _place, j, poor, rich = min(offers, key=lambda each: each[:2])
        _settle(run, table, j, price, poor, rich)


def _exact(run: Run, table: Table, j: int) -> tuple[Fraction, Integers, Integers] | None:
    """The exact price of j and the entries of its poor and rich supporters; None where it cannot be paid."""
    case = run.case
    entry = np.arange(case.start[j], case.start[j + 1])
    entry = entry[table.balance[case.who[entry]] > 0]
    poor, near, rich = table.sides(j, entry)
    owned = run.money(np.sort(case.who[poor]), len(run.picked))
    units = int(case.use[rich].sum()) + int(case.use[near].sum())
    waiting = sorted(
        ((run.has(int(case.who[each])) / int(case.use[each]), int(each)) for each in near),
    )
    turned = 0
    for each in waiting:
        missing = case.cost[j] - owned
        if missing <= each[0] * units:
            break
        owned += each[0] * int(case.use[each[1]])
        units -= int(case.use[each[1]])
        turned += 1
    if units == 0:
        return None
    late = np.array([each for _ratio, each in waiting], dtype=np.int64)
    price = (case.cost[j] - owned) / (units * case.times[j])
    return price, np.concatenate([poor, late[:turned]]), np.concatenate([rich, late[turned:]])


def _settle(run: Run, table: Table, j: int, price: Fraction, poor: Integers, rich: Integers) -> None:
    """Write down an exactly decided round, and take the money."""
    from ordito.methods.choice._kernel import DEAD

    case = run.case
    near = table.near(rich, float(price * case.times[j]))
    had = {int(each): run.has(int(case.who[each])) for each in rich[near]}
    table.balance[case.who[poor]] = 0.0
    table.balance[case.who[rich]] -= float(price * case.times[j]) * case.use[rich]
    for each, money in had.items():
        table.balance[case.who[each]] = float(money - price * case.times[j] * int(case.use[each]))
    table.state[j] = DEAD
    done = len(run.picked)
    table.ends[done + 1] = table.ends[done]
    run.left.clear()
    run.exact[done] = price
    run.picked.append(j)
    run.poor.append(np.sort(case.who[poor]))
    run.rich.append(int(case.use[rich].sum()) * case.times[j])
