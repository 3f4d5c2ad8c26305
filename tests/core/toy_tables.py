"""A small register in memory, declared as rooms declare theirs, on which the exchange is tried."""

from __future__ import annotations

import io
from collections import defaultdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from openpyxl import Workbook

from ordito.core.models import District, Operator
from ordito.core.tables import (
    Alias,
    Field,
    Registry,
    Table,
    WrongTables,
    different,
    ends_after_starts,
    inclusive,
    no_overlaps,
)
from ordito.core.tables.cells import blank
from ordito.core.tables.exporting import Format, bring_out
from ordito.core.tables.importing import Imported, bring_in, quietly
from ordito.core.tables.limits import LIMITS, Limits

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path
    from typing import IO

    from ordito.core.tables import Loading, Progress

NOW = datetime(2017, 1, 9, 8, 0, tzinfo=UTC)
KINDS = [("assembly", "Assemblea"), ("lab", "Laboratorio"), ("office", "Ufficio")]
STATES = [("present", "Presente"), ("absent", "Assente")]


class Shelf:
    """What the districts hold, by district and table, and how tables put it there and take it away."""

    def __init__(self) -> None:
        self.held: dict[tuple[str, str], dict[Any, dict[str, Any]]] = defaultdict(dict)

    def of(self, district: District, table: str) -> dict[Any, dict[str, Any]]:
        return self.held[district.slug, table]

    def put(self, district: District, table: Table, values: Mapping[str, Any]) -> None:
        empty = {field.name: blank(field) for field in table.fields}
        key = tuple(values.get(name) for name in table.primary_key)
        rows = self.of(district, table.name)
        rows[key] = {**empty, **rows.get(key, {}), **values}

    def table(self, name: str, fields: Iterable[Field], key: tuple[str, ...], **more: Any) -> Table:
        def rows(district: District) -> Iterable[tuple[Any, ...]]:
            return [tuple(row[f.name] for f in made.exported) for row in self.of(district, name).values()]

        def load(loading: Loading) -> None:
            for record in loading:
                given = {field.name for field in made.fields if field.default} | loading.columns
                self.put(loading.district, made, {column: record[column] for column in given})

        def keys(district: District) -> Iterable[tuple[Any, int]]:
            return [
                (row[key[0]], place) for place, row in enumerate(self.of(district, name).values(), start=1)
            ]

        options: dict[str, Any] = {"rows": rows, "load": load, "keys": keys, "room": "toys", **more}
        made = Table(name, name.title(), f"Le righe di {name}.", tuple(fields), primary_key=key, **options)
        return made


def toy_registry(shelf: Shelf) -> Registry:
    """Declare a register much like the real one."""
    code = Field("code", "string", "Codice", required=True, pattern=r"\S+")
    name = Field("name", "string", "Nome", "Come la chiamano tutti.", required=True)
    return Registry(
        [
            shelf.table(
                "places",
                [*_place(), Field("note", "string", "Nota")],
                ("istat_code",),
                aliases=("boundaries",),
            ),
            shelf.table("organisations", [code, name], ("code",)),
            shelf.table(
                "people", [code, name, Field("phone", "string", "Telefono", personal=True)], ("code",)
            ),
            shelf.table(
                "bodies",
                [
                    code,
                    name,
                    Field("kind", "string", "Tipo", choices=KINDS, required=True),
                    Field("mandated_by", "string", "Mandato da", references="bodies.code"),
                ],
                ("code",),
                ignores=("appunti",),
            ),
            shelf.table(
                "memberships",
                [
                    Field("body", "string", "Organismo", required=True, references="bodies.code"),
                    Field(
                        "member",
                        "string",
                        "Membro",
                        required=True,
                        references=("organisations.code", "people.code"),
                    ),
                    Field("starts_on", "date", "Dal", aliases=("from",)),
                    Field("ends_before", "date", "Fino a", aliases=(inclusive("to"),)),
                ],
                ("body", "member", "starts_on"),
                checks=(ends_after_starts(), no_overlaps("body", "member"), different("body", "member")),
            ),
            shelf.table("meetings", _meeting(), ("code",)),
            shelf.table(
                "attendance",
                [
                    Field("meeting", "string", "Incontro", required=True, references="meetings.code"),
                    Field("member", "string", "Membro", required=True, references="organisations.code"),
                    Field("state", "string", "Stato", required=True, choices=STATES),
                ],
                ("meeting", "member"),
            ),
        ]
    )


