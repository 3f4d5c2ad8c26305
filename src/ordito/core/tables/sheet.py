"""What every kind of source gives: named sheets of rows, each row with the number that a person sees."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from ordito.core.tables.wrong import Wrong

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from ordito.core.tables.cells import Manner, Raw


class Unreadable(Exception):  # noqa: N818 - it is told as a `Wrong`
    """The source cannot be read, or cannot be read further."""

    def __init__(self, found: str, expected: str, *, row: int | None = None, column: str = "") -> None:
        super().__init__(found)
        self.found = found
        self.expected = expected
        self.row = row
        self.column = column

    def wrong(self, sheet: str) -> Wrong:
        return Wrong(sheet, self.row, self.column, self.found, self.expected)


class Sheet(Protocol):
    """The rows of one file or one sheet."""

    @property
    def name(self) -> str:
        """What the sheet is called: the table that it holds."""

    @property
    def label(self) -> str:
        """What a person calls it: "bodies.csv", "foglio bodies"."""

    def read(self, headings: Collection[str], /) -> tuple[Manner, Iterator[tuple[int, Sequence[Raw]]]]:
        """Give the manner of the cells, and the rows that are not empty, the heading first.

        `headings`, folded, are those that would be understood. Raises `Unreadable`, at once or on the way.
        """
