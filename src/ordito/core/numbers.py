"""Numbers as the reader's language writes them, rounded as people round.

Django's own `number_format` cuts the decimals that are not asked for: 8.2478 would become 8,24.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from django.utils.formats import number_format


def written(value: float | Decimal, decimals: int | None = None) -> str:
    """Write a number with its thousands: 41.006, or 12,5 with one decimal; all its own when none are asked.

    >>> written(8.2478, 2)
    '8,25'
    """
    return number_format(
        value if decimals is None else rounded(value, decimals), decimals, use_l10n=True, force_grouping=True
    )


def rounded(value: float | Decimal, decimals: int) -> Decimal:
    """Round to the nearest, and a half away from zero: what is written is what a person would write.

    >>> rounded(10.30975, 2), rounded(0.125, 2), rounded(-0.004, 2)
    (Decimal('10.31'), Decimal('0.13'), Decimal('0.00'))
    """
    exact = value if isinstance(value, Decimal) else Decimal(str(value))
    return exact.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP) + Decimal(0)
