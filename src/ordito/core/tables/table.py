"""A table of a room: what its rows hold, how they leave and how they come in."""

from __future__ import annotations

from dataclasses import KW_ONLY, dataclass
from typing import TYPE_CHECKING, Any

from ordito.core.tables.fields import NAME, Field, Text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from ordito.core.models import District
    from ordito.core.tables.checks import Check
    from ordito.core.tables.loading import Loading


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """One CSV file, or one sheet, of the exchange.

    Parameters
    ----------
    name : the name of the file and of the sheet
    room : the room that owns it, for the reference
    primary_key : the columns that together name a row; a composite key may have empty parts, never all
    rows : what the district holds, as tuples in the order of the exported fields or as mappings by name; the
        order does not matter, rows leave sorted by primary key
    load : writes the rows of a file that was found right from top to bottom: adds the new ones and brings up
        to date those whose primary key exists; never deletes
    keys : (primary key, id) of the rows that a reference from this or another table may name; needed only by
        a table that others refer to, whose primary key is then one column
    checks : what must hold in or between rows: `ends_after_starts(…)`, `different(…)`, `no_overlaps(…)`
    aliases : other names that the file or the sheet may have
    ignores : headings that may be there and are not read
    tree : whether a reference of the table to itself must have no circles
    after : tables that must be loaded before this one although no column refers to them by a single key
    """

    name: str
    title: Text
    description: Text
    fields: tuple[Field, ...]
    _: KW_ONLY
    room: str
    primary_key: tuple[str, ...]
    rows: Callable[[District], Iterable[Sequence[Any] | Mapping[str, Any]]]
    load: Callable[[Loading], None]
    keys: Callable[[District], Iterable[tuple[Any, int]]] | None = None
    checks: tuple[Check, ...] = ()
    aliases: tuple[str, ...] = ()
    ignores: tuple[str, ...] = ()
    tree: bool = True
    after: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not NAME.fullmatch(self.name):
            raise ValueError(
                f"{self.name!r} is not a table name: lower case, digits, underscores, at most 31"
            )
        headings = [heading for field in self.fields for heading in field.headings]
        headings += [heading.casefold() for heading in self.ignores]
        twice = sorted({heading for heading in headings if headings.count(heading) > 1})
        if twice:
            raise ValueError(f"{self.name}: headings that mean two things: {', '.join(twice)}")
        unknown = [name for name in self.primary_key if name not in {field.name for field in self.exported}]
        if unknown or not self.primary_key:
            raise ValueError(f"{self.name}: the primary key must be made of exported columns, not {unknown}")

    def __str__(self) -> str:
        return self.name

    @property
    def exported(self) -> tuple[Field, ...]:
        """The columns that leave, in order."""
        return tuple(field for field in self.fields if not field.import_only)

    def field(self, name: str) -> Field:
        return next(field for field in self.fields if field.name == name)

    @property
    def parent(self) -> Field | None:
        """The column by which a row points at another row of the same table as its parent."""
        return next((field for field in self.fields if self.tree and self.name in field.targets), None)

    @property
    def needs(self) -> tuple[str, ...]:
        """The other tables that must be loaded before this one."""
        referred = (t for field in self.fields for t in field.targets if t != self.name)
        return tuple(dict.fromkeys([*referred, *self.after]))
