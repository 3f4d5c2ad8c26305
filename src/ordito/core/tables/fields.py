"""A column of a table, as it is declared by the room that owns it."""

from __future__ import annotations

import re
from dataclasses import KW_ONLY, dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, get_args

from django.utils.functional import Promise

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date
    from decimal import Decimal

Text: TypeAlias = str | Promise
FieldType = Literal[
    "string", "integer", "number", "boolean", "date", "time", "datetime", "year", "json", "geojson"
]
NAME = re.compile(r"[a-z][a-z0-9_]{0,30}")


@dataclass(frozen=True, slots=True)
class Alias:
    """Another heading under which a column may come, and how its values become the field's own."""

    name: str
    convert: Callable[[Any], Any] | None = None


def inclusive(name: str) -> Alias:
    """Read a last day that still counts ("to") into `ends_before`: one day more."""
    return Alias(name, lambda day: day + timedelta(days=1))


@dataclass(frozen=True, slots=True)
class Field:
    """A column: its name in the files, what it holds, and what it may not hold.

    An empty cell is "" for a plain string and None for everything else, references included.

    Parameters
    ----------
    required : the column must be there and no cell of it may be empty (unless `default` fills it)
    unique : no value twice in one file; the primary key needs no `unique`
    choices : the closed vocabulary, (code, label): `Kind.choices`; files hold codes, labels also do
    minimum, maximum : inclusive bounds of numbers, years and dates; an integer always fits four bytes
    max_length, decimals : how long a string, how many decimals of a number; as the database's column has them
    pattern : a regular expression that the whole text must match
    references : "bodies.code", or several ("organisations.code", "people.code") when either will do
    aliases : other headings that the column may have, plain or with a conversion (`inclusive("to")`)
    default : asked, with the rest of the row, for the value of an empty cell or an absent column
    import_only : understood when it comes, never exported
    personal : it tells about a natural person; the reference says so
    """

    name: str
    type: FieldType
    title: Text
    description: Text = ""
    _: KW_ONLY
    required: bool = False
    unique: bool = False
    choices: Sequence[tuple[str, Text]] = ()
    minimum: int | Decimal | date | None = None
    maximum: int | Decimal | date | None = None
    max_length: int | None = None
    decimals: int | None = None
    pattern: str = ""
    references: str | tuple[str, ...] = ()
    aliases: tuple[str | Alias, ...] = ()
    default: Callable[[Mapping[str, Any]], Any] | None = None
    import_only: bool = False
    personal: bool = False

    def __post_init__(self) -> None:
        if not NAME.fullmatch(self.name):
            raise ValueError(
                f"{self.name!r} is not a column name: lower case, digits, underscores, at most 31"
            )
        if self.type not in get_args(FieldType):
            raise ValueError(f"{self.name}: {self.type!r} is not a type of field")
        if (self.choices or self.pattern or self.max_length) and self.type != "string":
            raise ValueError(f"{self.name}: choices, pattern and max_length are for strings")

    @property
    def refers_to(self) -> tuple[tuple[str, str], ...]:
        """Name the tables, with their columns, in one of which a value must be known."""
        references = (self.references,) if isinstance(self.references, str) else self.references
        return tuple((table, column) for table, _dot, column in (each.partition(".") for each in references))

    @property
    def targets(self) -> tuple[str, ...]:
        return tuple(table for table, _column in self.refers_to)

    @property
    def headings(self) -> dict[str, Alias]:
        """Every heading that means this field, folded, with its conversion."""
        aliases = [
            Alias(self.name),
            *(Alias(each) if isinstance(each, str) else each for each in self.aliases),
        ]
        return {alias.name.casefold(): alias for alias in aliases}
