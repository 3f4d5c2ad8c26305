"""What a search finds on many shelves, in one question to the database, however many they are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import DateField, Expression, F, IntegerField, QuerySet, TextField, Value
from django.db.models.functions import Cast, Coalesce, Left

from ordito.core.search import Hit, around, matching

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

MOST_HITS = 20
"""Of one shelf."""
LONG = 100_000
MOST_KEYS = 3
KEYS = tuple(f"key_{number}" for number in range(MOST_KEYS))


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
    fields : where the words may be, as an index knows them
    title, says : a field, or an expression, that names the row, and one that tells more
    keys : at most MOST_KEYS fields from which `told` makes the address, and whatever else it wants to know
    told : makes a hit of what was found
    day : a field; the latest comes first. Without one, by title
    """

    rows: QuerySet[Any]
    fields: tuple[str, ...]
    title: str | Expression
    keys: tuple[str, ...]
    told: Callable[[Found], Hit]
    says: str | Expression = ""
    day: str = ""


def on_shelves(shelves: Sequence[Shelf], words: str) -> list[Hit]:
    """Find the words on every shelf, one after the other; what is found twice is told once."""
    first, *others = (_matched(order, shelf, words) for order, shelf in enumerate(shelves))
    rows = first.union(*others, all=True) if others else first
    hits: dict[tuple[str, ...], Hit] = {}
    for row in rows.order_by("order", F("found_on").desc(nulls_last=True), "headline"):
        shelf = shelves[row["order"]]
        keys = tuple(row[name] for name in KEYS[: len(shelf.keys)])
        hit = shelf.told(Found(row["headline"], row["told"], keys, row["found_on"]))
        hits.setdefault((hit.kind, hit.url, hit.excerpt), hit)
    return list(hits.values())


def _matched(order: int, shelf: Shelf, words: str) -> QuerySet[Any, dict[str, Any]]:
    keys = {
        name: Cast(shelf.keys[number], TextField()) if number < len(shelf.keys) else Value("", TextField())
        for number, name in enumerate(KEYS)
    }
    day = F(shelf.day) if shelf.day else Value(None)
    found: QuerySet[Any, dict[str, Any]] = (
        matching(shelf.rows, words, shelf.fields)
        .annotate(
            order=Value(order, IntegerField()),
            headline=Cast(shelf.title, TextField()),
            told=_told(shelf, words),
            found_on=Cast(day, DateField()),
            **keys,
        )
        .order_by(F("found_on").desc(nulls_last=True), "headline")
        .values("order", "headline", "told", "found_on", *KEYS)[:MOST_HITS]
    )
    return found


def _told(shelf: Shelf, words: str) -> Expression:
    """Say more of a row; a long text that was searched is cut around the words."""
    if not shelf.says:
        return Value("", TextField())
    whole: Expression = Left(Coalesce(Cast(shelf.says, TextField()), Value("")), LONG)
    return around(whole, words) if shelf.says in shelf.fields else whole
