"""Forms of meetings, decisions and tasks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ordito.core.forms import DayInput
from ordito.governance.commands.decisions import DecisionFacts, TaskFacts
from ordito.governance.commands.meetings import MeetingFacts
from ordito.governance.models import AgendaItem, Decision, Outcome
from ordito.territory.models import Place

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ordito.core.models import District
    from ordito.governance.models import Meeting


class HourInput(forms.TimeInput):
    """An hour, picked or typed."""

    input_type = "time"

    def __init__(self) -> None:
        super().__init__(format="%H:%M")


class MeetingForm(forms.Form):
    """A meeting as the plan office plans it."""

    date = forms.DateField(label=_("Data"), widget=DayInput)
    starts_at = forms.TimeField(label=_("Dalle"), required=False, widget=HourInput)
    ends_at = forms.TimeField(label=_("Alle"), required=False, widget=HourInput)
    place = forms.ModelChoiceField(
        Place.objects.none(), label=_("Luogo"), required=False, empty_label=_("— altro luogo, o nessuno —")
    )
    place_text = forms.CharField(
        label=_("Altro luogo, o indicazioni"),
        required=False,
        max_length=200,
        help_text=_("Per esempio: sala consiliare, primo piano."),
    )
    link = forms.URLField(
        label=_("Collegamento per partecipare a distanza"), required=False, assume_scheme="https"
    )
    title = forms.CharField(
        label=_("Titolo"),
        required=False,
        max_length=200,
        help_text=_("Se manca, l'incontro prende il nome dell'organismo."),
    )
    agenda = forms.CharField(
        label=_("Ordine del giorno"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 6, "data-lines": ""}),
        help_text=_("Un punto per riga. Alt+↑ e Alt+↓ spostano la riga."),
    )
    message = forms.CharField(
        label=_("Testo di accompagnamento"),
        required=False,
        max_length=5_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Va nella convocazione, dopo l'ordine del giorno."),
    )
    is_public = forms.BooleanField(
        label=_("L'incontro compare nelle pagine pubbliche"), required=False, initial=True
    )

    def __init__(self, *args: Any, district: District, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places = Place.objects.filter(district=district).order_by("name")
        self.fields["place"].queryset = places  # type: ignore[attr-defined]

    def facts(self) -> MeetingFacts:
        """What was typed, as the deed takes it."""
        typed = {key: value for key, value in self.cleaned_data.items() if key in MeetingFacts.__slots__}
        return MeetingFacts(**{**typed, "agenda": self.cleaned_data["agenda"].splitlines()})


class ChangeMeetingForm(MeetingForm):
    """The same, with what to tell those who were convened."""

    notice = forms.CharField(
        label=_("Perché cambia"),
        required=False,
        max_length=300,
        help_text=_("Si legge nel messaggio ai membri e nella pagina dell'incontro."),
    )
    tell_members = forms.BooleanField(
        label=_("Avvisare i membri anche se data, ora e luogo restano gli stessi"), required=False
    )


def typed_of(meeting: Meeting) -> dict[str, Any]:
    """What the form of a meeting starts from."""
    names = ("date", "starts_at", "ends_at", "place", "place_text", "link", "title", "message", "is_public")
    agenda = meeting.agenda.order_by("position").values_list("title", flat=True)
    return {**{name: getattr(meeting, name) for name in names}, "agenda": "\n".join(agenda)}


def offer(field: Any, rows: Sequence[AgendaItem] | Sequence[Decision]) -> None:
    """Let a choice show these rows; what comes back is still checked in the database."""
    field.choices = [("", field.empty_label), *((row.pk, str(row)) for row in rows)]


class DecisionForm(forms.Form):
    """What a meeting decided, with the votes where they were counted."""

    number = forms.CharField(label=_("Numero"), max_length=40)
    text = forms.CharField(
        label=_("Che cosa si decide"), widget=forms.Textarea(attrs={"rows": 2}), max_length=200_000
    )
    agenda_item = forms.ModelChoiceField(
        AgendaItem.objects.none(), label=_("Punto"), required=False, empty_label=_("nessun punto")
    )
    outcome = forms.ChoiceField(label=_("Esito"), choices=Outcome.choices, initial=Outcome.APPROVED)
    votes_for = forms.IntegerField(label=_("Favorevoli"), required=False, min_value=0, max_value=100_000)
    votes_against = forms.IntegerField(label=_("Contrari"), required=False, min_value=0, max_value=100_000)
    abstained = forms.IntegerField(label=_("Astenuti"), required=False, min_value=0, max_value=100_000)

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "decisione-%s", **kwargs})
        items = AgendaItem.objects.filter(meeting=meeting).order_by("position")
        self.fields["agenda_item"].queryset = items  # type: ignore[attr-defined]

    def choose_from(self, items: Sequence[AgendaItem]) -> None:
        """Offer points that were read already, instead of reading them again."""
        offer(self.fields["agenda_item"], items)

    def facts(self) -> DecisionFacts:
        """What was typed, as the deed takes it."""
        return DecisionFacts(**self.cleaned_data)


class ApprovalForm(forms.Form):
    """The votes with which minutes are approved; nothing when they were approved without counting."""

    number = forms.CharField(label=_("Numero della decisione"), max_length=40, required=False)
    votes_for = forms.IntegerField(label=_("Favorevoli"), required=False, min_value=0, max_value=100_000)
    votes_against = forms.IntegerField(label=_("Contrari"), required=False, min_value=0, max_value=100_000)
    abstained = forms.IntegerField(label=_("Astenuti"), required=False, min_value=0, max_value=100_000)

    def facts(self) -> DecisionFacts:
        """What was typed, as the deed takes it; the text is written by the deed."""
        return DecisionFacts(text="", **self.cleaned_data)


class TaskForm(forms.Form):
    """Something to do, by somebody, by a day."""

    text = forms.CharField(label=_("Che cosa c'è da fare"), max_length=300)
    who = forms.CharField(
        label=_("Chi"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"list": "chi", "autocomplete": "off"}),
    )
    due_on = forms.DateField(label=_("Entro il"), required=False, widget=DayInput)
    decision = forms.ModelChoiceField(
        Decision.objects.none(), label=_("Decisione"), required=False, empty_label=_("nessuna")
    )

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "compito-%s", **kwargs})
        decisions = Decision.objects.filter(meeting=meeting).order_by("pk")
        self.fields["decision"].queryset = decisions  # type: ignore[attr-defined]

    def choose_from(self, decisions: Sequence[Decision]) -> None:
        """Offer decisions that were read already, instead of reading them again."""
        offer(self.fields["decision"], decisions)

    def facts(self) -> TaskFacts:
        """What was typed, as the deed takes it."""
        return TaskFacts(**self.cleaned_data)
