"""What people type about calls. Forms only read what is typed; the deeds decide."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ordito.community.models import Organisation, OrganisationKind
from ordito.core.attachments import ACCEPT, LARGEST
from ordito.core.forms import DayInput, FilesField, FilesInput
from ordito.governance.models import Body
from ordito.participation.commands.applications import ApplicantFacts, Arrival, Paper
from ordito.participation.commands.calls import CallFacts
from ordito.participation.models import Application, ApplicationState, Call, CallKind, Channel, Initiative
from ordito.participation.models.calls import DAYS_ASKED

if TYPE_CHECKING:
    from datetime import date

    from ordito.core.models import District

LONGEST_TEXT = 20_000


def _area(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


def _text(label: Any, help_text: Any = "", rows: int = 4) -> forms.CharField:
    return forms.CharField(
        label=label, help_text=help_text, required=False, max_length=LONGEST_TEXT, widget=_area(rows)
    )


class CallForm(forms.Form):
    """A notice, with what the law wants it to say."""

    title = forms.CharField(label=_("Titolo"), max_length=200)
    kind = forms.ChoiceField(label=_("Tipo"), choices=CallKind.choices, initial=CallKind.INTEREST)
    initiative = forms.ChoiceField(label=_("Avvio"), choices=Initiative.choices, initial=Initiative.BODY)
    requested_by = forms.ModelChoiceField(
        Organisation.objects.none(), label=_("Chiesto da"), required=False, empty_label="—"
    )
    mandated_by = forms.ModelChoiceField(
        Body.objects.none(), label=_("Per mandato di"), required=False, empty_label="—"
    )
    starting_act = forms.CharField(
        label=_("Atto di avvio"),
        max_length=200,
        required=False,
        help_text=_("Per esempio: deliberazione n. 20 del 17/11/2015."),
    )
    officer = forms.CharField(label=_("Responsabile del procedimento"), max_length=160, required=False)
    purpose = _text(_("Oggetto"))
    frame = _text(_("Quadro progettuale ed economico"), _("Serve nella co-progettazione."))
    requirements = _text(
        _("Requisiti"), _("Uno per riga: saranno la lista con cui si esaminano le domande."), 5
    )
    terms = _text(_("Come si partecipa"))
    timing = _text(_("Tempi"))
    criteria = _text(
        _("Criteri di valutazione"),
        _("Uno per riga, con i punti al massimo dopo un punto e virgola: «Esperienza; 20»."),
    )
    commission = _text(
        _("Commissione"), _("Un nome per riga, e in qualità di che cosa dopo un punto e virgola."), 3
    )
    conclusion = _text(_("Come si conclude"))
    transparency = _text(_("Trasparenza"), _("Dove si pubblicano l'avviso e l'esito."))
    labs = forms.ModelMultipleChoiceField(
        Body.objects.none(),
        label=_("Laboratori fra cui scegliere"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Chi è ammesso diventa membro di quelli che ha scelto."),
    )

    def __init__(self, *args: Any, district: District, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today = district.today()
        bodies = Body.objects.alive(today).filter(district=district).order_by("name")
        for name in ("mandated_by", "labs"):
            self.fields[name].queryset = bodies  # type: ignore[attr-defined]
        organisations = Organisation.objects.filter(district=district).order_by("name")
        self.fields["requested_by"].queryset = organisations  # type: ignore[attr-defined]

    def clean_requirements(self) -> tuple[str, ...]:
        return tuple(_lines(self.cleaned_data["requirements"]))

    def clean_criteria(self) -> tuple[tuple[str, Decimal], ...]:
        return tuple(_criterion(line) for line in _lines(self.cleaned_data["criteria"]))

    def clean_commission(self) -> tuple[tuple[str, str], ...]:
        found = []
        for line in _lines(self.cleaned_data["commission"]):
            name, _mark, role = line.partition(";")
            found.append((name.strip()[:160], role.strip()[:160]))
        return tuple(found)

    def facts(self) -> CallFacts:
        told = dict(self.cleaned_data)
        return CallFacts(**told | {"labs": tuple(told["labs"])})

    @staticmethod
    def of(call: Call) -> dict[str, Any]:
        """What the form shows of a call that is there."""
        plain = ("title", "kind", "initiative", "requested_by", "mandated_by", "starting_act", "officer")
        texts = ("purpose", "frame", "terms", "timing", "conclusion", "transparency")
        criteria = [f"{each.text}; {each.most.normalize():f}" for each in call.criteria.order_by("number")]
        commission = [
            f"{each.name}; {each.role}" if each.role else each.name
            for each in call.commission.order_by("number")
        ]
        return {name: getattr(call, name) for name in (*plain, *texts)} | {
            "labs": list(call.labs.all()),
            "requirements": "\n".join(each.text for each in call.requirements.order_by("number")),
            "criteria": "\n".join(criteria),
            "commission": "\n".join(commission),
        }


class PublishForm(forms.Form):
    """From which day to which last day."""

    on = forms.DateField(label=_("Pubblicato il"), widget=DayInput)
    closes_on = forms.DateField(label=_("Ultimo giorno per le domande"), widget=DayInput)
    shorter_because = forms.CharField(
        label=_("Perché meno giorni"),
        max_length=300,
        required=False,
        help_text=_("Solo se i giorni di pubblicazione sono meno di venti."),
    )

    @staticmethod
    def on_day(today: date) -> PublishForm:
        """The form as it is first shown: from today, for as long as the law asks."""
        return PublishForm(initial={"on": today, "closes_on": today + timedelta(days=DAYS_ASKED)})


class ExtendForm(forms.Form):
    """A later last day."""

    closes_on = forms.DateField(label=_("Nuovo ultimo giorno"), widget=DayInput)


class ApplicantForm(forms.Form):
    """Who applies, as they present themselves."""

    name = forms.CharField(label=_("Organizzazione"), max_length=200)
    kind = forms.ChoiceField(
        label=_("Tipo"), choices=OrganisationKind.choices, initial=OrganisationKind.ASSOCIATION
    )
    tax_code = forms.CharField(
        label=_("Codice fiscale o partita IVA"),
        max_length=30,
        required=False,
        help_text=_("Un gruppo informale può non averlo."),
    )
    represented_by = forms.CharField(label=_("Chi la rappresenta"), max_length=160)
    email = forms.EmailField(label=_("E-mail"))
    certified_email = forms.EmailField(label=_("PEC"), required=False)
    phone = forms.CharField(label=_("Telefono"), max_length=40, required=False)
    labs = forms.ModelMultipleChoiceField(
        Body.objects.none(),
        label=_("Laboratori scelti"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    offers = forms.CharField(
        label=_("Competenze e risorse che mette a disposizione"),
        required=False,
        max_length=LONGEST_TEXT,
        widget=_area(4),
    )
    papers = FilesField(
        label=_("Documenti"),
        required=False,
        help_text=_("PDF, documenti o immagini, al massimo dieci da 20 MB."),
        widget=FilesInput(attrs={"accept": ACCEPT}),
    )

    def __init__(self, *args: Any, call: Call, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labs = call.labs.order_by("name")
        self.fields["labs"].queryset = labs  # type: ignore[attr-defined]
        if not labs:
            del self.fields["labs"]

    def facts(self) -> ApplicantFacts:
        told = self.cleaned_data
        names = ("name", "kind", "tax_code", "represented_by", "email", "certified_email", "phone", "offers")
        return ApplicantFacts(**{name: told[name] for name in names}, labs=tuple(told.get("labs", ())))

    def clean_papers(self) -> list[Any]:
        return _not_too_large(self.cleaned_data["papers"])

    @staticmethod
    def of(application: Application) -> dict[str, Any]:
        """What the form shows of an application that is there."""
        names = ("name", "kind", "tax_code", "represented_by", "email", "certified_email", "phone", "offers")
        return {name: getattr(application, name) for name in names} | {"labs": list(application.labs.all())}


class RecordForm(ApplicantForm):
    """An application that came on paper or by certified mail."""

    channel = forms.ChoiceField(
        label=_("Come è arrivata"), choices=Channel.choices, initial=Channel.CERTIFIED_MAIL
    )
    received_at = forms.DateTimeField(
        label=_("Arrivata il"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        help_text=_("Per la PEC, la data e l'ora della ricevuta di consegna."),
    )
    protocol = forms.CharField(label=_("Protocollo"), max_length=60, required=False)

    def arrival(self) -> Arrival:
        told = self.cleaned_data
        return Arrival(channel=told["channel"], received_at=told["received_at"], protocol=told["protocol"])

    @staticmethod
    def of(application: Application) -> dict[str, Any]:
        """What the form shows of an application that is there."""
        return ApplicantForm.of(application) | {
            "channel": application.channel,
            "received_at": timezone.localtime(application.received_at),
            "protocol": application.protocol,
        }


class DecisionForm(forms.Form):
    """How an application ends, and why."""

    state = forms.ChoiceField(label=_("Esito"), choices=ApplicationState.choices)
    reason = forms.CharField(
        label=_("Motivo"), max_length=500, required=False, help_text=_("Serve per escludere.")
    )


class IntegrationForm(forms.Form):
    """What is missing, and by when."""

    text = forms.CharField(label=_("Che cosa manca"), max_length=2_000, widget=_area(3))
    due_on = forms.DateField(label=_("Entro il"), widget=DayInput)


class AnswerForm(forms.Form):
    """What completes an application."""

    answer = forms.CharField(label=_("Risposta"), required=False, max_length=5_000, widget=_area(4))
    papers = FilesField(label=_("Documenti"), required=False, widget=FilesInput(attrs={"accept": ACCEPT}))

    def clean_papers(self) -> list[Any]:
        return _not_too_large(self.cleaned_data["papers"])


def papers_in(form: forms.Form) -> list[Paper]:
    """The files of a valid form, read."""
    return [Paper(file.name, file.read()) for file in form.cleaned_data["papers"]]


def _not_too_large(files: Any) -> list[Any]:
    found = [file for file in files or [] if file]
    for file in found:
        if file.size > LARGEST:
            raise forms.ValidationError(_("Il file «%(name)s» supera i 20 MB."), params={"name": file.name})
    return found


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _criterion(line: str) -> tuple[str, Decimal]:
    text, mark, most = line.rpartition(";")
    try:
        points = Decimal(most.strip().replace(",", "."))
    except InvalidOperation:
        points = Decimal(0)
    if not mark or not text.strip() or not 0 < points < 1000:  # noqa: PLR2004 - what the column holds
        raise forms.ValidationError(
            _("«%(line)s»: dopo il criterio servono un punto e virgola e i punti al massimo."),
            params={"line": line},
        )
    return text.strip()[:300], points.quantize(Decimal("0.01"))
