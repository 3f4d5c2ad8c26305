"""Files of sources and elaborations, in parts short enough for a cell, that come back to the byte."""

from __future__ import annotations

from base64 import b64decode, b64encode
from binascii import Error as NotBase64
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Model
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ordito.core.attachments import FileRefused, attachment
from ordito.core.tables import Field, Table

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ordito.core.models import District
    from ordito.core.tables import Loading, Record

PART = 24_000
"""Bytes of a part: 32,000 characters once written, and a cell of a workbook holds 32,767."""


@dataclass(frozen=True, slots=True)
class Files:
    """The files of a model that has one; `above` names the column and, in the plural, the table."""

    model: type[Model]
    district: str
    code: tuple[str, ...]
    above: str

    @property
    def of(self) -> str:
        return f"{self.above}s"

    def rows(self, district: District) -> Iterable[tuple[Any, ...]]:
        kept = self.model._default_manager.filter(  # noqa: SLF001 - documented name
            **{self.district: district, "file__isnull": False}
        )
        for *code, name, content in kept.values_list(*self.code, "file__name", "file__content").iterator(10):
            whole = bytes(content)
            for part, start in enumerate(range(0, len(whole), PART), start=1):
                piece = b64encode(whole[start : start + PART]).decode()
                yield "/".join(map(str, code)), part, name, piece

    def load(self, loading: Loading) -> None:
        """Put the parts of each file together and check it as if it were handed in."""
        for pk, parts in self._gathered(loading).items():
            first = parts[0]
            try:
                content = b"".join(b64decode(row["content"], validate=True) for row in parts)
                made = attachment(
                    district=loading.district, name=first["name"], content=content, at=loading.at
                )
            except NotBase64:
                loading.wrong(first, "content", gettext("un contenuto scritto in base64"))
                continue
            except FileRefused as why:
                loading.wrong(first, "content", str(why))
                continue
            thing: Any = self.model._default_manager.select_related("file").get(pk=pk)  # noqa: SLF001
            if thing.file is None or (thing.file.sha256, thing.file.name) != (made.sha256, made.name):
                made.save()
                thing.file = made
                thing.save(update_fields=["file"])

    def _gathered(self, loading: Loading) -> dict[int, list[Record]]:
        files: dict[int, list[Record]] = defaultdict(list)
        for row in loading:
            files[loading.pk(self.of, row[self.above])].append(row)
        for pk, rows in list(files.items()):
            rows.sort(key=lambda row: row["part"])
            if [row["part"] for row in rows] != list(range(1, len(rows) + 1)):
                loading.wrong(rows[0], "part", gettext("tutte le parti del file, da 1 in avanti"))
                del files[pk]
        return files

    def table(self, title: Any, above: Field) -> Table:
        """The table of these files."""
        return Table(
            f"{self.above}_files",
            title,
            _("I file, in parti di al massimo 24.000 byte scritte in base64."),
            (
                above,
                Field("part", "integer", _("Parte"), required=True, minimum=1),
                Field("name", "string", _("Nome del file"), required=True, max_length=200),
                Field("content", "string", _("Contenuto"), required=True, pattern=r"[A-Za-z0-9+/]+={0,2}"),
            ),
            room="participation",
            primary_key=(self.above, "part"),
            rows=self.rows,
            load=self.load,
        )
