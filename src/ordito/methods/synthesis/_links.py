"""What a person has said about pairs of texts, and what follows from it."""

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ordito.methods.errors import InvalidInput


def pairs(given: ArrayLike | None, texts: int, name: str) -> NDArray[np.int64]:
    """Read pairs of positions, (m, 2)."""
    try:
        told = np.asarray([] if given is None else given)
    except ValueError:
        raise InvalidInput(f"{name} must be pairs of positions of texts") from None
    if not told.size:
        return np.zeros((0, 2), dtype=np.int64)
    if told.ndim != 2 or told.shape[1] != 2 or not np.issubdtype(told.dtype, np.integer):  # noqa: PLR2004 - zero, one or two, up to rounding
        raise InvalidInput(f"{name} must be pairs of positions of texts")
    if (told < 0).any() or (told >= texts).any():
        raise InvalidInput(f"{name} must name texts from 0 to {texts - 1}")
    return told.astype(np.int64)


def together(texts: int, must: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return for each text the first of those that it is tied to."""
    from scipy import sparse
    from scipy.sparse.csgraph import connected_components

    graph = sparse.coo_array((np.ones(len(must)), (must[:, 0], must[:, 1])), shape=(texts, texts))
    part = connected_components(graph, directed=False)[1]
    return np.unique(part, return_index=True)[1][part]


def enemies(
    bundle: NDArray[np.int64], cannot: NDArray[np.int64], order: NDArray[np.int64]
) -> dict[int, set[int]]:
    """Return which bundles must stay apart from which; refuse what contradicts itself.

    `order` tells at which position each text came.
    """
    apart: dict[int, set[int]] = {}
    for one, other in cannot:
        first, second = int(bundle[one]), int(bundle[other])
        if first == second:
            raise InvalidInput(f"texts {order[one]} and {order[other]} cannot be both together and apart")
        apart.setdefault(first, set()).add(second)
        apart.setdefault(second, set()).add(first)
    return apart


def known(labels: Sequence[object] | ArrayLike | None, texts: int) -> tuple[NDArray[np.int64], list[object]]:
    """Return for each text which of the names it has been given, -1 for none, and the names in order."""
    if labels is None:
        return np.full(texts, -1), []
    if not isinstance(labels, Iterable) or isinstance(labels, str):
        raise InvalidInput(f"labels must be as many as the texts, {texts}, in a sequence")
    told = [each.item() if isinstance(each, np.generic) else each for each in labels]
    if len(told) != texts:
        raise InvalidInput(f"labels must be as many as the texts, {texts}")
    told = [None if each == -1 or each != each or each == "" else each for each in told]  # noqa: PLR0124 - only NaN is not itself
    kinds = {type(each) for each in told if each is not None}
    if len(kinds) > 1 or not kinds <= {str, int, float, bool}:
        raise InvalidInput(
            "labels must be all strings or all numbers, None (or -1, or empty) where there is none"
        )
    names: list[object] = sorted({each for each in told if each is not None})  # type: ignore[type-var]
    place = {name: nth for nth, name in enumerate(names)}
    return np.array([-1 if each is None else place[each] for each in told], dtype=np.int64), names
