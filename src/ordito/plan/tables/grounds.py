"""What objectives and actions rest on, as a table: each thing by the codes that lead to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ordito.core.models import District
from ordito.core.tables import Field, Loading, Table
from ordito.governance.models import Decision
from ordito.participation.models import Cell, Contribution, Paragraph, Source
from ordito.plan.models import Ground, Reading
from ordito.plan.models.grounds import CITED
from ordito.plan.tables.columns import LONGEST_PATH, Rows


@dataclass(frozen=True, slots=True)
class Citing:
    """A kind of thing that is cited: where its district is, and the fields that name it."""

    model: type[Model]
    title: Any
    district: str
    names: tuple[str, ...]


KINDS = {
    "contribution": Citing(Contribution, _("Contributo"), "process__district", ("process__code", "number")),
    "cell": Citing(
        Cell,
        _("Cella di una griglia"),
        "grid__process__district",
        ("grid__process__code", "grid__code", "row__number", "column__number"),
    ),
    "paragraph": Citing(
        Paragraph,
        _("Paragrafo di un'ipotesi"),
        "hypothesis__process__district",
        ("hypothesis__process__code", "hypothesis__code", "number"),
    ),
    "decision": Citing(Decision, _("Decisione"), "meeting__district", ("meeting__code", "number")),
    "source": Citing(Source, _("Fonte"), "district", ("code",)),
    "reading": Citing(
        Reading,
        _("Lettura di un indicatore"),
        "indicator__action__plan__district",
        ("indicator__action__plan__code", "indicator__action__code", "indicator__code", "on"),
    ),
}


def _named(kind: str, district: District) -> dict[int, str]:
    """The things of a kind by id, each with the codes that lead to it."""
    citing = KINDS[kind]
    rows = citing.model._default_manager.filter(**{citing.district: district})  # noqa: SLF001 - documented name
    return {pk: "/".join(str(part) for part in parts) for pk, *parts in rows.values_list("pk", *citing.names)}


def _grounds(district: District) -> Rows:
    found = Ground.objects.filter(plan__district=district)
    named: dict[str, dict[int, str]] = {}
    for ground in found.select_related("plan", "objective", "action"):
        kind = next(name for name in CITED if getattr(ground, f"{name}_id") is not None)
        if kind not in named:
            named[kind] = _named(kind, district)
        held, acts = ground.objective, ground.action
        yield (
            f"{ground.plan.code}/{held.code}" if held else None,
            f"{ground.plan.code}/{acts.code}" if acts else None,
            kind,
            named[kind][getattr(ground, f"{kind}_id")],
            ground.note,
        )


def _load_grounds(loading: Loading) -> None:
    known: dict[str, dict[str, int]] = {}
    rows = []
    for row in loading:
        kind = row["kind"]
        if kind not in known:
            known[kind] = {code: pk for pk, code in _named(kind, loading.district).items()}
        cited = known[kind].get(row["cited"])
        if cited is None:
            loading.wrong(row, "cited", gettext("qualcosa che c'è nel registro"))
        elif (row["objective"] is None) == (row["action"] is None):
            loading.wrong(row, "action", gettext("un obiettivo oppure un'azione"))
        else:
            plan = (row["objective"] or row["action"]).partition("/")[0]
            rows.append(
                Ground(
                    plan_id=loading.pk("plans", plan),
                    objective_id=loading.pk_or_none("objectives", row["objective"]),
                    action_id=loading.pk_or_none("actions", row["action"]),
                    note=row["note"],
                    **{f"{kind}_id": cited},
                )
            )
    loading.upsert(Ground, rows, by=["objective", "action", *CITED], update=loading.given("note"))


GROUNDS = Table(
    "grounds",
    _("Fondamenti"),
    _("Su che cosa poggia un obiettivo o un'azione: il filo fino a chi l'ha chiesto."),
    (
        Field("objective", "string", _("Obiettivo"), references="objectives.code"),
        Field("action", "string", _("Azione"), references="actions.code"),
        Field(
            "kind",
            "string",
            _("Che cos'è"),
            required=True,
            choices=[(kind, each.title) for kind, each in KINDS.items()],
        ),
        Field(
            "cited",
            "string",
            _("Quale"),
            _(
                "I codici che portano fin lì, con «/»: percorso/numero di un contributo; "
                "percorso/griglia/riga/colonna; percorso/ipotesi/paragrafo; incontro/decisione; "
                "il codice di una fonte; indicatore/giorno di una lettura."
            ),
            required=True,
            max_length=2 * LONGEST_PATH,
        ),
        Field("note", "string", _("In che senso"), max_length=300),
    ),
    room="plan",
    primary_key=("objective", "action", "kind", "cited"),
    rows=_grounds,
    load=_load_grounds,
    after=("decisions", "readings"),
)
