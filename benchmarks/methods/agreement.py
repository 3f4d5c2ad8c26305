"""The published alphas, ten thousand small tables against another program, and growth with the units."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, get_args

import numpy as np

from benchmarks.methods.frame import Figure, Growth, peer, timed
from ordito.methods.agreement import Level, krippendorff_alpha

if TYPE_CHECKING:
    from numpy.typing import NDArray

NAME = "agreement"
CASES = 10_000
PUBLISHED = {"nominal": 0.743, "ordinal": 0.815, "interval": 0.849, "ratio": 0.797}


def four_observers() -> NDArray[np.float64]:
    """Krippendorff (2011), section C."""
    text = "12332141 2---|12332241 25-3|-33323422 51-|12332441 251-".replace(" ", "")
    return np.array([[np.nan if code == "-" else float(code) for code in row] for row in text.split("|")])


def table(rng: np.random.Generator, units: int, raters: int = 3) -> NDArray[np.float64]:
    """People who mostly agree, and sometimes keep silent."""
    truth = rng.integers(1, 5, units)
    found = np.where(rng.random((raters, units)) < 0.3, rng.integers(1, 5, (raters, units)), truth).astype(
        float
    )
    found[rng.random((raters, units)) < 0.15] = np.nan
    return found


def figures() -> list[Figure]:
    """The published cases, and the other program's answers on the same tables."""
    rng = np.random.default_rng(0)
    apart = max(
        abs(
            float(krippendorff_alpha(four_observers(), level=level, rng=rng).alpha or np.nan)
            - PUBLISHED[level]
        )
        for level in get_args(Level)
    )
    found = [
        Figure(
            NAME,
            "4 osservatori × 12 unità (Krippendorff 2011), quattro livelli",
            "0,743 0,815 0,849 0,797",
            f"scarto {apart:.4f}".replace(".", ","),
            apart <= 0.0005,
        )
    ]
    for level in get_args(Level):
        tables = [table(rng, int(rng.integers(6, 20))) for _case in range(CASES // 4)]
        start = time.process_time()
        ours = [krippendorff_alpha(each, level=level, rng=rng, replicates=100).alpha for each in tables]
        seconds = time.process_time() - start
        told = peer("agreement", {"tables": [each.tolist() for each in tables], "level": level})
        wrong, theirs = 0, ""
        if told is not None:
            wrong = sum(
                not abs((a if a is not None else np.nan) - b) <= 1e-9
                for a, b in zip(ours, told["alpha"], strict=True)
            )
            theirs = f"{told['seconds']:.1f} s, senza intervallo".replace(".", ",")
        found.append(
            Figure(
                NAME,
                f"{len(tables)} tabelle a caso, {level}",
                "0 differenze",
                f"{wrong} differenze, {seconds:.1f} s con l'intervallo".replace(".", ","),
                wrong == 0,
                "krippendorff",
                theirs,
            )
        )
    return found


def growth() -> list[Growth]:
    """With the units, 2,000 resamples."""
    rng = np.random.default_rng(1)
    sizes = (100, 1000, 10_000)
    found = []
    for level in ("nominal", "ordinal"):
        tables = [table(rng, size) for size in sizes]
        seconds = tuple(
            timed(lambda each=each, level=level: krippendorff_alpha(each, level=level, rng=rng), repeat=2)[1]
            for each in tables
        )
        found.append(Growth(NAME, f"{level}, unità (con 2.000 ricampionamenti)", sizes, seconds))
    return found
