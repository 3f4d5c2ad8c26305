"""Grids and concept maps: the tables."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from ordito.core.tables import Field, Loading, Record, Table, different
from ordito.participation.models import (
    Axis,
    Cell,
    Concept,
    ConceptMap,
    ConceptTie,
    Correction,
    Grid,
    GridLine,
    Placement,
    TieKind,
)
from ordito.participation.tables.moving import Column, Moving

NAMED = r"[-a-z0-9_]+/[-a-z0-9_]+"
LONGEST_NAMED = 161
LONGEST_PATH = 190
IN_GRID = ("grid__process__code", "grid__code")
IN_CELL = ("cell__grid__process__code", "cell__grid__code", "cell__row__number", "cell__column__number")
SAID = ("contribution__process__code", "contribution__number")


def _named(row: Mapping[str, Any]) -> str | None:
    """A grid or a map: the code of the path, a slash, its own."""
    process, _slash, own = str(row.get("code") or "").rpartition("/")
    return f"{row['process']}/{own}" if row.get("process") and process and own else None


def _joined(*names: str) -> Callable[[Mapping[str, Any]], str | None]:
    def joined(row: Mapping[str, Any]) -> str | None:
        parts = [row.get(name) for name in names]
        return None if None in parts else "/".join(map(str, parts))

    return joined


def _crossed(row: Mapping[str, Any]) -> str | None:
    """A cell: the code of the grid, the number of the row, that of the column; both lines are of the grid."""
    grid, lines = row.get("grid"), []
    for axis in Axis.values:
        before, _slash, number = str(row.get(axis) or "").rpartition("/")
        if not grid or before != f"{grid}/{axis}":
            return None
        lines.append(number)
    return "/".join([str(grid), *lines])


@dataclass(frozen=True, slots=True)
class Hanging(Moving):
    """A model whose rows are called after what they hang from: a code that says otherwise is wrong."""

    called: Callable[[Mapping[str, Any]], str | None] = _named
    own_code: bool = False
    """Whether the last part of the key is a code of the model's own."""

    def load(self, loading: Loading) -> None:
        kept = [each for each in self.columns if each.name != "code"]
        update = [each.attribute.partition("__")[0] for each in kept if each.name in loading.columns]
        loading.upsert(
            self.model,
            (self._made(loading, row, kept) for row in loading if self._is_right(loading, row)),
            by=list(self.by),
            update=[name for name in update if name not in self.by],
        )

    def _is_right(self, loading: Loading, row: Record) -> bool:
        called = self.called(row)
        if row["code"] == called:
            return True
        loading.wrong(row, "code", f"«{called}»" if called else _now("righe e colonne della stessa griglia"))
        return False

    def _made(self, loading: Loading, row: Record, kept: list[Column]) -> Any:
        told = {self._told(each): self._value(loading, row, each) for each in kept}
        if self.own_code:
            told["code"] = row["code"].rpartition("/")[2]
        return self.model(**told)


CONTRIBUTION = Column("contribution", table="contributions", path=SAID)
OF_GRID = Column("grid", table="grids", path=IN_GRID)
CELL = Column("cell", table="cells", path=IN_CELL)
OF_MAP = Column("concept_map", "map", "concept_maps", ("map__process__code", "map__code"))

