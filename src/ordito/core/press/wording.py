"""The few words that the press itself prints, in the language of the document and not of the page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from ordito.core.press.document import Language


@dataclass(frozen=True, slots=True)
class Wording:
    """One language's words."""

    tag: str
    table: str
    figure: str
    contents: str
    page: str
    of: str
    synthetic: str
    day: str

    def date(self, day: date) -> str:
        """Write a date the way of the language."""
        return day.strftime(self.day)


_WORDINGS = {
    "it": Wording(
        tag="it-IT",
        table="Tabella",
        figure="Figura",
        contents="Indice",
        page="pagina",
        of="di",
        synthetic="Documento dimostrativo: persone e importi sono inventati",
        day="%d/%m/%Y",
    ),
    "en": Wording(
        tag="en-GB",
        table="Table",
        figure="Figure",
        contents="Contents",
        page="page",
        of="of",
        synthetic="Demonstration document: persons and amounts are invented",
        day="%d/%m/%Y",
    ),
}


def wording(language: Language) -> Wording:
    """Give the words of `language`."""
    return _WORDINGS[language]
