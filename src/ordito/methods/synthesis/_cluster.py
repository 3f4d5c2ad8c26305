"""Groups of points: by nearness alone, under constraints, or after examples."""

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray
from scipy import sparse

COUNTS = (2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 18, 20, 22, 24, 27, 30)
STARTS = 6
LOOKS = 2
"""Starts to find the groups, and to try one number of groups."""
STEPS = 40
SAMPLE = 1000
"""How many texts are looked at to choose the number of groups."""


def spread(
    points: NDArray[np.float64], k: int, rng: Generator, starts: int = STARTS
) -> tuple[NDArray[np.float64], float]:
    """Return k centres by k-means from the best of a few k-means++ starts, and the mean distance to them.

    Arthur, Vassilvitskii (2007), SODA, 1027-1035.
    """
    best, lost = points[:1], np.inf
    for _start in range(starts):
        centres, cost = settle(points, _seeds(points, k, rng))
        if cost < lost - 1e-12:
            best, lost = centres, cost
    return best, lost


def _seeds(points: NDArray[np.float64], k: int, rng: Generator) -> NDArray[np.float64]:
    chosen = [int(rng.integers(len(points)))]
    away = _away(points, points[chosen])[:, 0]
    for _each in range(k - 1):
        total = away.sum()
        if total <= 0:
            break
        chosen.append(int(np.searchsorted(np.cumsum(away), rng.random() * total).clip(0, len(points) - 1)))
        away = np.minimum(away, _away(points, points[chosen[-1:]])[:, 0])
    return points[chosen]


def _away(points: NDArray[np.float64], centres: NDArray[np.float64]) -> NDArray[np.float64]:
    squares = (points**2).sum(axis=1)[:, None] + (centres**2).sum(axis=1)
    away: NDArray[np.float64] = np.maximum(squares - 2 * points @ centres.T, 0)
    return away


def settle(points: NDArray[np.float64], centres: NDArray[np.float64]) -> tuple[NDArray[np.float64], float]:
    """Move the centres to the mean of what is nearest to each, until nothing changes."""
    group = np.full(len(points), -1)
    for _step in range(STEPS):
        away = _away(points, centres)
        nearest = away.argmin(axis=1)
        if (nearest == group).all():
            break
        group = nearest
        centres = means(points, group, centres)
    return centres, float(_away(points, centres).min(axis=1).mean())


