"""What each kind of file must be, to be opened without a repair and read by everybody."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from typing import Any
from xml.etree import ElementTree as ET

import openpyxl
import pypdf

from ordito.core.tables.escape import runs

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
DC = "{http://purl.org/dc/elements/1.1/}"
MANIFEST = "{urn:oasis:names:tc:opendocument:xmlns:manifest:1.0}"
TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
LANGUAGES = ("it-IT", "en-GB")
LONGEST_LINE = 75  # of a calendar, in bytes


def docx(file: bytes) -> Iterator[str]:
    """What Word would mend, and what who listens to it would miss."""
    parts = _parts(file)
    page = _xml(parts["word/document.xml"])
    yield from _undeclared(parts)
    yield from _lost_links(parts)
    yield from _twice(parts)
    if any(len(cell) == 0 or cell[-1].tag != f"{W}p" for cell in page.iter(f"{W}tc")):
        yield "a cell without a paragraph at its end"
    styles = (style.get(f"{W}val", "") for style in page.iter(f"{W}pStyle"))
    yield from _jumps([int(style[7:]) for style in styles if re.fullmatch(r"Heading[1-6]", style)])
    told = _xml(parts["docProps/core.xml"])
    yield from _untold(told.findtext(f"{DC}title"), told.findtext(f"{DC}language"))
    fields = re.findall(rb'w:instr=" (\w+) "', parts["word/footer1.xml"])
    if fields != [b"PAGE", b"NUMPAGES"]:
        yield "no page numbers"
    if not "".join(_xml(parts["word/header1.xml"]).itertext()).strip():
        yield "no header that says whose it is"


def odt(file: bytes) -> Iterator[str]:
    """What LibreOffice would mend, and what who listens to it would miss."""
    with zipfile.ZipFile(io.BytesIO(file)) as archive:
        first = archive.infolist()[0]
    if (first.filename, first.compress_type) != ("mimetype", zipfile.ZIP_STORED):
        yield "the mimetype is not first, or is compressed"
    parts = _parts(file)
    listed = {one.get(f"{MANIFEST}full-path") for one in _xml(parts["META-INF/manifest.xml"])}
    missing = set(parts) - listed - {"mimetype", "META-INF/manifest.xml"}
    if missing:
        yield f"not in the manifest: {sorted(missing)}"
    page = _xml(parts["content.xml"])
    yield from _jumps([int(each.get(f"{TEXT}outline-level", "0")) for each in page.iter(f"{TEXT}h")])
    told = _xml(parts["meta.xml"])
    title, language = next(told.iter(f"{DC}title")).text, next(told.iter(f"{DC}language")).text
    yield from _untold(title, language)
    if b"<text:page-number" not in parts["styles.xml"]:
        yield "no page numbers"


def pdf(file: bytes) -> Iterator[str]:
    """A PDF with its tags, its language, its title and its headings in order."""
    reader = pypdf.PdfReader(io.BytesIO(file))
    root: Any = reader.trailer["/Root"]
    if not root.get("/MarkInfo", {}).get("/Marked"):
        yield "no tags"
        return
    if not root.get("/ViewerPreferences", {}).get("/DisplayDocTitle"):
        yield "the window would show the name of the file, not the title"
    yield from _untold(reader.metadata.title if reader.metadata else "", root.get("/Lang"))
    yield from _jumps(
        [int(role[2:]) for role in _roles(root["/StructTreeRoot"]) if re.match(r"/H[1-6]$", role)]
    )


def xlsx(file: bytes) -> Iterator[str]:
    """A workbook that opens, where nothing is a formula."""
    parts = _parts(file)
    yield from _undeclared(parts)
    book = openpyxl.load_workbook(io.BytesIO(file))
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type in "fe":
                    yield f"{sheet.title} {cell.coordinate} is a formula: {cell.value!r}"
                elif isinstance(cell.value, str) and runs(cell.value) and not cell.quotePrefix:
                    yield f"{sheet.title} {cell.coordinate} would run when it is touched: {cell.value!r}"


def table(file: bytes) -> Iterator[str]:
    """A CSV in UTF-8, whose tables (an empty line parts them) are square, where nothing runs."""
    text = file.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text), delimiter=";" if ";" in text.split("\n", 1)[0] else ","))
    if not rows or any(len(before) != len(after) for before, after in pairwise(rows) if before and after):
        yield "rows of different lengths"
    yield from (f"would run: {cell!r}" for row in rows for cell in row if runs(cell))


def calendar(file: bytes) -> Iterator[str]:
    """A calendar as programs read it: lines that end in CRLF, none too long."""
    lines = file.split(b"\r\n")
    if (lines[0], lines[-2:]) != (b"BEGIN:VCALENDAR", [b"END:VCALENDAR", b""]):
        yield "not a whole calendar"
    if any(b"\n" in line or len(line) > LONGEST_LINE for line in lines):
        yield "a line too long, or that ends in another way"


def drawing(file: bytes) -> Iterator[str]:
    """A picture that is well formed, and runs nothing."""
    tags = {element.tag.rpartition("}")[2] for element in _xml(file).iter()}
    if tags & {"script", "foreignObject", "iframe"}:
        yield "a picture that may run something"


def archive(file: bytes) -> Iterator[str]:
    with zipfile.ZipFile(io.BytesIO(file)) as opened:
        broken = opened.testzip()
    if broken:
        yield f"{broken} is broken"


def text(file: bytes) -> Iterator[str]:
    if not file.decode().strip():
        yield "nothing in it"


def data(file: bytes) -> Iterator[str]:
    json.loads(file)
    yield from ()


CHECKS = {
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": docx,
    "application/vnd.oasis.opendocument.text": odt,
    "application/pdf": pdf,
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": xlsx,
    "text/csv": table,
    "text/calendar": calendar,
    "image/svg+xml": drawing,
    "application/zip": archive,
    "text/plain": text,
    "application/json": data,
}


def _parts(file: bytes) -> dict[str, bytes]:
    """The parts of a zip, each whole, each XML well formed."""
    with zipfile.ZipFile(io.BytesIO(file)) as archive:
        assert archive.testzip() is None
        assert not [name for name, times in Counter(archive.namelist()).items() if times > 1]
        parts = {name: archive.read(name) for name in archive.namelist()}
    for name, part in parts.items():
        if name.endswith((".xml", ".rels", ".rdf")):
            _xml(part)
    return parts


def _xml(part: bytes) -> ET.Element:
    return ET.fromstring(part)  # noqa: S314 - a part that we wrote


def _undeclared(parts: dict[str, bytes]) -> Iterator[str]:
    types = _xml(parts["[Content_Types].xml"])
    endings = {one.get("Extension") for one in types.iter(f"{TYPES}Default")}
    named = {one.get("PartName", "")[1:] for one in types.iter(f"{TYPES}Override")}
    for name in parts:
        if name != "[Content_Types].xml" and name not in named and name.rpartition(".")[2] not in endings:
            yield f"{name} has no declared type"
    yield from (f"{name} is declared and is not there" for name in named - set(parts))


def _lost_links(parts: dict[str, bytes]) -> Iterator[str]:
    links = list(_xml(parts["word/_rels/document.xml.rels"]).iter(RELATION))
    for link in links:
        if link.get("TargetMode") != "External" and f"word/{link.get('Target')}" not in parts:
            yield f"leads nowhere: {link.get('Target')}"
    used = set(re.findall(rb'r:(?:id|embed)="([^"]+)"', parts["word/document.xml"]))
    unknown = used - {link.get("Id", "").encode() for link in links}
    if unknown:
        yield f"links that nobody declares: {sorted(unknown)}"


def _twice(parts: dict[str, bytes]) -> Iterator[str]:
    page = parts["word/document.xml"]
    for what, pattern in {
        "pictures": rb'<wp:docPr [^>]*?\bid="(\d+)"',
        "bookmarks": rb'<w:bookmarkStart [^>]*?w:id="(\d+)"',
        "names of bookmarks": rb'<w:bookmarkStart [^>]*?w:name="([^"]+)"',
    }.items():
        again = [one for one, times in Counter(re.findall(pattern, page)).items() if times > 1]
        if again:
            yield f"{what} with the same number: {again}"


def _jumps(levels: list[int]) -> Iterator[str]:
    """Headings start from the first level, and none is skipped going down."""
    steps = pairwise([0, *levels])
    yield from (f"heading {after} comes after {before}" for before, after in steps if after > before + 1)


def _untold(title: str | None, language: str | None) -> Iterator[str]:
    if not (title or "").strip():
        yield "no title"
    if language not in LANGUAGES:
        yield f"speaks {language}"


def _roles(element: Any) -> Iterator[str]:
    """The roles of the tags of a PDF, in the order of reading."""
    kids = element.get("/K", [])
    for kid in kids if isinstance(kids, list) else [kids]:
        child = kid.get_object()
        if isinstance(child, dict) and "/S" in child:
            yield str(child["/S"])
            yield from _roles(child)
