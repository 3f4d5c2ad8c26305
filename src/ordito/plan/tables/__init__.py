"""The plan's tables in and out: their names and columns are the program's public face."""

from __future__ import annotations

from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from ordito.core.tables import Field, Table, ends_after_starts
from ordito.plan.models import ActionState, AreaPlan, Letter, PlanState
from ordito.plan.tables import acts, grounds, money, moving, steps
from ordito.plan.tables.columns import (
    ACTION,
    CODE,
    DECIDED_AT,
    DECISION,
    NUMBER_FIELD,
    PLAINLY,
    PLAN,
    SYNTHETIC,
    code_field,
)

PLANS = Table(
    "plans",
    _("Piani di zona"),
    _("Il piano di zona di un periodo (L. 328/2000 art. 19)."),
    (
        Field("code", "string", _("Codice"), required=True, pattern=CODE, max_length=60),
        Field("title", "string", _("Titolo"), required=True, max_length=200),
        Field("starts_on", "date", _("Dal"), _("Il primo giorno."), required=True),
        Field(
            "ends_before", "date", _("Fino a (escluso)"), _("Il primo giorno dopo il piano."), required=True
        ),
        Field(
            "state",
            "string",
            _("Stato"),
            _("Vuoto: in costruzione."),
            choices=PlanState.choices,
            default=lambda _row: PlanState.DRAFT.value,
        ),
        Field("is_public", "boolean", _("Pubblico"), _("Vuoto vale falso.")),
        Field(
            "plainly",
            "string",
            _("In parole semplici"),
            _("Di che cosa parla il piano, per chi non ne ha mai letto uno."),
        ),
        DECIDED_AT,
        DECISION,
        Field("previous", "string", _("Il piano di prima"), references="plans.code"),
        SYNTHETIC,
    ),
    room="plan",
    primary_key=("code",),
    rows=moving.plans,
    load=moving.load_plans,
    keys=lambda district: AreaPlan.objects.filter(district=district).values_list("code", "pk"),
    checks=(ends_after_starts(),),
    after=("decisions",),
)

SECTIONS = Table(
    "plan_sections",
    _("Sezioni del piano"),
    _("Che cosa il piano individua, per lettera dell'art. 19 c. 1 della L. 328/2000."),
    (
        PLAN,
        Field("letter", "string", _("Lettera"), required=True, choices=Letter.choices),
        Field("text", "string", _("Testo")),
    ),
    room="plan",
    primary_key=("plan", "letter"),
    rows=moving.sections,
    load=moving.load_sections,
)

OBJECTIVES = Table(
    "objectives",
    _("Obiettivi"),
    _("Che cosa il piano vuole raggiungere."),
    (
        code_field("plan", _("Il codice del piano, «/», il numero; vuoto si compone da sé.")),
        PLAN,
        NUMBER_FIELD,
        Field("title", "string", _("Obiettivo"), required=True, max_length=300),
        Field("group", "string", _("Macro-gruppo"), max_length=160),
        Field("description", "string", _("Descrizione")),
        PLAINLY,
        Field("proposed_by", "string", _("Proposto da"), _("L'organismo."), references="bodies.code"),
        Field(
            "continues",
            "string",
            _("Prosegue"),
            _("L'obiettivo del piano di prima che prosegue qui."),
            references="objectives.code",
        ),
    ),
    room="plan",
    primary_key=("code",),
    rows=moving.objectives,
    load=moving.load_objectives,
    keys=moving.objective_keys,
)

ACTIONS = Table(
    "actions",
    _("Azioni"),
    _("Che cosa si fa per un obiettivo, chi ne risponde, da quando a quando, a che punto è."),
    (
        code_field("plan", _("Il codice del piano, «/», il numero; vuoto si compone da sé.")),
        PLAN,
        Field("objective", "string", _("Obiettivo"), required=True, references="objectives.code"),
        NUMBER_FIELD,
        Field("title", "string", _("Azione"), required=True, max_length=300),
        Field("description", "string", _("Descrizione")),
        PLAINLY,
        Field("owner", "string", _("Responsabile"), references="organisations.code"),
        Field("starts_on", "date", _("Dal")),
        Field("ends_before", "date", _("Fino a (escluso)")),
        Field(
            "state",
            "string",
            _("Stato"),
            _("Vuoto: da avviare."),
            choices=ActionState.choices,
            default=lambda _row: ActionState.PLANNED.value,
        ),
        SYNTHETIC,
    ),
    room="plan",
    primary_key=("code",),
    rows=moving.actions,
    load=moving.load_actions,
    keys=moving.action_keys,
    checks=(ends_after_starts(),),
)

PARTNERS = Table(
    "action_partners",
    _("Partner delle azioni"),
    _("Le organizzazioni che fanno un'azione insieme al responsabile."),
    (
        ACTION,
        Field("organisation", "string", _("Organizzazione"), required=True, references="organisations.code"),
    ),
    room="plan",
    primary_key=("action", "organisation"),
    rows=moving.partners,
    load=moving.load_partners,
)

MOST = Decimal("99999999999.999")
INDICATORS = Table(
    "indicators",
    _("Indicatori"),
    _("Come si vede se un'azione funziona."),
    (
        code_field("action", _("Il codice dell'azione, «/», il numero; vuoto si compone da sé.")),
        ACTION,
        NUMBER_FIELD,
        Field("name", "string", _("Indicatore"), required=True, max_length=200),
        Field("unit", "string", _("Unità"), max_length=40),
        Field("baseline", "number", _("Valore di partenza"), decimals=3, minimum=-MOST, maximum=MOST),
        Field("target", "number", _("Valore atteso"), decimals=3, minimum=-MOST, maximum=MOST),
        Field(
            "taken_from",
            "string",
            _("Letto da"),
            _("La misura dei registri che dà le letture; vuoto: scritte a mano."),
            max_length=120,
        ),
        SYNTHETIC,
    ),
    room="plan",
    primary_key=("code",),
    rows=moving.indicators,
    load=moving.load_indicators,
    keys=moving.indicator_keys,
)

READINGS = Table(
    "readings",
    _("Letture"),
    _("Il valore di un indicatore in un giorno, e dove è stato letto."),
    (
        Field("indicator", "string", _("Indicatore"), required=True, references="indicators.code"),
        Field("on", "date", _("Il"), required=True),
        Field("value", "number", _("Valore"), required=True, decimals=3, minimum=-MOST, maximum=MOST),
        Field("source", "string", _("Fonte"), max_length=200),
    ),
    room="plan",
    primary_key=("indicator", "on"),
    rows=moving.readings,
    load=moving.load_readings,
)

TABLES = (
    PLANS,
    SECTIONS,
    OBJECTIVES,
    ACTIONS,
    PARTNERS,
    steps.STEPS,
    *money.TABLES,
    INDICATORS,
    READINGS,
    grounds.GROUNDS,
    *acts.TABLES,
)