def _place() -> list[Field]:
    return [
        Field("istat_code", "string", "Codice ISTAT", required=True, pattern=r"[0-9]{6}"),
        Field("name", "string", "Nome", unique=True, max_length=60),
        Field(
            "population",
            "integer",
            "Abitanti",
            minimum=0,
            aliases=(Alias("thousands", lambda some: some * 1000),),
        ),
        Field("area_km2", "number", "Superficie", decimals=3),
        Field("rate", "number", "Tasso"),
        Field("founded", "year", "Anno", maximum=2100),
        Field("shape", "geojson", "Confine", aliases=("geometry",)),
        Field("more", "json", "Altro"),
        Field("hint", "string", "Solo in entrata", import_only=True),
    ]


def _meeting() -> list[Field]:
    return [
        Field("code", "string", "Codice", required=True, max_length=40, default=_meeting_code),
        Field("body", "string", "Organismo", required=True, references="bodies.code"),
        Field("date", "date", "Giorno", required=True),
        Field("opened_at", "datetime", "Aperto alle"),
        Field("online", "boolean", "A distanza"),
        Field("starts_at", "time", "Dalle"),
    ]


def _meeting_code(row: Mapping[str, Any]) -> str:
    return f"{row['body']}-{row['date']:%Y%m%d}"


class Exchange:
    """Brings tables in and out of the shelf."""

    def __init__(self, shelf: Shelf, registry: Registry | None = None) -> None:
        self.shelf = shelf
        self.registry = registry or toy_registry(shelf)
        self.melzo = District(slug="melzo", name="Distretto 5 Melzo")
        self.empty = District(slug="vuoto", name="Vuoto")

    def rows(self, table: str, district: District | None = None) -> list[dict[str, Any]]:
        return list(self.shelf.of(district or self.melzo, table).values())

    def put(self, table: str, *rows: Mapping[str, Any]) -> None:
        for row in rows:
            self.shelf.put(self.melzo, self.registry[table], row)

    def bring_in(
        self,
        source: Path | IO[bytes],
        district: District | None = None,
        *,
        limits: Limits = LIMITS,
        progress: Progress = quietly,
    ) -> Imported:
        to = district or self.melzo
        return bring_in(
            to, source, by=Operator(), at=NOW, registry=self.registry, limits=limits, progress=progress
        )

    def bring_out(self, to: Path | IO[bytes], form: Format, district: District | None = None) -> None:
        bring_out(district or self.melzo, to, form, registry=self.registry)


def a_small_register() -> Exchange:
    """Make a register with two bodies, one organisation and one person."""
    exchange = Exchange(Shelf())
    exchange.put(
        "bodies",
        {"code": "assemblea", "name": "Assemblea", "kind": "assembly"},
        {"code": "tavolo", "name": "Tavolo", "kind": "office", "mandated_by": "assemblea"},
    )
    exchange.put("organisations", {"code": "aurora", "name": "Aurora"})
    exchange.put("people", {"code": "rossi", "name": "Anna Rossi"})
    return exchange


def csv_file(tmp_path: Path, name: str, content: str | bytes) -> Path:
    path = tmp_path / f"{name}.csv"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def sheet(name: str, *rows: list[Any]) -> io.BytesIO:
    """A workbook made by somebody else's hand."""
    workbook = Workbook()
    made = workbook.create_sheet(name)
    workbook.remove(workbook["Sheet"])
    for row in rows:
        made.append(row)
    return saved(workbook)


def saved(workbook: Workbook) -> io.BytesIO:
    file = io.BytesIO()
    workbook.save(file)
    file.seek(0)
    return file


def refused(exchange: Exchange, source: Path | io.BytesIO) -> list[str]:
    """The sentences of a refusal, after making sure that nothing was written."""
    before = {key: dict(rows) for key, rows in exchange.shelf.held.items() if rows}
    with pytest.raises(WrongTables) as refusal:
        exchange.bring_in(source)
    assert {key: rows for key, rows in exchange.shelf.held.items() if rows} == before
    return [str(wrong) for wrong in refusal.value.wrongs]
