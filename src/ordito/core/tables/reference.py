"""The tables as their reference page describes them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.apps import apps
from django.utils import translation
from django.utils.translation import gettext as _

from ordito.core.tables.registry import tables

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ordito.core.tables.fields import Field
    from ordito.core.tables.registry import Registry
    from ordito.core.tables.table import Table


def reference_markdown(registry: Registry | None = None, *, language: str = "it") -> str:
    """Write the page of the reference that describes every column of every table."""
    with translation.override(language):
        return "\n".join([*_page(tables() if registry is None else registry), ""])


def _page(registry: Registry) -> Iterator[str]:
    yield "# " + _("Le tabelle")
    yield ""
    yield _(
        "Questa pagina è scritta dal programma. Ogni tabella è un file CSV, o un foglio di un XLSX, con il"
        " suo nome; quello che si esporta si reimporta senza che cambi un byte."
    )
    for room in dict.fromkeys(table.room for table in registry):
        yield ""
        yield f"## {_room(room)}"
        for table in registry:
            if table.room == room:
                yield ""
                yield from _table(table)


def _room(label: str) -> str:
    return str(apps.get_app_config(label).verbose_name) if apps.is_installed(f"ordito.{label}") else label


def _table(table: Table) -> Iterator[str]:
    yield f"### `{table.name}` · {table.title}"
    yield ""
    yield str(table.description)
    yield ""
    key = ", ".join(f"`{name}`" for name in table.primary_key)
    yield _("Chiave: %(key)s.") % {"key": key}
    if table.aliases:
        names = ", ".join(f"`{name}`" for name in table.aliases)
        yield ""
        yield _("Il file può chiamarsi anche: %(names)s.") % {"names": names}
    yield ""
    yield f"| {_('colonna')} | {_('tipo')} | {_('obbligatoria')} | {_('che cosa contiene')} |"
    yield "|---|---|---|---|"
    for field in table.fields:
        required = _("sì") if field.required and field.default is None else ""
        yield f"| `{field.name}` | {_type(field)} | {required} | {_content(field)} |"


def _type(field: Field) -> str:
    return str(
        {
            "string": _("testo"),
            "integer": _("numero intero"),
            "number": _("numero"),
            "boolean": _("sì o no"),
            "date": _("data"),
            "time": _("ora"),
            "datetime": _("data e ora"),
            "year": _("anno"),
            "json": _("JSON"),
            "geojson": _("geometria"),
        }[field.type]
    )


def _content(field: Field) -> str:
    told = [f"**{field.title}.** {field.description}".strip()]
    if field.choices:
        told.append(
            _("Uno fra: %(codes)s.")
            % {"codes": ", ".join(f"`{code}` ({label})" for code, label in field.choices)}
        )
    if field.refers_to:
        names = _(" o ").join(f"`{table}.{column}`" for table, column in field.refers_to)
        told.append(_("Rimanda a %(names)s.") % {"names": names})
    if field.minimum is not None:
        told.append(_("Non minore di %(minimum)s.") % {"minimum": field.minimum})
    if field.maximum is not None:
        told.append(_("Non maggiore di %(maximum)s.") % {"maximum": field.maximum})
    if field.pattern:
        told.append(_("Forma: `%(pattern)s`.") % {"pattern": field.pattern})
    if field.default is not None:
        told.append(_("Se manca, si ricava dal resto della riga."))
    if len(field.headings) > 1:
        names = ", ".join(f"`{alias.name}`" for alias in list(field.headings.values())[1:])
        told.append(_("La colonna può chiamarsi anche: %(names)s.") % {"names": names})
    if field.import_only:
        told.append(_("Si legge soltanto: non è mai esportata."))
    if field.personal:
        told.append(_("Dato personale."))
    return " ".join(told).replace("|", "\\|").replace("\n", " ")
