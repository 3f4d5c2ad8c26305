"""What a search finds on many shelves, in one question to the database, however many they are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import (
    DateField,
    Expression,
    F,
    Func,
    IntegerField,
    JSONField,
    QuerySet,
    TextField,
    Value,
)
from django.db.models.functions import Cast

from ordito.core.kept import SAID, Worded
from ordito.core.search import Around, Hit, matching

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date


MOST_HITS = 20
"""Of one shelf."""


@dataclass(frozen=True, slots=True)
class Found:
    """One row of a shelf: its title, its words around what was sought, and the keys that open it."""

    title: str
    says: str
    keys: tuple[str, ...]
    on: date | None

    def hit(self, kind: str, url: str) -> Hit:
        """Tell it as a thing of some kind, which opens somewhere."""
        return Hit(kind=kind, title=self.title, url=url, excerpt=self.says, on=self.on)


@dataclass(frozen=True, slots=True)
class Shelf:
    """Rows in which one searches.

    Parameters
    ----------
    rows : those that the reader may see
    fields : where the words may be, as an index knows them; none if the rows are already those that hold SAID
    title, says : a field, or an expression, that names the row, and one that tells more
    keys : fields, or expressions, from which `told` makes the address, and whatever else it wants to know
    told : makes a hit of what was found
    day : a field; the latest comes first. Without one, by title
    """

    rows: QuerySet[Any]
    fields: tuple[str, ...]
    title: str | Expression
    keys: tuple[str | Expression, ...]
    told: Callable[[Found], Hit]
    says: str | Expression = ""
    day: str = ""


class Shelves:
    """Many shelves, one after the other, worded as one question."""

    def __init__(self, shelves: Sequence[Shelf]) -> None:
        self._told = [each.told for each in shelves]
        first, *others = (_matched(order, shelf) for order, shelf in enumerate(shelves))
        rows = first.union(*others, all=True) if others else first
        self._rows = Worded(rows.order_by("order", F("found_on").desc(nulls_last=True), "headline"))

    def with_words(self, words: str) -> list[Hit]:
        """Ask now what holds the words; what is found twice is told once."""
        hits: dict[tuple[str, ...], Hit] = {}
        for order, headline, found_on, (says, *keys) in self._rows.ask(said=words):
            hit = self._told[order](Found(headline, says, tuple(keys), found_on))
            hits.setdefault((hit.kind, hit.url, hit.excerpt), hit)
        return list(hits.values())


class _Row(Func):
    """What is told of a row: its words, and the keys that open it, as texts."""

    output_field = JSONField()

    def as_sql(self, compiler: Any, connection: Any, *_more: Any, **_told: Any) -> Any:  # noqa: ARG002
        parts = [compiler.compile(each) for each in self.get_source_expressions()]
        texts = ", ".join(f"COALESCE(({sql})::text, '')" for sql, _params in parts)
        return f"jsonb_build_array({texts})", [value for _sql, params in parts for value in params]


def _matched(order: int, shelf: Shelf) -> QuerySet[Any, dict[str, Any]]:
    rows = matching(shelf.rows, SAID, shelf.fields) if shelf.fields else shelf.rows
    found: QuerySet[Any, dict[str, Any]] = rows.values(
        order=Value(order, IntegerField()),
        headline=Cast(shelf.title, TextField()),
        found_on=Cast(F(shelf.day) if shelf.day else Value(None), DateField()),
        told=_Row(_told(shelf), *shelf.keys),
    ).order_by(F("found_on").desc(nulls_last=True), "headline")[:MOST_HITS]
    return found


def _told(shelf: Shelf) -> str | Expression:
    """Say more of a row; a long text that was searched is cut around the words."""
    if not shelf.says:
        return Value("")
    searched = isinstance(shelf.says, Expression) or shelf.says in shelf.fields
    return Around(shelf.says, SAID) if searched else shelf.says
