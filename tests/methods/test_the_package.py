"""The methods are numbers alone: light to import, with examples that are true."""

import doctest
import importlib
import pkgutil
import subprocess
import sys

import numpy as np
import pytest

from ordito import methods
from ordito.methods.choice import equal_shares, schulze
from ordito.methods.disclosure import audit, cross, suppress
from ordito.methods.opinion import opinion_map
from ordito.methods.siting import districts, fewest_sites, p_median
from ordito.methods.synthesis import prepare

MODULES = sorted(each.name for each in pkgutil.walk_packages(methods.__path__, "ordito.methods."))


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_of_the_docstrings_are_true(name: str) -> None:
    assert doctest.testmod(importlib.import_module(name), optionflags=doctest.ELLIPSIS).failed == 0


PUBLIC = [name for name in MODULES if not name.rpartition(".")[2].startswith("_")]


HEAVY = ["highspy", "igraph", "networkx", "numba", "pandas", "pyarrow", "scipy", "sklearn", "snowballstemmer"]
"""Waits until it is used: a page that counts votes does not load a compiler. What the wait saves is measured
in `make bench`, since a test says nothing of speed."""


@pytest.mark.parametrize("name", ["ordito.methods", *PUBLIC])
def test_a_method_arrives_alone_and_loads_what_is_heavy_only_when_it_is_used(name: str) -> None:
    line = f"import sys, {name}; print(*{{each.partition('.')[0] for each in sys.modules}})"
    asked = [sys.executable, "-c", line]
    loaded = set(subprocess.run(asked, check=True, capture_output=True, text=True).stdout.split())
    assert "ordito" in loaded
    assert loaded & {*HEAVY, "django", "psycopg"} == set()


def test_the_package_brings_no_numbers_until_a_method_is_named() -> None:
    line = "import sys, ordito.methods; print(*sorted(n for n in sys.modules if 'ordito' in n))"
    asked = [sys.executable, "-c", line]
    loaded = subprocess.run(asked, check=True, capture_output=True, text=True).stdout.split()
    assert loaded == ["ordito", "ordito.methods", "ordito.methods.errors"]


ROAD = np.array([[0.0, 1.0], [1.0, 0.0]])


@pytest.mark.parametrize(
    "ask",
    [
        lambda: p_median(ROAD, [1, 2], 1),
        lambda: fewest_sites(ROAD, [1, 2], 1),
        lambda: districts(ROAD, ROAD, [1, 2], 1, balance=0),
        lambda: cross(ROAD),
        lambda: suppress(ROAD),
        lambda: audit(ROAD, np.zeros(9, dtype=bool)),
        lambda: prepare(["casa", "bus"], rng=np.random.default_rng(0)),
        lambda: prepare(["casa", "bus"], rng=np.random.default_rng(0)).group(),
        lambda: opinion_map([0, 1], [0, 0], [1, -1], rng=np.random.default_rng(0)),
        lambda: equal_shares([2], np.ones((3, 1)), 2),
        lambda: schulze([[1, 2], [2, 1]]),
    ],
)
def test_a_result_that_holds_arrays_may_be_kept_in_a_set_and_asked_whether_it_is_there(ask: object) -> None:
    one, other = ask(), ask()  # type: ignore[operator]
    assert one in [other, one]
    assert len({one, other}) == 2
