"""How much more each voter could be given before anything would go otherwise, exactly.

Within a run every amount is a sum of the share and of prices, and every price a quotient of such sums: as
long as the same projects are bought by the same voters, each is a straight line in the share. Who is
cheapest, who can be paid and who gives all are signs of differences between such lines.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ordito.methods.choice._case import Case
    from ordito.methods.choice._run import Run

NONE = Fraction(0)


@dataclass(frozen=True, slots=True, order=True)
class Line:
    """An amount when each voter is given x more: `now + slope * x`. The lesser is so for a small x."""

    now: Fraction
    slope: Fraction

    def less(self, other: Line, times: int = 1) -> Line:
        """What is left of it after so many times the other."""
        return Line(self.now - times * other.now, self.slope - times * other.slope)

    def turns(self) -> Fraction | None:
        """The x at which an amount >= 0 falls below 0, or one < 0 comes to 0; None where none does."""
        if self.now == 0:
            return NONE if self.slope < 0 else None
        away = self.slope < 0 if self.now > 0 else self.slope > 0
        return -self.now / self.slope if away else None


@dataclass(slots=True)
class Kinds:
    """Voters who want the same alike, told once: how many they are, and what each project is to them."""

    size: list[int]
    wants: list[list[tuple[int, int]]]
    """For each project, the kinds that want it and the utility it is to one of them."""

    @classmethod
    def of(cls, case: Case) -> Kinds:
        """The kinds of voters of a case who want anything."""
        said: dict[int, list[tuple[int, int]]] = {}
        for j, times in enumerate(case.times):
            span = case.supporters(j)
            for voter, use in zip(case.who[span].tolist(), case.use[span].tolist(), strict=True):
                said.setdefault(voter, []).append((j, use * times))
        size: dict[tuple[tuple[int, int], ...], int] = {}
        for wanted in said.values():
            size[tuple(wanted)] = size.get(tuple(wanted), 0) + 1
        wants: list[list[tuple[int, int]]] = [[] for _project in case.cost]
        for kind, wanted_alike in enumerate(size):
            for j, use in wanted_alike:
                wants[j].append((kind, use))
        return cls(list(size.values()), wants)

    @property
    def work(self) -> int:
        """How many wants there are to look at in each round."""
        return sum(len(each) for each in self.wants)


def steady(kinds: Kinds, run: Run) -> int:
    """By how many whole units of money the share could rise and the same projects be bought by the same.

    It could rise by more, where a project that is not bought comes near and goes away again.
    """
    case = run.case
    left = [Line(run.share, Fraction(1)) for _kind in kinds.size]
    rest = {j for j, wanted in enumerate(kinds.wants) if wanted}
    turns: list[Fraction | None] = []
    for bought in run.picked:
        price = _price(kinds, left, bought, case.cost[bought])
        rest.remove(bought)
        turns += [_missing(kinds, left, j, case.cost[j], price).turns() for j in rest]
        for kind, use in kinds.wants[bought]:
            after = left[kind].less(price, use)
            turns.append(after.turns())
            left[kind] = Line(NONE, NONE) if after.now < 0 else after
    turns += [_missing(kinds, left, j, case.cost[j], None).turns() for j in rest]
    first = min((each for each in turns if each is not None), default=NONE)
    return max(0, -int(-first // case.unit) - 1)


def _price(kinds: Kinds, left: list[Line], j: int, cost: int) -> Line:
    """The price per utility that those who want j pay, those who have less giving all."""
    waiting = sorted(kinds.wants[j], key=lambda each: left[each[0]].now / each[1], reverse=True)
    units = sum(kinds.size[kind] * use for kind, use in waiting)
    missing = Line(Fraction(cost), NONE)
    kind, use = waiting.pop()
    while missing.now > left[kind].now / use * units:
        missing = missing.less(left[kind], kinds.size[kind])
        units -= kinds.size[kind] * use
        kind, use = waiting.pop()
    return Line(missing.now / units, missing.slope / units)


def _missing(kinds: Kinds, left: list[Line], j: int, cost: int, price: Line | None) -> Line:
    """What j would need more at this price per utility, or if everyone gave all: not bought while it is > 0.

    A sum of lesser amounts bends downwards, so that what is missing is no less than this line says.
    """
    missing = Line(Fraction(cost), NONE)
    for kind, use in kinds.wants[j]:
        given = left[kind]
        if price is not None:
            given = min(given, Line(price.now * use, price.slope * use))
        missing = missing.less(given, kinds.size[kind])
    return missing
