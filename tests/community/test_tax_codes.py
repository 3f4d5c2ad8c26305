"""Tax codes of persons and of bodies, as people type them."""

import pytest

from ordito.community.tax_code import TaxCodeRefused, normalised


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("", ""),
        ("   ", ""),
        ("00795710151", "00795710151"),
        ("IT 00795710151", "00795710151"),
        ("00795.710-151", "00795710151"),
        ("rssmra80a01f205x", "RSSMRA80A01F205X"),
        ("RSSMRA80A01F20RS", "RSSMRA80A01F20RS"),
        ("RSSMRAULA01F205F", "RSSMRAULA01F205F"),
    ],
    ids=["none", "blank", "body", "vat", "dotted", "person", "omocodia of one", "omocodia of two"],
)
def test_a_right_tax_code_is_kept_in_one_form(typed: str, kept: str) -> None:
    assert normalised(typed) == kept


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("123", "deve avere 11 cifre (enti e partite IVA) oppure 16 caratteri (persone)"),
        ("00795710152", "il carattere di controllo non torna: c'è un errore di battitura"),
        ("RSSMRA80A01F205Y", "il carattere di controllo non torna: c'è un errore di battitura"),
        ("0079571015A", "non ha la forma di un codice fiscale"),
        ("1SSMRA80A01F205X", "non ha la forma di un codice fiscale"),
        ("00000000000", "non ha la forma di un codice fiscale"),
    ],
)
def test_a_mistyped_tax_code_is_refused_and_told_why(typed: str, why: str) -> None:
    with pytest.raises(TaxCodeRefused) as refused:
        normalised(typed)
    assert (refused.value.why, str(refused.value)) == (why, f"Codice fiscale «{typed}»: {why}.")
