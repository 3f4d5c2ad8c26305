"""Rates and agreement of odd figures: huge and tiny units, counts on a line, codes that floats confuse."""

import numpy as np
import pytest

from ordito.methods import InvalidInput
from ordito.methods.agreement import krippendorff_alpha
from ordito.methods.rates import direct, indirect, shrink, trend

EVENTS, PEOPLE = [1, 200, 160, 160, 40, 30], [40, 10_000, 9000, 8000, 3000, 1000]
QUARTERS = [40, 22, 24, 27, 60, 33, 37, 41, 90, 50, 55, 61, 135, 75, 82, 91]


def ran() -> np.random.Generator:
    return np.random.default_rng(1)


@pytest.mark.parametrize("counts", [[5] * 16, [2**step for step in range(4, 20)]])
def test_what_rounding_leaves_of_counts_on_a_line_is_not_taken_for_correlation(counts: list[int]) -> None:
    told = trend(counts, period=4, harmonics=1)
    assert (told.dispersion, told.autocorrelation) == (0, None)
    assert told.low is not None
    assert told.high is not None
    poisson = float(told.model_errors[1]) * 4
    assert np.log(told.high / told.low) == pytest.approx(
        2 * poisson * 2.1788, rel=1e-3
    )  # Student, 12 degrees


@pytest.mark.parametrize("unit", [1e-10, 1e12])
def test_people_may_be_counted_in_any_sensible_unit(unit: float) -> None:
    people = np.array(PEOPLE) * unit
    assert shrink(EVENTS, people).rate * unit == pytest.approx(shrink(EVENTS, PEOPLE).rate, rel=1e-6)
    usual, odd = (direct(EVENTS, each, [1, 1, 1, 2, 2, 2]) for each in (np.array(PEOPLE), people))
    assert odd.high * unit == pytest.approx(usual.high)
    assert trend(QUARTERS, period=4, harmonics=1, exposure=[unit] * 16).change == pytest.approx(
        1.473, abs=1e-3
    )


def test_the_widest_mixture_of_units_still_gives_numbers() -> None:
    told = shrink([1, 1, 1, 1, 1], [1e-12, 1, 1e18, 1, 1])
    assert np.isfinite([told.rate, told.low, told.high]).all()


def test_the_fewest_replicates_are_said() -> None:
    with pytest.raises(InvalidInput, match=r"an interval of 0\.99 needs 200 replicates at least, not 100"):
        krippendorff_alpha(np.eye(6), level="nominal", rng=ran(), replicates=100, confidence=0.99)
    told = krippendorff_alpha(np.eye(6), level="nominal", rng=ran(), replicates=200, confidence=0.99)
    assert told.monte_carlo_error is not None


@pytest.mark.parametrize(
    ("do", "said"),
    [
        (lambda: direct([1], [1], [1], confidence="x"), "confidence must lie between 0 and 1, not 'x'"),
        (lambda: direct([1], [1e300], [1]), "population must be 0 or between 1e-12 and .*: use another unit"),
        (lambda: direct([1], [1], [1e-300]), "the standard population must be 0 or between"),
        (lambda: direct([1e18], [1e19], [1]), r"events must be whole numbers, up to 2\^53"),
        (lambda: direct(["1"], [1], [1]), "events must be numbers, not <U1"),
        (lambda: direct([[1], [1, 2]], [1], [1]), "events must be numbers$"),
        (lambda: indirect([1], [1e300, 1], [1e300, 1]), "must be 0 or between"),
        (lambda: shrink([1] * 5, [1e-50] + [1] * 4), "exposure must be 0 or between"),
        (lambda: trend(np.array(QUARTERS) * 1j, period=4, harmonics=1), "must be numbers, not complex128"),
        (lambda: trend([*QUARTERS[1:], 1e300], period=4, harmonics=1), r"whole numbers from 0 to 2\^53"),
        (lambda: krippendorff_alpha([["a"], ["b"]], level="nominal", rng=ran()), "give texts a number each"),
        (lambda: krippendorff_alpha([[1], [1, 2]], level="nominal", rng=ran()), "ratings must be numbers"),
        (
            lambda: krippendorff_alpha([[2**53, 2**53 + 1], [2**53 + 1, 2**53]], level="nominal", rng=ran()),
            "cannot be told apart: number the codes from 0",
        ),
        (
            lambda: krippendorff_alpha(np.eye(3), level="nominal", rng=ran(), confidence="x"),
            "confidence must lie between 0 and 1, not 'x'",
        ),
        (
            lambda: krippendorff_alpha(ran().random((2, 6000)), level="interval", rng=ran()),
            "12000 different values in 6000 units are too many",
        ),
    ],
)
def test_what_cannot_be_used_is_refused(do: object, said: str) -> None:
    with pytest.raises(InvalidInput, match=said):
        do()
