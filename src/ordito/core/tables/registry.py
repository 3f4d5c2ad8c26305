"""All the tables of the installed rooms, in the order in which they can be loaded."""

from __future__ import annotations

from functools import cache
from graphlib import CycleError, TopologicalSorter
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING

from django.apps import apps
from django.core.exceptions import ImproperlyConfigured

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ordito.core.tables.table import Table


class Registry:
    """Tables that know each other: references hold, and what is referred to comes first."""

    def __init__(self, tables: Iterable[Table]) -> None:
        declared = list(tables)
        self._by_name = {table.name: table for table in declared}
        names = [name.casefold() for table in declared for name in (table.name, *table.aliases)]
        twice = sorted({name for name in names if names.count(name) > 1})
        if twice:
            raise ImproperlyConfigured(f"two tables are called {', '.join(twice)}")
        for table in declared:
            self._check_references(table)
        try:
            TopologicalSorter({table.name: table.needs for table in declared}).prepare()
        except CycleError as circle:
            raise ImproperlyConfigured(
                f"tables that refer to each other in a circle: {circle.args[1]}"
            ) from circle
        ordered: dict[str, Table] = {}
        for table in declared:
            self._place(table, ordered)
        self._ordered = tuple(ordered.values())

    def __iter__(self) -> Iterator[Table]:
        return iter(self._ordered)

    def __len__(self) -> int:
        return len(self._ordered)

    def __getitem__(self, name: str) -> Table:
        return self._by_name[name]

    def called(self, name: str) -> Table | None:
        """Find the table that a file or a sheet with this name holds, if any."""
        folded = name.strip().casefold()
        return next(
            (t for t in self._ordered if folded in {each.casefold() for each in (t.name, *t.aliases)}),
            None,
        )

    def _place(self, table: Table, ordered: dict[str, Table]) -> None:
        """Put a table after those that it needs, and otherwise where it was declared."""
        for name in table.needs:
            self._place(self._by_name[name], ordered)
        ordered.setdefault(table.name, table)

    def _check_references(self, table: Table) -> None:
        if unknown := [name for name in table.after if name not in self._by_name]:
            raise ImproperlyConfigured(f"{table} comes after {unknown[0]}, which nobody declares")
        for field in table.fields:
            for name, column in field.refers_to:
                target = self._by_name.get(name)
                if target is None:
                    raise ImproperlyConfigured(
                        f"{table}.{field.name} refers to {name}, which nobody declares"
                    )
                if target.primary_key != (column,) or target.keys is None:
                    raise ImproperlyConfigured(
                        f"{table}.{field.name} refers to {name}.{column}, which must be the whole primary key"
                        " of a table that tells its keys"
                    )


@cache
def tables() -> Registry:
    """Gather the tables of every installed room, from the `TABLES` of its `tables` module."""
    declared: list[Table] = []
    for config in reversed([*apps.get_app_configs()]):  # the lower rooms are installed last
        if config.name.startswith("ordito.") and find_spec(f"{config.name}.tables"):
            declared += getattr(import_module(f"{config.name}.tables"), "TABLES", ())
    return Registry(declared)
