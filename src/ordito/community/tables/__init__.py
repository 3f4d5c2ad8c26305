"""The community's tables in and out: their names and columns are the program's public face."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from ordito.community.codes import LONGEST_CODE, code_of
from ordito.community.models import (
    Agreement,
    AgreementKind,
    CompetenceKind,
    DelegateKind,
    Organisation,
    OrganisationKind,
    Person,
    UserArea,
)
from ordito.community.tables import moving
from ordito.community.tables.checks import Reachable, TaxCodes
from ordito.core.tables import Field, Table, ends_after_starts, inclusive, no_overlaps
from ordito.core.tables.fields import Text

CODE = r"[-a-zA-Z0-9_]+"
LONGEST_EMAIL = 254


def _code(title: Text, description: Text) -> Field:
    return Field("code", "string", title, description, required=True, pattern=CODE, max_length=LONGEST_CODE)


SYNTHETIC = Field(
    "is_synthetic",
    "boolean",
    _("Dimostrativo"),
    _("Vero per i dati inventati delle dimostrazioni; vuoto vale falso."),
)
ENDS_BEFORE = Field(
    "ends_before",
    "date",
    _("Fino a (escluso)"),
    _("Il primo giorno in cui non vale più; vuoto finché non si sa. «to» è l'ultimo giorno in cui vale."),
    aliases=(inclusive("to"),),
)
STARTS_ON = Field("starts_on", "date", _("Dal"), _("Il primo giorno."), required=True, aliases=("from",))

ORGANISATIONS = Table(
    "organisations",
    _("Organizzazioni"),
    _("I soggetti della comunità, pubblici e privati, formali e informali."),
    (
        _code(
            _("Codice"), _("Unico nell'ambito, anche fra le persone: le adesioni nominano le une o le altre.")
        ),
        Field("name", "string", _("Nome"), required=True, max_length=200),
        Field(
            "kind",
            "string",
            _("Tipo"),
            _("Vuoto diventa «other»: non si indovina."),
            choices=OrganisationKind.choices,
            default=lambda _row: OrganisationKind.OTHER.value,
        ),
        Field(
            "tax_code",
            "string",
            _("Codice fiscale"),
            _("11 cifre per gli enti, 16 caratteri per le persone; unico nell'ambito."),
            max_length=40,
        ),
        Field(
            "municipality",
            "string",
            _("Comune"),
            _("Il codice ISTAT del comune in cui ha sede."),
            references="municipalities.istat_code",
        ),
        Field("address", "string", _("Indirizzo"), max_length=200),
        Field("email", "string", _("E-mail"), max_length=LONGEST_EMAIL),
        Field("certified_email", "string", _("PEC"), max_length=LONGEST_EMAIL),
        Field("phone", "string", _("Telefono"), max_length=40),
        Field("website", "string", _("Sito"), max_length=200),
        Field("purpose", "string", _("Di che cosa si occupa")),
        SYNTHETIC,
    ),
    room="community",
    primary_key=("code",),
    rows=moving.organisations,
    load=moving.load_organisations,
    keys=lambda district: Organisation.objects.filter(district=district).values_list("code", "pk"),
    checks=(Reachable(("email", "certified_email"), ("website",)), TaxCodes()),
)

PEOPLE = Table(
    "people",
    _("Persone"),
    _("Chi prende parte, per un'organizzazione o a nome proprio. Mai le persone in stato di bisogno."),
    (
        _code(_("Codice"), _("Unico nell'ambito, anche fra le organizzazioni.")),
        Field("name", "string", _("Nome e cognome"), required=True, max_length=160, personal=True),
        Field("email", "string", _("E-mail"), max_length=LONGEST_EMAIL, personal=True),
        Field("phone", "string", _("Telefono"), max_length=40, personal=True),
        SYNTHETIC,
    ),
    room="community",
    primary_key=("code",),
    rows=moving.people,
    load=moving.load_people,
    keys=lambda district: Person.objects.filter(district=district).values_list("code", "pk"),
    checks=(Reachable(("email",)),),
)

DELEGATES = Table(
    "delegates",
    _("Delegati"),
    _("Chi parla per ciascuna organizzazione, da quando e fino a quando."),
    (
        Field("organisation", "string", _("Organizzazione"), required=True, references="organisations.code"),
        Field("person", "string", _("Persona"), required=True, references="people.code", personal=True),
        Field(
            "kind",
            "string",
            _("In veste di"),
            _("Vuoto diventa «delegate»."),
            choices=DelegateKind.choices,
            default=lambda _row: DelegateKind.DELEGATE.value,
        ),
        STARTS_ON,
        ENDS_BEFORE,
    ),
    room="community",
    primary_key=("organisation", "person", "kind", "starts_on"),
    rows=moving.delegates,
    load=moving.load_delegates,
    checks=(ends_after_starts(), no_overlaps("organisation", "person", "kind")),
)

COMPETENCES = Table(
    "competences",
    _("Competenze e risorse"),
    _("Che cosa ciascuna organizzazione mette a disposizione della comunità, e per chi."),
    (
        Field("organisation", "string", _("Organizzazione"), required=True, references="organisations.code"),
        Field(
            "code",
            "string",
            _("Codice"),
            _("Unico nell'organizzazione; vuoto nasce dalla descrizione."),
            required=True,
            pattern=CODE,
            max_length=LONGEST_CODE,
            default=lambda row: code_of(row["description"], "offerta"),
        ),
        Field(
            "kind",
            "string",
            _("Tipo"),
            _("Vuoto diventa «competence»."),
            choices=CompetenceKind.choices,
            default=lambda _row: CompetenceKind.COMPETENCE.value,
        ),
        Field("description", "string", _("Che cosa offre"), required=True, max_length=300),
        Field(
            "user_area",
            "string",
            _("Per chi"),
            _("L'area di utenza dell'indagine ISTAT; vuoto vuol dire per tutti."),
            choices=UserArea.choices,
        ),
        STARTS_ON,
        ENDS_BEFORE,
        SYNTHETIC,
    ),
    room="community",
    primary_key=("organisation", "code"),
    rows=moving.competences,
    load=moving.load_competences,
    checks=(ends_after_starts(),),
)

AGREEMENTS = Table(
    "agreements",
    _("Accordi"),
    _("I legami formali della macro-rete: convenzioni, accordi di programma, protocolli, patti."),
    (
        Field(
            "code",
            "string",
            _("Codice"),
            _("Unico nell'ambito; vuoto nasce dal titolo."),
            required=True,
            pattern=CODE,
            max_length=LONGEST_CODE,
            default=lambda row: code_of(row["title"], "accordo"),
        ),
        Field("title", "string", _("Titolo"), required=True, max_length=300),
        Field(
            "kind",
            "string",
            _("Tipo"),
            _("Vuoto diventa «other»."),
            choices=AgreementKind.choices,
            default=lambda _row: AgreementKind.OTHER.value,
        ),
        Field("starts_on", "date", _("Dal"), _("Il primo giorno, se si sa."), aliases=("from",)),
        ENDS_BEFORE,
        Field("signed_on", "date", _("Data dell'atto"), aliases=("date",)),
        Field("decision", "string", _("Atto"), _("La decisione che lo ha voluto."), max_length=300),
        SYNTHETIC,
    ),
    room="community",
    primary_key=("code",),
    rows=moving.agreements,
    load=moving.load_agreements,
    keys=lambda district: Agreement.objects.filter(district=district).values_list("code", "pk"),
    checks=(ends_after_starts(),),
)

AGREEMENT_PARTIES = Table(
    "agreement_parties",
    _("Parti degli accordi"),
    _("Quali organizzazioni sono legate da ciascun accordo."),
    (
        Field("agreement", "string", _("Accordo"), required=True, references="agreements.code"),
        Field("organisation", "string", _("Organizzazione"), required=True, references="organisations.code"),
    ),
    room="community",
    primary_key=("agreement", "organisation"),
    rows=moving.agreement_parties,
    load=moving.load_agreement_parties,
)

TABLES = (ORGANISATIONS, PEOPLE, DELEGATES, COMPETENCES, AGREEMENTS, AGREEMENT_PARTIES)
