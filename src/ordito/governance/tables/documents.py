"""Documents with their steps, their versions and the files of these, as tables.

A file leaves in parts, each short enough for one cell of any spreadsheet, and comes back to the byte.
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from binascii import Error as NotBase64
from collections import defaultdict
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ordito.core.attachments import FileRefused, attachment
from ordito.core.tables import Field, Table
from ordito.governance.codes import document_code
from ordito.governance.models import Document, DocumentStatus, DocumentStep, DocumentVersion
from ordito.governance.tables.columns import BODY, code
from ordito.governance.tables.versions import add_versions

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ordito.core.models import District
    from ordito.core.tables import Loading, Record

PART = 24_000
"""Bytes of a part: 32,000 characters once written, and a cell of a workbook holds 32,767."""
FACTS = ("title", "status", "submitted_to", "date", "is_public")


def _code(row: Mapping[str, Any]) -> str | None:
    """Make the code of a document when its body and its title are known; else these are what is wrong."""
    body, title = row.get("body"), row.get("title")
    return document_code(body, title) if body and title else None


def _documents(district: District) -> Iterable[tuple[Any, ...]]:
    rows = Document.objects.filter(district=district)
    return rows.values_list("code", "body__code", *FACTS).iterator()


def _load_documents(loading: Loading) -> None:
    for batch in loading.batches():
        rows = [
            Document(
                district=loading.district,
                code=row["code"],
                body_id=loading.pk("bodies", row["body"]),
                **{name: row[name] for name in FACTS},
            )
            for row in batch
        ]
        loading.upsert(Document, rows, by=["district", "code"], update=loading.given(*FACTS, "body"))
        _write_steps(loading, [row["code"] for row in batch])


def _write_steps(loading: Loading, codes: list[str]) -> None:
    """Add to the way of each document the step that brought it where the file says, unless it is there."""
    documents = Document.objects.filter(district=loading.district, code__in=codes)
    last: dict[int, DocumentStep] = {}
    for step in DocumentStep.objects.filter(document__in=documents).order_by("number"):
        last[step.document_id] = step
    steps = []
    for document in documents:
        known = last.get(document.pk)
        where = (document.status, document.date, document.submitted_to)
        if known is None or (known.status, known.date, known.submitted_to) != where:
            steps.append(
                DocumentStep(
                    document=document,
                    number=known.number + 1 if known else 1,
                    status=document.status,
                    date=document.date,
                    submitted_to=document.submitted_to,
                )
            )
    DocumentStep.objects.bulk_create(steps)


def _steps(district: District) -> Iterable[tuple[Any, ...]]:
    rows = DocumentStep.objects.filter(document__district=district)
    return rows.values_list("document__code", "number", "status", "date", "submitted_to", "note").iterator()


def _load_steps(loading: Loading) -> None:
    for batch in loading.batches():
        rows = [
            DocumentStep(
                document_id=loading.pk("documents", row["document"]),
                **{name: row[name] for name in ("number", "status", "date", "submitted_to", "note")},
            )
            for row in batch
        ]
        update = loading.given("status", "date", "submitted_to", "note")
        loading.upsert(DocumentStep, rows, by=["document", "number"], update=update)


def _versions(district: District) -> Iterable[tuple[Any, ...]]:
    rows = DocumentVersion.objects.filter(document__district=district)
    return rows.values_list("document__code", "number", "text", "note", "at").iterator()


def _load_versions(loading: Loading) -> None:
    add_versions(loading, DocumentVersion, "document", "documents", ("text", "note", "at"))


def _files(district: District) -> Iterable[tuple[Any, ...]]:
    rows = DocumentVersion.objects.filter(document__district=district, file__isnull=False)
    for version in rows.select_related("document", "file").iterator(chunk_size=10):
        assert version.file is not None  # noqa: S101 - it was asked for
        content = bytes(version.file.content)
        for part, start in enumerate(range(0, len(content), PART), start=1):
            piece = b64encode(content[start : start + PART]).decode()
            yield version.document.code, version.number, part, version.file.name, piece


def _load_files(loading: Loading) -> None:
    """Put the parts of each file together, check it as if it were handed in, keep it with its version."""
    for (pk, number), parts in _gathered(loading).items():
        first = parts[0]
        version = DocumentVersion.objects.filter(document=pk, number=number).select_related("file").first()
        if version is None:
            loading.wrong(first, "version", gettext("il numero di una versione di quel documento"))
            continue
        try:
            content = b"".join(b64decode(row["content"], validate=True) for row in parts)
            kept = attachment(district=loading.district, name=first["name"], content=content, at=version.at)
        except NotBase64:
            loading.wrong(first, "content", gettext("un contenuto scritto in base64"))
        except FileRefused as why:
            loading.wrong(first, "content", str(why))
        else:
            if version.file is None:
                kept.save()
                version.file = kept
                version.save(update_fields=["file"])
            elif (version.file.sha256, version.file.name) != (kept.sha256, kept.name):
                loading.wrong(first, "content", gettext("lo stesso file: una versione non cambia"))


def _gathered(loading: Loading) -> dict[tuple[int, int], list[Record]]:
    """Gather the parts of each file, in order; a part that is missing is told."""
    files: dict[tuple[int, int], list[Record]] = defaultdict(list)
    for row in loading:
        files[loading.pk("documents", row["document"]), row["version"]].append(row)
    for key, rows in list(files.items()):
        rows.sort(key=lambda row: row["part"])
        wanted = range(1, len(rows) + 1)
        if [row["part"] for row in rows] != list(wanted):
            loading.wrong(rows[0], "part", gettext("tutte le parti del file, da 1 in avanti"))
            del files[key]
    return files


DOCUMENT = Field("document", "string", _("Documento"), required=True, references="documents.code")
NUMBER = Field("number", "integer", _("Numero"), required=True, minimum=1)

DOCUMENTS = (
    Table(
        "documents",
        _("Documenti"),
        _("Che cosa gli organismi hanno prodotto, e a che punto è."),
        (
            code(_("Codice"), _("Unico nell'ambito. Vuoto si ricava da organismo e titolo."), 80, _code),
            BODY,
            Field("title", "string", _("Titolo"), required=True, max_length=300),
            Field(
                "status",
                "string",
                _("Stato"),
                _("Vuoto diventa «draft»."),
                choices=DocumentStatus.choices,
                default=lambda _row: DocumentStatus.DRAFT.value,
            ),
            Field("submitted_to", "string", _("A chi"), max_length=200),
            Field("date", "date", _("Data"), _("Da quando è in quello stato.")),
            Field(
                "is_public",
                "boolean",
                _("Pubblico"),
                _("Vuoto vale falso."),
                default=lambda _row: False,
            ),
        ),
        room="governance",
        primary_key=("code",),
        rows=_documents,
        load=_load_documents,
        keys=lambda district: Document.objects.filter(district=district).values_list("code", "pk"),
    ),
    Table(
        "document_steps",
        _("Passaggi dei documenti"),
        _("Come ciascun documento è arrivato dove sta, passo per passo."),
        (
            DOCUMENT,
            NUMBER,
            Field("status", "string", _("Stato"), required=True, choices=DocumentStatus.choices),
            Field("date", "date", _("Data")),
            Field("submitted_to", "string", _("A chi"), max_length=200),
            Field("note", "string", _("Nota"), max_length=300),
        ),
        room="governance",
        primary_key=("document", "number"),
        rows=_steps,
        load=_load_steps,
    ),
    Table(
        "document_versions",
        _("Versioni dei documenti"),
        _("I testi dei documenti come furono consegnati: nessuno cambia più."),
        (
            DOCUMENT,
            NUMBER,
            Field("text", "string", _("Testo")),
            Field("note", "string", _("Che cosa cambia"), max_length=300),
            Field("at", "datetime", _("Quando"), required=True),
        ),
        room="governance",
        primary_key=("document", "number"),
        rows=_versions,
        load=_load_versions,
    ),
    Table(
        "document_files",
        _("File dei documenti"),
        _("I file delle versioni, in parti di al massimo 24.000 byte scritte in base64."),
        (
            DOCUMENT,
            Field("version", "integer", _("Versione"), required=True, minimum=1),
            Field("part", "integer", _("Parte"), required=True, minimum=1),
            Field("name", "string", _("Nome del file"), required=True, max_length=200),
            Field("content", "string", _("Contenuto"), required=True, pattern=r"[A-Za-z0-9+/]+={0,2}"),
        ),
        room="governance",
        primary_key=("document", "version", "part"),
        rows=_files,
        load=_load_files,
        after=("document_versions",),
    ),
)
