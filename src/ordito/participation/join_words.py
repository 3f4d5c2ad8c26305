"""The word that opens a gathering on a phone: short to type, easy to say aloud, hard to guess."""

import secrets
from collections.abc import Container

CONSONANTS = "bcdfglmnprstvz"
VOWELS = "aeiou"
SYLLABLES = 4
"""24 million words: whoever tries them one by one meets the limits of the door first."""


def free_word(taken: Container[str]) -> str:
    """Make a word of four syllables that no gathering has.

    >>> word = free_word(set())
    >>> len(word), word.isalpha()
    (8, True)
    """
    while True:
        word = "".join(secrets.choice(CONSONANTS) + secrets.choice(VOWELS) for _each in range(SYLLABLES))
        if word not in taken:
            return word
