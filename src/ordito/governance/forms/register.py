"""Forms of bodies, mandates and seats: people write last days, the register keeps the day after."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from ordito.core.forms import DayInput
from ordito.governance.commands.register import BodyFacts
from ordito.governance.models import Body, BodyKind

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from ordito.community.models import Organisation, Person
    from ordito.core.models import District
    from ordito.governance.models import Mandate, Membership


class LastDayField(forms.DateField):
    """The last day of a period, as people write it; what it gives is the first day that is out of it."""

    widget = DayInput
    default_validators = [MaxValueValidator(date(2999, 12, 31))]

    def clean(self, value: Any) -> date | None:
        day: date | None = super().clean(value)
        return None if day is None else day + timedelta(days=1)

    def prepare_value(self, value: Any) -> Any:
        return value - timedelta(days=1) if isinstance(value, date) else value


class BodyForm(forms.Form):
    """What a body is, to whom it answers, how it works."""

    name = forms.CharField(label=_("Nome"), max_length=200)
    kind = forms.ChoiceField(label=_("Tipo"), choices=BodyKind.choices)
    mandated_by = forms.ModelChoiceField(
        label=_("Risponde a"),
        queryset=Body.objects.none(),
        required=False,
        empty_label=_("nessuno: sta in cima"),
    )
    role = forms.CharField(label=_("Compito"), required=False, widget=forms.Textarea(attrs={"rows": 2}))
    way_of_working = forms.CharField(
        label=_("Come lavora"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    goes_on = forms.CharField(
        label=_("Che cosa prosegue"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    quorum_percent = forms.IntegerField(
        label=_("Numero legale (% delle adesioni)"),
        required=False,
        validators=[MinValueValidator(1), MaxValueValidator(100)],
        help_text=_("Vuoto se l'organismo delibera qualunque sia il numero dei presenti."),
    )
    starts_on = forms.DateField(label=_("Istituito il"), required=False, widget=DayInput)
    is_public = forms.BooleanField(label=_("Ha una pagina pubblica"), required=False)

    def __init__(self, *args: Any, district: District, body: Body | None = None, **kwargs: Any) -> None:
        if body is not None:
            shown = {name: getattr(body, name) for name in self.base_fields}
            kwargs["initial"] = shown | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        others = Body.objects.filter(district=district).order_by("name", "pk")
        _choose_among(self, "mandated_by", others.exclude(pk=body.pk) if body else others)

    @property
    def facts(self) -> BodyFacts:
        return BodyFacts(**self.cleaned_data)


class ClosingForm(forms.Form):
    """The last day of something: today, unless another is written."""

    ends_before = LastDayField(label=_("Ultimo giorno"))

    def __init__(self, *args: Any, today: date | None = None, **kwargs: Any) -> None:
        if today is not None:
            kwargs["initial"] = {"ends_before": today + timedelta(days=1)}
        super().__init__(*args, **kwargs)


class MandateForm(forms.Form):
    """What a body is asked to do, by whom, when, until when."""

    object = forms.CharField(label=_("Che cosa si chiede"), widget=forms.Textarea(attrs={"rows": 4}))
    mandated_by = forms.ModelChoiceField(
        label=_("Chi dà il mandato"),
        queryset=Body.objects.none(),
        required=False,
        empty_label=_("non indicato"),
    )
    date = forms.DateField(
        label=_("Data"),
        required=False,
        widget=DayInput,
        help_text=_("Vuota se non si conosce: la pagina dirà «data non indicata»."),
    )
    ends_before = LastDayField(label=_("Fino al"), required=False)

    def __init__(self, *args: Any, body: Body, mandate: Mandate | None = None, **kwargs: Any) -> None:
        initial: dict[str, Any] = {"mandated_by": body.mandated_by_id}
        if mandate is not None:
            initial = {name: getattr(mandate, name) for name in self.base_fields}
        kwargs["initial"] = initial
        super().__init__(*args, **kwargs)
        others = Body.objects.filter(district=body.district_id).exclude(pk=body.pk)
        _choose_among(self, "mandated_by", others.order_by("name", "pk"))


class SeatForm(forms.Form):
    """From when to when somebody sits, in which capacity, formally or by invitation."""

    starts_on = forms.DateField(label=_("Dal"), widget=DayInput)
    ends_before = LastDayField(label=_("Fino al"), required=False)
    role = forms.CharField(
        label=_("In qualità di"),
        required=False,
        max_length=120,
        help_text=_("Per esempio: Sindaco, referente del Terzo Settore."),
    )
    is_formal = forms.BooleanField(
        label=_("Adesione formalizzata"),
        required=False,
        initial=True,
        help_text=_("Chi è solo invitato non entra nelle adesioni su cui si misura la partecipazione."),
    )

    def __init__(self, *args: Any, seat: Membership | None = None, **kwargs: Any) -> None:
        if seat is not None:
            names = ("starts_on", "ends_before", "role", "is_formal")
            kwargs["initial"] = {name: getattr(seat, name) for name in names}
        super().__init__(*args, **kwargs)


class AdmissionForm(SeatForm):
    """Whoever enters a body on the same day, organisations and people in their own name."""

    organisations: forms.ModelMultipleChoiceField[Organisation]
    people: forms.ModelMultipleChoiceField[Person]

    def __init__(
        self, *args: Any, free: tuple[QuerySet[Organisation], QuerySet[Person]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        ticks = forms.CheckboxSelectMultiple
        organisations, people = free
        self.fields = {
            "organisations": forms.ModelMultipleChoiceField(
                label=_("Organizzazioni"), queryset=organisations, required=False, widget=ticks
            ),
            "people": forms.ModelMultipleChoiceField(
                label=_("Persone a titolo proprio"), queryset=people, required=False, widget=ticks
            ),
            **self.fields,
        }

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not (cleaned.get("organisations") or cleaned.get("people") or self.errors):
            raise forms.ValidationError(_("Scegliere almeno un'organizzazione o una persona."))
        return cleaned


class FormalForm(forms.Form):
    """The day from which an invitation becomes formal."""

    on = forms.DateField(label=_("Formalizzata dal"), widget=DayInput)


def _choose_among(form: forms.Form, name: str, rows: QuerySet[Body]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - declared above
    field.queryset = rows
