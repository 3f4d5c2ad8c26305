"""The description that travels with the tables: a Frictionless tabular data package."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from django.utils import translation

if TYPE_CHECKING:
    from ordito.core.tables.fields import Field
    from ordito.core.tables.registry import Registry
    from ordito.core.tables.table import Table

DESCRIPTION = "datapackage.json"
PACKAGE_SHEET = "_datapackage"
LONG_SHEET = "_long"
FORMAT = 1
"""The version of the manner in which tables are written; a newer one is refused."""


def described(registry: Registry) -> dict[str, Any]:
    """Describe all the tables in Italian, whoever asks: the same rows must give the same bytes."""
    with translation.override("it"):
        return {
            "profile": "tabular-data-package",
            "name": "ordito",
            "title": "Ordito",
            "ordito": {"format": FORMAT},
            "resources": [_resource(table) for table in registry],
        }


def package_text(registry: Registry) -> str:
    """Write the description as it leaves."""
    return json.dumps(described(registry), ensure_ascii=False, indent=2) + "\n"


def _resource(table: Table) -> dict[str, Any]:
    return {
        "profile": "tabular-data-resource",
        "name": table.name,
        "title": str(table.title),
        "description": str(table.description),
        "path": f"{table.name}.csv",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {
            "delimiter": ",",
            "lineTerminator": "\n",
            "quoteChar": '"',
            "doubleQuote": True,
            "header": True,
        },
        "schema": schema(table),
    }


def schema(table: Table) -> dict[str, Any]:
    """Describe the columns of one table."""
    found: dict[str, Any] = {
        "fields": [_field(field) for field in table.exported],
        "missingValues": [""],
        "primaryKey": list(table.primary_key),
    }
    # A reference to either of two tables cannot be said in a schema; the field's description says it.
    foreign = [
        {
            "fields": [field.name],
            "reference": {"resource": "" if target == table.name else target, "fields": [column]},
        }
        for field in table.exported
        if len(field.refers_to) == 1
        for target, column in field.refers_to
    ]
    return {**found, "foreignKeys": foreign} if foreign else found


def _field(field: Field) -> dict[str, Any]:
    found: dict[str, Any] = {
        "name": field.name,
        "type": "any" if field.type == "json" else field.type,
        "title": str(field.title),
    }
    if field.description:
        found["description"] = str(field.description)
    if field.choices:
        found["categories"] = [{"value": code, "label": str(label)} for code, label in field.choices]
    constraints: dict[str, Any] = {
        "required": field.required or None,
        "unique": field.unique or None,
        "enum": [code for code, _label in field.choices] or None,
        "minimum": _plain(field.minimum),
        "maximum": _plain(field.maximum),
        "maxLength": field.max_length,
        "pattern": field.pattern or None,
    }
    given = {name: value for name, value in constraints.items() if value is not None}
    return {**found, "constraints": given} if given else found


def _plain(bound: object) -> Any:
    return bound if bound is None or isinstance(bound, int) else str(bound)
