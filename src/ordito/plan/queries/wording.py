"""Periods, days, numbers and euros as the documents of the plan write them."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from django.utils.translation import gettext as _

from ordito.core.numbers import written


def euros(amount: Decimal) -> str:
    """€ 1.234,56, as acts write it."""
    return f"{written(amount, 2)} €"


def span(starts_on: date | None, ends_before: date | None) -> str:
    if starts_on is None:
        return ""
    if ends_before is None:
        return _("dal %(day)s") % {"day": day_of(starts_on)}
    return _("dal %(first)s al %(last)s") % {
        "first": day_of(starts_on),
        "last": day_of(ends_before - timedelta(days=1)),
    }


def day_of(day: date) -> str:
    return f"{day:%d/%m/%Y}"


def number_of(value: Decimal | None) -> str:
    if value is None:
        return "—"
    exponent = value.normalize().as_tuple().exponent
    return written(value, max(-exponent, 0) if isinstance(exponent, int) else None)
