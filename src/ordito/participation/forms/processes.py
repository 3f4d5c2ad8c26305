"""What people type about paths, phases, products and workshops. Forms only read; the deeds decide."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ordito.community.models import Person
from ordito.core.forms import DayInput
from ordito.governance.commands.meetings import MeetingFacts
from ordito.governance.forms.meetings import HourInput
from ordito.governance.models import Body, Document, Mandate, Meeting, MeetingState
from ordito.participation.commands.phases import WorkshopFacts
from ordito.participation.commands.processes import PhaseFacts, ProcessFacts, ProductFacts
from ordito.participation.models import Call, Doing, Phase, ProductKind, Whom
from ordito.territory.models import Place, SubArea

if TYPE_CHECKING:
    from ordito.core.models import District
    from ordito.participation.models import Process, Product, Workshop
    from ordito.participation.queries.templates import PathTemplate

LONGEST_TEXT = 20_000
CLOSED = "closed"
ONE = timedelta(days=1)


class ProcessForm(forms.Form):
    """A path: who leads it, with which mandate, from when to when."""

    title = forms.CharField(label=_("Titolo"), max_length=200)
    purpose = forms.CharField(
        label=_("Perché"), required=False, max_length=LONGEST_TEXT, widget=forms.Textarea(attrs={"rows": 3})
    )
    body = forms.ModelChoiceField(
        Body.objects.none(),
        label=_("Chi lo conduce"),
        empty_label=_("— chi? —"),
        help_text=_("Per esempio un gruppo misto di amministratori e tecnici, o un laboratorio."),
    )
    technical_group = forms.ModelChoiceField(
        Body.objects.none(),
        label=_("Sottogruppo tecnico"),
        required=False,
        empty_label="—",
        help_text=_("Chi prepara le elaborazioni."),
    )
    mandate = forms.ModelChoiceField(
        Mandate.objects.none(),
        label=_("Mandato"),
        required=False,
        empty_label="—",
        help_text=_("Uno di quelli di chi conduce."),
    )
    call = forms.ModelChoiceField(
        Call.objects.none(), label=_("Nasce dall'avviso"), required=False, empty_label="—"
    )
    starts_on = forms.DateField(label=_("Dal"), widget=DayInput)
    last_day = forms.DateField(label=_("Ultimo giorno"), required=False, widget=DayInput)
    is_public = forms.BooleanField(
        label=_("Ha pagine pubbliche"),
        required=False,
        help_text=_("Senza, lo vede solo chi ha un ruolo nell'ambito."),
    )

    def __init__(self, *args: Any, district: District, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        bodies = Body.objects.filter(district=district).order_by("name")
        mandates = Mandate.objects.filter(body__district=district).select_related("body", "mandated_by")
        offered: dict[str, Any] = {
            "body": bodies,
            "technical_group": bodies,
            "mandate": mandates.order_by("body__name", "date"),
            "call": Call.objects.filter(district=district).order_by("title"),
        }
        for name, rows in offered.items():
            self.fields[name].queryset = rows  # type: ignore[attr-defined]
        self.fields["mandate"].label_from_instance = mandate_in_words  # type: ignore[attr-defined]

    def about(self) -> list[Any]:
        names = ("title", "purpose", "body", "technical_group", "mandate", "call")
        return [self[name] for name in names]

    def facts(self, kind: str) -> ProcessFacts:
        told = dict(self.cleaned_data)
        return ProcessFacts(kind=kind, ends_before=after(told.pop("last_day")), **told)

    @staticmethod
    def of(process: Process) -> dict[str, Any]:
        """What the form shows of a path that is there."""
        names = (
            "title",
            "purpose",
            "body",
            "technical_group",
            "mandate",
            "call",
            "starts_on",
            "last_day",
            "is_public",
        )
        return {name: getattr(process, name) for name in names}

    @staticmethod
    def proposed(template: PathTemplate, today: date) -> dict[str, Any]:
        """What the form shows of a path still to begin."""
        last = today + timedelta(weeks=template.weeks) - ONE if template.weeks else None
        return {
            "purpose": str(template.purpose),
            "starts_on": today,
            "last_day": last,
            "is_public": True,
        }


class ProposedPhaseForm(forms.Form):
    """A phase that the template proposes: kept or not, with its days."""

    keep = forms.BooleanField(label=_("Serve"), required=False, initial=True)
    title = forms.CharField(label=_("Fase"), max_length=200)
    starts_on = forms.DateField(label=_("Dal"), widget=DayInput)
    last_day = forms.DateField(label=_("Ultimo giorno"), widget=DayInput)


ProposedPhases = forms.formset_factory(ProposedPhaseForm, extra=0, max_num=20)


class PhaseForm(forms.Form):
    """A phase with its days and, for everything that people do together, to whom it is open."""

    title = forms.CharField(label=_("Fase"), max_length=200)
    purpose = forms.CharField(
        label=_("Che cosa si fa"),
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    starts_on = forms.DateField(label=_("Dal"), widget=DayInput)
    last_day = forms.DateField(
        label=_("Ultimo giorno"),
        required=False,
        widget=DayInput,
        help_text=_("Se viene dopo la fine del percorso, il percorso si allunga."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(CLOSED, _("nessuno: è chiuso")), *Whom.choices]
        for doing in Doing:
            self.fields[doing.value] = forms.ChoiceField(
                label=doing.label.capitalize(), choices=choices, initial=CLOSED
            )

    def days(self) -> list[Any]:
        return [self[name] for name in ("title", "purpose", "starts_on", "last_day")]

    def doings(self) -> list[Any]:
        return [self[doing.value] for doing in Doing]

    def facts(self) -> PhaseFacts:
        told = self.cleaned_data
        return PhaseFacts(
            title=told["title"],
            purpose=told["purpose"],
            starts_on=told["starts_on"],
            ends_before=after(told["last_day"]),
            opens={doing.value: told[doing.value] for doing in Doing if told[doing.value] != CLOSED},
        )

    @staticmethod
    def of(phase: Phase) -> dict[str, Any]:
        """What the form shows of a phase that is there."""
        names = ("title", "purpose", "starts_on", "last_day")
        return {name: getattr(phase, name) for name in names} | dict(
            phase.openings.values_list("doing", "whom")
        )


class ProductForm(forms.Form):
    """Something tangible to leave."""

    title = forms.CharField(label=_("Prodotto"), max_length=200)
    kind = forms.ChoiceField(label=_("Tipo"), choices=ProductKind.choices, initial=ProductKind.OTHER)
    due_on = forms.DateField(label=_("Entro il"), required=False, widget=DayInput)

    def facts(self) -> ProductFacts:
        return ProductFacts(**self.cleaned_data)

    @staticmethod
    def of(product: Product) -> dict[str, Any]:
        return {name: getattr(product, name) for name in ("title", "kind", "due_on")}


class DeliveryForm(forms.Form):
    """When a product was delivered, and which document it became."""

    on = forms.DateField(label=_("Consegnato il"), widget=DayInput)
    document = forms.ModelChoiceField(
        Document.objects.none(),
        label=_("Il documento che è diventato"),
        required=False,
        empty_label=_("nessuno, per ora"),
    )

    def __init__(self, *args: Any, district: District, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        documents = Document.objects.filter(district=district).order_by("title")
        self.fields["document"].queryset = documents  # type: ignore[attr-defined]


class WorkshopForm(forms.Form):
    """Where a meeting stands in a path: phase, sub-area, who leads it, on what it rests."""

    phase = forms.ModelChoiceField(
        Phase.objects.none(), label=_("Fase"), required=False, empty_label=_("nessuna")
    )
    sub_area = forms.ModelChoiceField(
        SubArea.objects.none(), label=_("Sub-area"), required=False, empty_label=_("tutto l'ambito")
    )
    addressed_to = forms.CharField(
        label=_("Con chi"),
        max_length=200,
        required=False,
        help_text=_("Per esempio: operatori e amministratori; associazioni, sindacati, servizi sanitari."),
    )
    administrator = forms.ModelChoiceField(
        Person.objects.none(),
        label=_("Lo conduce, per gli amministratori"),
        required=False,
        empty_label="—",
    )
    technician = forms.ModelChoiceField(
        Person.objects.none(), label=_("Lo conduce, per i tecnici"), required=False, empty_label="—"
    )
    grounded_on = forms.ModelChoiceField(
        Document.objects.none(),
        label=_("Documento di contesto"),
        required=False,
        empty_label="—",
        help_text=_("Il documento da cui parte il discorso."),
    )

    def __init__(self, *args: Any, process: Process, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        district = process.district
        people = Person.objects.filter(district=district).order_by("name")
        offered: dict[str, Any] = {
            "phase": process.phases.order_by("number"),
            "sub_area": SubArea.objects.filter(district=district).order_by("name"),
            "administrator": people,
            "technician": people,
            "grounded_on": Document.objects.filter(district=district).order_by("title"),
        }
        for name, rows in offered.items():
            self.fields[name].queryset = rows  # type: ignore[attr-defined]

    def place(self) -> WorkshopFacts:
        names = WorkshopFacts.__slots__
        return WorkshopFacts(**{name: self.cleaned_data[name] for name in names})

    @staticmethod
    def of(workshop: Workshop) -> dict[str, Any]:
        return {name: getattr(workshop, name) for name in WorkshopFacts.__slots__}


class NewWorkshopForm(WorkshopForm):
    """The same, for a meeting of the register or for one still to prepare."""

    meeting = forms.ModelChoiceField(
        Meeting.objects.none(),
        label=_("Un incontro del registro"),
        required=False,
        empty_label=_("nessuno: si prepara un incontro nuovo"),
    )
    body = forms.ModelChoiceField(Body.objects.none(), label=_("Chi si incontra"), required=False)
    date = forms.DateField(label=_("Data"), required=False, widget=DayInput)
    starts_at = forms.TimeField(label=_("Dalle"), required=False, widget=HourInput)
    ends_at = forms.TimeField(label=_("Alle"), required=False, widget=HourInput)
    location = forms.ModelChoiceField(
        Place.objects.none(), label=_("Luogo"), required=False, empty_label=_("— altro luogo, o nessuno —")
    )
    place_text = forms.CharField(label=_("Altro luogo, o indicazioni"), required=False, max_length=200)
    heading = forms.CharField(label=_("Titolo"), required=False, max_length=200)
    agenda = forms.CharField(
        label=_("Ordine del giorno"),
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Un punto per riga."),
    )

    def __init__(self, *args: Any, process: Process, **kwargs: Any) -> None:
        super().__init__(*args, process=process, **kwargs)
        district, today = process.district, process.district.today()
        free = Meeting.objects.filter(district=district, workshop__isnull=True)
        free = free.exclude(state=MeetingState.CANCELLED).select_related("body").order_by("-date", "pk")
        bodies = Body.objects.alive(today).filter(district=district).order_by("name")
        self.fields["meeting"].queryset = free  # type: ignore[attr-defined]
        self.fields["meeting"].label_from_instance = meeting_in_words  # type: ignore[attr-defined]
        self.fields["body"].queryset = bodies  # type: ignore[attr-defined]
        self.fields["body"].initial = process.body_id
        self.fields["location"].queryset = Place.objects.filter(  # type: ignore[attr-defined]
            district=district
        ).order_by("name")

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or {}
        if not told.get("meeting"):
            for name in ("body", "date"):
                if not told.get(name) and name not in self.errors:
                    self.add_error(
                        name, gettext("Per un incontro nuovo serve; oppure se ne sceglie uno sopra.")
                    )
        return told

    def new(self) -> list[list[Any]]:
        rows = (("body", "heading"), ("date", "starts_at", "ends_at"), ("location", "place_text"))
        return [[self[name] for name in row] for row in (*rows, ("agenda",))]

    def standing(self) -> list[Any]:
        return [self[name] for name in WorkshopFacts.__slots__]

    def meeting_facts(self) -> MeetingFacts:
        told = self.cleaned_data
        return MeetingFacts(
            date=told["date"],
            starts_at=told["starts_at"],
            ends_at=told["ends_at"],
            place=told["location"],
            place_text=told["place_text"],
            title=told["heading"],
            agenda=told["agenda"].splitlines(),
        )


def after(last_day: date | None) -> date | None:
    """The first day on which it is over, of the last on which it holds."""
    return None if last_day is None else last_day + ONE


def mandate_in_words(mandate: Mandate) -> str:
    """A mandate by who had it and what it asks, then from whom and when."""
    given = mandate.mandated_by.name if mandate.mandated_by else ""
    when = date_format(mandate.date, "d/m/Y") if mandate.date else ""
    told = ", ".join(filter(None, [given, when]))
    return f"{mandate.body.name}: {mandate.object[:80]}" + (f" ({told})" if told else "")


def meeting_in_words(meeting: Meeting) -> str:
    """A meeting by its day, its body and its title."""
    return " · ".join(filter(None, [date_format(meeting.date, "d/m/Y"), meeting.body.name, meeting.title]))
