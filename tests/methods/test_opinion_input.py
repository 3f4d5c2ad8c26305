"""What the map of opinions refuses, and says why."""

from __future__ import annotations

import math
from datetime import date
from typing import Any

import numpy as np
import pytest

from ordito.methods.errors import InvalidInput
from ordito.methods.opinion import opinion_map
from tests.methods.test_opinion import some


@pytest.mark.parametrize(
    ("votes", "told"),
    [
        (([1, 2], [1], [1, 1]), "one entry per vote"),
        (([], [], []), "at least one vote"),
        (([1], [1], [2]), "agree"),
        (([1], [1], [-2]), "agree"),
        (([1.5], [1], [1]), "integers"),
        (([math.nan], [1], [1]), "integers"),
        (([1], [1], [math.nan]), "integers"),
        (([1], [1], [math.inf]), "integers"),
        ((["a"], [1], [1]), "integers"),
        (([[1]], [1], [1]), "flat"),
        (([[1], [2, 3]], [1, 2], [1, 1]), "flat"),
        ((1, 1, 1), "flat"),
        (({1, 2}, [1, 2], [1, 1]), "flat"),
        (([True], [1], [1]), "integers"),
        (([1], [1], [True]), "integers"),
        ((np.array([2**64 - 1], np.uint64), [1], [1]), "64 bits"),
        (([1], [1], np.array([2**64 - 1], np.uint64)), "64 bits"),
        (([2**70], [1], [1]), "integers"),
        (([1e300], [1], [1]), "64 bits"),
        (([2.0**60], [1], [1]), "64 bits"),
        (([1], [1], [-(2**63)]), "agree"),
        ((np.ma.array([1, 2], mask=[0, 1]), [1, 1], [1, 1]), "masked"),
        (([1, 2], [1, 1], np.ma.array([1, 1], mask=[0, 1])), "masked"),
    ],
)
def test_what_is_not_a_vote_is_refused(votes: Any, told: str) -> None:
    with pytest.raises(InvalidInput, match=told):
        opinion_map(*votes, rng=some())


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ({"rng": 1}, "Generator"),
        ({"threshold": 1.5}, "threshold"),
        ({"threshold": math.nan}, "threshold"),
        ({"replicates": 1}, "replicates"),
        ({"most": -1}, "most"),
        ({"when": [1, 2]}, "per vote"),
        ({"when": ["a"]}, "per vote"),
        ({"when": [math.nan]}, "every vote"),
        ({"when": np.array(["NaT"], "datetime64[s]")}, "every vote"),
        ({"when": [[1], [2, 3]]}, "flat"),
        ({"when": [date(2026, 1, 1)]}, "datetime64"),
        ({"when": np.ma.array([1], mask=[1])}, "every vote"),
        ({"threshold": "a"}, "threshold"),
        ({"threshold": None}, "threshold"),
        ({"replicates": 2.5}, "replicates"),
        ({"replicates": "many"}, "replicates"),
        ({"most": 2.5}, "most"),
        ({"most": None}, "most"),
    ],
)
def test_other_words_out_of_range_are_refused(words: dict[str, Any], told: str) -> None:
    with pytest.raises(InvalidInput, match=told):
        opinion_map([1.0], [1], [1], **({"rng": some()} | words))
