"""Forms of actions, how they go on, and their indicators."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ordito.community.models import Organisation
from ordito.core.forms import DayInput
from ordito.core.models import District
from ordito.plan.commands import ActionFacts, IndicatorFacts, StepFacts
from ordito.plan.models import ActionState
from ordito.plan.queries.measures import measures_of


def _after(last_day: date | None) -> date | None:
    return last_day + timedelta(days=1) if last_day else None


class ActionForm(forms.Form):
    """An action."""

    title = forms.CharField(label=_("Azione"), max_length=300)
    code = forms.CharField(
        label=_("Numero"), max_length=20, required=False, help_text=_("Vuoto: il prossimo.")
    )
    description = forms.CharField(
        label=_("Descrizione"), required=False, widget=forms.Textarea(attrs={"rows": 6})
    )
    plainly = forms.CharField(
        label=_("In parole semplici"),
        required=False,
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Una frase o due per la pagina per tutti; vuoto, vi si legge l'azione com'è."),
    )
    owner = forms.ModelChoiceField(
        label=_("Responsabile"), queryset=Organisation.objects.none(), required=False
    )
    partners = forms.ModelMultipleChoiceField(
        label=_("Partner"),
        queryset=Organisation.objects.none(),
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 8}),
        help_text=_("Tenendo premuto Ctrl se ne scelgono più di uno."),
    )
    starts_on = forms.DateField(label=_("Dal"), widget=DayInput, required=False)
    last_day = forms.DateField(label=_("Al (compreso)"), widget=DayInput, required=False)

    def __init__(self, *args: Any, district: District, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        organisations = Organisation.objects.filter(district=district).order_by("name")
        self.fields["owner"].queryset = organisations  # type: ignore[attr-defined]
        self.fields["partners"].queryset = organisations  # type: ignore[attr-defined]

    def facts(self) -> ActionFacts:
        told = self.cleaned_data
        return ActionFacts(
            code=told["code"],
            title=told["title"],
            description=told["description"],
            owner=told["owner"],
            partners=tuple(told["partners"]),
            starts_on=told["starts_on"],
            ends_before=_after(told["last_day"]),
            plainly=told["plainly"],
        )


class StepForm(forms.Form):
    """How an action goes on."""

    state = forms.ChoiceField(label=_("Stato"), choices=ActionState.choices)
    on = forms.DateField(label=_("Il"), widget=DayInput, required=False, help_text=_("Vuoto: oggi."))
    done = forms.CharField(
        label=_("Che cosa si è fatto"),
        required=False,
        max_length=4_000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    changed = forms.CharField(
        label=_("Che cosa cambia, e perché"),
        required=False,
        max_length=4_000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Solo se qualcosa va diversamente da come era scritto."),
    )

    def facts(self, today: date) -> StepFacts:
        told = self.cleaned_data
        return StepFacts(
            on=told["on"] or today, state=told["state"], done=told["done"], changed=told["changed"]
        )


class IndicatorForm(forms.Form):
    """An indicator."""

    name = forms.CharField(
        label=_("Indicatore"), max_length=200, help_text=_("Per esempio: famiglie seguite.")
    )
    unit = forms.CharField(
        label=_("Unità"), max_length=40, required=False, help_text=_("Per esempio: famiglie, %.")
    )
    baseline = forms.DecimalField(
        label=_("Valore di partenza"), max_digits=14, decimal_places=3, required=False, localize=True
    )
    target = forms.DecimalField(
        label=_("Valore atteso"), max_digits=14, decimal_places=3, required=False, localize=True
    )

    taken_from = forms.ChoiceField(
        label=_("Letto da"),
        required=False,
        help_text=_("Una misura che i registri hanno già: la lettura di oggi si prende con un tasto."),
    )

    def __init__(self, *args: Any, district: District, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        groups: dict[str, list[tuple[str, str]]] = {}
        for each in measures_of(district):
            groups.setdefault(each.group, []).append((each.key, each.name))
        told = [("", _("nessuno: si scrive a mano")), *groups.items()]
        self.fields["taken_from"].choices = told  # type: ignore[attr-defined]

    def facts(self) -> IndicatorFacts:
        return IndicatorFacts(**self.cleaned_data)


class ReadingForm(forms.Form):
    """The value of an indicator on a day."""

    on = forms.DateField(label=_("Il"), widget=DayInput)
    value = forms.DecimalField(label=_("Valore"), max_digits=14, decimal_places=3, localize=True)
    source = forms.CharField(label=_("Dove è stato letto"), max_length=200, required=False)
