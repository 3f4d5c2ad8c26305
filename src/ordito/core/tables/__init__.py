"""Tables in and out: what is exported re-imports unchanged, and a wrong file writes nothing.

A room declares its tables in `ordito/<room>/tables.py` as a tuple `TABLES`; they are found by themselves.
A table says what its columns hold, where its rows come from, and how rows that were found right are written::

    from ordito.core.tables import Field, Loading, Table, different, ends_after_starts, inclusive


    def _bodies(district: District) -> Iterable[tuple[Any, ...]]:
        bodies = Body.objects.filter(district=district)
        return bodies.values_list("code", "name", "kind", "mandated_by__code").iterator()


    def _load_bodies(loading: Loading) -> None:
        for batch in loading.batches():
            bodies = [
                Body(district=loading.district, code=row["code"], name=row["name"], kind=row["kind"])
                for row in batch
            ]
            loading.upsert(Body, bodies, by=["district", "code"], update=loading.given("name", "kind"))
        for row in loading:  # now that every body has an id
            if "mandated_by" in loading.columns:
                parent = loading.pk_or_none("bodies", row["mandated_by"])
                Body.objects.filter(pk=loading.pk("bodies", row["code"])).update(mandated_by_id=parent)


    TABLES = (
        Table(
            "bodies",
            _("Organismi"),
            _("Gli organismi della governance e chi dà loro mandato."),
            (
                Field("code", "string", _("Codice"), _("…"), required=True, pattern=r"[a-z0-9-]+"),
                Field("name", "string", _("Nome"), _("…"), required=True),
                Field("kind", "string", _("Tipo"), _("…"), required=True, choices=BodyKind.choices),
                Field("mandated_by", "string", _("Mandato da"), _("…"), references="bodies.code"),
            ),
            room="governance",
            primary_key=("code",),
            rows=_bodies,
            load=_load_bodies,
            keys=lambda district: Body.objects.filter(district=district).values_list("code", "pk"),
        ),
    )

What the machinery promises to a `load`: every cell has the type of its field (str, int, Decimal, bool, date,
time, aware datetime, int for a year, dict for JSON); an empty cell is "" for a plain string and None for the
rest, references included; required cells are filled; references are known, in the file or in the district; no
primary key comes twice; checks hold; a table that refers to itself has no circles. A `load` is called inside
the transaction of the command, after the tables that it refers to. It asks `loading.pk("bodies", code)` for
ids, `loading.find(code, "organisations", "people")` for a reference to either, and says with
`loading.wrong(record, column, expected)` what only the room can see. `loading.columns` are the columns that
the file has: leave the others as they are in rows that exist (`loading.given(…)` filters a list).

What a room promises: `rows` gives plain values in the order of the exported fields (or mappings by name), in
any order of rows; the primary key is a unique constraint of the database (`nulls_distinct=False` where a part
may be empty, for then emptiness is a value too). Nothing in a row may tell one district from another with the
same content: no ids, no slugs of the district.

An import adds rows that are new and brings up to date those whose primary key exists. It never deletes::

    import_tables(district, Path("melzo"), by=user, at=now, progress=lambda table, done, total: …)
    export_tables(district, Path("melzo.xlsx"), "xlsx", by=user)
"""

from ordito.core.tables.checks import Check, Trouble, different, ends_after_starts, grows, no_overlaps
from ordito.core.tables.exporting import Format, UnableToExport, export_tables
from ordito.core.tables.fields import Alias, Field, inclusive
from ordito.core.tables.importing import Imported, Progress, import_tables, rehearse_import
from ordito.core.tables.loading import Loading, Record
from ordito.core.tables.reference import reference_markdown
from ordito.core.tables.registry import Registry, tables
from ordito.core.tables.table import Table
from ordito.core.tables.wrong import Wrong, WrongTables

__all__ = [
    "Alias",
    "Check",
    "Field",
    "Format",
    "Imported",
    "Loading",
    "Progress",
    "Record",
    "Registry",
    "Table",
    "Trouble",
    "UnableToExport",
    "Wrong",
    "WrongTables",
    "different",
    "ends_after_starts",
    "export_tables",
    "grows",
    "import_tables",
    "inclusive",
    "no_overlaps",
    "reference_markdown",
    "rehearse_import",
    "tables",
]
