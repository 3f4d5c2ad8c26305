"""Italian full-text search in PostgreSQL: stems, no accents, as one types.

The SQL functions `ordito_plain`, `ordito_words` and `ordito_query` are made by core's first migration.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from django.contrib.postgres.indexes import GinIndex
from django.db.models import BooleanField, CharField, F, Func, Model, Q, QuerySet, TextField, Value
from django.db.models.functions import Cast

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from django.db.models import Expression
    from django.db.models.sql.compiler import SQLCompiler

M = TypeVar("M", bound=Model)
SHORT, LONG = 240, 100_000
"""Characters of a text told whole, and of one that is looked into."""


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing found, with where to open it."""

    kind: str
    title: str
    url: str
    excerpt: str = ""
    on: date | None = None


class Words(Func):
    """The stemmed words of text fields, joined by `||`, which an index accepts where CONCAT is refused.

    Written at once, and not made of smaller expressions: a search looks into some thirty registers, and
    Django spends more on putting expressions together than the database on answering.
    """

    output_field = TextField()

    def as_sql(self, compiler: Any, connection: Any, *_more: Any, **_told: Any) -> Any:  # noqa: ARG002
        fields, params = _compiled(compiler, self)
        return f"ordito_words(({_joined(fields)}))", params


class _Matches(Func):
    """Whether text fields, and then words to be found: the fields hold every word."""

    output_field = BooleanField()

    def as_sql(self, compiler: Any, connection: Any, *_more: Any, **_told: Any) -> Any:  # noqa: ARG002
        (*fields, words), params = _compiled(compiler, self)
        return f"ordito_words(({_joined(fields)})) @@ ordito_query({words})", params


class Around(Func):
    """A text as it is when it is short, and about two lines around the words found when it is long."""

    output_field = TextField()

    def __init__(self, text: str | Expression, words: str) -> None:
        super().__init__(text, Value(words.replace("\x00", "")))

    def as_sql(self, compiler: Any, connection: Any, *_more: Any, **_told: Any) -> Any:  # noqa: ARG002
        text, words = self.get_source_expressions()
        written, params = compiler.compile(text)
        sought, more = compiler.compile(words)
        whole = f"left(COALESCE(({written})::text, ''), {LONG})"
        cut = (
            f"'…' || ts_headline('pg_catalog.italian'::regconfig, {whole}, ordito_query({sought}), "
            f"'StartSel=\"\", StopSel=\"\", MaxFragments=1, MaxWords=32, MinWords=16') || '…'"
        )
        case = f"CASE WHEN length({whole}) > {SHORT} THEN {cut} ELSE {whole} END"
        return case, [*params, *params, *more, *params]


def _compiled(compiler: SQLCompiler, expression: Func) -> tuple[list[str], list[Any]]:
    parts = [compiler.compile(each) for each in expression.get_source_expressions()]
    return [sql for sql, _params in parts], [value for _sql, params in parts for value in params]


def _joined(fields: Sequence[str]) -> str:
    return " || ' ' || ".join(f"COALESCE({each}, '')" for each in fields)


def search_index(name: str, *fields: str) -> GinIndex:
    """Let PostgreSQL find the words of these fields without reading every row."""
    return GinIndex(Words(*fields), name=name)


def matching(rows: QuerySet[M], words: str, fields: Sequence[str]) -> QuerySet[M]:
    """Rows whose text holds every word, whatever its ending or accent; the last may be unfinished."""
    found: QuerySet[M] = rows.filter(_Matches(*fields, Value(words.replace("\x00", ""))))
    return found


def like(rows: QuerySet[M], typed: str, fields: Sequence[str]) -> QuerySet[M]:
    """Rows of which one field, or of the rows they reach, has what was typed, without accents or case."""
    wanted = Q()
    names: dict[str, Any] = {}
    for number, name in enumerate(fields):
        names[f"_plain_{number}"] = Func(
            Cast(F(name), TextField()), function="ordito_plain", output_field=CharField()
        )
        wanted |= Q(**{f"_plain_{number}__contains": plain(typed)})
    found: QuerySet[M] = rows.alias(**names).filter(wanted)
    return found


def plain(text: str) -> str:
    """The text as `ordito_plain` writes it: lower case, no accents, single spaces."""
    decomposed = unicodedata.normalize("NFD", text.lower())
    return " ".join("".join(c for c in decomposed if not unicodedata.combining(c)).split())
