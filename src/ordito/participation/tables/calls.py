"""The tables of calls and of who answers them: their names and columns are the program's public face."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from ordito.community.models import OrganisationKind
from ordito.core.tables import Field, Table
from ordito.participation.models import (
    Application,
    ApplicationState,
    Call,
    CallKind,
    CallState,
    Channel,
    Check,
    Commissioner,
    Conflict,
    Criterion,
    Finding,
    Initiative,
    Integration,
    Requirement,
    Score,
)
from ordito.participation.tables.moving import Column, Moving, joined, joining

SLUG = r"[-a-z0-9_]+"
LONGEST_PATH = 120
IN_CALL = ("call__code", "number")
NUMBERED = ("application__call__code", "application__number")
APPLICATION = Column("application", table="applications", path=NUMBERED)

CALL_COLUMNS = (
    "code",
    "title",
    "kind",
    "initiative",
    "starting_act",
    "officer",
    "purpose",
    "frame",
    "terms",
    "timing",
    "conclusion",
    "transparency",
    "state",
    "published_on",
    "closes_on",
    "shorter_because",
    "revoked_because",
    "result_on",
    "is_synthetic",
)
APPLICATION_COLUMNS = (
    "name",
    "kind",
    "tax_code",
    "represented_by",
    "email",
    "certified_email",
    "phone",
    "offers",
    "channel",
    "received_at",
    "protocol",
    "state",
    "reason",
    "decided_on",
    "is_synthetic",
)


def _code(path: tuple[str, ...]) -> Column:
    return Column("code", path=path)


def _in_call(model: Any, *names: str) -> Moving:
    columns = (_code(IN_CALL), Column("call", "call__code", "calls"), Column("number"), *map(Column, names))
    return Moving(model, "call__district", columns, ("call", "number"), above="call")


CALLS_MOVING = Moving(
    Call,
    "district",
    (
        *map(Column, CALL_COLUMNS),
        Column("requested_by", "requested_by__code", "organisations"),
        Column("mandated_by", "mandated_by__code", "bodies"),
    ),
    ("district", "code"),
)
REQUIREMENTS_MOVING = _in_call(Requirement, "text")
CRITERIA_MOVING = _in_call(Criterion, "text", "most")
COMMISSION_MOVING = _in_call(Commissioner, "name", "role", "declared_on")
APPLICATIONS_MOVING = Moving(
    Application,
    "call__district",
    (
        _code(IN_CALL),
        Column("call", "call__code", "calls"),
        Column("number"),
        Column("organisation", "organisation__code", "organisations"),
        *map(Column, APPLICATION_COLUMNS),
    ),
    ("call", "number"),
    above="call",
)
CHECKS_MOVING = Moving(
    Check,
    "application__call__district",
    (
        APPLICATION,
        Column(
            "requirement", table="call_requirements", path=("requirement__call__code", "requirement__number")
        ),
        Column("outcome"),
        Column("note"),
    ),
    ("application", "requirement"),
)
INTEGRATIONS_MOVING = Moving(
    Integration,
    "application__call__district",
    (APPLICATION, *map(Column, ("number", "asked_on", "text", "due_on", "answered_on", "answer"))),
    ("application", "number"),
)
SCORES_MOVING = Moving(
    Score,
    "application__call__district",
    (
        APPLICATION,
        Column("criterion", table="call_criteria", path=("criterion__call__code", "criterion__number")),
        Column(
            "commissioner",
            table="call_commission",
            path=("commissioner__call__code", "commissioner__number"),
        ),
        Column("points"),
    ),
    ("application", "criterion", "commissioner"),
)
CONFLICTS_MOVING = Moving(
    Conflict,
    "application__call__district",
    (
        Column(
            "commissioner",
            table="call_commission",
            path=("commissioner__call__code", "commissioner__number"),
        ),
        APPLICATION,
        Column("text"),
    ),
    ("commissioner", "application"),
)
call_lab_rows, load_call_labs = joining(
    Call.labs.through,
    "call__district",
    Column("call", "call", "calls", ("call__code",)),
    Column("body", "body", "bodies", ("body__code",)),
)
application_lab_rows, load_application_labs = joining(
    Application.labs.through,
    "application__call__district",
    Column("application", "application", "applications", NUMBERED),
    Column("body", "body", "bodies", ("body__code",)),
)


CODE = Field(
    "code",
    "string",
    _("Codice"),
    _("Il codice dell'avviso, «/», il numero; vuoto si compone da sé."),
    required=True,
    max_length=LONGEST_PATH,
    default=joined("call"),
)
CALL = Field("call", "string", _("Avviso"), required=True, references="calls.code")
NUMBER = Field("number", "integer", _("Numero"), required=True, minimum=1, maximum=32_000)
SYNTHETIC = Field(
    "is_synthetic", "boolean", _("Dimostrativo"), _("Vero per i dati inventati; vuoto vale falso.")
)
OF_APPLICATION = Field("application", "string", _("Domanda"), required=True, references="applications.code")
BODY = Field("body", "string", _("Laboratorio"), required=True, references="bodies.code")
COMMISSIONER = Field(
    "commissioner", "string", _("Componente"), required=True, references="call_commission.code"
)


def _hangs(name: str, title: Any, description: Any, moving: Moving, *fields: Field) -> Table:
    return Table(
        name,
        title,
        description,
        (CODE, CALL, NUMBER, *fields),
        room="participation",
        primary_key=("code",),
        rows=moving.rows,
        load=moving.load,
        keys=moving.keys,
    )


CALLS = Table(
    "calls",
    _("Avvisi"),
    _("Gli avvisi pubblici a chi vuole partecipare (D.Lgs. 117/2017 art. 55)."),
    (
        Field("code", "string", _("Codice"), required=True, pattern=SLUG, max_length=80),
        Field("title", "string", _("Titolo"), required=True, max_length=200),
        Field("kind", "string", _("Tipo"), required=True, choices=CallKind.choices),
        Field(
            "initiative",
            "string",
            _("Avvio"),
            _("Vuoto: d'ufficio."),
            choices=Initiative.choices,
            default=lambda _row: Initiative.BODY.value,
        ),
        Field("starting_act", "string", _("Atto di avvio"), max_length=200),
        Field("officer", "string", _("Responsabile del procedimento"), max_length=160, personal=True),
        Field("purpose", "string", _("Oggetto")),
        Field("frame", "string", _("Quadro progettuale ed economico")),
        Field("terms", "string", _("Come si partecipa")),
        Field("timing", "string", _("Tempi")),
        Field("conclusion", "string", _("Come si conclude")),
        Field("transparency", "string", _("Trasparenza")),
        Field(
            "state",
            "string",
            _("Stato"),
            _("Vuoto: in preparazione."),
            choices=CallState.choices,
            default=lambda _row: CallState.DRAFT.value,
        ),
        Field("published_on", "date", _("Pubblicato il")),
        Field("closes_on", "date", _("Ultimo giorno per le domande"), _("È compreso.")),
        Field("shorter_because", "string", _("Perché meno giorni"), max_length=300),
        Field("revoked_because", "string", _("Perché è revocato"), max_length=300),
        Field("result_on", "date", _("Esito pubblicato il")),
        SYNTHETIC,
        Field("requested_by", "string", _("Chiesto da"), references="organisations.code"),
        Field("mandated_by", "string", _("Per mandato di"), references="bodies.code"),
    ),
    room="participation",
    primary_key=("code",),
    rows=CALLS_MOVING.rows,
    load=CALLS_MOVING.load,
    keys=lambda district: Call.objects.filter(district=district).values_list("code", "pk"),
)
CALL_LABS = Table(
    "call_labs",
    _("Laboratori degli avvisi"),
    _("Fra quali laboratori sceglie chi risponde a un avviso."),
    (CALL, BODY),
    room="participation",
    primary_key=("call", "body"),
    rows=call_lab_rows,
    load=load_call_labs,
)
REQUIREMENTS = _hangs(
    "call_requirements",
    _("Requisiti degli avvisi"),
    _("Che cosa deve essere, avere o dichiarare chi risponde a un avviso."),
    REQUIREMENTS_MOVING,
    Field("text", "string", _("Requisito"), required=True, max_length=500),
)
CRITERIA = _hangs(
    "call_criteria",
    _("Criteri degli avvisi"),
    _("Che cosa guarda la commissione, e quanti punti può dare."),
    CRITERIA_MOVING,
    Field("text", "string", _("Criterio"), required=True, max_length=300),
    Field("most", "number", _("Punti al massimo"), required=True, minimum=0, maximum=999, decimals=2),
)
COMMISSION = _hangs(
    "call_commission",
    _("Commissioni degli avvisi"),
    _("Chi siede nella commissione, e quando ha dichiarato i conflitti di interesse."),
    COMMISSION_MOVING,
    Field("name", "string", _("Nome e cognome"), required=True, max_length=160, personal=True),
    Field("role", "string", _("In qualità di"), max_length=160),
    Field("declared_on", "date", _("Dichiarazione resa il")),
)
APPLICATIONS = _hangs(
    "applications",
    _("Domande"),
    _("Chi ha risposto a un avviso, e che cosa ne è stato; i documenti allegati restano nei salvataggi."),
    APPLICATIONS_MOVING,
    Field("organisation", "string", _("Organizzazione del registro"), references="organisations.code"),
    Field("name", "string", _("Organizzazione"), required=True, max_length=200),
    Field("kind", "string", _("Tipo"), required=True, choices=OrganisationKind.choices),
    Field("tax_code", "string", _("Codice fiscale"), max_length=16, personal=True),
    Field("represented_by", "string", _("Chi la rappresenta"), required=True, max_length=160, personal=True),
    Field("email", "string", _("E-mail"), max_length=254, personal=True),
    Field("certified_email", "string", _("PEC"), max_length=254),
    Field("phone", "string", _("Telefono"), max_length=40, personal=True),
    Field("offers", "string", _("Competenze e risorse che offre")),
    Field("channel", "string", _("Come è arrivata"), required=True, choices=Channel.choices),
    Field("received_at", "datetime", _("Arrivata il"), required=True),
    Field("protocol", "string", _("Protocollo"), max_length=60),
    Field(
        "state",
        "string",
        _("Stato"),
        _("Vuoto: da esaminare."),
        choices=ApplicationState.choices,
        default=lambda _row: ApplicationState.RECEIVED.value,
    ),
    Field("reason", "string", _("Motivo"), _("Serve per un'esclusione."), max_length=500),
    Field("decided_on", "date", _("Deciso il")),
    SYNTHETIC,
)
APPLICATION_LABS = Table(
    "application_labs",
    _("Laboratori delle domande"),
    _("Quali laboratori ha scelto chi ha risposto."),
    (OF_APPLICATION, BODY),
    room="participation",
    primary_key=("application", "body"),
    rows=application_lab_rows,
    load=load_application_labs,
)
CHECKS = Table(
    "application_checks",
    _("Requisiti delle domande"),
    _("Che cosa l'ufficio ha trovato di ogni requisito."),
    (
        OF_APPLICATION,
        Field("requirement", "string", _("Requisito"), required=True, references="call_requirements.code"),
        Field("outcome", "string", _("Che cosa si è trovato"), required=True, choices=Finding.choices),
        Field("note", "string", _("Nota"), max_length=300),
    ),
    room="participation",
    primary_key=("application", "requirement"),
    rows=CHECKS_MOVING.rows,
    load=CHECKS_MOVING.load,
)
INTEGRATIONS = Table(
    "application_integrations",
    _("Integrazioni delle domande"),
    _("Che cosa si è chiesto per completare una domanda, entro quando, e che cosa è arrivato."),
    (
        OF_APPLICATION,
        NUMBER,
        Field("asked_on", "date", _("Chiesta il"), required=True),
        Field("text", "string", _("Che cosa si chiede"), required=True),
        Field("due_on", "date", _("Entro il"), required=True),
        Field("answered_on", "date", _("Arrivata il")),
        Field("answer", "string", _("Che cosa è arrivato")),
    ),
    room="participation",
    primary_key=("application", "number"),
    rows=INTEGRATIONS_MOVING.rows,
    load=INTEGRATIONS_MOVING.load,
)
SCORES = Table(
    "application_scores",
    _("Punti delle domande"),
    _("I punti che un componente della commissione dà a una domanda per un criterio."),
    (
        OF_APPLICATION,
        Field("criterion", "string", _("Criterio"), required=True, references="call_criteria.code"),
        COMMISSIONER,
        Field("points", "number", _("Punti"), required=True, minimum=0, maximum=999, decimals=2),
    ),
    room="participation",
    primary_key=("application", "criterion", "commissioner"),
    rows=SCORES_MOVING.rows,
    load=SCORES_MOVING.load,
)
CONFLICTS = Table(
    "application_conflicts",
    _("Conflitti di interesse"),
    _("In quali domande un componente della commissione ha dichiarato un interesse."),
    (COMMISSIONER, OF_APPLICATION, Field("text", "string", _("Quale"), required=True, max_length=300)),
    room="participation",
    primary_key=("commissioner", "application"),
    rows=CONFLICTS_MOVING.rows,
    load=CONFLICTS_MOVING.load,
)

TABLES = (
    CALLS,
    CALL_LABS,
    REQUIREMENTS,
    CRITERIA,
    COMMISSION,
    APPLICATIONS,
    APPLICATION_LABS,
    CHECKS,
    INTEGRATIONS,
    SCORES,
    CONFLICTS,
)
