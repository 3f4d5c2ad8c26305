"""What must hold in a row of the community beyond the type of each cell."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email
from django.utils.translation import gettext as _

from ordito.community.tax_code import TaxCodeRefused, normalised
from ordito.core.tables import Trouble

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from ordito.core.tables import Record


@dataclass(frozen=True, slots=True)
class Reachable:
    """Ask that somebody could write to these e-mails, and open these sites."""

    emails: tuple[str, ...]
    websites: tuple[str, ...] = ()

    def begin(self) -> Callable[[Record], Iterable[Trouble]]:
        is_website = URLValidator(schemes=["http", "https"])

        def judge(record: Record) -> Iterable[Trouble]:
            for name in self.emails:
                if not _accepted(validate_email, record[name]):
                    yield Trouble(name, f"«{record[name]}»", _("un indirizzo e-mail"))
            for name in self.websites:
                if not _accepted(is_website, record[name]):
                    expected = _("l'indirizzo di un sito, per esempio https://www.esempio.it")
                    yield Trouble(name, f"«{record[name]}»", expected)

        return judge


@dataclass(frozen=True, slots=True)
class TaxCodes:
    """Ask for tax codes that are right, and of one organisation each."""

    def begin(self) -> Callable[[Record], Iterable[Trouble]]:
        seen: dict[str, int] = {}

        def judge(record: Record) -> Iterable[Trouble]:
            typed = record["tax_code"]
            try:
                code = normalised(typed)
            except TaxCodeRefused as refused:
                yield Trouble(
                    "tax_code", f"«{typed}»", _("un codice fiscale giusto: %(why)s") % {"why": refused.why}
                )
                return
            first = seen.setdefault(code, record.row) if code else record.row
            if first != record.row:
                expected = _("un codice fiscale non ripetuto: è già alla riga %(row)d")
                yield Trouble("tax_code", f"«{typed}»", expected % {"row": first})

        return judge


def _accepted(validate: Callable[[str], None], typed: str) -> bool:
    try:
        if typed:
            validate(typed)
    except ValidationError:
        return False
    return True
