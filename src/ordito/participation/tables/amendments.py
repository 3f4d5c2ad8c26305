"""Amendments to hypotheses and what is said of them: the tables."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ordito.core.models import District
from ordito.core.tables import Field, Loading, Record, Table
from ordito.participation.models import Amendment, AmendmentKind, AmendmentRemark, AmendmentState
from ordito.participation.tables.hypotheses import (
    DECIDED_IN,
    DECISION,
    HYPOTHESIS,
    NUMBER,
    SYNTHETIC,
    code_field,
    decision_in,
    decisions_of,
    numbered_keys,
    rightly_named,
)

FACTS = (
    "kind",
    "heading",
    "text",
    "reason",
    "at",
    "state",
    "decided_at",
    "answer",
    "is_changed",
    "is_synthetic",
)
INSIDE = {
    "based_on": "hypothesis_versions",
    "paragraph": "paragraphs",
    "result": "hypothesis_versions",
    "added": "paragraphs",
}


def _amendments(district: District) -> Iterable[dict[str, Any]]:
    rows = Amendment.objects.filter(hypothesis__process__district=district).select_related(
        "hypothesis__process",
        "organisation",
        "gathering__process",
        "decision__meeting",
        *INSIDE,
    )
    for each in rows.iterator():
        above = f"{each.hypothesis.process.code}/{each.hypothesis.code}"
        inside = {name: getattr(each, name) for name in INSIDE}
        gathering, decision = each.gathering, each.decision
        yield {
            "code": f"{above}/{each.number}",
            "hypothesis": above,
            "number": each.number,
            **{name: f"{above}/{thing.number}" if thing else None for name, thing in inside.items()},
            **{name: getattr(each, name) for name in FACTS},
            "organisation": each.organisation.code if each.organisation else None,
            "gathering": f"{gathering.process.code}/{gathering.code}" if gathering else None,
            "decided_in": decision.meeting.code if decision else None,
            "decision": decision.number if decision else None,
        }


def _load_amendments(loading: Loading) -> None:
    decisions = decisions_of(loading)
    made = [
        Amendment(
            hypothesis_id=loading.pk("hypotheses", row["hypothesis"]),
            number=row["number"],
            organisation_id=loading.pk_or_none("organisations", row["organisation"]),
            gathering_id=loading.pk_or_none("gatherings", row["gathering"]),
            decision_id=decision_in(loading, row, decisions),
            **{f"{name}_id": loading.pk_or_none(table, row[name]) for name, table in INSIDE.items()},
            **{name: bool(row[name]) if name.startswith("is_") else row[name] for name in FACTS},
        )
        for row in rightly_named(loading, "hypothesis")
        if _makes_sense(loading, row)
    ]
    update = loading.given(*FACTS, *INSIDE, "organisation", "gathering", "decision")
    loading.upsert(Amendment, made, by=["hypothesis", "number"], update=update)


def _makes_sense(loading: Loading, row: Record) -> bool:
    """Say what the database would refuse without words."""
    elsewhere = [name for name in INSIDE if row[name] and row[name].rpartition("/")[0] != row["hypothesis"]]
    wrong = {
        **{name: gettext("della stessa ipotesi") for name in elsewhere},
        **(
            {"paragraph": gettext("un paragrafo: ne fa a meno solo chi aggiunge")}
            if row["paragraph"] is None and row["kind"] != AmendmentKind.ADD
            else {}
        ),
        **(
            {"text": gettext("un testo: ne fa a meno solo chi toglie")}
            if not row["text"] and row["kind"] != AmendmentKind.REMOVE
            else {}
        ),
        **(
            {"answer": gettext("una risposta: chi è respinto ne riceve una")}
            if not row["answer"] and row["state"] == AmendmentState.REJECTED
            else {}
        ),
        **(
            {"decided_at": gettext("un momento dopo che è arrivato")}
            if row["decided_at"] is not None and row["decided_at"] < row["at"]
            else {}
        ),
    }
    for name, expected in wrong.items():
        loading.wrong(row, name, expected)
    return not wrong


def _remarks(district: District) -> Iterable[tuple[Any, ...]]:
    rows = AmendmentRemark.objects.filter(amendment__hypothesis__process__district=district)
    told = rows.values_list(
        "amendment__hypothesis__process__code",
        "amendment__hypothesis__code",
        "amendment__number",
        "number",
        "text",
        "organisation__code",
        "at",
    )
    for process, slug, amendment, *facts in told.iterator():
        yield (f"{process}/{slug}/{amendment}", *facts)


def _load_remarks(loading: Loading) -> None:
    made = [
        AmendmentRemark(
            amendment_id=loading.pk("amendments", row["amendment"]),
            number=row["number"],
            text=row["text"],
            organisation_id=loading.pk_or_none("organisations", row["organisation"]),
            at=row["at"],
        )
        for row in loading
    ]
    update = loading.given("text", "organisation", "at")
    loading.upsert(AmendmentRemark, made, by=["amendment", "number"], update=update)


AMENDMENTS = Table(
    "amendments",
    _("Emendamenti alle ipotesi"),
    _("Le proposte di cambiare un paragrafo, e come sono state decise; gli account restano fuori."),
    (
        code_field("hypothesis"),
        HYPOTHESIS,
        NUMBER,
        Field("kind", "string", _("Che cosa fa"), required=True, choices=AmendmentKind.choices),
        Field(
            "based_on", "string", _("Sulla versione"), required=True, references="hypothesis_versions.code"
        ),
        Field(
            "paragraph",
            "string",
            _("Paragrafo"),
            _("Quello che cambia, o dopo il quale si aggiunge; vuoto per aggiungere all'inizio."),
            references="paragraphs.code",
        ),
        Field("heading", "string", _("Titoletto"), max_length=200),
        Field("text", "string", _("Nuovo testo")),
        Field("reason", "string", _("Perché")),
        Field("organisation", "string", _("A nome di"), references="organisations.code"),
        Field("gathering", "string", _("Nell'incontro"), references="gatherings.code"),
        Field("at", "datetime", _("Quando"), required=True),
        Field(
            "state",
            "string",
            _("Stato"),
            _("Vuoto: proposto."),
            choices=AmendmentState.choices,
            default=lambda _row: AmendmentState.PROPOSED.value,
        ),
        DECIDED_IN,
        DECISION,
        Field("decided_at", "datetime", _("Deciso il")),
        Field("answer", "string", _("Che cosa si risponde")),
        Field("is_changed", "boolean", _("Accolto con modifiche"), _("Vuoto vale falso.")),
        Field("result", "string", _("Nella versione"), references="hypothesis_versions.code"),
        Field("added", "string", _("Paragrafo che ne è nato"), references="paragraphs.code"),
        SYNTHETIC,
    ),
    room="participation",
    primary_key=("code",),
    rows=_amendments,
    load=_load_amendments,
    keys=numbered_keys(Amendment),
    after=("decisions",),
)
REMARKS = Table(
    "amendment_remarks",
    _("Osservazioni sugli emendamenti"),
    _("Che cosa si è detto di un emendamento prima di deciderlo."),
    (
        Field("amendment", "string", _("Emendamento"), required=True, references="amendments.code"),
        NUMBER,
        Field("text", "string", _("Osservazione"), required=True, max_length=2000),
        Field("organisation", "string", _("A nome di"), references="organisations.code"),
        Field("at", "datetime", _("Quando"), required=True),
    ),
    room="participation",
    primary_key=("amendment", "number"),
    rows=_remarks,
    load=_load_remarks,
)

TABLES = (AMENDMENTS, REMARKS)
