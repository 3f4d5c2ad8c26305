"""Forms of the plan itself, its sections, its objectives and what makes it an act."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ordito.community.models import Organisation
from ordito.core.forms import DayInput
from ordito.core.models import District
from ordito.governance.models import Body, Decision, Outcome
from ordito.plan.commands import ObjectiveFacts, PlanFacts, SignatureFacts
from ordito.plan.commands.acts import ADOPTING
from ordito.plan.models import AreaPlan, Objective


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
    plainly = forms.CharField(
        label=_("In parole semplici"),
        required=False,
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Di che cosa parla il piano, per chi non ne ha mai letto uno. Apre la pagina per tutti."),
    )
    previous = forms.ModelChoiceField(
        label=_("Il piano di prima"),
        queryset=AreaPlan.objects.none(),
        required=False,
        help_text=_("Così i due si leggono uno accanto all'altro."),
    )

    def __init__(self, *args: Any, district: District, but: AreaPlan | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = AreaPlan.objects.filter(district=district).exclude(pk=but.pk if but else 0)
        self.fields["previous"].queryset = others.order_by("-starts_on")  # type: ignore[attr-defined]

    def facts(self) -> PlanFacts:
        told = self.cleaned_data
        return PlanFacts(
            title=told["title"],
            starts_on=told["starts_on"],
            ends_before=told["last_day"] + timedelta(days=1),
            is_public=told["is_public"],
            plainly=told["plainly"],
            previous=told["previous"],
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
    plainly = forms.CharField(
        label=_("In parole semplici"),
        required=False,
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Una frase o due per la pagina per tutti; vuoto, vi si legge l'obiettivo com'è."),
    )
    proposed_by = forms.ModelChoiceField(label=_("Proposto da"), queryset=Body.objects.none(), required=False)
    continues = forms.ModelChoiceField(
        label=_("Prosegue dal piano di prima"), queryset=Objective.objects.none(), required=False
    )

    def __init__(self, *args: Any, plan: AreaPlan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["proposed_by"].queryset = Body.objects.filter(district=plan.district).order_by("name")  # type: ignore[attr-defined]
        before = Objective.objects.filter(plan=plan.previous_id).order_by("code")
        self.fields["continues"].queryset = before  # type: ignore[attr-defined]
        if plan.previous_id is None:
            del self.fields["continues"]
        groups = (
            plan.objectives.exclude(group="").order_by("group").values_list("group", flat=True).distinct()
        )
        self.fields["group"].widget.attrs["list"] = "groups"
        self.groups = list(groups)

    def facts(self) -> ObjectiveFacts:
        return ObjectiveFacts(**self.cleaned_data)


LACKS_A_DECISION = _(
    "Non c'è ancora una decisione con cui farlo: la prende l'Assemblea, la Giunta o il Consiglio in un "
    "incontro, e si scrive approvata nel suo verbale."
)


class AdoptionForm(forms.Form):
    """The decision by which the plan was adopted."""

    decision = forms.ModelChoiceField(
        label=_("Decisione"),
        queryset=Decision.objects.none(),
        help_text=_("Quella approvata dall'Assemblea."),
    )

    def __init__(self, *args: Any, district: District, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        approved = Decision.objects.filter(
            meeting__body__district=district, meeting__body__kind__in=ADOPTING, outcome=Outcome.APPROVED
        )
        self.fields["decision"].queryset = approved.select_related("meeting__body").order_by("-meeting__date")  # type: ignore[attr-defined]
        self.fields["decision"].label_from_instance = _told  # type: ignore[attr-defined]
        self.lacks = "" if approved.exists() else LACKS_A_DECISION


class RevisionForm(AdoptionForm):
    """The decision by which an adopted plan was amended, and what changed."""

    note = forms.CharField(
        label=_("Che cosa cambia, e perché"), max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )


class SignatureForm(forms.Form):
    """Who signs for a body."""

    organisation = forms.ModelChoiceField(label=_("Per"), queryset=Organisation.objects.none())
    name = forms.CharField(label=_("Nome e cognome"), max_length=160)
    role = forms.CharField(
        label=_("In qualità di"), max_length=120, required=False, help_text=_("Per esempio: Sindaca.")
    )
    signed_on = forms.DateField(label=_("Firmato il"), widget=DayInput, required=False)

    def __init__(self, *args: Any, district: District, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = Organisation.objects.filter(district=district).order_by("name")
        self.fields["organisation"].queryset = rows  # type: ignore[attr-defined]

    def facts(self) -> SignatureFacts:
        return SignatureFacts(**self.cleaned_data)


class YearForm(forms.Form):
    """The office's words for a year."""

    text = forms.CharField(
        label=_("Priorità e indirizzi dell'anno"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text=_(
            "Righe vuote separano i capoversi; «- » apre un elenco; **grassetto** e *corsivo* valgono."
        ),
    )


def _told(decision: Decision) -> str:
    meeting = decision.meeting
    return f"{meeting.body.name}, {meeting.date:%d/%m/%Y}, {decision}"
