"""Compile the loops that plain Python is too slow for, and keep what was compiled where that is possible."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar, cast

import numba

if TYPE_CHECKING:
    from collections.abc import Callable

F = TypeVar("F", bound="Callable[..., Any]")


def compiled(loop: F) -> F:
    """`loop`, compiled at its first call; compiled anew by each process where nothing can be written."""
    try:
        return cast("F", numba.njit(cache=True)(loop))
    except RuntimeError:  # numba found no folder for its cache
        return cast("F", numba.njit(loop))
