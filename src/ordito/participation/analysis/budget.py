"""A choice within a budget: by equal shares beside the greedy one, with the reasons of each, in exact money.

Blank papers abstain: the budget is divided among those that chose something. What nobody chose is not bought,
even where money is left.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING, Any, cast

import numpy as np

from ordito.methods import choice

if TYPE_CHECKING:
    from ordito.participation.models import Ballot, BallotOption
    from ordito.participation.queries.ballots import Papers

COMPLETION = "add_one_greedy"
REMEMBERED = 32


@dataclass(frozen=True, slots=True)
class Project:
    """An option within a budget: who wants it, whether each method takes it, and why."""

    option: BallotOption
    cost: Fraction
    supporters: int
    by_shares: bool
    by_greedy: bool
    how: str
    """By equal shares: "shares", "greedy" (added with what was left) or "out"."""
    payers: int
    price: Fraction | None
    level: bool
    """Whether all who pay give the same: otherwise some give all that they have left, which is less."""
    money: Fraction
    missing: Fraction
    turn: int
    """Its turn in the greedy order, from 1; 0 when nobody chose it."""
    rest: Fraction
    """What was left of the budget at that turn."""

    @property
    def differs(self) -> bool:
        return self.by_shares != self.by_greedy


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two choices: what it spends, and how many voters get nothing of what they chose."""

    chosen: int
    spent: Fraction
    left: Fraction
    without: int


@dataclass(frozen=True, slots=True)
class Budget:
    """The two choices side by side."""

    projects: tuple[Project, ...]
    papers: int
    abstained: int
    budget: Fraction
    first_share: Fraction
    """The part of each voter: the budget over the voters."""
    share: Fraction
    """The part with what was added to spend all that could be."""
    shares: Side
    greedy: Side
    better: int
    worse: int
    _voters: dict[int, int]
    _wanted: tuple[BallotOption, ...]
    _choice: choice.Choice

    @property
    def chose(self) -> int:
        return self.papers - self.abstained

    @property
    def raised(self) -> Fraction:
        return self.share - self.first_share

    def part_of(self, number: int) -> Part | None:
        """What the part of the paper with this number paid; None for a blank one."""
        voter = self._voters.get(number)
        if voter is None:
            return None
        paid = self._choice.paid_by(voter)
        told = tuple((self._wanted[at], money) for at, money in sorted(paid.items()) if money)
        return Part(told, self.share, self.share - sum(paid.values(), Fraction(0)))


@dataclass(frozen=True, slots=True)
class Part:
    """Where a voter's part went, and what is left of it."""

    paid: tuple[tuple[BallotOption, Fraction], ...]
    share: Fraction
    left: Fraction


def within_budget(ballot: Ballot, papers: Papers) -> Budget | None:
    """Choose within the budget both ways; None when nobody has chosen anything, or a cost is not known."""
    chosen = [(number, row) for number, row in zip(papers.numbers, papers.marks, strict=True) if any(row)]
    if not chosen or ballot.budget is None or not all(option.cost for option in papers.options):
        return None
    wanted = tuple(at for at in range(len(papers.options)) if any(row[at] for _number, row in chosen))
    approvals = tuple(tuple(int(bool(row[at])) for at in wanted) for _number, row in chosen)
    costs = tuple(Fraction(papers.options[at].cost or 0) for at in wanted)
    shares, greedy = _chosen(costs, approvals, Fraction(ballot.budget))
    return Budget(
        projects=_projects(papers, wanted, shares, greedy),
        papers=len(papers.numbers),
        abstained=papers.blank,
        budget=shares.budget,
        first_share=shares.budget / len(chosen),
        share=shares.share,
        shares=_side(shares, approvals),
        greedy=_side(greedy, approvals),
        better=shares.better,
        worse=shares.worse,
        _voters={number: at for at, (number, _row) in enumerate(chosen)},
        _wanted=tuple(papers.options[at] for at in wanted),
        _choice=shares,
    )


@lru_cache(maxsize=REMEMBERED)
def _chosen(
    costs: tuple[Fraction, ...], approvals: tuple[tuple[int, ...], ...], budget: Fraction
) -> tuple[choice.Choice, choice.Choice]:
    table, exact = np.array(approvals), cast("Any", list(costs))
    return (
        choice.equal_shares(exact, table, budget, completion=COMPLETION),
        choice.greedy(exact, table, budget),
    )


def _side(found: choice.Choice, approvals: tuple[tuple[int, ...], ...]) -> Side:
    selected = found.selected
    without = sum(not any(row[at] for at in selected) for row in approvals)
    return Side(len(selected), found.spent, found.budget - found.spent, without)


def _projects(
    papers: Papers, wanted: tuple[int, ...], shares: choice.Choice, greedy: choice.Choice
) -> tuple[Project, ...]:
    accounts = dict(zip(wanted, shares.accounts, strict=True))
    by_shares, by_greedy = ({wanted[at] for at in found.selected} for found in (shares, greedy))
    order = sorted(accounts, key=lambda at: (-accounts[at].supporters, at))
    turns, rest = {}, greedy.budget
    for turn, at in enumerate(order, start=1):
        turns[at] = (turn, rest)
        rest -= accounts[at].cost if at in by_greedy else 0
    return tuple(
        _project(option, accounts[at], turns[at], (at in by_shares, at in by_greedy))
        if at in accounts
        else _unwanted(option)
        for at, option in enumerate(papers.options)
    )


def _project(
    option: BallotOption,
    account: choice.Account,
    turn: tuple[int, Fraction],
    taken: tuple[bool, bool],
) -> Project:
    price = account.price
    return Project(
        option=option,
        cost=account.cost,
        supporters=account.supporters,
        by_shares=taken[0],
        by_greedy=taken[1],
        how=account.how,
        payers=account.payers,
        price=price,
        level=price is not None and price * account.payers == account.cost,
        money=account.money,
        missing=account.missing,
        turn=turn[0],
        rest=turn[1],
    )


def _unwanted(option: BallotOption) -> Project:
    cost = Fraction(option.cost or 0)
    return Project(
        option=option,
        cost=cost,
        supporters=0,
        by_shares=False,
        by_greedy=False,
        how="out",
        payers=0,
        price=None,
        level=False,
        money=Fraction(0),
        missing=cost,
        turn=0,
        rest=Fraction(0),
    )
