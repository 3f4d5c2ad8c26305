"""How actions go on, as a table."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from ordito.core.models import District
from ordito.core.tables import Field, Loading, Table
from ordito.plan.models import ActionState, ActionStep
from ordito.plan.tables.columns import ACTION, ORDER, SYNTHETIC, Rows, coded

FACTS = ("on", "state", "done", "changed", "is_synthetic")


def _steps(district: District) -> Rows:
    found = coded(
        ActionStep.objects.filter(action__plan__district=district), "action__plan__code", "action__code"
    )
    return found.values_list("path", "number", *FACTS).iterator()


def _load_steps(loading: Loading) -> None:
    rows = (
        ActionStep(
            action_id=loading.pk("actions", row["action"]),
            number=row["number"],
            on=row["on"],
            state=row["state"],
            done=row["done"],
            changed=row["changed"],
            is_synthetic=bool(row["is_synthetic"]),
        )
        for row in loading
    )
    loading.upsert(ActionStep, rows, by=["action", "number"], update=loading.given(*FACTS))


STEPS = Table(
    "action_steps",
    _("Passi delle azioni"),
    _("Come va avanti un'azione: da quando è in quale stato, che cosa si è fatto, che cosa cambia e perché."),
    (
        ACTION,
        ORDER,
        Field("on", "date", _("Il"), required=True),
        Field("state", "string", _("Stato"), required=True, choices=ActionState.choices),
        Field("done", "string", _("Che cosa si è fatto")),
        Field("changed", "string", _("Che cosa cambia, e perché")),
        SYNTHETIC,
    ),
    room="plan",
    primary_key=("action", "number"),
    rows=_steps,
    load=_load_steps,
)
