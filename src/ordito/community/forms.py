"""What people type about the community. Forms only read what is typed; the deeds decide."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ordito.community.commands import (
    AgreementFacts,
    CompetenceFacts,
    Contacts,
    Nomination,
    OrganisationFacts,
    PersonFacts,
)
from ordito.community.models import (
    AgreementKind,
    CompetenceKind,
    Delegate,
    DelegateKind,
    Organisation,
    OrganisationKind,
    Person,
    UserArea,
)
from ordito.core.attachments import ACCEPT
from ordito.core.forms import DayInput
from ordito.core.models import User
from ordito.core.period import Period, in_force
from ordito.territory.models import Municipality

if TYPE_CHECKING:
    from datetime import date

    from django.db.models import QuerySet

    from ordito.community.models import Agreement, Competence
    from ordito.core.models import District

ONE_DAY = timedelta(days=1)


def day_after(last_day: date | None) -> date | None:
    """Turn the last day that people write into the first day on which the fact holds no more."""
    return None if last_day is None else last_day + ONE_DAY


class AccountChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    """An account, by name and e-mail: two people may have one name."""

    def label_from_instance(self, obj: User) -> str:
        return f"{obj.name} ({obj.email})"


class VoiceChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A delegation, by person and guise."""

    def label_from_instance(self, obj: Delegate) -> str:
        return f"{obj.person.name}, {obj.get_kind_display()}"


class SaysItTwice(forms.Form):
    """A form that may be warned that something alike is there, and then asks whether it is meant."""

    despite_similar = forms.BooleanField(
        label=_("Aggiungere comunque: non è la stessa cosa"), required=False, widget=forms.HiddenInput
    )

    def warn(self) -> None:
        """Let the answer be seen and given."""
        self.fields["despite_similar"].widget = forms.CheckboxInput()
        self.order_fields(["despite_similar"])


class ContactsForm(forms.Form):
    """How to reach an organisation."""

    address = forms.CharField(label=_("Indirizzo"), max_length=200, required=False)
    email = forms.EmailField(
        label=_("E-mail"),
        required=False,
        help_text=_("Quella dell'organizzazione, non di una persona: la vedono tutti."),
    )
    certified_email = forms.EmailField(label=_("PEC"), required=False)
    phone = forms.CharField(label=_("Telefono"), max_length=40, required=False)
    website = forms.URLField(
        label=_("Sito"), max_length=200, required=False, help_text="https://…", assume_scheme="https"
    )

    def contacts(self) -> Contacts:
        return Contacts(**{name: self.cleaned_data[name] for name in ContactsForm.base_fields})

    @staticmethod
    def of(organisation: Organisation) -> dict[str, Any]:
        """What the form shows of an organisation that is there."""
        return {name: getattr(organisation, name) for name in ContactsForm.base_fields}


