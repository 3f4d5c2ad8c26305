"""Addresses that the pages of every day write by the dozen, worked out once in each process."""

from __future__ import annotations

from functools import lru_cache

from django.urls import reverse

MOST = 20_000
"""Some 200 bytes each."""


@lru_cache(maxsize=MOST)
def address(view: str, *names: str | int) -> str:
    """The address of a view of things with these names: it depends on nothing else.

    >>> address("governance:body", "melzo", "labgo-famiglia")
    '/melzo/confronto/labgo-famiglia/'
    """
    return reverse(view, args=names)
