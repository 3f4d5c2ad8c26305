"""Choice within a budget: equal shares, greedy, and what each person paid for."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np

from ordito.methods.choice._case import Case, read
from ordito.methods.choice._run import Run, play
from ordito.methods.choice._steady import Kinds, steady
from ordito.methods.errors import InvalidInput

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import ArrayLike, NDArray

COMPLETIONS = ("none", "add_one", "greedy", "add_one_greedy")
NOTHING = 1e-12
FEWEST_ALIKE = 64
WANTS_A_RUN = 20
"""How many runs without a change are waited for; how many wants, in all the rounds, weigh as one more."""
SHARES, GREEDY, OUT = "shares", "greedy", "out"


@dataclass(frozen=True, slots=True)
class Account:
    """Why a project was chosen or was not, in money.

    `how` is "shares" (paid by its supporters), "greedy" (added with what was left of the budget) or "out".
    `money` is what its supporters gave, its cost; where they did not buy it, what they have left together,
    which is less than its cost. `price` is the most that a supporter was asked (who had less gave it all),
    None where nobody paid.
    """

    project: int
    how: str
    cost: Fraction
    supporters: int
    payers: int
    price: Fraction | None
    money: Fraction

    @property
    def missing(self) -> Fraction:
        """What its supporters would have needed more."""
        return self.cost - self.money


@dataclass(frozen=True, slots=True, eq=False)
class Choice:
    """The projects chosen; see `equal_shares` and `greedy`."""

    selected: tuple[int, ...]
    spent: Fraction
    budget: Fraction
    share: Fraction
    raised: int
    exhaustive: bool
    accounts: tuple[Account, ...]
    payments: Any
    left: NDArray[np.float64]
    greedy: tuple[int, ...]
    better: int
    worse: int
    _played: tuple[Case, Run | None]

    def __post_init__(self) -> None:
        """Keep what is told from being written over."""
        self.left.setflags(write=False)
        self.payments.data.setflags(write=False)

    def paid_by(self, voter: int) -> dict[int, Fraction]:
        """What a voter paid for each project, exactly."""
        case, run = self._played
        if isinstance(voter, bool) or not isinstance(voter, int | np.integer):
            raise InvalidInput(f"voter is a whole number, not {voter!r}")
        if not 0 <= voter < case.voters:
            raise InvalidInput(f"voter is between 0 and {case.voters - 1}, not {voter}")
        return {} if run is None else _ledger(run, voter)


def equal_shares(
    cost: ArrayLike,
    approvals: Any,
    budget: float | Fraction,
    *,
    completion: str | None = "add_one",
    utility: str = "cost",
    order: ArrayLike | None = None,
) -> Choice:
    """Choose projects by the method of equal shares.

    The budget is divided equally among voters; each time, of the projects whose supporters can pay them, the
    one that asks least of them per unit of utility is bought, everyone paying the same per unit or all they
    have.

    Parameters
    ----------
    cost : (projects,) numbers > 0, read as they are written (0.1 is a tenth)
    approvals : (voters, projects) sparse or dense, 1 where a voter approves; sparse entries of the same
        place add up. Every row has a share, also one that approves nothing: leave out who should have none.
    budget : a number >= 0 in the unit of `cost`
    completion : what to do with money that is left.
        "none" or None: nothing.
        "add_one": give each voter one unit of money more and start again, until nothing else can be bought or
        the choice would cost more than the budget (the choice before it is then taken).
        "greedy": go through the other projects by utility per cost, and take what fits, last also what
        nobody wants.
        "add_one_greedy": the one, then the other.
    utility : "cost" (a voter is as satisfied as money is spent on what she approves), "cardinality" (each
        project counts 1), or "given" (the whole numbers in `approvals`: points)
    order : (projects,) numbers; of projects exactly tied the one with the least comes first. By default the
        order of the columns.

    Returns
    -------
    Choice :
        `selected` in the order they were bought, `spent`, `budget`, `share` of each voter in the last run
        and how many units it was `raised`; `exhaustive` when no wanted project fits any more.
        `accounts` per project, why it is in or out; `payments` (voters, projects) sparse and `left` (voters,)
        what each paid and has left, as floats; `paid_by(voter)` exactly.
        `greedy` what the greedy rule would choose, and how many voters fare `better` or `worse` with
        this choice than with that one, by their utility.

    Raises
    ------
    InvalidInput : shapes disagree, a number is out of range, an unknown completion or utility

    Notes
    -----
    The price per unit of utility is the rho with sum(min(left_i, rho * u_i)) = cost over supporters. Floating
    point does the rounds as far as it can tell two numbers apart; ties and what is within 1e-10 of one are
    decided by fractions, so the choice is that of exact arithmetic.

    References
    ----------
    Peters, Pierczyński, Skowron (2021), Proportional participatory budgeting with additive utilities,
    NeurIPS.
    Faliszewski and others (2023), Participatory budgeting: data, tools and analysis, IJCAI (the completions).

    Examples
    --------
    Sixty voters want the two parks, forty the library; the budget is for two of them. Greedy gives both to
    the larger group; with equal shares each group buys what it can.

    >>> approvals = np.repeat([[1, 1, 0], [0, 0, 1]], [60, 40], axis=0)
    >>> found = equal_shares([50, 50, 40], approvals, 100)
    >>> found.selected, found.greedy
    ((0, 2), (0, 1))
    >>> found.accounts[2].price
    Fraction(1, 1)
    """
    rule = "none" if completion is None else str(completion).replace("-", "_")
    if rule not in COMPLETIONS:
        raise InvalidInput(f"completion is one of {', '.join(COMPLETIONS)}, not {completion!r}")
    case = read(cost, approvals, budget, utility, order)
    run, raised = (
        _raised(case) if rule.startswith("add_one") else (play(case, Fraction(case.budget, case.voters)), 0)
    )
    selected = tuple(run.picked)
    if rule.endswith("greedy"):
        selected = _greedy(case, selected)
    return _told(case, run, selected, raised)


def greedy(
    cost: ArrayLike,
    approvals: Any,
    budget: float | Fraction,
    *,
    utility: str = "cost",
    order: ArrayLike | None = None,
) -> Choice:
    """Choose projects by their total utility per cost, taking each one that still fits, wanted or not.

    Parameters as in `equal_shares`; with "cost" utility that is the order of the number of approvals.
    Nobody pays: `share` and the payments are 0.

    Examples
    --------
    >>> greedy([3, 2], [[1, 0], [1, 1], [1, 0]], 4).selected
    (0,)
    """
    case = read(cost, approvals, budget, utility, order)
    return _told(case, None, _greedy(case, ()), 0)


def _raised(case: Case) -> tuple[Run, int]:
    """Raise the share by one unit of money until the choice is exhaustive, or would cost too much.

    Where nothing changes for long, all the units until something may are given at once.
    """
    share, raised = Fraction(case.budget, case.voters), 0
    run = play(case, share)
    kinds, same, patience = None, 0, FEWEST_ALIKE
    while not _exhaustive(case, run.picked):
        further = play(case, share + case.unit * (raised + 1))
        if case.spent(further.picked) > case.budget:
            break
        same = same + 1 if further.picked == run.picked else 0
        run, raised = further, raised + 1
        if same >= patience:
            kinds = kinds or Kinds.of(case)
            patience = max(patience, FEWEST_ALIKE, kinds.work * len(run.picked) // WANTS_A_RUN)
            if same >= patience:
                further_units = steady(kinds, run)
                patience, same = (patience // 2 if further_units > patience else 2 * patience), 0
                raised += further_units
                run = play(case, share + case.unit * raised)
    return run, raised


def _exhaustive(case: Case, selected: Iterable[int]) -> bool:
    """No project that anyone wants fits any more."""
    chosen = set(selected)
    rest = case.budget - case.spent(tuple(chosen))
    return all(
        j in chosen or cost > rest or case.start[j] == case.start[j + 1] for j, cost in enumerate(case.cost)
    )


def _greedy(case: Case, first: tuple[int, ...]) -> tuple[int, ...]:
    """Those first, then the others by utility per cost as they fit."""
    score, chosen = case.score, list(first)
    others = set(range(len(case.cost))) - set(first)
    rest = case.budget - case.spent(chosen)
    for j in sorted(others, key=lambda j: (-Fraction(score[j], case.cost[j]), case.order[j])):
        if case.cost[j] <= rest:
            chosen.append(j)
            rest -= case.cost[j]
    return tuple(chosen)


def _ledger(run: Run, voter: int) -> dict[int, Fraction]:
    """The exact payments of one voter."""
    case, left, paid = run.case, run.share, {}
    for q, j in enumerate(run.picked):
        span = case.supporters(j)
        at = int(np.searchsorted(case.who[span], voter))
        if at < span.stop - span.start and case.who[span][at] == voter:
            paid[j] = min(left, run.rho(q) * int(case.use[span][at]) * case.times[j])
            left -= paid[j]
    return {j: each / case.unit for j, each in paid.items()}


def _told(case: Case, run: Run | None, selected: tuple[int, ...], raised: int) -> Choice:
    from scipy.sparse import csr_array

    payments, left = _payments(case, run)
    project = np.repeat(np.arange(len(case.cost)), np.diff(case.start))
    table = csr_array((payments / case.unit, (case.who, project)), shape=(case.voters, len(case.cost)))
    table.eliminate_zeros()
    by_greedy = _greedy(case, ())
    gain = _utilities(case, selected) - _utilities(case, by_greedy)
    return Choice(
        selected=selected,
        spent=Fraction(case.spent(selected), case.unit),
        budget=Fraction(case.budget, case.unit),
        share=Fraction(0) if run is None else run.share / case.unit,
        raised=raised,
        exhaustive=_exhaustive(case, selected),
        accounts=tuple(_account(case, run, selected, j, payments) for j in range(len(case.cost))),
        payments=table,
        left=left / case.unit,
        greedy=by_greedy,
        better=int((gain > 0).sum()),
        worse=int((gain < 0).sum()),
        _played=(case, run),
    )


def _payments(case: Case, run: Run | None) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """What each supporter paid for each project, and what each voter has left."""
    payments = np.zeros(case.who.size)
    if run is None:
        return payments, np.zeros(case.voters)
    share = float(run.share)
    left = np.full(case.voters, share)
    for q, j in enumerate(run.picked):
        span = case.supporters(j)
        who = case.who[span]
        price = float(run.rho(q) * case.times[j]) * case.use[span]
        price[np.isin(who, run.poor[q])] = share
        payments[span] = np.minimum(left[who], price)
        left[who] -= payments[span]
        left[left < share * NOTHING] = 0
    return payments, left


def _account(
    case: Case, run: Run | None, selected: tuple[int, ...], j: int, payments: NDArray[np.float64]
) -> Account:
    span = case.supporters(j)
    who, price = case.who[span], None
    if run is not None and j in run.picked:
        how, money = SHARES, Fraction(case.cost[j])
        q = run.picked.index(j)
        price = run.rho(q) * case.times[j] * int(case.use[span].max()) / case.unit
    else:
        how = GREEDY if j in selected else OUT
        money = Fraction(0) if run is None else run.money(who[~run.empty[who]], len(run.picked))
    return Account(
        project=j,
        how=how,
        cost=Fraction(case.cost[j], case.unit),
        supporters=int(who.size),
        payers=int((payments[span] > 0).sum()),
        price=price,
        money=money / case.unit,
    )


def _utilities(case: Case, selected: tuple[int, ...]) -> NDArray[Any]:
    """The utility of each voter, exactly."""
    total = np.zeros(case.voters, dtype=object)
    for j in selected:
        span = case.supporters(j)
        total[case.who[span]] += case.use[span].astype(object) * case.times[j]
    return total
