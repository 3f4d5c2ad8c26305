"""What people type about grids and concept maps. Forms only read what is typed; the deeds decide."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ordito.participation.commands.grids import LONGEST_TITLE, GridFacts
from ordito.participation.commands.synthesis import Spot

LONGEST_LINES = 9_000
ONE_A_LINE = _("Una per riga.")


def _lines(label: Any, help_text: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=False,
        max_length=LONGEST_LINES,
        widget=forms.Textarea(attrs={"rows": 6}),
    )


class GridForm(forms.Form):
    """A grid, with what its two axes are and their lines."""

    title = forms.CharField(label=_("Titolo"), max_length=LONGEST_TITLE)
    rows_name = forms.CharField(label=_("Le righe sono"), max_length=80, initial=_("Macro-questioni"))
    rows = _lines(
        _("Righe"), _("Una per riga; si possono anche lasciare ai suggerimenti, o aggiungere dopo.")
    )
    columns_name = forms.CharField(label=_("Le colonne sono"), max_length=80, initial=_("Interventi"))
    columns = _lines(_("Colonne"), ONE_A_LINE)

    def facts(self) -> GridFacts:
        """What was typed, as the deed wants it."""
        told = self.cleaned_data
        return GridFacts(
            title=told["title"],
            rows_name=told["rows_name"],
            columns_name=told["columns_name"],
            rows=_titles(told["rows"]),
            columns=_titles(told["columns"]),
        )


class NamesForm(forms.Form):
    """What a grid and its axes are called."""

    title = forms.CharField(label=_("Titolo"), max_length=LONGEST_TITLE)
    rows_name = forms.CharField(label=_("Le righe sono"), max_length=80)
    columns_name = forms.CharField(label=_("Le colonne sono"), max_length=80)


class LineForm(forms.Form):
    """A row or a column."""

    title = forms.CharField(label=_("Titolo"), max_length=LONGEST_TITLE)


class MapForm(forms.Form):
    """A concept map."""

    title = forms.CharField(
        label=_("Titolo"),
        max_length=LONGEST_TITLE,
        help_text=_(
            "Per esempio la domanda a cui la mappa risponde: perché le famiglie giovani se ne vanno?"
        ),
    )


def _titles(typed: str) -> tuple[str, ...]:
    return tuple(line.strip()[:LONGEST_TITLE] for line in typed.splitlines() if line.strip())


def spot_of(typed: str) -> Spot | None:
    """A cell as pages name it, «2-3»; None for anything else."""
    row, dash, column = typed.partition("-")
    if dash and _is_number(row) and _is_number(column):
        return Spot(int(row), int(column))
    return None


def chosen_of(typed: list[str]) -> list[tuple[int, Spot | None]]:
    """The contributions chosen on a page, each with the cell that it stands in: «12», «12@2-3»."""
    chosen = []
    for each in typed:
        number, _at, where = each.partition("@")
        if _is_number(number):
            chosen.append((int(number), spot_of(where)))
    return chosen


def numbers_of(typed: list[str]) -> list[int]:
    """Numbers of contributions, in the order in which they came, once each."""
    return list(dict.fromkeys(int(each) for each in typed if _is_number(each)))


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 8  # noqa: PLR2004 - ten million is too many
