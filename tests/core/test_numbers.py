"""Numbers are rounded as people round them, never cut."""

from decimal import Decimal

import pytest
from django.template import Context, Template
from django.utils.formats import number_format
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from ordito.core.numbers import rounded, writer, written


@pytest.mark.parametrize(
    ("value", "decimals", "said"),
    [
        (41_239, None, "41.239"),
        (41_239, 0, "41.239"),
        (8.2478, 2, "8,25"),
        (Decimal(41_239) / 4_000, 2, "10,31"),
        (10.098, 1, "10,1"),
        (0.5, 0, "1"),
        (1234567.005, 2, "1.234.567,01"),
        (-10.85, 1, "-10,9"),
        (-0.004, 2, "0,00"),
        (Decimal("12.50"), None, "12,50"),
    ],
)
def test_a_number_is_written_to_the_nearest(value: float | Decimal, decimals: int | None, said: str) -> None:
    with override("it"):
        assert written(value, decimals) == said


def test_another_language_writes_it_its_own_way() -> None:
    with override("en"):
        assert written(1234.56, 1) == "1,234.6"


def test_what_a_page_shows_is_rounded_too() -> None:
    page = Template("{{ value|number:2 }} {{ share|percent }} {{ nothing|number:2 }}")
    with override("it"):
        shown = page.render(Context({"value": 8.2478, "share": 0.10098, "nothing": None}))
    assert shown == "8,25 10,1\u00a0% —"


@given(st.decimals(-(10**12), 10**12, places=4), st.integers(0, 3), st.sampled_from(["it", "en"]))
def test_many_numbers_are_written_as_django_writes_each(value: Decimal, decimals: int, language: str) -> None:
    with override(language):
        one = number_format(rounded(value, decimals), decimals, use_l10n=True, force_grouping=True)
        assert writer(decimals)(value) == one


def test_a_row_of_a_table_has_a_cell_for_each_number_and_a_dash_where_there_is_none() -> None:
    with override("it"):
        shown = Template("{{ row|cells:2 }}").render(Context({"row": (Decimal("1234.5"), None)}))
    assert shown == '<td class="num-cell">1.234,50</td><td class="num-cell">—</td>'


def test_a_half_goes_away_from_zero() -> None:
    assert [rounded(value, 0) for value in (0.5, 1.5, 2.5, -0.5)] == [1, 2, 3, -1]
