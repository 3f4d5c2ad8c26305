"""Where the things of a plan open, for pages that name many of them."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from django.urls import reverse
from django.utils.http import RFC3986_SUBDELIMS

if TYPE_CHECKING:
    from collections.abc import Callable

    from ordito.plan.models import AreaPlan

MARK = "\N{ASTERISM}"
"""Stands for the code while an address is reversed; quoted, no other part of an address has it."""
UNQUOTED = f"{RFC3986_SUBDELIMS}/~:@"
"""What Django leaves as it is in the addresses that it reverses."""


def addresses(view: str, plan: AreaPlan) -> Callable[[str], str]:
    """From the code of an action, or of an objective, to its address: reversed once for all of them."""
    before, after = reverse(view, args=[plan.district.slug, plan.code, MARK]).split(quote(MARK))
    return lambda code: f"{before}{quote(code, safe=UNQUOTED)}{after}"
