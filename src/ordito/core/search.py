"""Italian full-text search in PostgreSQL: stems, no accents, as one types.

The SQL functions `ordito_plain`, `ordito_words` and `ordito_query` are made by core's first migration.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from django.contrib.postgres.indexes import GinIndex
from django.db.models import (
    BooleanField,
    Case,
    CharField,
    F,
    Func,
    Model,
    Q,
    QuerySet,
    TextField,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce, Concat, Length
from django.db.models.lookups import GreaterThan

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

M = TypeVar("M", bound=Model)
SHORT = 240


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing found, with where to open it."""

    kind: str
    title: str
    url: str
    excerpt: str = ""
    on: date | None = None


class Words(Func):
    """The stemmed words of text fields, joined by `||`, which an index accepts where CONCAT is refused."""

    function = "ordito_words"
    output_field = TextField()

    def __init__(self, *fields: str, **extra: Any) -> None:
        joined: Any = Coalesce(F(fields[0]), Value(""))
        for name in fields[1:]:
            parts = (joined, Value(" "), Coalesce(F(name), Value("")))
            joined = Func(*parts, template="(%(expressions)s)", arg_joiner=" || ")
        super().__init__(joined, **extra)


def search_index(name: str, *fields: str) -> GinIndex:
    """Let PostgreSQL find the words of these fields without reading every row."""
    return GinIndex(Words(*fields), name=name)


class _Headline(Func):
    template = "ts_headline('pg_catalog.italian'::regconfig, %(expressions)s)"
    output_field = TextField()


def around(text: Any, words: str) -> Case:
    """A text as it is when it is short, and about two lines around the match when it is long."""
    shape = Value('StartSel="", StopSel="", MaxFragments=1, MaxWords=32, MinWords=16')
    cut = Concat(Value("…"), _Headline(text, _query(words), shape), Value("…"), output_field=TextField())
    return Case(When(GreaterThan(Length(text), SHORT), then=cut), default=text, output_field=TextField())


class _Matches(Func):
    arg_joiner = " @@ "
    template = "%(expressions)s"
    output_field = BooleanField()


def matching(rows: QuerySet[M], words: str, fields: Sequence[str]) -> QuerySet[M]:
    """Rows whose text holds every word, whatever its ending or accent; the last may be unfinished."""
    found: QuerySet[M] = rows.filter(_Matches(Words(*fields), _query(words)))
    return found


def _query(words: str) -> Func:
    return Func(Value(words.replace("\x00", "")), function="ordito_query", output_field=TextField())


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
