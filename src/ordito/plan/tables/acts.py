"""What makes the plan an act, as tables: who signs it, its versions, the office's words for a year."""

from __future__ import annotations

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ordito.core.models import District
from ordito.core.press import Document
from ordito.core.tables import Field, Loading, Table
from ordito.governance.queries.frozen import thaw
from ordito.plan.models import PlanVersion, Signature, YearNote
from ordito.plan.tables.columns import (
    DECIDED_AT,
    DECISION,
    ORDER,
    PLAN,
    Rows,
    decision_or_none,
    decisions_of,
)

SIGNATURE_FACTS = ("name", "role", "signed_on")


def _signatures(district: District) -> Rows:
    found = Signature.objects.filter(plan__district=district)
    return found.values_list("plan__code", "number", "organisation__code", *SIGNATURE_FACTS).iterator()


def _load_signatures(loading: Loading) -> None:
    rows = (
        Signature(
            plan_id=loading.pk("plans", row["plan"]),
            number=row["number"],
            organisation_id=loading.pk("organisations", row["organisation"]),
            **{name: row[name] for name in SIGNATURE_FACTS},
        )
        for row in loading
    )
    update = loading.given("organisation", *SIGNATURE_FACTS)
    loading.upsert(Signature, rows, by=["plan", "number"], update=update)


def _notes(district: District) -> Rows:
    found = YearNote.objects.filter(plan__district=district)
    return found.values_list("plan__code", "year", "text").iterator()


def _load_notes(loading: Loading) -> None:
    rows = (
        YearNote(plan_id=loading.pk("plans", row["plan"]), year=row["year"], text=row["text"])
        for row in loading
    )
    loading.upsert(YearNote, rows, by=["plan", "year"], update=loading.given("text"))


def _versions(district: District) -> Rows:
    found = PlanVersion.objects.filter(plan__district=district)
    names = ("plan__code", "number", "document", "note", "decision__meeting__code", "decision__number", "at")
    return found.values_list(*names).iterator()


def _load_versions(loading: Loading) -> None:
    """Add the versions that are new; one that is there already must say the same."""
    known = decisions_of(loading)
    there = {
        (each.plan_id, each.number): each
        for each in PlanVersion.objects.filter(plan__district=loading.district)
    }
    new = []
    for row in loading:
        plan = loading.pk("plans", row["plan"])
        told = {name: row[name] for name in ("document", "note", "at")}
        if not _is_an_act(row["document"]):
            loading.wrong(row, "document", gettext("un atto come lo scrive l'esportazione"))
            continue
        kept = there.get((plan, row["number"]))
        if kept is None:
            decision = decision_or_none(loading, row, known)
            new.append(PlanVersion(plan_id=plan, number=row["number"], decision_id=decision, **told))
        elif any(getattr(kept, name) != told[name] for name in loading.given(*told)):
            loading.wrong(row, "number", gettext("una versione nuova: quelle che ci sono non cambiano"))
    PlanVersion.objects.bulk_create(new)


def _is_an_act(kept: object) -> bool:
    try:
        return isinstance(thaw(kept), Document)
    except (KeyError, TypeError, ValueError):
        return False


TABLES = (
    Table(
        "signatures",
        _("Firme del piano"),
        _("Chi firma il piano per ciascun ente, in qualità di che cosa (accordo di programma)."),
        (
            PLAN,
            ORDER,
            Field("organisation", "string", _("Per"), required=True, references="organisations.code"),
            Field("name", "string", _("Nome e cognome"), required=True, max_length=160, personal=True),
            Field("role", "string", _("In qualità di"), max_length=120),
            Field("signed_on", "date", _("Firmato il")),
        ),
        room="plan",
        primary_key=("plan", "number"),
        rows=_signatures,
        load=_load_signatures,
    ),
    Table(
        "year_notes",
        _("Note degli anni"),
        _("Priorità e indirizzi di un anno del piano: l'apertura del suo documento di attuazione (DAPP)."),
        (
            PLAN,
            Field("year", "year", _("Anno"), required=True),
            Field("text", "string", _("Testo")),
        ),
        room="plan",
        primary_key=("plan", "year"),
        rows=_notes,
        load=_load_notes,
    ),
    Table(
        "plan_versions",
        _("Versioni del piano"),
        _("Il piano come fu adottato, e come fu emendato poi: nessuna versione cambia più."),
        (
            PLAN,
            Field("number", "integer", _("Versione"), required=True, minimum=1),
            Field(
                "document", "json", _("Atto"), _("L'atto come fu adottato, parte per parte."), required=True
            ),
            Field("note", "string", _("Che cosa cambia, e perché"), max_length=500),
            DECIDED_AT,
            DECISION,
            Field("at", "datetime", _("Quando"), required=True),
        ),
        room="plan",
        primary_key=("plan", "number"),
        rows=_versions,
        load=_load_versions,
        after=("decisions",),
    ),
)
