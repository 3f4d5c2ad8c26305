"""Italian tax codes: 16 characters for persons, omocodia included; 11 digits for bodies and VAT numbers."""

import re

from django.utils.translation import gettext as _
from stdnum.exceptions import InvalidChecksum, InvalidLength, ValidationError
from stdnum.it import codicefiscale

from ordito.core.refused import Refused

BETWEEN = re.compile(r"[\s.\-/]+")
LENGTH_OF_A_BODY = 11


class TaxCodeRefused(Refused):
    """The tax code was mistyped; `why` says how."""

    def __init__(self, code: str, why: str) -> None:
        self.why = why
        super().__init__(_("Codice fiscale «%(code)s»: %(why)s.") % {"code": code, "why": why})


def normalised(typed: str) -> str:
    """Write a tax code as the register keeps it, empty when none was given, or refuse it.

    >>> normalised(" it 00795-710.151 "), normalised("rssmra80a01f205x"), normalised("")
    ('00795710151', 'RSSMRA80A01F205X', '')
    """
    code = BETWEEN.sub("", typed).upper()
    if not code:
        return ""
    if code.startswith("IT") and code[2:].isdigit():
        code = code[2:]
    try:
        return str(codicefiscale.validate(code))
    except InvalidLength:
        why = _("deve avere 11 cifre (enti e partite IVA) oppure 16 caratteri (persone)")
    except InvalidChecksum:
        why = _("il carattere di controllo non torna: c'è un errore di battitura")
    except ValidationError:
        why = _("non ha la forma di un codice fiscale")
    raise TaxCodeRefused(code, why)
