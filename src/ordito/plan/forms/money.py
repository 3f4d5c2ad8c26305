"""Forms of the money of the plan."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ordito.core.forms import DayInput
from ordito.plan.commands import KeyFacts
from ordito.plan.models import AreaPlan, BudgetLine, BudgetSource, SharingKey, SharingKind
from ordito.territory.models import Municipality


class KeyForm(forms.Form):
    """By what municipalities share a sum."""

    name = forms.CharField(label=_("Nome"), max_length=160, help_text=_("Per esempio: per abitante."))
    kind = forms.ChoiceField(
        label=_("I pesi sono"),
        choices=SharingKind.choices,
        help_text=_(
            "Gli abitanti si copiano adesso dal territorio, con la fonte e il giorno; gli altri si scrivono."
        ),
    )

    def facts(self) -> KeyFacts:
        return KeyFacts(**self.cleaned_data)


class WeightsForm(KeyForm):
    """The weights of a key, one for each municipality."""

    source = forms.CharField(label=_("Fonte dei pesi"), max_length=200, required=False)
    counted_on = forms.DateField(label=_("Contati il"), widget=DayInput, required=False)

    def __init__(self, *args: Any, towns: Iterable[Municipality], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].help_text = ""
        self.towns = {f"weight-{town.istat_code}": town for town in towns}
        for name, town in self.towns.items():
            self.fields[name] = forms.DecimalField(
                label=town.name, max_digits=14, decimal_places=3, min_value=0, required=False, localize=True
            )

    @property
    def weight_fields(self) -> list[Any]:
        """The fields of the weights, for the page."""
        return [self[name] for name in self.towns]

    def facts(self) -> KeyFacts:
        told = self.cleaned_data
        return KeyFacts(**{name: told[name] for name in ("name", "kind", "source", "counted_on")})

    def weights(self) -> dict[Municipality, Decimal]:
        """What each municipality weighs, those left empty excluded."""
        told = {town: self.cleaned_data[name] for name, town in self.towns.items()}
        return {town: weight for town, weight in told.items() if weight is not None}


class BudgetForm(forms.Form):
    """Euros of a year from a source."""

    year = forms.TypedChoiceField(label=_("Anno"), coerce=int)
    source = forms.ChoiceField(label=_("Fonte"), choices=BudgetSource.choices)
    amount = forms.DecimalField(
        label=_("Importo (€)"),
        max_digits=12,
        decimal_places=2,
        min_value=0,
        help_text=_("Zero toglie la riga."),
        localize=True,
    )
    sharing_key = forms.ModelChoiceField(
        label=_("Riparto fra i comuni"),
        queryset=SharingKey.objects.none(),
        required=False,
        help_text=_("Solo per le quote comunali."),
    )

    def __init__(self, *args: Any, plan: AreaPlan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        years: Any = self.fields["year"]
        years.choices = [(year, str(year)) for year in range(plan.starts_on.year, plan.last_day.year + 1)]
        self.fields["sharing_key"].queryset = SharingKey.objects.filter(plan=plan).order_by("name")  # type: ignore[attr-defined]


class ExpenseForm(forms.Form):
    """Euros spent on a line."""

    line = forms.ModelChoiceField(label=_("Di quale riga"), queryset=BudgetLine.objects.none())
    on = forms.DateField(label=_("Al"), widget=DayInput)
    spent = forms.DecimalField(
        label=_("Speso (€)"),
        max_digits=12,
        decimal_places=2,
        localize=True,
        help_text=_("Con il meno, corregge."),
    )
    note = forms.CharField(label=_("Nota"), max_length=200, required=False)

    def __init__(self, *args: Any, lines: list[BudgetLine], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["line"]
        field.queryset = BudgetLine.objects.filter(pk__in=[line.pk for line in lines])
        field.choices = [
            ("", "—"),
            *((line.pk, f"{line.year}, {line.get_source_display()}") for line in lines),
        ]
