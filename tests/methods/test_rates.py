"""Rates are those of the articles, and nothing is told where nothing can be."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.integrate import quad
from scipy.stats import gamma, nbinom, poisson

from ordito.methods import InvalidInput
from ordito.methods.rates import _shrinkage as inside
from ordito.methods.rates import _trend as fitting
from ordito.methods.rates import direct, indirect, shrink, trend

Floats = NDArray[np.float64]
N = np.nan

# Lip cancer in the 56 districts of Scotland, 1975-1980 (Clayton & Kaldor 1987): observed and expected.
LIP_SEEN = [
    9,
    39,
    11,
    9,
    15,
    8,
    26,
    7,
    6,
    20,
    13,
    5,
    3,
    8,
    17,
    9,
    2,
    7,
    9,
    7,
    16,
    31,
    11,
    7,
    19,
    15,
    7,
    10,
    16,
]
LIP_SEEN += [11, 5, 3, 7, 8, 11, 9, 11, 8, 6, 4, 10, 8, 2, 6, 19, 3, 2, 3, 28, 6, 1, 1, 1, 1, 0, 0]
LIP_EXPECTED = [
    1.4,
    8.7,
    3.0,
    2.5,
    4.3,
    2.4,
    8.1,
    2.3,
    2.0,
    6.6,
    4.4,
    1.8,
    1.1,
    3.3,
    7.8,
    4.6,
    1.1,
    4.2,
    5.5,
    4.4,
]
LIP_EXPECTED += [
    10.5,
    22.7,
    8.8,
    5.6,
    15.5,
    12.5,
    6.0,
    9.0,
    14.4,
    10.2,
    4.8,
    2.9,
    7.0,
    8.5,
    12.3,
    10.1,
    12.7,
    9.4,
]
LIP_EXPECTED += [
    7.2,
    5.3,
    18.8,
    15.8,
    4.3,
    14.6,
    50.7,
    8.2,
    5.6,
    9.3,
    88.7,
    19.6,
    3.4,
    3.6,
    5.7,
    7.0,
    4.2,
    1.8,
]

# Down's syndrome in Michigan, 1950-1964, by age of mother and order of birth (Fleiss 1981, p. 249).
DOWN = np.array(
    [
        [107, 141, 60, 40, 39, 25],
        [25, 150, 110, 84, 82, 39],
        [3, 71, 114, 103, 108, 75],
        [1, 26, 64, 89, 137, 96],
        [0, 8, 63, 112, 262, 295],
    ]
)
BIRTHS = np.array(
    [
        [230061, 329449, 114920, 39487, 14208, 3052],
        [72202, 326701, 208667, 83228, 28466, 5375],
        [15050, 175702, 207081, 117300, 45026, 8660],
        [2293, 68800, 132424, 98301, 46075, 9834],
        [327, 30666, 123419, 149919, 104088, 34392],
    ]
)

# Poliomyelitis in the United States by month, 1970-1983 (Zeger 1988); e is 14.
POLIO = """
010013923535 220101332115 0310140016e1 100111101010
101010101002 010100120012 031102040211 110110213124
000101022423 300278241124 011130000101 100000120200
010101020012 010001210136
"""


def polio() -> list[int]:
    return [int(month, 15) for month in POLIO if not month.isspace()]


# --- shrinkage ---------------------------------------------------------------------------------------------


def test_lip_cancer_in_scotland_has_the_gamma_of_clayton_and_kaldor() -> None:
    told = shrink(LIP_SEEN, LIP_EXPECTED)
    assert told.shape == pytest.approx(1.88, abs=0.005)
    assert told.scale == pytest.approx(1.32, abs=0.005)
    assert told.mean is not None
    assert told.shape is not None
    assert told.scale is not None
    assert told.mean == pytest.approx(told.shape / told.scale)
    assert told.rate == pytest.approx(
        (np.array(LIP_SEEN) + told.shape) / (np.array(LIP_EXPECTED) + told.scale)
    )
    assert (told.low < told.rate).all()
    assert (told.rate < told.high).all()


def test_the_gamma_is_the_likeliest_there_is() -> None:
    seen, among = np.array([4, 0, 12, 7, 30, 2]), np.array([100, 80, 150, 300, 500, 20])
    told = shrink(seen, among)
    assert told.shape is not None
    assert told.scale is not None

    def likelihood(shape: float, scale: float) -> float:
        return float(nbinom.logpmf(seen, shape, scale / (scale + among)).sum())

    best = likelihood(told.shape, told.scale)
    for shape in (0.98, 1, 1.02):
        for scale in (0.98, 1, 1.02):
            assert likelihood(told.shape * shape, told.scale * scale) <= best + 1e-9


def test_the_interval_is_that_of_the_whole_posterior() -> None:
    """Integrated here over log mean and variation by brute force."""
    seen, among = np.array([4.0, 0, 12, 7, 30, 2]), np.array([100.0, 80, 150, 300, 500, 20]) * 55 / 1150
    variations, log_means = np.linspace(0.005, 3, 600), np.linspace(-3, 3, 400)
    shape = variations[:, None] ** -2
    scale = shape / np.exp(log_means)
    weight = np.exp(
        sum(nbinom.logpmf(o, shape, scale / (scale + e)) for o, e in zip(seen, among, strict=True))
    )
    weight /= weight.sum()
    told = shrink(seen, among)
    for place in (1, 4):
        for end, share in ((told.low[place], 0.025), (told.high[place], 0.975)):
            below = (weight * gamma.cdf(end, shape + seen[place], scale=1 / (scale + among[place]))).sum()
            assert below == pytest.approx(share, abs=0.003)


def test_intervals_cover_the_true_rates() -> None:
    rng = np.random.default_rng(4)
    covered = []
    for _trial in range(40):
        among = rng.uniform(1, 30, 12)
        rates = rng.gamma(4, 1 / 4, 12)
        told = shrink(rng.poisson(among * rates), among)
        covered.append((told.low <= rates) & (rates <= told.high))
    assert 0.93 < np.mean(covered) < 0.99


def test_places_that_do_not_differ_beyond_chance_have_one_rate_and_still_an_interval() -> None:
    told = shrink([5, 5, 10, 10, 20], [50, 50, 100, 100, 200])
    assert (told.variation, told.shape, told.scale) == (0, np.inf, np.inf)
    assert told.rate == pytest.approx([0.1] * 5)
    assert told.own.tolist() == [0] * 5
    assert (told.low < 0.1).all()
    assert (told.high > 0.1).all()


def test_places_that_differ_more_than_any_gamma_foresees_are_believed() -> None:
    told = shrink([0, 0, 0, 0, 0, 5000], [10, 10, 10, 10, 10, 10])
    assert told.variation == pytest.approx(3, abs=1e-3)
    assert told.rate[5] == pytest.approx(500, rel=0.01)


@settings(max_examples=10, deadline=None)
@given(seed=st.integers(0, 10**6))
def test_neither_order_nor_unit_of_exposure_matters_and_rates_lie_between_own_and_mean(seed: int) -> None:
    rng = np.random.default_rng(seed)
    n = int(rng.integers(5, 12))
    among = rng.uniform(1, 100, n)
    seen = rng.poisson(among * rng.gamma(3, 0.1, n))
    told = shrink(seen, among)
    order = rng.permutation(n)
    moved = shrink(seen[order], among[order])
    assert (moved.rate == told.rate[order]).all() or told.why
    if told.why:
        return
    assert (moved.high == told.high[order]).all()
    for each, other in ((shrink(seen, among * 1000), 1000),):
        assert each.rate * other == pytest.approx(told.rate, rel=1e-5)
        assert each.high * other == pytest.approx(told.high, rel=1e-5)
    assert told.mean is not None
    assert (np.minimum(told.raw, told.mean) <= told.rate + 1e-12).all()
    assert (told.rate <= np.maximum(told.raw, told.mean) + 1e-12).all()


def test_a_place_with_nobody_has_no_rate() -> None:
    told = shrink([0, 4, 0, 12, 7, 30, 2], [0, 100, 80, 150, 300, 500, 20])
    assert np.isnan([told.rate[0], told.low[0], told.high[0], told.raw[0], told.own[0]]).all()
    assert told.rate[1:] == pytest.approx(shrink([4, 0, 12, 7, 30, 2], [100, 80, 150, 300, 500, 20]).rate)


@pytest.mark.parametrize(
    ("seen", "among", "why"),
    [([3, 4, 5, 6], [9, 9, 9, 9], "only 4 places"), ([0] * 6, [9] * 6, "no event")],
)
def test_four_places_or_no_event_tell_nothing(seen: list[int], among: list[int], why: str) -> None:
    told = shrink(seen, among)
    assert why in told.why
    assert np.isnan(told.rate).all()
    assert (told.mean, told.variation, told.shape, told.scale) == (None, None, None, None)
    assert told.raw.tolist() == [a / b for a, b in zip(seen, among, strict=True)]


def test_the_marginal_likelihood_is_negative_binomial() -> None:
    seen, among = np.array([3.0, 0.0]), np.array([2.0, 5.0])
    ours = inside._likelihood(seen, among, np.array([2.0, 0.5]), np.log([1.5, 0.7]))

    def by_integration(shape: float, mean: float) -> float:
        def at(rate: float, o: float, e: float) -> float:
            return float(poisson.pmf(o, rate * e) * gamma.pdf(rate, shape, scale=mean / shape))

        return float(
            sum(np.log(quad(at, 0, 60, (o, e), limit=200)[0]) for o, e in zip(seen, among, strict=True))
        )

    constant = np.log(2.0**3 / 6)
    assert ours[0] + constant == pytest.approx(by_integration(2.0, 1.5), abs=1e-6)


# --- standardisation ---------------------------------------------------------------------------------------


def test_downs_syndrome_has_the_rate_and_the_gamma_interval_of_fay_and_feuer() -> None:
    told = direct(DOWN[4], BIRTHS[4], BIRTHS.sum(axis=0))
    published = (75.52901, 67.70212, 188.30017)  # per 100,000, order of birth 5 and more
    assert (1e5 * told.rate[0], 1e5 * told.low[0], 1e5 * told.high[0]) == pytest.approx(published, abs=5e-6)
    told = direct(DOWN, BIRTHS, BIRTHS.mean(axis=0))
    assert 1e5 * told.rate[0] == pytest.approx(92.3, abs=0.05)
    assert 1e6 * told.variance[0] == pytest.approx(0.003919, abs=5e-7)
    assert 1e5 * told.crude[0] == pytest.approx(56.3, abs=0.05)


def test_a_rate_standardised_on_its_own_people_is_the_crude_one() -> None:
    told = direct(DOWN[2], BIRTHS[2], BIRTHS[2])
    assert told.rate == pytest.approx(told.crude)
    # With equal weights the gamma interval is the exact one of the Poisson.
    told = direct([3, 7], [100, 100], [1, 1])
    exact = indirect(10, [100, 100], [1, 1])
    assert (told.low[0], told.high[0]) == pytest.approx((exact.low[0], exact.high[0]))


def test_areas_and_ages_may_be_written_in_any_order() -> None:
    ages, areas = [4, 2, 0, 1, 5, 3], [2, 0, 1, 4, 3]
    one, two = (
        direct(DOWN, BIRTHS, BIRTHS[0]),
        direct(DOWN[areas][:, ages], BIRTHS[areas][:, ages], BIRTHS[0][ages]),
    )
    assert two.rate == pytest.approx(one.rate[areas])
    assert two.high == pytest.approx(one.high[areas])


def test_no_event_has_a_rate_of_nought_and_an_upper_limit() -> None:
    told = direct([0, 0], [1000, 500], [1, 1])
    assert (told.rate[0], told.low[0]) == (0, 0)
    assert told.high[0] == pytest.approx(-np.log(0.025) / 1000)  # by hand: the gamma is an exponential


def test_an_age_that_the_area_has_not_is_not_guessed() -> None:
    told = direct([[1, 0], [1, 0]], [[100, 0], [100, 50]], [1, 1])
    assert np.isnan([told.rate[0], told.low[0], told.high[0]]).all()
    assert told.rate[1] == pytest.approx(0.005)
    assert direct([1, 0], [100, 0], [1, 0]).rate[0] == pytest.approx(0.01)
    assert np.isnan(direct([0], [0], [1]).crude).all()


@pytest.mark.parametrize(
    ("seen", "low", "high"),
    [
        (1, 0.0253, 5.57),
        (5, 1.62, 11.67),
        (10, 4.80, 18.39),
        (20, 12.22, 30.89),
        (50, 37.11, 65.92),
        (100, 81.36, 121.63),
    ],
)
def test_exact_limits_are_those_of_the_printed_tables_and_byars_are_near(
    seen: int, low: float, high: float
) -> None:
    exact, byar = (indirect(seen, [1], [1], limits=limits) for limits in ("exact", "byar"))
    assert (exact.low[0], exact.high[0]) == pytest.approx((low, high), abs=0.006)
    if seen >= 10:
        assert (byar.low[0], byar.high[0]) == pytest.approx((low, high), rel=0.003)


def test_a_ratio_by_hand() -> None:
    # 1000 x 0.002 + 500 x 0.01 + 200 x 0.05 = 17 expected, 20 seen.
    told = indirect([20], [[1000, 500, 200]], [0.002, 0.01, 0.05], limits="byar")
    assert told.expected.tolist() == [17]
    assert told.ratio[0] == pytest.approx(20 / 17)
    assert told.low[0] == pytest.approx(20 * (1 - 1 / 180 - 1.959964 / (3 * 20**0.5)) ** 3 / 17)
    assert told.high[0] == pytest.approx(21 * (1 - 1 / 189 + 1.959964 / (3 * 21**0.5)) ** 3 / 17)


def test_where_nothing_is_expected_there_is_no_ratio() -> None:
    told = indirect([0, 0], [[0, 0], [10, 0]], [0.1, 0.2])
    assert np.isnan([told.ratio[0], told.low[0], told.high[0]]).all()
    assert (told.ratio[1], told.low[1]) == (0, 0)
    assert told.high[1] == pytest.approx(-np.log(0.025))
    assert indirect(0, [10], [0.1], limits="byar").low[0] == 0


# --- trend -------------------------------------------------------------------------------------------------


def test_poliomyelitis_has_the_trend_and_the_season_that_were_published() -> None:
    """Zeger (1988), and Davis, Dunsmuir & Wang (2000), Biometrika 87(3), 491-505: the log-linear model."""
    assert (len(polio()), sum(polio())) == (168, 224)
    told = trend(polio())
    level, step, *waves = told.coefficients
    assert level + step * (73 - 84.5) == pytest.approx(0.207, abs=0.0005)
    assert 1000 * step == pytest.approx(-4.799, abs=0.0005)
    assert 1000 * told.model_errors[1] == pytest.approx(1.40, abs=0.005)
    published = [(-0.149, -0.532), (0.169, -0.432)]  # their months are counted from the 73rd
    for wave, (cosine, sine) in enumerate(published, start=1):
        turn = np.exp(-2j * np.pi * wave / 12) * (waves[2 * wave - 2] - 1j * waves[2 * wave - 1]).conjugate()
        assert (turn.real, turn.imag) == pytest.approx((cosine, sine), abs=0.0006)
    # The model's own errors say that the fall is sure; months that resemble their neighbours say it is not.
    assert told.p_value is not None
    assert told.p_value > 0.05
    assert told.dispersion is not None
    assert told.dispersion > 1.5
    assert told.change == pytest.approx(np.exp(12 * step))


def test_a_trend_and_a_season_that_were_put_in_come_out() -> None:
    time = np.arange(1, 121)
    truth = 1000 * np.exp(0.01 * time + 0.3 * np.cos(2 * np.pi * time / 12))
    told = trend(np.round(truth))
    assert told.change == pytest.approx(np.exp(0.12), rel=1e-3)
    assert told.season.argmax() == 11
    assert told.season.max() == pytest.approx(np.exp(0.3), rel=1e-3)
    assert np.log(told.season).sum() == pytest.approx(0, abs=1e-9)


def test_intervals_of_a_trend_cover_it() -> None:
    rng = np.random.default_rng(3)
    time = np.arange(1, 61)
    means = np.exp(1.5 + 0.005 * time + 0.4 * np.sin(2 * np.pi * time / 12))
    covered = 0
    for _trial in range(200):
        told = trend(rng.negative_binomial(5, 5 / (5 + means)), harmonics=1)
        assert told.low is not None
        assert told.high is not None
        covered += told.low <= np.exp(0.06) <= told.high
    assert covered >= 183


def test_people_who_double_do_not_make_a_trend() -> None:
    people = 1000.0 * 2 ** (np.arange(48) / 48)
    told = trend(np.round(people / 10), exposure=people)
    assert told.change == pytest.approx(1, abs=1e-3)
    assert told.season == pytest.approx(np.ones(12), abs=0.01)


def test_missing_months_are_left_out_and_not_taken_for_nought() -> None:
    time = np.arange(1, 73)
    counts = np.round(500 * np.exp(0.01 * time))
    counts[[3, 20, 21, 60]] = N
    told = trend(counts)
    assert told.change == pytest.approx(np.exp(0.12), rel=1e-3)
    assert told.observed == 68


@pytest.mark.parametrize(
    ("counts", "why"),
    [
        ([1] * 35, "only 35 counts"),
        ([0] * 48, "no event"),
        ([1, 2] * 12 + [N] * 24, "only 24 counts"),
        ([0] * 47 + [9], "too few places"),
        (([3] + [N] * 11) * 36, "too few places"),
    ],
)
def test_a_short_or_an_empty_series_has_no_trend(counts: list[float], why: str) -> None:
    told = trend(counts)
    assert why in told.why
    assert (told.change, told.low, told.high, told.p_value, told.dispersion) == (None, None, None, None, None)
    assert np.isnan(told.season).all()
    assert np.isnan(told.coefficients).all()


def test_a_fit_that_does_not_end_is_not_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fitting, "STEPS", 1)
    assert trend(polio()).change is None


def test_counts_that_never_vary_have_no_correlation_and_no_change() -> None:
    told = trend([4] * 40, period=4, harmonics=1)
    assert told.change == pytest.approx(1)
    assert told.low is not None
    assert told.low < 0.99


# --- what is refused ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("made", "why"),
    [
        (lambda: shrink([1, 2], [1]), "one shape"),
        (lambda: shrink([[1]], [[1]]), "one shape"),
        (lambda: shrink([1], [0]), "without exposure"),
        (lambda: shrink([0.5], [1]), "whole"),
        (lambda: shrink([-1], [1]), ">= 0"),
        (lambda: shrink([N], [1]), "finite"),
        (lambda: shrink([], []), "there must be some"),
        (lambda: shrink(["a"], [1]), "numbers"),
        (lambda: shrink([1], [np.inf]), "finite"),
        (lambda: shrink([1], [1], confidence=1.5), "confidence"),
        (lambda: direct([1], [1, 2], [1]), "one shape"),
        (lambda: direct([1, 2], [1, 2], [1]), "one shape"),
        (lambda: direct([[[1]]], [[[1]]], [1]), "one shape"),
        (lambda: direct([1], [0], [1]), "among nobody"),
        (lambda: direct([1], [1], [0]), "must not be empty"),
        (lambda: indirect([1, 2], [1], [1]), "must have shape"),
        (lambda: indirect([1], [1], [1, 2]), "must have shape"),
        (lambda: indirect([1], [[[1]]], [1]), "must have shape"),
        (lambda: indirect([1], [0], [1]), "none is expected"),
        (lambda: indirect([1], [1], [1], limits="wald"), "limits must be"),
        (lambda: trend([[1]]), "shape"),
        (lambda: trend([]), "shape"),
        (lambda: trend([0.5]), "whole"),
        (lambda: trend([-1]), "whole"),
        (lambda: trend([np.inf]), "whole"),
        (lambda: trend(["a"]), "numbers"),
        (lambda: trend([1], exposure=[1, 2]), "exposure"),
        (lambda: trend([1], exposure=[0]), "exposure"),
        (lambda: trend([1], period=1), "period must be"),
        (lambda: trend([1], harmonics=0), "harmonics must be"),
        (lambda: trend([1], harmonics=True), "harmonics must be"),
        (lambda: trend([1], harmonics=1.5), "harmonics must be"),
        (lambda: trend([1], period=4, harmonics=2), "room for fewer"),
    ],
)
def test_what_cannot_be_used_is_refused(made: object, why: str) -> None:
    with pytest.raises(InvalidInput, match=why):
        made()  # type: ignore[operator]
