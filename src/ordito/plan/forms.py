"""Forms of the plan."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ordito.community.models import Organisation
from ordito.core.forms import DayInput
from ordito.core.models import District
from ordito.governance.models import Body, Decision, Outcome
from ordito.plan.commands import ActionFacts, IndicatorFacts, ObjectiveFacts, PlanFacts
from ordito.plan.models import ActionState, AreaPlan, BudgetSource


def _after(last_day: date | None) -> date | None:
    return last_day + timedelta(days=1) if last_day else None


class PlanForm(forms.Form):
    """Title and period; people write the last day, not the first one after."""

    title = forms.CharField(
        label=_("Titolo"), max_length=200, help_text=_("Per esempio: Piano di Zona 2024-2026.")
    )
    starts_on = forms.DateField(label=_("Dal"), widget=DayInput)
    last_day = forms.DateField(label=_("Al (compreso)"), widget=DayInput)
    is_public = forms.BooleanField(
        label=_("Visibile a tutti"),
        required=False,
        help_text=_("Chiunque può leggerlo, anche in costruzione."),
    )

    def facts(self) -> PlanFacts:
        told = self.cleaned_data
        return PlanFacts(
            title=told["title"],
            starts_on=told["starts_on"],
            ends_before=told["last_day"] + timedelta(days=1),
            is_public=told["is_public"],
        )


class SectionForm(forms.Form):
    """The text of one letter of art. 19."""

    text = forms.CharField(
        label=_("Testo"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 16}),
        help_text=_(
            "Righe vuote separano i capoversi; «- » apre un elenco; **grassetto** e *corsivo* valgono."
        ),
    )


class ObjectiveForm(forms.Form):
    """An objective."""

    title = forms.CharField(label=_("Obiettivo"), max_length=300)
    code = forms.CharField(
        label=_("Numero"), max_length=20, required=False, help_text=_("Vuoto: il prossimo."), strip=True
    )
    group = forms.CharField(
        label=_("Macro-gruppo"),
        max_length=160,
        required=False,
        help_text=_("Gli obiettivi dello stesso stanno insieme."),
    )
    description = forms.CharField(
        label=_("Descrizione"), required=False, widget=forms.Textarea(attrs={"rows": 6})
    )
    proposed_by = forms.ModelChoiceField(label=_("Proposto da"), queryset=Body.objects.none(), required=False)

    def __init__(self, *args: Any, plan: AreaPlan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["proposed_by"].queryset = Body.objects.filter(district=plan.district).order_by("name")  # type: ignore[attr-defined]
        groups = (
            plan.objectives.exclude(group="").order_by("group").values_list("group", flat=True).distinct()
        )
        self.fields["group"].widget.attrs["list"] = "groups"
        self.groups = list(groups)

    def facts(self) -> ObjectiveFacts:
        return ObjectiveFacts(**self.cleaned_data)


class ActionForm(forms.Form):
    """An action."""

    title = forms.CharField(label=_("Azione"), max_length=300)
    code = forms.CharField(
        label=_("Numero"), max_length=20, required=False, help_text=_("Vuoto: il prossimo.")
    )
    description = forms.CharField(
        label=_("Descrizione"), required=False, widget=forms.Textarea(attrs={"rows": 6})
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
        )


class StateForm(forms.Form):
    """Where an action stands."""

    state = forms.ChoiceField(label=_("Stato"), choices=ActionState.choices)


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

    def __init__(self, *args: Any, plan: AreaPlan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        last = (plan.ends_before - timedelta(days=1)).year
        self.fields["year"].choices = [(year, str(year)) for year in range(plan.starts_on.year, last + 1)]  # type: ignore[attr-defined]


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

    def facts(self) -> IndicatorFacts:
        return IndicatorFacts(**self.cleaned_data)


class ReadingForm(forms.Form):
    """The value of an indicator on a day."""

    on = forms.DateField(label=_("Il"), widget=DayInput)
    value = forms.DecimalField(label=_("Valore"), max_digits=14, decimal_places=3, localize=True)
    source = forms.CharField(label=_("Dove è stato letto"), max_length=200, required=False)


class AdoptionForm(forms.Form):
    """The decision by which the plan was adopted."""

    decision = forms.ModelChoiceField(
        label=_("Decisione"),
        queryset=Decision.objects.none(),
        help_text=_("Quella approvata dall'Assemblea."),
    )

    def __init__(self, *args: Any, district: District, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        approved = Decision.objects.filter(meeting__body__district=district, outcome=Outcome.APPROVED)
        self.fields["decision"].queryset = approved.select_related("meeting__body").order_by("-meeting__date")  # type: ignore[attr-defined]
        self.fields["decision"].label_from_instance = _told  # type: ignore[attr-defined]


def _told(decision: Decision) -> str:
    meeting = decision.meeting
    return f"{meeting.body.name}, {meeting.date:%d/%m/%Y}, {decision}"
