"""The money of the plan as tables: keys of sharing with their weights, lines, expenses."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ordito.core.models import District
from ordito.core.tables import Field, Loading, Table
from ordito.plan.models import BudgetLine, BudgetSource, Expense, SharingKey, SharingKind, SharingWeight
from ordito.plan.tables.columns import (
    ACTION,
    CODE,
    MOST_EUROS,
    ORDER,
    PLAN,
    SYNTHETIC,
    Rows,
    code_field,
    coded,
    hanging,
    path,
    plain,
)

KEY_FACTS = ("name", "kind", "source", "counted_on")
YEAR = Field("year", "year", _("Anno"), required=True)
SOURCE = Field("source", "string", _("Fonte"), required=True, choices=BudgetSource.choices)
MOST_WEIGHT = Decimal("99999999999.999")


def _keys(district: District) -> Rows:
    found = coded(SharingKey.objects.filter(plan__district=district), "plan__code", "code")
    return found.values_list("path", "plan__code", "code", *KEY_FACTS).iterator()


def _key_keys(district: District) -> Any:
    found = coded(SharingKey.objects.filter(plan__district=district), "plan__code", "code")
    return found.values_list("path", "pk")


def _load_keys(loading: Loading) -> None:
    rows = (
        SharingKey(
            plan_id=loading.pk("plans", row["plan"]),
            code=row["key"],
            **{name: row[name] for name in KEY_FACTS},
        )
        for row in hanging(loading, "plan", "key")
    )
    loading.upsert(SharingKey, rows, by=["plan", "code"], update=loading.given(*KEY_FACTS))


def _weights(district: District) -> Rows:
    found = coded(SharingWeight.objects.filter(key__plan__district=district), "key__plan__code", "key__code")
    for key, istat_code, weight in found.values_list("path", "municipality__istat_code", "weight").iterator():
        yield (key, istat_code, plain(weight))


def _load_weights(loading: Loading) -> None:
    rows = (
        SharingWeight(
            key_id=loading.pk("sharing_keys", row["key"]),
            municipality_id=loading.pk("municipalities", row["municipality"]),
            weight=row["weight"],
        )
        for row in loading
    )
    loading.upsert(SharingWeight, rows, by=["key", "municipality"], update=loading.given("weight"))


def _budget(district: District) -> Rows:
    found = coded(
        BudgetLine.objects.filter(action__plan__district=district), "action__plan__code", "action__code"
    ).annotate(shared=path("sharing_key__plan__code", "sharing_key__code"))
    names = ("path", "year", "source", "amount", "sharing_key", "shared", "is_synthetic")
    for *told, key, shared, is_synthetic in found.values_list(*names).iterator():
        yield (*told, shared if key else None, is_synthetic)


def _load_budget(loading: Loading) -> None:
    rows = []
    for row in loading:
        key = row["sharing_key"]
        if key and row["source"] != BudgetSource.MUNICIPAL:
            loading.wrong(row, "sharing_key", gettext("vuoto: si ripartiscono solo le quote comunali"))
        elif key and key.partition("/")[0] != row["action"].partition("/")[0]:
            loading.wrong(row, "sharing_key", gettext("un criterio dello stesso piano"))
        else:
            rows.append(
                BudgetLine(
                    action_id=loading.pk("actions", row["action"]),
                    year=row["year"],
                    source=row["source"],
                    amount=row["amount"],
                    sharing_key_id=loading.pk_or_none("sharing_keys", key),
                    is_synthetic=bool(row["is_synthetic"]),
                )
            )
    update = loading.given("amount", "sharing_key", "is_synthetic")
    loading.upsert(BudgetLine, rows, by=["action", "year", "source"], update=update)


def _expenses(district: District) -> Rows:
    found = coded(
        Expense.objects.filter(line__action__plan__district=district),
        "line__action__plan__code",
        "line__action__code",
    )
    names = ("path", "line__year", "line__source", "number", "on", "amount", "note", "is_synthetic")
    return found.values_list(*names).iterator()


def _load_expenses(loading: Loading) -> None:
    lines = {
        (action, year, source): pk
        for pk, action, year, source in BudgetLine.objects.filter(
            action__plan__district=loading.district
        ).values_list("pk", "action", "year", "source")
    }
    rows = []
    for row in loading:
        line = lines.get((loading.pk("actions", row["action"]), row["year"], row["source"]))
        if line is None:
            loading.wrong(row, "source", gettext("una riga di bilancio dell'azione in quell'anno"))
            continue
        told = {name: row[name] for name in ("number", "on", "amount", "note")}
        rows.append(Expense(line_id=line, is_synthetic=bool(row["is_synthetic"]), **told))
    update = loading.given("on", "amount", "note", "is_synthetic")
    loading.upsert(Expense, rows, by=["line", "number"], update=update)


KEYS = Table(
    "sharing_keys",
    _("Criteri di riparto"),
    _("Secondo che cosa i comuni si dividono una somma: gli abitanti, o altro."),
    (
        code_field("plan", _("Il codice del piano, «/», il criterio; vuoto si compone da sé."), "key"),
        PLAN,
        Field("key", "string", _("Criterio"), required=True, pattern=CODE, max_length=40),
        Field("name", "string", _("Nome"), required=True, max_length=160),
        Field(
            "kind",
            "string",
            _("I pesi sono"),
            _("Vuoto: abitanti."),
            choices=SharingKind.choices,
            default=lambda _row: SharingKind.INHABITANTS.value,
        ),
        Field("source", "string", _("Fonte dei pesi"), max_length=200),
        Field("counted_on", "date", _("Contati il")),
    ),
    room="plan",
    primary_key=("code",),
    rows=_keys,
    load=_load_keys,
    keys=_key_keys,
)

WEIGHTS = Table(
    "sharing_weights",
    _("Pesi dei comuni"),
    _("Quanto conta un comune in un criterio di riparto: valgono solo i rapporti."),
    (
        Field("key", "string", _("Criterio"), required=True, references="sharing_keys.code"),
        Field("municipality", "string", _("Comune"), required=True, references="municipalities.istat_code"),
        Field(
            "weight",
            "number",
            _("Peso"),
            required=True,
            decimals=3,
            minimum=Decimal(0),
            maximum=MOST_WEIGHT,
        ),
    ),
    room="plan",
    primary_key=("key", "municipality"),
    rows=_weights,
    load=_load_weights,
)

BUDGET = Table(
    "budget_lines",
    _("Risorse"),
    _("Gli euro di un'azione, per anno e per fonte."),
    (
        ACTION,
        YEAR,
        SOURCE,
        Field(
            "amount",
            "number",
            _("Importo (€)"),
            required=True,
            minimum=Decimal(0),
            maximum=MOST_EUROS,
            decimals=2,
        ),
        Field(
            "sharing_key",
            "string",
            _("Riparto fra i comuni"),
            _("Solo per le quote comunali."),
            references="sharing_keys.code",
        ),
        SYNTHETIC,
    ),
    room="plan",
    primary_key=("action", "year", "source"),
    rows=_budget,
    load=_load_budget,
)

EXPENSES = Table(
    "expenses",
    _("Spese"),
    _("Gli euro spesi di una riga di bilancio, come li dice la contabilità in un giorno."),
    (
        ACTION,
        YEAR,
        SOURCE,
        ORDER,
        Field("on", "date", _("Al"), required=True),
        Field(
            "amount",
            "number",
            _("Speso (€)"),
            _("Meno di zero quando corregge."),
            required=True,
            minimum=-MOST_EUROS,
            maximum=MOST_EUROS,
            decimals=2,
        ),
        Field("note", "string", _("Nota"), max_length=200),
        SYNTHETIC,
    ),
    room="plan",
    primary_key=("action", "year", "source", "number"),
    rows=_expenses,
    load=_load_expenses,
    after=("budget_lines",),
)

TABLES = (KEYS, WEIGHTS, BUDGET, EXPENSES)
