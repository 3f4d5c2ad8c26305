"""Numbers that may take longer than a page: computed once in the background, asked for again until ready."""

from __future__ import annotations

from collections import OrderedDict
from concurrent.futures import Future, ThreadPoolExecutor, wait
from functools import cache
from threading import Lock
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

T = TypeVar("T")

PATIENCE = 0.6
"""Seconds that a page waits before it says that it is still thinking."""
KEPT = 24


class Desk:
    """One thing at a time, so that pages keep their share of the machine; the last answers are kept."""

    def __init__(self, *, kept: int = KEPT) -> None:
        self._hand = ThreadPoolExecutor(max_workers=1, thread_name_prefix="analysis")
        self._answers: OrderedDict[Hashable, Future[object]] = OrderedDict()
        self._lock = Lock()
        self._kept = kept

    def ask(self, question: Hashable, compute: Callable[[], T], *, patience: float = PATIENCE) -> T | None:
        """The answer to a question, or None while it is being computed; what computes asks no database."""
        with self._lock:
            future = self._answers.get(question)
            if future is None or (future.done() and future.exception() is not None):
                future = self._answers[question] = self._hand.submit(compute)
            self._answers.move_to_end(question)
            for old in [*self._answers][: -self._kept]:
                self._answers.pop(old).cancel()
        wait([future], timeout=patience)
        return future.result() if future.done() else None  # type: ignore[return-value]


@cache
def desk() -> Desk:
    """The desk of this process, opened when first needed."""
    return Desk()
