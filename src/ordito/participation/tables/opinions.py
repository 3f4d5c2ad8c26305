"""Statements and what was said of them: the tables."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from ordito.core.tables import Field, Table
from ordito.participation.models import CountedVote, Opinion, Statement, Vote
from ordito.participation.tables.moving import Column, Moving
from ordito.participation.tables.voices import (
    GATHERING,
    IN_GATHERING,
    MOST,
    OF_GATHERING,
    SYNTHETIC,
    code,
)

SMALL = 32_767
OF_STATEMENT = tuple(f"statement__{each}" for each in (*IN_GATHERING, "number"))
STATEMENT = Column("statement", table="statements", path=OF_STATEMENT)

STATEMENTS_MOVING = Moving(
    Statement,
    "gathering__process__district",
    (
        Column("code", path=(*IN_GATHERING, "number")),
        GATHERING,
        *map(Column, ("number", "text")),
        Column(
            "contribution",
            table="contributions",
            path=("contribution__process__code", "contribution__number"),
        ),
        *map(Column, ("is_open", "is_synthetic")),
    ),
    ("gathering", "number"),
    above="gathering",
)
VOTES_MOVING = Moving(
    Vote,
    "phone__gathering__process__district",
    (
        STATEMENT,
        Column(
            "phone",
            table="phones",
            path=("phone__gathering__process__code", "phone__gathering__code", "phone__number"),
        ),
        *map(Column, ("value", "at")),
    ),
    ("statement", "phone"),
)
COUNTED_MOVING = Moving(
    CountedVote,
    "statement__gathering__process__district",
    (STATEMENT, *map(Column, ("table", "agree", "disagree", "passed", "at"))),
    ("statement", "table"),
)
THE_STATEMENT = Field("statement", "string", _("Affermazione"), required=True, references="statements.code")


def _hands(name: str, title: object) -> Field:
    return Field(
        name,
        "integer",
        title,  # type: ignore[arg-type]
        _("Vuoto: nessuno."),
        minimum=0,
        maximum=MOST,
        default=lambda _row: 0,
    )


STATEMENTS = Table(
    "statements",
    _("Affermazioni"),
    _("Le frasi su cui in una raccolta si dice d'accordo, non d'accordo, passo."),
    (
        code(_("Il codice della raccolta, «/», il numero; vuoto si compone da sé."), "gathering"),
        OF_GATHERING,
        Field("number", "integer", _("Numero"), required=True, minimum=1, maximum=SMALL),
        Field("text", "string", _("Affermazione"), required=True, max_length=300),
        Field("contribution", "string", _("Dal contributo"), references="contributions.code"),
        Field("is_open", "boolean", _("Aperta al voto"), _("Vuoto vale vero."), default=lambda _row: True),
        SYNTHETIC,
    ),
    room="participation",
    primary_key=("code",),
    rows=STATEMENTS_MOVING.rows,
    load=STATEMENTS_MOVING.load,
    keys=STATEMENTS_MOVING.keys,
)
VOTES = Table(
    "votes",
    _("Opinioni dai telefoni"),
    _(
        "Che cosa un telefono ha detto di un'affermazione. Le opinioni di chi ha un account non escono: "
        "come gli account, restano nei salvataggi."
    ),
    (
        THE_STATEMENT,
        Field("phone", "string", _("Telefono"), required=True, references="phones.code"),
        Field(
            "value",
            "integer",
            _("Opinione"),
            _("1 d'accordo, 0 passo, -1 non d'accordo."),
            required=True,
            minimum=min(Opinion.values),
            maximum=max(Opinion.values),
        ),
        Field("at", "datetime", _("Quando"), required=True),
    ),
    room="participation",
    primary_key=("statement", "phone"),
    rows=VOTES_MOVING.rows,
    load=VOTES_MOVING.load,
)
COUNTED_VOTES = Table(
    "counted_votes",
    _("Opinioni contate in sala"),
    _("Le mani alzate o i foglietti contati a un tavolo su un'affermazione: quanti, non chi."),
    (
        THE_STATEMENT,
        Field("table", "string", _("Tavolo"), _("Vuoto: tutta la sala."), max_length=40),
        _hands("agree", _("D'accordo")),
        _hands("disagree", _("Non d'accordo")),
        _hands("passed", _("Passano")),
        Field("at", "datetime", _("Quando"), required=True),
    ),
    room="participation",
    primary_key=("statement", "table"),
    rows=COUNTED_MOVING.rows,
    load=COUNTED_MOVING.load,
)

TABLES = (STATEMENTS, VOTES, COUNTED_VOTES)
