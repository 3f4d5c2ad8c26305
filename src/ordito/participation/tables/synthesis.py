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
from ordito.participation.tables.moving import Column, Moving, hanging, joined

LONGEST_PATH = 190
IN_GRID = ("grid__process__code", "grid__code")
IN_CELL = ("cell__grid__process__code", "cell__grid__code", "cell__row__number", "cell__column__number")
SAID = ("contribution__process__code", "contribution__number")


def _line(row: Mapping[str, Any]) -> str | None:
    """A row or a column: the code of the grid, the axis, the number on it."""
    parts = [row.get(name) for name in ("grid", "axis", "number")]
    return None if None in parts else "/".join(map(str, parts))


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
class Crossing(Moving):
    """A model whose code is made of more than what it hangs from and a number; one that differs is wrong."""

    called: Callable[[Mapping[str, Any]], str | None] = _line

    def load(self, loading: Loading) -> None:
        self.write(loading, (row for row in loading if self._is_right(loading, row)))

    def _is_right(self, loading: Loading, row: Record) -> bool:
        called = self.called(row)
        if row["code"] == called:
            return True
        loading.wrong(row, "code", f"«{called}»" if called else _now("righe e colonne della stessa griglia"))
        return False


CONTRIBUTION = Column("contribution", table="contributions", path=SAID)
OF_GRID = Column("grid", table="grids", path=IN_GRID)
CELL = Column("cell", table="cells", path=IN_CELL)
OF_MAP = Column("concept_map", "map", "concept_maps", ("map__process__code", "map__code"))


def _in_process(model: Any, *names: str) -> Moving:
    columns = (
        Column("code", path=("process__code", "code")),
        Column("process", "process__code", "processes"),
        Column("slug", "code"),
        *map(Column, names),
    )
    return Moving(model, "process__district", columns, ("process", "code"), above="process", last="slug")


