"""Where tables come from: a folder, an archive of CSV, a workbook, or a single file called like a table."""

from __future__ import annotations

import json
import shutil
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import partial
from pathlib import Path, PurePath
from tempfile import NamedTemporaryFile
from typing import IO, TYPE_CHECKING, BinaryIO

from django.utils.translation import gettext as _

from ordito.core.tables.archive import Archive
from ordito.core.tables.csv_in import CsvSheet
from ordito.core.tables.geojson_in import GeoJsonSheet
from ordito.core.tables.package import DESCRIPTION, FORMAT, LONG_SHEET, PACKAGE_SHEET
from ordito.core.tables.sheet import Unreadable
from ordito.core.tables.workbook_in import Workbook
from ordito.core.tables.wrong import Wrong, quoted
from ordito.core.tables.xlsx_in import XlsxSheet

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from ordito.core.tables.limits import Limits
    from ordito.core.tables.registry import Registry
    from ordito.core.tables.sheet import Sheet
    from ordito.core.tables.table import Table
    from ordito.core.tables.workbook_in import Listed
    from ordito.core.tables.wrong import Findings

ZIP = b"PK"
OLE = b"\xd0\xcf\x11\xe0"
WORKBOOK = "[Content_Types].xml"
OPEN_DOCUMENT = "mimetype"
CSV_ENDINGS = frozenset({".csv", ".tsv"})
GEOJSON_ENDINGS = frozenset({".geojson"})
CLOSE = 0.8


@dataclass(slots=True)
class Source:
    """The tables that were found, and the names of what was not read because it is no table."""

    registry: Registry
    findings: Findings
    sheets: list[tuple[Table, Sheet]] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)

    def add(self, sheet: Sheet) -> None:
        """Take a sheet that is called like a table; a name that is almost a table's is a mistake."""
        table = self.registry.called(sheet.name)
        if table is None:
            close = get_close_matches(sheet.name.casefold(), [each.name for each in self.registry], 1, CLOSE)
            if close:
                self.wrong(sheet.label, _("un nome che nessuna tabella ha"), quoted(close[0]))
            else:
                self.unread.append(sheet.label)
        elif table in [taken for taken, _sheet in self.sheets]:
            self.wrong(
                sheet.label, _("un'altra volta la tabella %(name)s") % {"name": quoted(table)}, _("una sola")
            )
        else:
            self.sheets.append((table, sheet))

    def wrong(self, label: str, found: str, expected: str) -> None:
        self.findings.add(Wrong(label, None, "", found, expected))


@contextmanager
def open_source(
    given: Path | IO[bytes], registry: Registry, findings: Findings, limits: Limits
) -> Iterator[Source]:
    """Find the tables that a source holds, in the order in which they can be loaded."""
    source = Source(registry, findings)
    with ExitStack() as stack:
        path, name = stack.enter_context(_on_disk(given))
        try:
            if path.is_dir():
                files = {each.name: partial(_opened, each) for each in path.iterdir() if each.is_file()}
                _take_files(source, files, limits)
            else:
                _take_file(source, stack.enter_context(_opened(path)), path, name, limits)
        except Unreadable as why:
            findings.add(why.wrong(name))
        if not source.sheets and not findings.total:
            source.wrong(name, _("nessuna tabella conosciuta"), _one_of(registry))
        order = list(registry)
        source.sheets.sort(key=lambda found: order.index(found[0]))
        yield source


@contextmanager
def _on_disk(given: Path | IO[bytes]) -> Iterator[tuple[Path, str]]:
    """Give a path to what may have been handed in as an open file."""
    if isinstance(given, Path):
        yield given, given.name
        return
    with NamedTemporaryFile() as copy:
        shutil.copyfileobj(given, copy)
        copy.flush()
        yield Path(copy.name), PurePath(str(getattr(given, "name", ""))).name


