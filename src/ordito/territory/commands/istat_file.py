"""ISTAT's file of residents by sex and year of age (POSAS), as it is downloaded."""

from __future__ import annotations

import csv
import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import TextIOWrapper
from itertools import chain, islice
from typing import IO, NamedTuple

from django.utils.translation import gettext as _

from ordito.core.refused import Refused
from ordito.core.tables.archive import Archive
from ordito.core.tables.limits import LIMITS
from ordito.core.tables.sheet import Unreadable

HEADINGS = {
    "istat_code": {"codice comune", "istat_code", "codice istat", "pro_com_t"},
    "age": {"età", "eta", "eta'", "age"},
    "men": {"totale maschi", "maschi", "males", "men"},
    "women": {"totale femmine", "femmine", "females", "women"},
}
DAY_ONE = re.compile(r"1°? gennaio (?P<year>\d{4})")
ESTIMATE = "stima"
FIRST_LINES = 10
OLDEST = 100
WHOLE = 999
"""Stands for all ages together in ISTAT's files."""
CODE = re.compile(r"\d{1,6}")


class IstatFileRefused(Refused):
    """The file is not one of residents by sex and age."""


class Line(NamedTuple):
    """The residents of one age in one municipality; an age of 100 means that age and over."""

    istat_code: str
    age: int
    men: int
    women: int


@dataclass(frozen=True, slots=True)
class IstatFile:
    """What the title of the file says, and its lines, read as they are asked for."""

    year: int | None
    is_estimate: bool
    lines: Iterator[Line]


@contextmanager
def opened(file: IO[bytes]) -> Iterator[IstatFile]:
    """Open the CSV, or the archive that holds it."""
    with _csv_in(file) as stream, TextIOWrapper(stream, "utf-8-sig", newline="") as text:
        try:
            head = list(islice(text, FIRST_LINES))
            place, separator, columns = _heading(head)
            title = " ".join(head[:place])
            said = DAY_ONE.search(title)
            rows = csv.reader(chain(head[place + 1 :], text), delimiter=separator)
            yield IstatFile(
                year=int(said["year"]) if said else None,
                is_estimate=ESTIMATE in title.casefold(),
                lines=_lines(rows, columns, place + 2),
            )
        except UnicodeDecodeError as problem:
            raise IstatFileRefused(_("Il file non è in UTF-8, come quelli che ISTAT pubblica.")) from problem
        except (csv.Error, Unreadable) as problem:
            raise IstatFileRefused(_("Il file è rovinato: scaricarlo di nuovo.")) from problem


@contextmanager
def _csv_in(file: IO[bytes]) -> Iterator[IO[bytes]]:
    if not zipfile.is_zipfile(file):
        file.seek(0)
        yield file
        return
    file.seek(0)
    try:
        archive = Archive(file, LIMITS)  # type: ignore[arg-type]
        names = [name for name in archive.names if name.casefold().endswith(".csv")]
        if len(names) != 1:
            raise IstatFileRefused(_("L'archivio deve contenere un solo file CSV."))
        with archive.open(names[0]) as stream:
            yield stream
    except Unreadable as problem:
        raise IstatFileRefused(_("L'archivio è rovinato: scaricarlo di nuovo.")) from problem


def _heading(head: list[str]) -> tuple[int, str, dict[str, int]]:
    """Which line is the heading, how it is cut, and where each column is."""
    for place, line in enumerate(head):
        for separator in (";", ",", "\t"):
            cells = [cell.strip().casefold() for cell in next(csv.reader([line], delimiter=separator), [])]
            columns = {
                name: cells.index(found)
                for name, known in HEADINGS.items()
                if (found := next((cell for cell in cells if cell in known), None)) is not None
            }
            if len(columns) == len(HEADINGS):
                return place, separator, columns
    raise IstatFileRefused(
        _("Non si trova l'intestazione con «Codice comune», «Età», «Totale maschi» e «Totale femmine».")
    )


def _lines(rows: Iterator[list[str]], columns: dict[str, int], first: int) -> Iterator[Line]:
    last = max(columns.values())
    for number, row in enumerate(rows, start=first):
        if len(row) <= last or not CODE.fullmatch(code := row[columns["istat_code"]].strip()):
            continue  # ISTAT ends the file with notes
        try:
            age, men, women = (int(row[columns[name]]) for name in ("age", "men", "women"))
        except ValueError as problem:
            raise IstatFileRefused(
                _("Riga %(n)d: l'età e le persone sono numeri interi.") % {"n": number}
            ) from problem
        if age != WHOLE:
            if not 0 <= age <= OLDEST or men < 0 or women < 0:
                raise IstatFileRefused(_("Riga %(n)d: l'età va da 0 a 100, le persone da 0.") % {"n": number})
            yield Line(code.zfill(6), age, men, women)