GRIDS_MOVING = _in_process(Grid, "title", "rows_name", "columns_name", "is_synthetic")
LINES_MOVING = Crossing(
    GridLine,
    "grid__process__district",
    (
        Column("code", path=(*IN_GRID, "axis", "number")),
        OF_GRID,
        *map(Column, ("axis", "number", "title", "removed_at")),
    ),
    ("grid", "axis", "number"),
)
CELLS_MOVING = Crossing(
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
CORRECTIONS_MOVING = Moving(
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
    above="grid",
)
MAPS_MOVING = _in_process(ConceptMap, "title", "is_synthetic")
CONCEPTS_MOVING = Moving(
    Concept,
    "map__process__district",
    (
        Column("code", path=("map__process__code", "map__code", "number")),
        OF_MAP,
        *map(Column, ("number", "text", "x", "y")),
        CONTRIBUTION,
    ),
    ("map", "number"),
    above="concept_map",
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


def _load(moving: Moving, wrong: Callable[[Record], tuple[str, str] | None]) -> Callable[[Loading], None]:
    """Write the rows of which `wrong` has nothing to say; it tells a column and what was expected there."""

    def load(loading: Loading) -> None:
        rows = hanging(loading, moving.above) if moving.above else loading
        moving.write(loading, (row for row in rows if is_right(loading, row)))

    def is_right(loading: Loading, row: Record) -> bool:
        said = wrong(row)
        if said is not None:
            loading.wrong(row, *said)
        return said is None

    return load


def _stray_tie(row: Record) -> tuple[str, str] | None:
    for end in ("source", "target"):
        if row[end].rpartition("/")[0] != row["concept_map"]:
            return end, _now("un concetto della stessa mappa")
    return None


def _load_placements(loading: Loading) -> None:
    """A contribution is put in a grid of its own path, once at a time in a cell, and taken away later."""
    standing = Placement.objects.filter(
        cell__grid__process__district=loading.district, removed_at__isnull=True
    )
    there = {(said, cell): at for said, cell, at in standing.values_list(*PLACEMENTS_MOVING.by)}

    def wrong(row: Record) -> tuple[str, str] | None:
        if _path_of(row["cell"]) != _path_of(row["contribution"]):
            return "contribution", _now("un contributo dello stesso percorso della griglia")
        where = (loading.pk("contributions", row["contribution"]), loading.pk("cells", row["cell"]))
        if row["removed_at"] is None:
            if there.setdefault(where, row["placed_at"]) != row["placed_at"]:
                return "cell", _now("un contributo una volta sola in una cella")
            return None
        if there.get(where) == row["placed_at"]:
            del there[where]
        return (
            None if row["removed_at"] >= row["placed_at"] else ("removed_at", _now("un momento successivo"))
        )

    _load(PLACEMENTS_MOVING, wrong)(loading)


def _wrong_correction(row: Record) -> tuple[str, str] | None:
    if (row["cell"] is None) == (row["other"] is None) or (row["cell"] and row["together"]):
        return "cell", _now("o una cella in cui non va, o un altro contributo")
    told = [row[name] for name in ("contribution", "cell", "other") if row[name] is not None]
    if any(_path_of(each) != _path_of(row["grid"]) for each in told):
        return "contribution", _now("un contributo dello stesso percorso della griglia")
    return None


def _path_of(code: str) -> str:
    return code.partition("/")[0]


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


NAMED_CODE = _code(
    _("Il codice del percorso, «/», il nome breve; vuoto si compone da sé."), joined("process", "slug")
)
SLUG = Field("slug", "string", _("Nome breve"), required=True, pattern=r"[-a-z0-9_]+", max_length=80)
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
    name: str, title: Any, description: Any, moving: Moving, *fields: Field, keys: bool = True, **more: Any
) -> Table:
    return Table(
        name,
        title,
        description,
        fields,
        room="participation",
        primary_key=("code",) if keys else moving.by,
        rows=moving.rows,
        load=more.pop("load", moving.load),
        keys=moving.keys if keys else None,
        **more,
    )


GRIDS = _table(
    "grids",
    _("Griglie di sintesi"),
    _("Le griglie in cui si mettono i contributi di un percorso, e come si chiamano i loro due assi."),
    GRIDS_MOVING,
    NAMED_CODE,
    PROCESS,
    SLUG,
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
        _line,
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
    load=_load_placements,
)
CORRECTIONS = _table(
    "grid_corrections",
    _("Correzioni dei suggerimenti"),
    _("Che un contributo non va in una cella, o che due vanno insieme o separati: non si suggerisce più."),
    CORRECTIONS_MOVING,
    _code(_("Il codice della griglia, «/», il numero; vuoto si compone da sé."), joined("grid")),
    GRID,
    NUMBER,
    Field("contribution", "string", _("Contributo"), required=True, references="contributions.code"),
    Field("cell", "string", _("Cella"), _("Questa, o l'altro contributo."), references="cells.code"),
    Field("other", "string", _("L'altro contributo"), references="contributions.code"),
    Field("together", "boolean", _("Stanno insieme"), _("Vuoto: separati."), default=_is_false),
    Field("at", "datetime", _("Quando"), required=True),
    load=_load(CORRECTIONS_MOVING, _wrong_correction),
    checks=(different("contribution", "other"),),
)
MAPS = _table(
    "concept_maps",
    _("Mappe concettuali"),
    _("Concetti e legami disegnati insieme in un percorso."),
    MAPS_MOVING,
    NAMED_CODE,
    PROCESS,
    SLUG,
    TITLE,
    SYNTHETIC,
)
CONCEPTS = _table(
    "concepts",
    _("Concetti"),
    _("I concetti di una mappa e dove stanno sul foglio, da 0 a 1000 per lato."),
    CONCEPTS_MOVING,
    _code(_("Il codice della mappa, «/», il numero; vuoto si compone da sé."), joined("concept_map")),
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
    load=_load(TIES_MOVING, _stray_tie),
    checks=(different("source", "target"),),
)

TABLES: tuple[Table, ...] = (GRIDS, LINES, CELLS, PLACEMENTS, CORRECTIONS, MAPS, CONCEPTS, TIES)
