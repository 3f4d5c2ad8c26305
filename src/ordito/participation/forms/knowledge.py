"""What people type about sources, readings, activities, elaborations. Forms only read; the deeds decide."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ordito.community.models import Organisation, UserArea
from ordito.core.attachments import ACCEPT, LARGEST
from ordito.governance.models import Meeting
from ordito.participation.commands.applications import Paper
from ordito.participation.commands.knowledge import ActivityFacts, ElaborationFacts, SourceFacts
from ordito.participation.forms.processes import meeting_in_words
from ordito.participation.models import Source, SourceKind
from ordito.territory.models import Municipality, SubArea

if TYPE_CHECKING:
    from ordito.core.models import District
    from ordito.participation.models import Elaboration, EmblematicActivity, Process

LONGEST_TEXT = 20_000
LONGEST_PAPER = 100_000
EARLIEST, LATEST = 1800, 2200


def _text(label: Any, help_text: Any = "", rows: int = 4, longest: int = LONGEST_TEXT) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=False,
        max_length=longest,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


class PaperForm(forms.Form):
    """A form with a file."""

    file = forms.FileField(
        label=_("File"),
        required=False,
        help_text=_(
            "PDF, documento, foglio o immagine, fino a 20 MB. Uno nuovo prende il posto del vecchio."
        ),
        widget=forms.FileInput(attrs={"accept": ACCEPT}),
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file and file.size > LARGEST:
            raise forms.ValidationError(_("Il file «%(name)s» supera i 20 MB."), params={"name": file.name})
        return file

    def paper(self) -> Paper | None:
        file = self.cleaned_data["file"]
        return Paper(file.name, file.read()) if file else None


class SourceForm(PaperForm):
    """A document of the map."""

    title = forms.CharField(label=_("Titolo"), max_length=300)
    kind = forms.ChoiceField(label=_("Tipo"), choices=SourceKind.choices, initial=SourceKind.REPORT)
    author = forms.CharField(label=_("Di chi"), max_length=200, required=False)
    year = forms.IntegerField(
        label=_("Anno"), required=False, min_value=EARLIEST, max_value=LATEST, localize=False
    )
    phenomenon = _text(_("Quale fenomeno descrive"), _("Per esempio: le famiglie con un solo genitore."), 2)
    user_area = forms.ChoiceField(
        label=_("Area di utenza"), required=False, choices=[("", _("non detta")), *UserArea.choices]
    )
    municipalities = forms.ModelMultipleChoiceField(
        Municipality.objects.none(),
        label=_("In quali comuni"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Nessuno: descrive tutto l'ambito."),
    )
    period = forms.CharField(
        label=_("Di quale periodo"), max_length=80, required=False, help_text=_("Per esempio: 2008-2010.")
    )
    treatment = _text(_("Come il fenomeno è trattato"), _("Che cosa si fa, chi lo fa, con quali risorse."))
    link = forms.URLField(label=_("Collegamento"), required=False, max_length=200, assume_scheme="https")
    is_public = forms.BooleanField(
        label=_("È pubblica"),
        required=False,
        initial=True,
        help_text=_("Senza, la vede solo chi ha un ruolo nell'ambito."),
    )
    field_order = (
        "title",
        "kind",
        "author",
        "year",
        "phenomenon",
        "user_area",
        "municipalities",
        "period",
        "treatment",
        "link",
        "file",
        "is_public",
    )

    def __init__(self, *args: Any, district: District, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places = Municipality.objects.filter(district=district).order_by("name")
        self.fields["municipalities"].queryset = places  # type: ignore[attr-defined]

    def facts(self) -> SourceFacts:
        told = {name: self.cleaned_data[name] for name in SourceFacts.__slots__}
        return SourceFacts(**told | {"municipalities": tuple(told["municipalities"])})

    @staticmethod
    def of(source: Source) -> dict[str, Any]:
        """What the form shows of a source that is there."""
        plain = [name for name in SourceFacts.__slots__ if name != "municipalities"]
        return {name: getattr(source, name) for name in plain} | {
            "municipalities": list(source.municipalities.all())
        }


class ReadingForm(forms.Form):
    """A source to read, and why."""

    source = forms.ModelChoiceField(Source.objects.none(), label=_("Fonte"))
    why = forms.CharField(label=_("Perché leggerla"), max_length=300, required=False)

    def __init__(self, *args: Any, district: District, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = Source.objects.filter(district=district).order_by("title")
        self.fields["source"].queryset = rows  # type: ignore[attr-defined]


class ActivityForm(forms.Form):
    """An activity looked into."""

    title = forms.CharField(label=_("Attività"), max_length=200)
    organisation = forms.ModelChoiceField(
        Organisation.objects.none(), label=_("Di chi"), required=False, empty_label="—"
    )
    sub_area = forms.ModelChoiceField(
        SubArea.objects.none(), label=_("Sub-area"), required=False, empty_label="—"
    )
    description = _text(_("Che cosa si fa"), rows=3)
    positive = _text(_("Aspetti positivi"))
    critical = _text(_("Aspetti critici"))
    to_revise = _text(_("Che cosa rivedere"))

    def __init__(self, *args: Any, district: District, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        organisations = Organisation.objects.filter(district=district).order_by("name")
        self.fields["organisation"].queryset = organisations  # type: ignore[attr-defined]
        areas = SubArea.objects.filter(district=district).order_by("name")
        self.fields["sub_area"].queryset = areas  # type: ignore[attr-defined]

    def facts(self) -> ActivityFacts:
        return ActivityFacts(**self.cleaned_data)

    @staticmethod
    def of(activity: EmblematicActivity) -> dict[str, Any]:
        return {name: getattr(activity, name) for name in ActivityFacts.__slots__}


class ElaborationForm(PaperForm):
    """What was prepared, for which meeting, from which sources."""

    title = forms.CharField(label=_("Titolo"), max_length=200)
    meeting = forms.ModelChoiceField(
        Meeting.objects.none(),
        label=_("Per l'incontro"),
        required=False,
        empty_label=_("per tutto il percorso"),
        help_text=_("Gli incontri che sono un passo del percorso."),
    )
    text = _text(_("Testo"), _("Si può scrivere con # per i titoli e - per gli elenchi."), 10, LONGEST_PAPER)
    cites = forms.ModelMultipleChoiceField(
        Source.objects.none(),
        label=_("Fonti che cita"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    field_order = ("title", "meeting", "text", "file", "cites")

    def __init__(self, *args: Any, process: Process, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        meetings = Meeting.objects.filter(workshop__process=process).select_related("body").order_by("date")
        self.fields["meeting"].queryset = meetings  # type: ignore[attr-defined]
        self.fields["meeting"].label_from_instance = meeting_in_words  # type: ignore[attr-defined]
        sources = Source.objects.filter(district=process.district).order_by("title")
        self.fields["cites"].queryset = sources  # type: ignore[attr-defined]
        if not sources:
            del self.fields["cites"]

    def facts(self) -> ElaborationFacts:
        told = self.cleaned_data
        return ElaborationFacts(
            title=told["title"],
            text=told["text"],
            meeting=told["meeting"],
            cites=tuple(told.get("cites", ())),
        )

    @staticmethod
    def of(elaboration: Elaboration) -> dict[str, Any]:
        names = ("title", "text", "meeting")
        return {name: getattr(elaboration, name) for name in names} | {"cites": list(elaboration.cites.all())}
