"""Numbers as the reader's language writes them, rounded as people round.

Django's own `number_format` cuts the decimals that are not asked for: 8.2478 would become 8,24; and it is
slow where a page has a thousand numbers.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from typing import TYPE_CHECKING

from django.utils.formats import get_format, number_format
from django.utils.translation import get_language

if TYPE_CHECKING:
    from collections.abc import Callable


def written(value: float | Decimal, decimals: int | None = None) -> str:
    """Write a number with its thousands: 41.006, or 12,5 with one decimal; all its own when none are asked.

    >>> written(8.2478, 2)
    '8,25'
    """
    if decimals is None:
        return number_format(value, None, use_l10n=True, force_grouping=True)
    return writer(decimals)(value)


def shortest(value: Decimal) -> Decimal:
    """A decimal without the zeros that its column adds.

    >>> shortest(Decimal("12.000")), shortest(Decimal("12.500"))
    (Decimal('12'), Decimal('12.5'))
    """
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize()


def writer(decimals: int) -> Callable[[float | Decimal], str]:
    """Write many numbers with so many decimals: the language is asked once."""
    marks = _marks(get_language())
    return lambda value: f"{rounded(value, decimals):,f}".translate(marks)


@cache
def _marks(language: str | None) -> dict[int, str]:
    """What the language writes where Python writes a comma and a dot."""
    names = {",": "THOUSAND_SEPARATOR", ".": "DECIMAL_SEPARATOR"}
    return {ord(mark): get_format(name, language) for mark, name in names.items()}


def rounded(value: float | Decimal, decimals: int) -> Decimal:
    """Round to the nearest, and a half away from zero: what is written is what a person would write.

    >>> rounded(10.30975, 2), rounded(0.125, 2), rounded(-0.004, 2)
    (Decimal('10.31'), Decimal('0.13'), Decimal('0.00'))
    """
    exact = value if isinstance(value, Decimal) else Decimal(str(value))
    return exact.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP) + Decimal(0)