GRIDS_MOVING = Hanging(
    Grid,
    "process__district",
    (
        Column("code", path=("process__code", "code")),
        Column("process", "process__code", "processes"),
        *map(Column, ("title", "rows_name", "columns_name", "is_synthetic")),
    ),
    ("process", "code"),
    own_code=True,
)
LINES_MOVING = Hanging(
    GridLine,
    "grid__process__district",
    (
        Column("code", path=(*IN_GRID, "axis", "number")),
        OF_GRID,
        *map(Column, ("axis", "number", "title", "removed_at")),
    ),
    ("grid", "axis", "number"),
    called=_joined("grid", "axis", "number"),
)
CELLS_MOVING = Hanging(
    Cell,
    "grid__process__district",
    (
        Column("code", path=(*IN_GRID, "row__number", "column__number")),
        OF_GRID,
        Column("row", table="grid_lines", path=(*IN_GRID, "row__axis", "row__number")),
        Column("column", table="grid_lines", path=(*IN_GRID, "column__axis", "column__number")),
        Column("summary"),
    ),
    ("row", "column"),
    called=_crossed,
)
PLACEMENTS_MOVING = Moving(
    Placement,
    "cell__grid__process__district",
    (CONTRIBUTION, CELL, *map(Column, ("placed_at", "was_suggested", "removed_at"))),
    ("contribution", "cell", "placed_at"),
)
CORRECTIONS_MOVING = Hanging(
    Correction,
    "grid__process__district",
    (
        Column("code", path=(*IN_GRID, "number")),
        OF_GRID,
        Column("number"),
        CONTRIBUTION,
        CELL,
        Column("other", table="contributions", path=("other__process__code", "other__number")),
        *map(Column, ("together", "at")),
    ),
    ("grid", "number"),
    called=_joined("grid", "number"),
)
MAPS_MOVING = Hanging(
    ConceptMap,
    "process__district",
    (
        Column("code", path=("process__code", "code")),
        Column("process", "process__code", "processes"),
        *map(Column, ("title", "is_synthetic")),
    ),
    ("process", "code"),
    own_code=True,
)
CONCEPTS_MOVING = Hanging(
    Concept,
    "map__process__district",
    (
        Column("code", path=("map__process__code", "map__code", "number")),
        OF_MAP,
        *map(Column, ("number", "text", "x", "y")),
        CONTRIBUTION,
    ),
    ("map", "number"),
    called=_joined("concept_map", "number"),
)


def _end(name: str) -> Column:
    path = (f"{name}__map__process__code", f"{name}__map__code", f"{name}__number")
    return Column(name, table="concepts", path=path)


TIES_MOVING = Moving(
    ConceptTie,
    "map__process__district",
    (OF_MAP, _end("source"), _end("target"), Column("kind")),
    ("source", "target", "kind"),
)


def _load_ties(loading: Loading) -> None:
    """Both ends of a tie are concepts of its map."""

    def made(row: Record) -> ConceptTie | None:
        for end in ("source", "target"):
            if row[end].rpartition("/")[0] != row["concept_map"]:
                loading.wrong(row, end, _now("un concetto della stessa mappa"))
                return None
        ends = {f"{end}_id": loading.pk("concepts", row[end]) for end in ("source", "target")}
        return ConceptTie(map_id=loading.pk("concept_maps", row["concept_map"]), kind=row["kind"], **ends)

    ties = (tie for row in loading if (tie := made(row)) is not None)
    loading.upsert(ConceptTie, ties, by=TIES_MOVING.by)


def _code(description: Any, called: Callable[[Mapping[str, Any]], str | None] | None = None) -> Field:
    return Field(
        "code",
        "string",
        _("Codice"),
        description,
        required=True,
        max_length=LONGEST_PATH,
        default=called,
    )


NAMED_CODE = Field(
    "code",
    "string",
    _("Codice"),
    _("Il codice del percorso, «/», il suo."),
    required=True,
    pattern=NAMED,
    max_length=LONGEST_NAMED,
)
PROCESS = Field("process", "string", _("Percorso"), required=True, references="processes.code")
TITLE = Field("title", "string", _("Titolo"), required=True, max_length=200)
NUMBER = Field("number", "integer", _("Numero"), required=True, minimum=1, maximum=32_000)
SYNTHETIC = Field(
    "is_synthetic", "boolean", _("Dimostrativo"), _("Vero per i dati inventati; vuoto vale falso.")
)
GRID = Field("grid", "string", _("Griglia"), required=True, references="grids.code")
MAP = Field("concept_map", "string", _("Mappa"), required=True, references="concept_maps.code")


def _is_false(_row: Mapping[str, Any]) -> bool:
    return False


def _table(
    name: str, title: Any, description: Any, moving: Moving, *fields: Field, keys: bool = True
) -> Table:
    return Table(
        name,
        title,
        description,
        fields,
        room="participation",
        primary_key=("code",) if keys else moving.by,
        rows=moving.rows,
        load=moving.load,
        keys=moving.keys if keys else None,
    )