def means(
    points: NDArray[np.float64], group: NDArray[np.int64], before: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return the mean of each group; an empty one keeps its centre."""
    member = np.zeros((len(before), len(points)))
    placed = np.flatnonzero((group >= 0) & (group < len(before)))
    member[group[placed], placed] = 1
    size = member.sum(axis=1)
    return np.where(size[:, None] > 0, member @ points / np.maximum(size, 1)[:, None], before)


def centres_of(points: NDArray[np.float64], k: int | None, rng: Generator) -> NDArray[np.float64]:
    """Return centres, as many as asked, or as many as give the clearest silhouette (Rousseeuw 1987)."""
    distinct = len(np.unique(np.round(points, 9), axis=0))
    if k is not None or distinct == 1:
        return spread(points, min(k or 1, distinct), rng)[0]
    some = (
        points if len(points) <= SAMPLE else points[np.sort(rng.choice(len(points), SAMPLE, replace=False))]
    )
    apart = np.sqrt(_away(some, some))
    best, clearest = 1, -1.0
    for count in COUNTS:
        if count > distinct or count > max(2, len(points) // 3):
            break
        centres, _lost = spread(some, count, rng, LOOKS)
        clear = silhouette(apart, _away(some, centres).argmin(axis=1))
        if clear > (clearest if count < distinct else max(clearest, 0.0)) + 1e-9:
            best, clearest = count, clear
    return spread(points, best, rng)[0]


def steadiness(points: NDArray[np.float64], centres: NDArray[np.float64], rng: Generator) -> float:
    """Return how alike the groups of these centres and those of other starts are; 1 for a single group."""
    if len(centres) == 1:
        return 1.0
    some = points if len(points) <= SAMPLE else points[rng.choice(len(points), SAMPLE, replace=False)]
    mine = _away(some, centres).argmin(axis=1)
    others = (settle(some, _seeds(some, len(centres), rng))[0] for _start in range(STARTS))
    return float(np.mean([alike(mine, _away(some, other).argmin(axis=1)) for other in others]))


def alike(one: NDArray[np.int64], other: NDArray[np.int64]) -> float:
    """Return the adjusted Rand index of two groupings (Hubert, Arabie 1985)."""
    table = np.zeros((int(one.max()) + 1, int(other.max()) + 1))
    np.add.at(table, (one, other), 1)
    both, first, second = ((each * (each - 1) / 2).sum() for each in (table, table.sum(1), table.sum(0)))
    chance = first * second / max(len(one) * (len(one) - 1) / 2, 1)
    most = (first + second) / 2
    return float((both - chance) / (most - chance)) if most > chance else 1.0


def silhouette(apart: NDArray[np.float64], group: NDArray[np.int64]) -> float:
    """Return the mean silhouette of groups, from distances (n, n); -1 when there is only one."""
    names, group = np.unique(group, return_inverse=True)
    if len(names) < 2:  # noqa: PLR2004 - zero, one or two, up to rounding
        return -1.0
    member = (group[:, None] == np.arange(len(names))).astype(np.float64)
    size = member.sum(axis=0)
    total = apart @ member
    own = size[group]
    inside = total[np.arange(len(group)), group] / np.maximum(own - 1, 1)
    mean = total / size
    mean[np.arange(len(group)), group] = np.inf
    outside = mean.min(axis=1)
    clear = (outside - inside) / np.maximum(np.maximum(outside, inside), 1e-12)
    return float(np.where(own > 1, clear, 0).mean())


def constrained(
    points: NDArray[np.float64],
    centres: NDArray[np.float64],
    bundle: NDArray[np.int64],
    apart: dict[int, set[int]],
) -> NDArray[np.int64]:
    """Return the nearest group of each point, bundles whole and enemies apart; new groups where none is left.

    Wagstaff et al. (2001), ICML, 577-584, but the surest choose first, whatever the order of the texts.
    """
    heads, member = np.unique(bundle, return_inverse=True)
    size = np.bincount(member).astype(np.float64)
    middle = _summed(points, member, len(heads)) / size[:, None]
    tied = size > 1
    place = {int(head): nth for nth, head in enumerate(heads)}
    foes = {place[head]: sorted(place[other] for other in others) for head, others in apart.items()}
    for _step in range(STEPS):
        group = _assigned(middle, centres, foes, size)
        weight = np.where(tied, 2 * size, size)
        moved = _weighted(middle, group, weight, centres)
        if np.allclose(moved, centres, atol=1e-9):
            break
        centres = moved
    return group[member]


def _assigned(
    middle: NDArray[np.float64],
    centres: NDArray[np.float64],
    foes: dict[int, list[int]],
    size: NDArray[np.float64],
) -> NDArray[np.int64]:
    away = _away(middle, centres)
    group: NDArray[np.int64] = away.argmin(axis=1)
    ordered = np.sort(away, axis=1)
    margin = ordered[:, 1] - ordered[:, 0] if away.shape[1] > 1 else ordered[:, 0]
    done: dict[int, int] = {}
    fresh = len(centres)
    for nth in sorted(foes, key=lambda each: (-size[each], -margin[each], each)):
        taken = {done[foe] for foe in foes[nth] if foe in done}
        free = [int(each) for each in np.argsort(away[nth], kind="stable") if int(each) not in taken]
        if not free:
            free = [each for each in range(len(centres), fresh) if each not in taken] or [fresh]
            fresh = max(fresh, free[0] + 1)
        done[nth] = group[nth] = free[0]
    return group


def _weighted(
    middle: NDArray[np.float64],
    group: NDArray[np.int64],
    weight: NDArray[np.float64],
    before: NDArray[np.float64],
) -> NDArray[np.float64]:
    inside = group < len(before)
    total = _summed(middle[inside] * weight[inside, None], group[inside], len(before))
    size = np.bincount(group[inside], weight[inside], len(before))
    return np.where(size[:, None] > 0, total / np.maximum(size, 1e-12)[:, None], before)


def _summed(rows: NDArray[np.float64], to: NDArray[np.int64], size: int) -> NDArray[np.float64]:
    """Return the sum of the rows that go to the same place."""
    member = sparse.csr_array((np.ones(len(to)), (to, np.arange(len(to)))), shape=(size, len(to)))
    return np.asarray(member @ rows)


def taught(
    full: sparse.csr_array, near: NDArray[np.float64], label: NDArray[np.int64], classes: int
) -> NDArray[np.float64]:
    """Return how much each text looks like each class, after the examples and the surest others.

    Kernel ridge regression on both the words and their directions (Saunders, Gammerman, Vovk 1998), then
    once more with the texts that it was surest of, at half weight.
    """
    score = _ridge(full, near, label, classes, np.ones(len(label)))
    guess, margin = score.argmax(axis=1), np.ptp(np.partition(score, -2, axis=1)[:, -2:], axis=1)
    weight = np.where(label >= 0, 1.0, 0.5)
    sure = label.copy()
    for each in range(classes):
        mine = np.flatnonzero((label < 0) & (guess == each))
        most = 2 * int((label == each).sum())
        sure[mine[np.argsort(-margin[mine], kind="stable")][:most]] = each
    return score + _ridge(full, near, sure, classes, weight)


def _ridge(
    full: sparse.csr_array,
    near: NDArray[np.float64],
    label: NDArray[np.int64],
    classes: int,
    weight: NDArray[np.float64],
) -> NDArray[np.float64]:
    shown = np.flatnonzero(label >= 0)
    words, places = full[shown], near[shown]
    alike = (words @ words.T).toarray() + places @ places.T
    target = (label[shown][:, None] == np.arange(classes)) * 2.0 - 1
    mean = target.mean(axis=0)
    penalty = np.diag(0.5 / weight[shown])
    answer = np.linalg.solve(alike + penalty, target - mean)
    return np.asarray(full @ (words.T @ answer) + near @ (places.T @ answer) + mean)
