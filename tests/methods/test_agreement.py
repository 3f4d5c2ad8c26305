"""Agreement says what Krippendorff says, and nothing where nothing can be told."""

from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from ordito.methods import InvalidInput
from ordito.methods.agreement import Agreement, Level, krippendorff_alpha

N = np.nan
LEVELS: tuple[Level, ...] = ("nominal", "ordinal", "interval", "ratio")

# Krippendorff (2011), Computing Krippendorff's alpha-reliability, section C: four observers, twelve units.
FOUR_OBSERVERS = np.array(
    [
        [1, 2, 3, 3, 2, 1, 4, 1, 2, N, N, N],
        [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, N, 3],
        [N, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, N],
        [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, N],
    ]
)


def alpha(ratings: object, level: Level, seed: int = 0) -> Agreement:
    return krippendorff_alpha(np.array(ratings), level=level, rng=np.random.default_rng(seed), replicates=100)


@pytest.mark.parametrize(
    ("level", "published"), [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849), ("ratio", 0.797)]
)
def test_the_four_observers_of_krippendorff_agree_as_published(level: Level, published: float) -> None:
    told = krippendorff_alpha(FOUR_OBSERVERS, level=level, rng=np.random.default_rng(0))
    assert told.alpha == pytest.approx(published, abs=0.0005)
    assert told.low is not None
    assert told.high is not None
    assert told.low < published < told.high
    assert (told.units, told.values, told.set_aside, told.raters, told.categories) == (11, 40, 1, 4, 5)
    assert told.monte_carlo_error is not None
    assert 0 < told.monte_carlo_error < 0.05


def test_two_observers_of_binary_and_of_nominal_data_agree_as_published() -> None:
    binary = [[0, 1, 0, 0, 0, 0, 0, 0, 1, 0], [1, 1, 1, 0, 0, 1, 0, 0, 0, 0]]
    a, b, c, d, e = range(5)
    nominal = [[a, a, b, b, d, c, c, c, e, d, d, a], [b, a, b, b, b, c, c, c, e, d, d, d]]
    assert alpha(binary, "nominal").alpha == pytest.approx(0.095, abs=0.0005)
    assert alpha(nominal, "nominal").alpha == pytest.approx(0.692, abs=0.0005)


def by_the_definition(ratings: NDArray[np.float64], level: Level) -> float | None:
    """Pairs written out one by one."""
    units = [[v for v in unit if not np.isnan(v)] for unit in ratings.T]
    units = [unit for unit in units if len(unit) > 1]
    values = [value for unit in units for value in unit]
    if len(units) < 2 or len(set(values)) == 1:
        return None

    def apart(one: float, two: float) -> float:
        low, high = min(one, two), max(one, two)
        if level == "nominal":
            return float(one != two)
        if level == "interval":
            return (one - two) ** 2
        if level == "ratio":
            return ((one - two) / (one + two)) ** 2 if one + two else 0.0
        between = sum(low <= value <= high for value in values)
        return (between - (values.count(low) + values.count(high)) / 2) ** 2 if low < high else 0.0

    inside = sum(2 * apart(*pair) / (len(unit) - 1) for unit in units for pair in combinations(unit, 2))
    anywhere = sum(2 * apart(*pair) for pair in combinations(values, 2)) / (len(values) - 1)
    return 1 - inside / anywhere


tables = st.integers(1, 4).flatmap(
    lambda raters: st.lists(
        st.lists(st.one_of(st.just(N), st.integers(0, 4).map(float)), min_size=raters, max_size=raters),
        min_size=1,
        max_size=7,
    )
)


@settings(max_examples=150, deadline=None)
@given(units=tables, level=st.sampled_from(LEVELS))
def test_alpha_is_that_of_the_definition(units: list[list[float]], level: Level) -> None:
    ratings = np.array(units).T
    expected = by_the_definition(ratings, level)
    told = alpha(ratings, level)
    if expected is None:
        assert told.alpha is None
        assert told.why
    else:
        assert told.alpha == pytest.approx(expected, abs=1e-9)


@settings(max_examples=60, deadline=None)
@given(units=tables, level=st.sampled_from(LEVELS), seed=st.integers(0, 99))
def test_the_order_of_people_and_of_units_changes_nothing_at_all(
    units: list[list[float]], level: Level, seed: int
) -> None:
    ratings = np.array(units).T
    shuffle = np.random.default_rng(seed)
    moved = ratings[shuffle.permutation(ratings.shape[0])][:, shuffle.permutation(ratings.shape[1])]
    assert alpha(moved, level) == alpha(ratings, level)


@pytest.mark.parametrize("level", LEVELS)
def test_the_four_observers_read_backwards_agree_exactly_as_much(level: Level) -> None:
    assert alpha(FOUR_OBSERVERS[::-1, ::-1], level) == alpha(FOUR_OBSERVERS, level)


