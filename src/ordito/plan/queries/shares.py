"""How a sum is shared among municipalities: to the cent, so that the parts are always the whole."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

CENT = Decimal("0.01")


def shares_of(amount: Decimal, weights: Sequence[Decimal]) -> tuple[Decimal, ...] | None:
    """Divide `amount` in proportion to `weights` by largest remainder, in cents.

    Each part is its exact share cut to the cent; the cents left over go one each to the largest remainders,
    and among equals to who comes first. None when there is nothing to divide by.

    Examples
    --------
    >>> [str(part) for part in shares_of(Decimal("100.00"), [Decimal(1), Decimal(1), Decimal(1)])]
    ['33.34', '33.33', '33.33']
    """
    whole = sum((_thousandths(weight) for weight in weights), 0)
    if whole <= 0:
        return None
    cents = int(amount.scaleb(2).to_integral_exact())
    parts = [divmod(cents * _thousandths(weight), whole) for weight in weights]
    left = cents - sum(part for part, _remainder in parts)
    most = sorted(range(len(parts)), key=lambda place: (-parts[place][1], place))
    lucky = set(most[:left])
    return tuple(
        Decimal(part + (place in lucky)).scaleb(-2).quantize(CENT)
        for place, (part, _remainder) in enumerate(parts)
    )


def _thousandths(weight: Decimal) -> int:
    """A weight as a whole number: the ratios stay exact."""
    return int(weight.scaleb(3))
