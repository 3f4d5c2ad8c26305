"""Codes made from names: the part of an address that people read, and that never changes."""

import hashlib
from collections.abc import Container

from django.utils.text import slugify

LONGEST_CODE = 80
PRINT = 8
"""Characters that tell long names apart when they begin alike."""


def code_of(name: str, otherwise: str) -> str:
    """Make a code of a name, always the same for the same name.

    >>> code_of("Cooperativa sociale «Il Filo»", "organizzazione")
    'cooperativa-sociale-il-filo'
    >>> code_of("…", "organizzazione")
    'organizzazione'
    >>> len(code_of("Convenzione per la gestione associata " * 4, "accordo")) <= LONGEST_CODE
    True
    """
    slug = slugify(name) or otherwise
    if len(slug) <= LONGEST_CODE:
        return slug
    mark = hashlib.sha256(name.encode()).hexdigest()[:PRINT]
    return f"{slug[: LONGEST_CODE - PRINT - 1].rstrip('-')}-{mark}"


def free_code(code: str, taken: Container[str]) -> str:
    """Give the code itself, or the first of its numbered kin that nobody has.

    >>> free_code("caritas", {"caritas", "caritas-2"})
    'caritas-3'
    """
    found, number = code, 1
    while found in taken:
        number += 1
        found = f"{code[: LONGEST_CODE - len(str(number)) - 1]}-{number}"
    return found
