"""The floating-point side of a run of equal shares: what the kernel reads and writes."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np

from ordito.methods.choice import _kernel
from ordito.methods.choice._loops import compiled, effort

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ordito.methods.choice._case import Case
    from ordito.methods.choice._run import Run

    Floats = NDArray[np.float64]
    Integers = NDArray[np.int64]


@dataclass(slots=True)
class Table:
    """Money left per voter, last price and its error per project, and the rounds that the kernel played."""

    case: Case
    share: Fraction
    cost: Floats = field(init=False)
    balance: Floats = field(init=False)
    rho: Floats = field(init=False)
    err: Floats = field(init=False)
    state: NDArray[np.int8] = field(init=False)
    fresh: NDArray[np.bool_] = field(init=False)
    picked: Integers = field(init=False)
    ends: Integers = field(init=False)
    poor: Integers = field(init=False)
    rich: Integers = field(init=False)

    def __post_init__(self) -> None:
        """Everyone has the share, and every wanted project would be paid by all who want it."""
        case, projects = self.case, len(self.case.cost)
        self.cost = np.array(case.cost, dtype=float)
        self.balance = np.full(case.voters, float(self.share))
        wanted = np.array(case.score, dtype=float)
        self.rho = np.divide(self.cost, wanted, out=np.full(projects, np.finfo(float).max), where=wanted > 0)
        self.err = np.where(wanted > 0, self.rho * _kernel.ROUNDING, 0.0)
        self.state = np.where(wanted > 0, _kernel.ALIVE, _kernel.DEAD).astype(np.int8)
        self.fresh = np.zeros(projects, dtype=bool)
        self.picked, self.rich = np.zeros(projects, dtype=np.int64), np.zeros(projects, dtype=np.int64)
        self.ends = np.zeros(projects + 1, dtype=np.int64)
        self.poor = np.zeros(case.who.size, dtype=np.int64)

    def go(self, done: int) -> Any:
        """Play on after `done` rounds: what stopped the kernel, rounds done, the least sure price."""
        case = self.case
        arrays: list[Any] = [
            case.start,
            case.who,
            case.weight,
            case.use,
            self.cost,
            self.balance,
            self.rho,
            self.err,
        ]
        arrays += [self.state, self.fresh, self.picked, self.ends, self.poor, self.rich]
        if effort.compiling_pays(case.who.size * len(case.cost)):
            return compiled()(float(self.share), *arrays, done)
        listed = [each.tolist() for each in arrays]
        told = _kernel.go(*(float(self.share), *listed, done))
        for array, values in zip(arrays[5:], listed[5:], strict=True):
            array[:] = values
        effort.steps += case.who.size * (told[1] - done + 1)
        return told

    def tell(self, run: Run, done: int) -> None:
        """Write down in the run the rounds that the kernel played."""
        for q in range(len(run.picked), done):
            j = int(self.picked[q])
            run.picked.append(j)
            run.poor.append(np.sort(self.case.who[self.poor[self.ends[q] : self.ends[q + 1]]]))
            run.rich.append(int(self.rich[q]) * self.case.times[j])

    def sides(self, j: int, entry: Integers) -> tuple[Integers, Integers, Integers]:
        """Which supporters surely give all they have, which floating point cannot tell, which surely pay."""
        if self.state[j] == _kernel.DOUBTFUL:
            return entry[:0], entry, entry[:0]
        spare = self.balance[self.case.who[entry]] - self.rho[j] * self.case.weight[entry]
        margin = _kernel.ROUNDING * float(self.share)
        return entry[spare < -margin], entry[abs(spare) <= margin], entry[spare > margin]

    def near(self, entry: Integers, price: float) -> NDArray[np.bool_]:
        """Whose money is as near to the price as rounding could have brought it."""
        spare = self.balance[self.case.who[entry]] - price * self.case.use[entry]
        return np.abs(spare) <= _kernel.ROUNDING * float(self.share)
