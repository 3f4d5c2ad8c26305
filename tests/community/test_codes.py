"""Codes made from names stay short, unique and the same."""

import doctest

from ordito.community import codes, tax_code
from ordito.community.codes import LONGEST_CODE, code_of, free_code


def test_the_examples_in_the_docstrings_hold() -> None:
    assert [doctest.testmod(module).failed for module in (codes, tax_code)] == [0, 0]


def test_long_titles_that_begin_alike_have_codes_of_their_own() -> None:
    one, other = (
        code_of("Convenzione per la gestione associata " * 3 + year, "accordo") for year in ("2016", "2019")
    )
    assert (len(one) <= LONGEST_CODE, one != other, one[:60] == other[:60]) == (True, True, True)
    assert one == code_of("Convenzione per la gestione associata " * 3 + "2016", "accordo")


def test_a_taken_code_of_full_length_makes_room_for_its_number() -> None:
    full = "a" * LONGEST_CODE
    assert free_code(full, {full}) == "a" * (LONGEST_CODE - 2) + "-2"