class OrganisationForm(SaysItTwice, ContactsForm):
    """An organisation as the plan office writes it."""

    name = forms.CharField(label=_("Nome"), max_length=200)
    kind = forms.ChoiceField(
        label=_("Tipo"), choices=OrganisationKind.choices, initial=OrganisationKind.OTHER
    )
    municipality = forms.ModelChoiceField(
        Municipality.objects.none(), label=_("Comune della sede"), required=False, empty_label="—"
    )
    tax_code = forms.CharField(
        label=_("Codice fiscale o partita IVA"),
        max_length=30,
        required=False,
        help_text=_("11 cifre per gli enti, 16 caratteri per le persone. Vuoto se non si sa."),
    )
    purpose = forms.CharField(
        label=_("Di che cosa si occupa"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, district: District, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        seats = Municipality.objects.filter(district=district).defer("geometry")
        _among(self, "municipality", seats.order_by("name", "pk"))
        self.order_fields(["name", "kind", "municipality", "tax_code", "purpose", *ContactsForm.base_fields])

    def facts(self) -> OrganisationFacts:
        typed = self.cleaned_data
        return OrganisationFacts(
            name=typed["name"],
            kind=typed["kind"],
            tax_code=typed["tax_code"],
            municipality=typed["municipality"],
            purpose=typed["purpose"],
            contacts=self.contacts(),
        )

    @staticmethod
    def of(organisation: Organisation) -> dict[str, Any]:
        names = ("name", "kind", "municipality", "tax_code", "purpose")
        return ContactsForm.of(organisation) | {name: getattr(organisation, name) for name in names}


class PersonForm(SaysItTwice):
    """A person who takes part, for an organisation or in their own name."""

    name = forms.CharField(label=_("Nome e cognome"), max_length=160)
    email = forms.EmailField(
        label=_("E-mail"), required=False, help_text=_("Serve per convocarla. La vede solo chi lavora qui.")
    )
    phone = forms.CharField(label=_("Telefono"), max_length=40, required=False)
    account = AccountChoice(
        User.objects.none(),
        label=_("Account"),
        required=False,
        empty_label=_("nessuno: non entra nel sito"),
        help_text=_("Con un account, chi è delegato tiene aggiornata la propria organizzazione."),
    )

    def __init__(self, *args: Any, district: District, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = User.objects.filter(roles__district=district).distinct()
        _among(self, "account", known.order_by("name", "email"))

    def facts(self) -> PersonFacts:
        typed = self.cleaned_data
        return PersonFacts(
            name=typed["name"], email=typed["email"], phone=typed["phone"], account=typed["account"]
        )

    @staticmethod
    def of(person: Person) -> dict[str, Any]:
        return {name: getattr(person, name) for name in ("name", "email", "phone", "account")}


class NominationForm(SaysItTwice):
    """Who is to speak for an organisation, since when, and in whose place."""

    who = forms.ModelChoiceField(
        Person.objects.none(),
        label=_("Chi"),
        required=False,
        empty_label=_("una persona nuova, da scrivere qui sotto"),
    )
    name = forms.CharField(
        label=_("Nome e cognome"), max_length=160, required=False, help_text=_("Solo per una persona nuova.")
    )
    email = forms.EmailField(label=_("E-mail"), required=False, help_text=_("Serve per convocarla."))
    phone = forms.CharField(label=_("Telefono"), max_length=40, required=False)
    kind = forms.ChoiceField(
        label=_("In veste di"), choices=DelegateKind.choices, initial=DelegateKind.DELEGATE
    )
    in_place_of = VoiceChoice(
        Delegate.objects.none(),
        label=_("Prende il posto di"),
        required=False,
        empty_label=_("nessuno: si aggiunge"),
        help_text=_("Chi lascia il posto resta nello storico, fino al giorno prima."),
    )
    starts_on = forms.DateField(label=_("Dal"), widget=DayInput)
    last_day = forms.DateField(
        label=_("Fino al (compreso)"), widget=DayInput, required=False, help_text=_("Vuoto finché non si sa.")
    )

    def __init__(self, *args: Any, organisation: Organisation, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _among(self, "who", Person.objects.filter(district=organisation.district_id).order_by("name", "pk"))
        voices = organisation.delegates.filter(in_force(today)).select_related("person")
        _among(self, "in_place_of", voices.order_by("person__name", "pk"))

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or self.cleaned_data
        if typed.get("who") is None and not typed.get("name") and "name" not in self.errors:
            self.add_error("who", _("Scegliere una persona, oppure scriverne il nome qui sotto."))
        if typed.get("who") is not None and typed.get("name"):
            self.add_error("name", _("O una persona già in elenco, o una nuova: non tutte e due."))
        return typed

    def nomination(self) -> Nomination:
        typed = self.cleaned_data
        newcomer = PersonFacts(name=typed["name"], email=typed["email"], phone=typed["phone"])
        return Nomination(
            who=typed["who"] or newcomer,
            kind=typed["kind"],
            period=Period(typed["starts_on"], day_after(typed["last_day"])),
            in_place_of=typed["in_place_of"],
            despite_similar=typed["despite_similar"],
        )


class LastDayForm(forms.Form):
    """The last day on which something holds."""

    last_day = forms.DateField(label=_("Ultimo giorno"), widget=DayInput)

    def ends_before(self) -> date:
        ends: date = self.cleaned_data["last_day"] + ONE_DAY
        return ends


class CompetenceForm(forms.Form):
    """What is offered, and for whom."""

    description = forms.CharField(
        label=_("Che cosa si offre"),
        max_length=300,
        help_text=_("Per esempio: mediazione familiare; un pulmino il sabato; una sala da 40 posti."),
    )
    kind = forms.ChoiceField(
        label=_("È una"), choices=CompetenceKind.choices, initial=CompetenceKind.COMPETENCE
    )
    user_area = forms.ChoiceField(
        label=_("Per chi"), choices=[("", _("per tutti")), *UserArea.choices], required=False
    )

    def facts(self) -> CompetenceFacts:
        names = ("description", "kind", "user_area")
        return CompetenceFacts(**{name: self.cleaned_data[name] for name in names})

    @staticmethod
    def of(competence: Competence) -> dict[str, Any]:
        return {name: getattr(competence, name) for name in ("description", "kind", "user_area")}


class OfferForm(CompetenceForm):
    """A new offer: by whom and since when."""

    organisation = forms.ModelChoiceField(
        Organisation.objects.none(), label=_("Chi la offre"), empty_label=None
    )
    starts_on = forms.DateField(label=_("Dal"), widget=DayInput)

    field_order = ("organisation", "description", "kind", "user_area", "starts_on")

    def __init__(self, *args: Any, own: QuerySet[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _among(self, "organisation", own.order_by("name", "pk"))


class AgreementForm(forms.Form):
    """An agreement: what it is, who is bound, since when and until when, by which decision."""

    title = forms.CharField(label=_("Titolo"), max_length=300)
    kind = forms.ChoiceField(label=_("Tipo"), choices=AgreementKind.choices, initial=AgreementKind.OTHER)
    decision = forms.CharField(
        label=_("Atto"),
        max_length=300,
        required=False,
        help_text=_("Per esempio: decisione n. 20 dell'Assemblea dei Sindaci."),
    )
    signed_on = forms.DateField(label=_("Data dell'atto"), widget=DayInput, required=False)
    starts_on = forms.DateField(label=_("Dal"), widget=DayInput, required=False)
    last_day = forms.DateField(
        label=_("Fino al (compreso)"), widget=DayInput, required=False, help_text=_("Vuoto finché non si sa.")
    )
    parties = forms.ModelMultipleChoiceField(
        Organisation.objects.none(), label=_("Parti"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, district: District, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _among(self, "parties", Organisation.objects.filter(district=district).order_by("name", "pk"))

    def facts(self) -> AgreementFacts:
        typed = self.cleaned_data
        return AgreementFacts(
            title=typed["title"],
            kind=typed["kind"],
            starts_on=typed["starts_on"],
            ends_before=day_after(typed["last_day"]),
            signed_on=typed["signed_on"],
            decision=typed["decision"],
            parties=tuple(typed["parties"]),
        )

    @staticmethod
    def of(agreement: Agreement) -> dict[str, Any]:
        names = ("title", "kind", "decision", "signed_on", "starts_on", "last_day")
        shown = {name: getattr(agreement, name) for name in names}
        return shown | {"parties": list(agreement.parties.values_list("pk", flat=True))}


class DocumentForm(forms.Form):
    """The signed text of an agreement."""

    file = forms.FileField(
        label=_("Documento firmato"),
        widget=forms.FileInput(attrs={"accept": ACCEPT}),
        help_text=_("PDF, ODT, DOCX, ODS, XLSX, PNG o JPG, fino a 20 MB."),
    )
    is_public = forms.BooleanField(
        label=_("Può scaricarlo chiunque"),
        required=False,
        help_text=_("Altrimenti solo chi lavora nell'ambito."),
    )


def _among(form: forms.Form, name: str, rows: QuerySet[Any]) -> None:
    """Let a field of the form choose among these rows only."""
    form.fields[name].queryset = rows  # type: ignore[attr-defined]