GRIDS = _table(
    "grids",
    _("Griglie di sintesi"),
    _("Le griglie in cui si mettono i contributi di un percorso, e come si chiamano i loro due assi."),
    GRIDS_MOVING,
    NAMED_CODE,
    PROCESS,
    TITLE,
    Field("rows_name", "string", _("Le righe sono"), required=True, max_length=80),
    Field("columns_name", "string", _("Le colonne sono"), required=True, max_length=80),
    SYNTHETIC,
)
LINES = _table(
    "grid_lines",
    _("Righe e colonne delle griglie"),
    _("Ogni riga e ogni colonna, in ordine; quelle tolte restano se qualcosa vi era stato messo."),
    LINES_MOVING,
    _code(
        _("Il codice della griglia, «/», l'asse, «/», il numero; vuoto si compone da sé."),
        _joined("grid", "axis", "number"),
    ),
    GRID,
    Field("axis", "string", _("Asse"), required=True, choices=Axis.choices),
    NUMBER,
    TITLE,
    Field("removed_at", "datetime", _("Tolta il")),
)
CELLS = _table(
    "cells",
    _("Celle delle griglie"),
    _("Dove una riga e una colonna si incontrano, con la frase che le riassume."),
    CELLS_MOVING,
    _code(
        _("Il codice della griglia, «/», il numero della riga, «/», quello della colonna; si compone da sé."),
        _crossed,
    ),
    GRID,
    Field("row", "string", _("Riga"), required=True, references="grid_lines.code"),
    Field("column", "string", _("Colonna"), required=True, references="grid_lines.code"),
    Field("summary", "string", _("In sintesi")),
)
PLACEMENTS = _table(
    "placements",
    _("Collocazioni"),
    _("In quale cella è stato messo un contributo e quando; chi l'ha messo è un account, e non esce."),
    PLACEMENTS_MOVING,
    Field("contribution", "string", _("Contributo"), required=True, references="contributions.code"),
    Field("cell", "string", _("Cella"), required=True, references="cells.code"),
    Field("placed_at", "datetime", _("Messo il"), required=True),
    Field(
        "was_suggested",
        "boolean",
        _("Era un suggerimento"),
        _("Vuoto: no."),
        default=_is_false,
    ),
    Field("removed_at", "datetime", _("Tolto il"), _("Vuoto: vi è ancora.")),
    keys=False,
)
CORRECTIONS = _table(
    "grid_corrections",
    _("Correzioni dei suggerimenti"),
    _("Che un contributo non va in una cella, o che due vanno insieme o separati: non si suggerisce più."),
    CORRECTIONS_MOVING,
    _code(
        _("Il codice della griglia, «/», il numero; vuoto si compone da sé."), _joined("grid", "number")
    ),
    GRID,
    NUMBER,
    Field("contribution", "string", _("Contributo"), required=True, references="contributions.code"),
    Field("cell", "string", _("Cella"), _("Questa, o l'altro contributo."), references="cells.code"),
    Field("other", "string", _("L'altro contributo"), references="contributions.code"),
    Field("together", "boolean", _("Stanno insieme"), _("Vuoto: separati."), default=_is_false),
    Field("at", "datetime", _("Quando"), required=True),
)
MAPS = _table(
    "concept_maps",
    _("Mappe concettuali"),
    _("Concetti e legami disegnati insieme in un percorso."),
    MAPS_MOVING,
    NAMED_CODE,
    PROCESS,
    TITLE,
    SYNTHETIC,
)
CONCEPTS = _table(
    "concepts",
    _("Concetti"),
    _("I concetti di una mappa e dove stanno sul foglio, da 0 a 1000 per lato."),
    CONCEPTS_MOVING,
    _code(
        _("Il codice della mappa, «/», il numero; vuoto si compone da sé."), _joined("concept_map", "number")
    ),
    MAP,
    NUMBER,
    Field("text", "string", _("Concetto"), required=True, max_length=120),
    Field("x", "integer", _("Da sinistra"), minimum=0, maximum=1000, default=lambda _row: 500),
    Field("y", "integer", _("Dall'alto"), minimum=0, maximum=1000, default=lambda _row: 500),
    Field("contribution", "string", _("Dal contributo"), references="contributions.code"),
)
TIES = Table(
    "concept_ties",
    _("Legami fra concetti"),
    _("Come un concetto si lega a un altro della stessa mappa."),
    (
        MAP,
        Field("source", "string", _("Da"), required=True, references="concepts.code"),
        Field("target", "string", _("A"), required=True, references="concepts.code"),
        Field("kind", "string", _("Legame"), required=True, choices=TieKind.choices),
    ),
    room="participation",
    primary_key=("source", "target", "kind"),
    rows=TIES_MOVING.rows,
    load=_load_ties,
    checks=(different("source", "target"),),
)

TABLES: tuple[Table, ...] = (GRIDS, LINES, CELLS, PLACEMENTS, CORRECTIONS, MAPS, CONCEPTS, TIES)
