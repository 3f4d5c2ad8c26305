"""Classes, colours, axes: the parts of drawings that can be wrong in silence."""

from collections.abc import Sequence
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ordito.territory.figures import BLUES, OCHRES, Classes, Palette, equal_classes, quantile_classes
from ordito.territory.figures._axis import decimals_of, step_for, ticks
from ordito.territory.figures._palette import INK, MARKS, PAPER, QUIET, TINTS, contrast, readable_on, shades

NUMBERS = st.lists(
    st.integers(-(10**6), 10**7).map(float) | st.integers(-1000, 1000).map(lambda n: n / 10),
    min_size=1,
    max_size=60,
)
FRIGNANO = [665, 930, 1175, 1583, 2151, 2410, 2634, 2943, 8645, 18103]


def sizes(classes: Classes, values: Sequence[float]) -> list[int]:
    counts = [0] * len(classes)
    for value in values:
        counts[classes.of(value)] += 1
    return counts


def test_the_quantiles_of_frignano_are_round_and_equally_full() -> None:
    classes = quantile_classes(FRIGNANO)
    assert classes.limits == (1000, 2000, 2500, 5000)
    assert sizes(classes, FRIGNANO) == [2, 2, 2, 2, 2]


def test_the_equal_classes_of_frignano_are_round_and_as_wide_as_each_other() -> None:
    classes = equal_classes(FRIGNANO)
    assert classes.limits == (5000, 10000, 15000)
    assert sizes(classes, FRIGNANO) == [8, 1, 0, 1]


def test_a_limit_belongs_to_the_class_above_it() -> None:
    classes = Classes((10, 20))
    assert [classes.of(value) for value in (9.99, 10, 19.99, 20)] == [0, 1, 1, 2]


def test_small_shares_get_limits_with_as_few_decimals_as_can_be() -> None:
    assert quantile_classes([0.121, 0.134, 0.151, 0.172], count=2).limits == (0.15,)
    assert equal_classes([0.121, 0.134, 0.151, 0.172], count=3).limits == (0.14, 0.16)
    assert quantile_classes([-5, 3], count=2).limits == (0,)


@pytest.mark.parametrize("values", [[], [7], [7, 7, 7]])
def test_values_that_do_not_differ_make_one_class(values: list[float]) -> None:
    assert quantile_classes(values).limits == ()
    assert equal_classes(values).limits == ()


def test_one_class_can_be_asked() -> None:
    assert equal_classes(FRIGNANO, count=1).limits == ()
    assert quantile_classes(FRIGNANO, count=1).limits == ()


def test_many_values_get_rounder_limits_at_a_little_cost_of_fullness() -> None:
    values = [float(7 * turn + 601) for turn in range(60)]
    classes = quantile_classes(values)
    assert [limit % 10 for limit in classes.limits] == [0, 0, 0, 0]
    assert max(sizes(classes, values)) - min(sizes(classes, values)) <= 6


@given(NUMBERS, st.integers(1, 7))
def test_classes_part_all_values_in_order(values: list[float], count: int) -> None:
    for classes in (quantile_classes(values, count=count), equal_classes(values, count=count)):
        assert 1 <= len(classes) <= count
        assert list(classes.limits) == sorted(set(classes.limits))
        assert sizes(classes, values)[0] > 0
        assert sizes(classes, values)[-1] > 0


@given(st.lists(st.integers(0, 10**6), min_size=10, max_size=19, unique=True))
def test_quantiles_of_few_different_values_are_full_to_the_unit(values: list[int]) -> None:
    full = sizes(quantile_classes(values, count=5), [float(value) for value in values])
    assert len(full) == 5
    assert max(full) - min(full) <= 1


@pytest.mark.parametrize("palette", [BLUES, OCHRES])
@pytest.mark.parametrize("count", range(1, 8))
def test_words_are_read_on_every_colour_and_colours_darken_step_by_step(palette: Palette, count: int) -> None:
    colours = shades(palette, count)
    assert len(set(colours)) == count
    for colour in colours:
        assert contrast(readable_on(colour), colour) >= 4.5
    darkness = [contrast(colour, PAPER) for colour in colours]
    assert darkness == sorted(darkness)
    assert all(later / earlier > 1.12 for earlier, later in pairwise(darkness))


def test_five_shades_are_the_palette_itself() -> None:
    assert shades(BLUES, 5) == BLUES


def test_ink_and_quiet_words_are_read_on_paper_and_tints_and_marks_are_seen_on_light_colours() -> None:
    assert min(contrast(colour, PAPER) for colour in (INK, QUIET)) >= 4.5
    assert min(contrast(INK, tint) for tint in TINTS) >= 7
    assert min(contrast(mark, light) for mark in MARKS for light in (*TINTS, BLUES[0], BLUES[1])) >= 3


def test_contrast_is_that_of_the_guidelines() -> None:
    assert round(contrast("#ffffff", "#000000"), 2) == 21
    assert round(contrast("#ffffff", "#767676"), 2) == 4.54


def test_an_axis_has_round_steps_and_zero() -> None:
    assert ticks(0, 1744, 4) == [0, 500, 1000, 1500, 2000]
    assert ticks(-3, 12, 4) == [-5, 0, 5, 10, 15]
    assert ticks(0, 0, 4) == [0, 1]
    assert [step_for(most, 4) for most in (4, 4.1, 9, 0.3)] == [1, 2, 5, 0.1]
    assert [decimals_of(step) for step in (50, 1, 0.5, 0.02)] == [0, 0, 1, 2]
