"""Versions, of minutes and of documents: they are added, and never change."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from django.db.models import Q
from django.utils.translation import gettext as _

from ordito.governance.models import DocumentVersion, MinutesVersion

if TYPE_CHECKING:
    from ordito.core.tables import Loading

V = TypeVar("V", DocumentVersion, MinutesVersion)


def add_versions(
    loading: Loading,
    model: type[V],
    of: str,
    table: str,
    facts: tuple[str, ...],
) -> None:
    """Add the versions that are new, each to the row of `table` that its column `of` names.

    One that is there already must say the same, as far as the file tells.
    """
    for batch in loading.batches():
        ids = [loading.pk(table, row[of]) for row in batch]
        rows = model._default_manager.filter(Q((f"{of}__in", ids)))  # noqa: SLF001 - Django's documented name
        there = {(getattr(row, f"{of}_id"), row.number): row for row in rows}
        new: list[V] = []
        for pk, row in zip(ids, batch, strict=True):
            known = there.get((pk, row["number"]))
            if known is None:
                new.append(
                    model(**{f"{of}_id": pk, "number": row["number"]}, **{name: row[name] for name in facts})
                )
            elif any(getattr(known, name) != row[name] for name in loading.given(*facts)):
                loading.wrong(row, "number", _("una versione nuova: quelle che ci sono non cambiano"))
        model._default_manager.bulk_create(new)  # noqa: SLF001 - Django's documented name