def _take_file(source: Source, file: BinaryIO, path: Path, name: str, limits: Limits) -> None:
    head = file.read(len(OLE))
    if head == OLE:
        raise Unreadable(
            _("un foglio di calcolo vecchio (.xls) o protetto da password"), _("un file .xlsx senza password")
        )
    if not head.startswith(ZIP):
        _take_files(source, {name: partial(_opened, path)}, limits)
        return
    archive = Archive(file, limits)
    if WORKBOOK in archive:
        _take_sheets(source, Workbook(archive, limits))
    elif OPEN_DOCUMENT in archive:
        raise Unreadable(_("un foglio OpenDocument"), _("un file .xlsx, o CSV in UTF-8"))
    else:
        _take_files(source, _without_common_folder(archive), limits)


def _opened(path: Path) -> BinaryIO:
    if not path.exists():
        raise Unreadable(_("nessun file e nessuna cartella"), _("il percorso di ciò che si importa"))
    return path.open("rb")


def _without_common_folder(archive: Archive) -> dict[str, Callable[[], IO[bytes]]]:
    names = [name for name in archive.names if not name.startswith("__MACOSX/")]
    folders = {name.rpartition("/")[0] for name in names}
    cut = len(folders.pop()) + 1 if len(folders) == 1 and "" not in folders else 0
    return {name[cut:]: partial(archive.open, name) for name in names}


def _take_files(source: Source, files: Mapping[str, Callable[[], IO[bytes]]], limits: Limits) -> None:
    exact = False
    if DESCRIPTION in files:
        with files[DESCRIPTION]() as stream:
            exact = _is_ours(source, DESCRIPTION, stream.read(limits.whole))
    for name in sorted(files):
        path = PurePath(name)
        ending = path.suffix.casefold() if path.name == name else ""
        if path.name.startswith("."):
            continue
        if ending in CSV_ENDINGS:
            source.add(CsvSheet(path.stem, name, files[name], exact=exact))
        elif ending in GEOJSON_ENDINGS:
            source.add(GeoJsonSheet(path.stem, name, files[name], limits))
        elif name != DESCRIPTION:
            source.unread.append(name)


def _take_sheets(source: Source, workbook: Workbook) -> None:
    by_name = {listed.name: listed for listed in workbook.sheets}
    package = "".join(row[0] for row in _texts(workbook, by_name.get(PACKAGE_SHEET)))
    exact = bool(package) and _is_ours(source, PACKAGE_SHEET, package.encode())
    long: dict[str, str] = {}
    if exact:
        for mark, piece in _texts(workbook, by_name.get(LONG_SHEET)):
            long[mark] = long.get(mark, "") + piece
    for listed in workbook.sheets:
        label = _("foglio %(name)s") % {"name": listed.name}
        if listed.name in {PACKAGE_SHEET, LONG_SHEET}:
            continue
        if listed.hidden and source.registry.called(listed.name):
            source.wrong(label, _("un foglio nascosto"), _("un foglio visibile, o nessuno"))
        else:
            source.add(XlsxSheet(workbook, listed, label=label, exact=exact, long=long))


def _texts(workbook: Workbook, listed: Listed | None) -> Iterator[list[str]]:
    """Give the rows of a sheet that holds nothing but texts."""
    if listed is not None:
        _manner, rows = XlsxSheet(workbook, listed, label=listed.name, exact=True).read(())
        for _number, row in rows:
            yield [cell if isinstance(cell, str) else "" for cell in row]


def _is_ours(source: Source, label: str, content: bytes) -> bool:
    """Tell whether this program wrote the tables; a description from a program yet to come is refused."""
    try:
        ours = json.loads(content).get("ordito")
    except (ValueError, AttributeError, RecursionError):
        source.wrong(label, _("una descrizione che non è JSON"), _("un Data Package, o nessuna descrizione"))
        return False
    if ours is not None and ours != {"format": FORMAT}:
        source.wrong(label, _("una versione che questo programma non conosce"), _("la versione %d") % FORMAT)
    return ours is not None


def _one_of(registry: Registry) -> str:
    return _("almeno una fra %(names)s") % {"names": ", ".join(table.name for table in registry)}
