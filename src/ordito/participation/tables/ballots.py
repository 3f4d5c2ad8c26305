"""Priorities and choices within a budget: the tables.

Papers leave without who gave them: a number, and what is marked. Those of a ballot that is still open do not
leave at all, because nobody sees how a ballot goes before it is closed.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from ordito.core.tables import Field, Table
from ordito.participation.models import (
    Ballot,
    BallotMark,
    BallotMethod,
    BallotOption,
    BallotPaper,
    VoterKind,
)
from ordito.participation.tables.moving import Column, Moving, hanging

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ordito.core.models import District
    from ordito.core.tables import Loading, Record

SLUG = r"[-a-z0-9_]+"
LONGEST_PATH = 170
CENT = Decimal("0.01")
LARGEST = 2_147_483_647
BALLOT = ("process__code", "code")
CELL = ("cell__grid__process__code", "cell__grid__code", "cell__row__number", "cell__column__number")
PARAGRAPH = ("paragraph__hypothesis__process__code", "paragraph__hypothesis__code", "paragraph__number")
IN_BALLOT = ("ballot__process__code", "ballot__code")

BALLOTS_MOVING = Moving(
    Ballot,
    "process__district",
    (
        Column("code", path=BALLOT),
        Column("process", "process__code", "processes"),
        Column("slug", "code"),
        *map(
            Column,
            (
                "title",
                "question",
                "method",
                "voters",
                "points",
                "budget",
                "opens_at",
                "closes_at",
                "is_synthetic",
            ),
        ),
        Column("gathering", table="gatherings", path=("gathering__process__code", "gathering__code")),
    ),
    ("process", "code"),
    above="process",
    last="slug",
)
OPTIONS_MOVING = Moving(
    BallotOption,
    "ballot__process__district",
    (
        Column("code", path=(*IN_BALLOT, "number")),
        Column("ballot", table="ballots", path=IN_BALLOT),
        *map(Column, ("number", "title", "description", "cost")),
        Column(
            "contribution",
            table="contributions",
            path=("contribution__process__code", "contribution__number"),
        ),
        Column("cell", table="cells", path=CELL),
        Column("paragraph", table="paragraphs", path=PARAGRAPH),
    ),
    ("ballot", "number"),
    above="ballot",
)


def load_ballots(loading: Loading) -> None:
    """Write ballots that say all that their method needs."""
    BALLOTS_MOVING.write(
        loading, (row for row in hanging(loading, "process", "slug") if _is_whole(loading, row))
    )


def _is_whole(loading: Loading, row: Record) -> bool:
    opens, closes = row["opens_at"], row["closes_at"]
    wrong = [
        (row["method"] == BallotMethod.POINTS and not row["points"], "points", _("i punti a testa")),
        (row["method"] == BallotMethod.BUDGET and not row["budget"], "budget", _("di quanto è il bilancio")),
        (closes is not None and opens is None, "opens_at", _("quando si è aperta, se è chiusa")),
        (
            closes is not None and opens is not None and closes < opens,
            "closes_at",
            _("un momento che non viene prima dell'apertura"),
        ),
    ]
    for is_so, column, expected in wrong:
        if is_so:
            loading.wrong(row, column, str(expected))
    return not any(is_so for is_so, _column, _expected in wrong)


def paper_rows(district: District) -> Iterator[tuple[Any, ...]]:
    """The papers of the ballots that are closed: numbers alone."""
    found = BallotPaper.objects.filter(
        ballot__process__district=district, ballot__closes_at__lte=district.now()
    )
    told = ("number", "on_paper", "void_because")
    for process, ballot, number, *rest in found.values_list(*IN_BALLOT, *told).iterator():
        yield f"{process}/{ballot}/{number}", f"{process}/{ballot}", number, *rest


def paper_keys(district: District) -> Iterator[tuple[Any, int]]:
    """The key of each paper and its id."""
    found = BallotPaper.objects.filter(ballot__process__district=district)
    for process, ballot, number, pk in found.values_list(*IN_BALLOT, "number", "pk").iterator():
        yield f"{process}/{ballot}/{number}", pk


def load_papers(loading: Loading) -> None:
    """Papers come as found: when they were given is the moment of the import."""
    kept = loading.given("on_paper", "organisation", "void_because")
    loading.upsert(
        BallotPaper,
        (
            BallotPaper(
                ballot_id=loading.pk("ballots", row["ballot"]),
                number=row["number"],
                on_paper=row["on_paper"],
                void_because=row["void_because"],
                organisation_id=loading.pk_or_none("organisations", row["organisation"]),
                at=loading.at,
            )
            for row in hanging(loading, "ballot")
        ),
        by=["ballot", "number"],
        update=kept,
    )


def mark_rows(district: District) -> Iterator[tuple[Any, ...]]:
    """What the papers of the ballots that are closed say."""
    found = BallotMark.objects.filter(
        paper__ballot__process__district=district, paper__ballot__closes_at__lte=district.now()
    )
    for process, ballot, paper, option, value in found.values_list(
        "paper__ballot__process__code", "paper__ballot__code", "paper__number", "option__number", "value"
    ).iterator():
        yield f"{process}/{ballot}/{paper}", f"{process}/{ballot}/{option}", value


def load_marks(loading: Loading) -> None:
    """A mark is on an option of its own ballot."""

    def made() -> Iterator[BallotMark]:
        for row in loading:
            if row["paper"].rpartition("/")[0] != row["option"].rpartition("/")[0]:
                loading.wrong(row, "option", str(_("un'opzione della stessa scelta")))
                continue
            yield BallotMark(
                paper_id=loading.pk("ballot_papers", row["paper"]),
                option_id=loading.pk("ballot_options", row["option"]),
                value=row["value"],
            )

    loading.upsert(BallotMark, made(), by=["paper", "option"], update=loading.given("value"))


def _under(above: str, last: str) -> Any:
    return lambda row: f"{row[above]}/{row[last]}" if row.get(above) and row.get(last) is not None else None


def _code(above: str, last: str, description: Any) -> Field:
    return Field(
        "code",
        "string",
        _("Codice"),
        description,
        required=True,
        max_length=LONGEST_PATH,
        default=_under(above, last),
    )


OF_BALLOT = Field("ballot", "string", _("Scelta"), required=True, references="ballots.code")
IN_A_BALLOT = _("Il codice della scelta, «/», il numero; vuoto si compone da sé.")

BALLOTS = Table(
    "ballots",
    _("Scelte di priorità"),
    _("Le domande con cui un percorso sceglie che cosa viene prima, e con quale metodo."),
    (
        _code("process", "slug", _("Il codice del percorso, «/», quello suo; vuoto si compone da sé.")),
        Field("process", "string", _("Percorso"), required=True, references="processes.code"),
        Field("slug", "string", _("Codice nel percorso"), required=True, pattern=SLUG, max_length=80),
        Field("title", "string", _("Titolo"), required=True, max_length=200),
        Field("question", "string", _("La domanda")),
        Field("method", "string", _("Metodo"), required=True, choices=BallotMethod.choices),
        Field(
            "voters",
            "string",
            _("Chi sceglie"),
            _("Vuoto: ogni persona."),
            choices=VoterKind.choices,
            default=lambda _row: VoterKind.PERSON.value,
        ),
        Field("points", "integer", _("Punti a testa"), minimum=1, maximum=1_000),
        Field("budget", "number", _("Bilancio (€)"), minimum=CENT, decimals=2, maximum=9_999_999_999),
        Field("opens_at", "datetime", _("Si apre"), _("Vuoto finché si prepara.")),
        Field("closes_at", "datetime", _("Si chiude")),
        Field(
            "is_synthetic", "boolean", _("Dimostrativo"), _("Vero per i dati inventati; vuoto vale falso.")
        ),
        Field("gathering", "string", _("Raccolta"), references="gatherings.code"),
    ),
    room="participation",
    primary_key=("code",),
    rows=BALLOTS_MOVING.rows,
    load=load_ballots,
    keys=BALLOTS_MOVING.keys,
)
OPTIONS = Table(
    "ballot_options",
    _("Opzioni delle scelte"),
    _("Fra che cosa si sceglie, quanto costa, e da dove viene."),
    (
        _code("ballot", "number", IN_A_BALLOT),
        OF_BALLOT,
        Field("number", "integer", _("Numero"), required=True, minimum=1, maximum=32_000),
        Field("title", "string", _("Titolo"), required=True, max_length=200),
        Field("description", "string", _("Descrizione")),
        Field(
            "cost",
            "number",
            _("Costo (€)"),
            _("Serve quando si sceglie entro un bilancio."),
            minimum=CENT,
            decimals=2,
            maximum=9_999_999_999,
        ),
        Field("contribution", "string", _("Dal contributo"), references="contributions.code"),
        Field("cell", "string", _("Dalla cella"), references="cells.code"),
        Field("paragraph", "string", _("Dal paragrafo"), references="paragraphs.code"),
    ),
    room="participation",
    primary_key=("code",),
    rows=OPTIONS_MOVING.rows,
    load=OPTIONS_MOVING.load,
    keys=OPTIONS_MOVING.keys,
)
PAPERS = Table(
    "ballot_papers",
    _("Schede delle scelte"),
    _(
        "Le schede di una scelta chiusa: un numero tirato a sorte, mai chi l'ha data né quando. Quelle di "
        "una scelta ancora aperta restano nei salvataggi."
    ),
    (
        _code("ballot", "number", IN_A_BALLOT),
        OF_BALLOT,
        Field("number", "integer", _("Numero"), required=True, minimum=1, maximum=LARGEST),
        Field("on_paper", "string", _("Numero della scheda di carta"), max_length=40),
        Field(
            "void_because",
            "string",
            _("Annullata perché"),
            _("Vuoto: si conta."),
            max_length=200,
        ),
        Field(
            "organisation",
            "string",
            _("Organizzazione"),
            _("Di chi è la scheda, quando è un'organizzazione a scegliere: si legge e non esce."),
            references="organisations.code",
            import_only=True,
        ),
    ),
    room="participation",
    primary_key=("code",),
    rows=paper_rows,
    load=load_papers,
    keys=paper_keys,
)
MARKS = Table(
    "ballot_marks",
    _("Segni sulle schede"),
    _("Che cosa dice una scheda di un'opzione; una scheda senza segni è bianca."),
    (
        Field("paper", "string", _("Scheda"), required=True, references="ballot_papers.code"),
        Field("option", "string", _("Opzione"), required=True, references="ballot_options.code"),
        Field(
            "value",
            "integer",
            _("Valore"),
            _("1 per ciò che si approva; i punti; o il posto, da 1 che è il primo, anche a pari merito."),
            required=True,
            minimum=1,
            maximum=32_000,
        ),
    ),
    room="participation",
    primary_key=("paper", "option"),
    rows=mark_rows,
    load=load_marks,
)

TABLES = (BALLOTS, OPTIONS, PAPERS, MARKS)
