"""The rounds of equal shares as they are written, or compiled: which comes to the answer sooner."""

from __future__ import annotations

from functools import cache
from types import FunctionType
from typing import Any

from ordito.methods.choice import _kernel

PATIENCE = 1_500_000
"""Steps played as they are written, in all, before compiling is worth the second or two that it takes."""


class Effort:
    """How many steps this process has played so far as they are written; it changes no answer."""

    def __init__(self) -> None:
        self.steps = 0

    def compiling_pays(self, ahead: int) -> bool:
        """Whether compiled loops are there already, or are worth it for what was and will be played."""
        return self.steps + ahead > PATIENCE or compiled.cache_info().currsize > 0


effort = Effort()


@cache
def compiled() -> Any:
    """`_kernel.go` with what it calls, compiled.

    Each function is made again in a space of names of its own, where those it calls are the compiled ones.
    """
    names = dict(vars(_kernel))
    for name in ("price", "look", "pay", "go"):
        names[name] = kept(FunctionType(names[name].__code__, names, name))
    return names["go"]


def kept(function: FunctionType) -> Any:
    """Compile, and keep the compiled code for the next time where there is a place to write it."""
    import numba

    try:
        return numba.njit(cache=True)(function)
    except RuntimeError:  # numba found no folder for its cache
        return numba.njit(function)
