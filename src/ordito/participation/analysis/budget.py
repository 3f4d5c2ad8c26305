"""A choice within a budget: by equal shares beside the greedy one, with the reasons of each, in exact money.

Blank papers abstain: the budget is divided among those that chose something.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np

from ordito.methods import choice

if TYPE_CHECKING:
    from decimal import Decimal

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
    """Its turn in the greedy order, from 1."""
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
        options = {at: project.option for at, project in enumerate(self.projects)}
        told = tuple((options[at], money) for at, money in sorted(paid.items()) if money)
        return Part(told, self.share, self.share - sum(paid.values(), Fraction(0)))


@dataclass(frozen=True, slots=True)
class Part:
    """Where a voter's part went, and what is left of it."""

    paid: tuple[tuple[BallotOption, Fraction], ...]
    share: Fraction
    left: Fraction


def within_budget(ballot: Ballot, papers: Papers) -> Budget | None:
    """Choose within the budget both ways; None when nobody has chosen anything."""
    chosen = [(number, row) for number, row in zip(papers.numbers, papers.marks, strict=True) if any(row)]
    if not chosen or ballot.budget is None:
        return None
    costs = tuple(option.cost or Fraction(0) for option in papers.options)
    approvals = tuple(tuple(int(bool(value)) for value in row) for _number, row in chosen)
    shares, greedy = _chosen(costs, approvals, ballot.budget)
    first = shares.budget / len(chosen)
    return Budget(
        projects=_projects(papers, shares, greedy),
        papers=len(papers.numbers),
        abstained=papers.blank,
        budget=shares.budget,
        first_share=first,
        share=shares.share,
        shares=_side(shares, approvals),
        greedy=_side(greedy, approvals),
        better=shares.better,
        worse=shares.worse,
        _voters={number: at for at, (number, _row) in enumerate(chosen)},
        _choice=shares,
    )


@lru_cache(maxsize=REMEMBERED)
def _chosen(
    costs: tuple[Decimal | Fraction, ...], approvals: tuple[tuple[int, ...], ...], budget: Decimal
) -> tuple[choice.Choice, choice.Choice]:
    table, money = np.array(approvals), Fraction(budget)
    exact: Any = [Fraction(each) for each in costs]
    return (
        choice.equal_shares(exact, table, money, completion=COMPLETION),
        choice.greedy(exact, table, money),
    )


def _side(found: choice.Choice, approvals: tuple[tuple[int, ...], ...]) -> Side:
    selected = found.selected
    without = sum(not any(row[at] for at in selected) for row in approvals)
    return Side(len(selected), found.spent, found.budget - found.spent, without)


def _projects(papers: Papers, shares: choice.Choice, greedy: choice.Choice) -> tuple[Project, ...]:
    accounts = shares.accounts
    order = sorted(range(len(accounts)), key=lambda at: (-accounts[at].supporters, at))
    turns, rest = {}, greedy.budget
    for turn, at in enumerate(order, start=1):
        turns[at] = (turn, rest)
        rest -= accounts[at].cost if at in greedy.selected else 0
    return tuple(
        Project(
            option=papers.options[at],
            cost=each.cost,
            supporters=each.supporters,
            by_shares=at in shares.selected,
            by_greedy=at in greedy.selected,
            how=each.how,
            payers=each.payers,
            price=each.price,
            level=each.price is not None and each.price * each.payers == each.cost,
            money=each.money,
            missing=each.missing,
            turn=turns[at][0],
            rest=turns[at][1],
        )
        for at, each in enumerate(accounts)
    )
