"""Paths, phases, openings, workshops, products: the tables."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ordito.core.models import District
from ordito.core.tables import Field, Loading, Record, Table, Trouble, ends_after_starts, inclusive
from ordito.governance.models import Mandate
from ordito.participation.commands.processes import RESERVED_CODES
from ordito.participation.models import (
    Doing,
    Opening,
    PathKind,
    Phase,
    Process,
    Product,
    ProductKind,
    Whom,
    Workshop,
)
from ordito.participation.tables.moving import Column, Moving, joined

SLUG = r"[-a-z0-9_]+"
LONGEST_PATH = 120
LONGEST_MANDATE = 100
IN_PROCESS = ("process__code", "number")
PLAIN = ("title", "kind", "purpose", "starts_on", "ends_before", "is_public", "is_synthetic")
REFERRED = {"body": "bodies", "technical_group": "bodies", "call": "calls"}

PROCESS = Field("process", "string", _("Percorso"), required=True, references="processes.code")
NUMBER = Field("number", "integer", _("Numero"), required=True, minimum=1, maximum=32_000)
CODE = Field(
    "code",
    "string",
    _("Codice"),
    _("Il codice del percorso, «/», il numero; vuoto si compone da sé."),
    required=True,
    max_length=LONGEST_PATH,
    default=joined("process"),
)
SYNTHETIC = Field(
    "is_synthetic", "boolean", _("Dimostrativo"), _("Vero per i dati inventati; vuoto vale falso.")
)
PUBLIC = Field("is_public", "boolean", _("Pubblico"), _("Vuoto vale vero."), default=lambda _row: True)
STARTS_ON = Field("starts_on", "date", _("Dal"), _("Il primo giorno."), required=True, aliases=("from",))
ENDS_BEFORE = Field(
    "ends_before",
    "date",
    _("Fino a (escluso)"),
    _("Il primo giorno in cui è finito; vuoto finché non si sa. «to» è l'ultimo giorno."),
    aliases=(inclusive("to"),),
)


@dataclass(frozen=True, slots=True)
class NotReserved:
    """Ask that no code be a word that addresses use for something else."""

    codes: frozenset[str]

    def begin(self) -> Callable[[Record], Iterable[Trouble]]:
        return self._judge

    def _judge(self, record: Record) -> Iterable[Trouble]:
        if record["code"] in self.codes:
            yield Trouble(
                "code", f"«{record['code']}»", gettext("un codice che non sia una parola degli indirizzi")
            )


def in_process(model: Any, *columns: Column) -> Moving:
    """What moves rows numbered within a path."""
    above = (
        Column("code", path=IN_PROCESS),
        Column("process", "process__code", "processes"),
        Column("number"),
    )
    return Moving(model, "process__district", (*above, *columns), ("process", "number"), above="process")


def hangs(name: str, title: Any, description: Any, moving: Moving, *fields: Field, **more: Any) -> Table:
    """A table of rows numbered within a path."""
    return Table(
        name,
        title,
        description,
        (CODE, PROCESS, NUMBER, *fields),
        room="participation",
        primary_key=("code",),
        rows=moving.rows,
        load=moving.load,
        keys=moving.keys,
        **more,
    )


def _key(given_by: str | None, on: date | None) -> str:
    """How a file names a mandate of a body: who gave it, and when."""
    return f"{given_by or ''}/{on.isoformat() if on else ''}"


def _processes(district: District) -> Iterable[tuple[Any, ...]]:
    rows = Process.objects.filter(district=district).select_related("body", "technical_group", "call")
    for each in rows.select_related("mandate__mandated_by").iterator():
        mandate, given = each.mandate, None
        if mandate is not None:
            given = _key(mandate.mandated_by.code if mandate.mandated_by else None, mandate.date)
        yield (
            each.code,
            each.body.code,
            each.technical_group.code if each.technical_group else None,
            given,
            each.call.code if each.call else None,
            *(getattr(each, name) for name in PLAIN),
        )


def _load_processes(loading: Loading) -> None:
    mandates = {
        (body, _key(given_by, on)): pk
        for pk, body, given_by, on in Mandate.objects.filter(body__district=loading.district).values_list(
            "pk", "body_id", "mandated_by__code", "date"
        )
    }
    for batch in loading.batches():
        rows = []
        for row in batch:
            body = loading.pk("bodies", row["body"])
            if row["mandate"] and (body, row["mandate"]) not in mandates:
                loading.wrong(
                    row,
                    "mandate",
                    gettext("un mandato di chi conduce: il codice di chi lo diede, «/», il giorno"),
                )
                continue
            rows.append(
                Process(
                    district=loading.district,
                    code=row["code"],
                    mandate_id=mandates[body, row["mandate"]] if row["mandate"] else None,
                    **{f"{name}_id": loading.pk_or_none(REFERRED[name], row[name]) for name in REFERRED},
                    **{name: bool(row[name]) if name.startswith("is_") else row[name] for name in PLAIN},
                )
            )
        loading.upsert(
            Process, rows, by=["district", "code"], update=loading.given(*REFERRED, "mandate", *PLAIN)
        )


PROCESSES = Table(
    "processes",
    _("Percorsi"),
    _("I percorsi partecipati: chi li conduce, con quale mandato, da quando."),
    (
        Field("code", "string", _("Codice"), required=True, pattern=SLUG, max_length=80),
        Field("body", "string", _("Chi lo conduce"), required=True, references="bodies.code"),
        Field("technical_group", "string", _("Sottogruppo tecnico"), references="bodies.code"),
        Field(
            "mandate",
            "string",
            _("Mandato"),
            _("Uno di quelli di chi conduce: chi lo diede, «/», il giorno (assemblea/2011-04-15)."),
            max_length=LONGEST_MANDATE,
        ),
        Field("call", "string", _("Avviso"), references="calls.code"),
        Field("title", "string", _("Titolo"), required=True, max_length=200),
        Field(
            "kind",
            "string",
            _("Tipo"),
            _("Vuoto diventa «other»: non si indovina."),
            choices=PathKind.choices,
            default=lambda _row: PathKind.OTHER.value,
        ),
        Field("purpose", "string", _("Perché")),
        STARTS_ON,
        ENDS_BEFORE,
        PUBLIC,
        SYNTHETIC,
    ),
    room="participation",
    primary_key=("code",),
    rows=_processes,
    load=_load_processes,
    keys=lambda district: Process.objects.filter(district=district).values_list("code", "pk"),
    checks=(ends_after_starts(), NotReserved(RESERVED_CODES)),
    after=("mandates",),
)
PHASES = hangs(
    "phases",
    _("Fasi dei percorsi"),
    _("I tratti di un percorso, da un giorno all'altro."),
    in_process(Phase, *map(Column, ("title", "purpose", "starts_on", "ends_before"))),
    Field("title", "string", _("Fase"), required=True, max_length=200),
    Field("purpose", "string", _("Che cosa si fa")),
    STARTS_ON,
    ENDS_BEFORE,
    checks=(ends_after_starts(),),
)
OPENINGS_MOVING = Moving(
    Opening,
    "phase__process__district",
    (
        Column("phase", table="phases", path=("phase__process__code", "phase__number")),
        Column("doing"),
        Column("whom"),
    ),
    ("phase", "doing"),
)
OPENINGS = Table(
    "openings",
    _("Aperture delle fasi"),
    _("Che cosa si può fare in una fase, e chi: quello che nessuna fase apre è chiuso."),
    (
        Field("phase", "string", _("Fase"), required=True, references="phases.code"),
        Field("doing", "string", _("Che cosa"), required=True, choices=Doing.choices),
        Field(
            "whom",
            "string",
            _("Chi"),
            _("Vuoto diventa «members»."),
            choices=Whom.choices,
            default=lambda _row: Whom.MEMBERS.value,
        ),
    ),
    room="participation",
    primary_key=("phase", "doing"),
    rows=OPENINGS_MOVING.rows,
    load=OPENINGS_MOVING.load,
)
WORKSHOPS_MOVING = Moving(
    Workshop,
    "process__district",
    (
        Column("meeting", "meeting__code", "meetings"),
        Column("process", "process__code", "processes"),
        Column("phase", table="phases", path=("phase__process__code", "phase__number")),
        Column("sub_area", "sub_area__code", "sub_areas"),
        Column("addressed_to"),
        Column("administrator", "administrator__code", "people"),
        Column("technician", "technician__code", "people"),
        Column("grounded_on", "grounded_on__code", "documents"),
    ),
    ("meeting",),
)
WORKSHOPS = Table(
    "workshops",
    _("Incontri dei percorsi"),
    _("Quali incontri sono un passo di un percorso, in quale sub-area, condotti da chi."),
    (
        Field("meeting", "string", _("Incontro"), required=True, references="meetings.code"),
        PROCESS,
        Field("phase", "string", _("Fase"), references="phases.code"),
        Field("sub_area", "string", _("Sub-area"), references="sub_areas.code"),
        Field("addressed_to", "string", _("Con chi"), max_length=200),
        Field("administrator", "string", _("Lo conduce, per gli amministratori"), references="people.code"),
        Field("technician", "string", _("Lo conduce, per i tecnici"), references="people.code"),
        Field("grounded_on", "string", _("Documento di contesto"), references="documents.code"),
    ),
    room="participation",
    primary_key=("meeting",),
    rows=WORKSHOPS_MOVING.rows,
    load=WORKSHOPS_MOVING.load,
)
PRODUCTS = hangs(
    "products",
    _("Prodotti dei percorsi"),
    _("Che cosa di tangibile un percorso deve lasciare, entro quando, e il documento che è diventato."),
    in_process(
        Product,
        *map(Column, ("kind", "title", "due_on", "delivered_on")),
        Column("document", "document__code", "documents"),
    ),
    Field(
        "kind",
        "string",
        _("Tipo"),
        _("Vuoto diventa «other»: non si indovina."),
        choices=ProductKind.choices,
        default=lambda _row: ProductKind.OTHER.value,
    ),
    Field("title", "string", _("Prodotto"), required=True, max_length=200),
    Field("due_on", "date", _("Entro il")),
    Field("delivered_on", "date", _("Consegnato il")),
    Field("document", "string", _("Documento"), references="documents.code"),
)

TABLES = (PROCESSES, PHASES, OPENINGS, WORKSHOPS, PRODUCTS)