@pytest.mark.parametrize(
    ("level", "change"),
    [
        ("nominal", lambda codes: (codes * 3) % 7),
        ("ordinal", np.exp),
        ("interval", lambda codes: 1e200 * codes - 3e200),
        ("interval", lambda codes: 1e7 + codes / 8),
        ("ratio", lambda codes: 1e-3 * codes),
    ],
)
def test_alpha_sees_only_what_its_level_can_see(level: Level, change: object) -> None:
    before = alpha(FOUR_OBSERVERS, level)
    after = alpha(change(FOUR_OBSERVERS), level)  # type: ignore[operator]
    assert after.alpha == pytest.approx(before.alpha, abs=1e-9)
    if level != "nominal":  # renamed codes meet the resamples in another order
        assert (after.low, after.high) == pytest.approx((before.low, before.high), abs=1e-9)


def test_people_who_agree_on_everything_have_alpha_one_and_are_surer_the_more_they_coded() -> None:
    for level in LEVELS:
        told = [alpha([[1, 2, 3, 4, 5, 1, 2, 3] * times] * 3, level) for times in (1, 10, 50)]
        assert [(each.alpha, each.high) for each in told] == [pytest.approx((1, 1))] * 3
        lows = [each.low or 0.0 for each in told]
        assert 0.6 < lows[0] < 0.85 < lows[1] < 0.98 < lows[2] < 1


def test_a_value_alone_in_its_unit_is_set_aside_and_said() -> None:
    more = np.hstack([FOUR_OBSERVERS, [[9, N, N], [N, 9, N], [N, N, N], [N, N, N]]])
    assert alpha(more, "interval") == replace(alpha(FOUR_OBSERVERS, "interval"), set_aside=3)


@pytest.mark.parametrize(
    ("ratings", "why"),
    [
        ([[1, 1, 1, 1], [1, 1, 1, 1]], "every pairable value is the same"),
        ([[1, 2, N, N], [N, N, 1, 2]], "only 0 units"),
        ([[1, 2, N, 4], [2, N, 1, N]], "only 1 units"),
        ([[1, 2, 3, 4]], "only 0 units"),
        ([[1, 1, 2], [1, 1, N]], "every pairable value is the same"),
    ],
)
def test_where_nothing_can_be_told_there_is_no_number(ratings: list[list[float]], why: str) -> None:
    told = alpha(ratings, "nominal")
    assert (told.alpha, told.low, told.high, told.observed) == (None, None, None, None)
    assert why in told.why


def test_four_units_have_an_alpha_and_no_interval() -> None:
    told = alpha([[1, 2, 3, 3], [1, 2, 3, 1]], "nominal")
    assert told.alpha is not None
    assert (told.low, told.high, told.monte_carlo_error) == (None, None, None)
    assert "only 4 units" in told.why


def test_a_code_seen_in_one_unit_alone_leaves_no_interval() -> None:
    told = alpha([[0] * 9 + [1], [0] * 10], "nominal")
    assert told.alpha is not None
    assert told.low is None
    assert told.undefined > 0.2
    assert "resamples" in told.why


def test_the_interval_covers_the_truth_nearly_as_often_as_it_says() -> None:
    rng = np.random.default_rng(11)
    covered = 0
    for _trial in range(200):
        truth = rng.integers(0, 3, 60)
        ratings = np.where(rng.random((2, 60)) < 0.3, rng.integers(0, 3, (2, 60)), truth).astype(float)
        told = krippendorff_alpha(ratings, level="nominal", rng=rng, replicates=200)
        assert told.low is not None
        assert told.high is not None
        covered += told.low <= 0.49 <= told.high  # two people agree beyond chance where both kept the truth
    assert covered >= 178


@pytest.mark.parametrize("units", [6, 10, 20])
def test_the_interval_covers_the_truth_also_after_few_units_on_which_nearly_all_agree(units: int) -> None:
    rng = np.random.default_rng(12)
    covered = told = 0
    for _trial in range(150):
        truth = rng.integers(0, 2, units)
        ratings = np.where(rng.random((2, units)) < 0.1, rng.integers(0, 2, (2, units)), truth).astype(float)
        found = krippendorff_alpha(ratings, level="nominal", rng=rng, replicates=200)
        if found.low is not None and found.high is not None:
            told, covered = told + 1, covered + (found.low <= 0.81 <= found.high)
    assert covered >= 0.8 * told > 0


@pytest.mark.parametrize(
    ("ratings", "asked", "why"),
    [
        ([[1, 2], [1, 2]], {"level": "absolute"}, "level must be"),
        ([[1, 2], [1, 2]], {"replicates": 99}, "replicates must be"),
        ([[1, 2], [1, 2]], {"replicates": 200.0}, "replicates must be"),
        ([[1, 2], [1, 2]], {"replicates": True}, "replicates must be"),
        ([[1, 2], [1, 2]], {"confidence": 1}, "confidence must lie"),
        ([[1, 2], [1, 2]], {"rng": 7}, "rng must be"),
        ([1, 2], {}, "shape"),
        ([[], []], {}, "shape"),
        ([[1, np.inf], [1, 2]], {}, "finite"),
        ([["a", "b"], ["a", "b"]], {}, "numbers"),
        ([[1, -2], [1, 2]], {"level": "ratio"}, ">= 0"),
    ],
)
def test_what_cannot_be_used_is_refused(ratings: object, asked: dict[str, object], why: str) -> None:
    asked = {"level": "nominal", "rng": np.random.default_rng(0)} | asked
    with pytest.raises(InvalidInput, match=why):
        krippendorff_alpha(ratings, **asked)  # type: ignore[arg-type]
