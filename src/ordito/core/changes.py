"""What a deed changed, as the journal tells it: field by field, in the words that the pages use."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.db.models import TextField, Value
from django.db.models.functions import Cast, Left
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ordito.core.numbers import shortest, written
from ordito.core.tables import tables

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ordito.core.models import JournalEntry

    Row = tuple[str, int]

Text = str | Promise

UNSAID = frozenset({"id", "district"})
"""The same in every line of a district's journal."""

NAMED_BY = ("name", "title", "text")
LONGEST_NAME = 120

WORDS: dict[str, Text] = {
    "accepted": gettext_lazy("accolti"),
    "added": gettext_lazy("paragrafo aggiunto"),
    "added_at": gettext_lazy("aggiunto il"),
    "at": gettext_lazy("quando"),
    "attachment": gettext_lazy("documento allegato"),
    "author": gettext_lazy("chi l'ha scritto"),
    "by": gettext_lazy("chi"),
    "cells": gettext_lazy("celle"),
    "column": gettext_lazy("colonna"),
    "commissioner": gettext_lazy("componente della commissione"),
    "content": gettext_lazy("contenuto"),
    "content_type": gettext_lazy("formato"),
    "contributions": gettext_lazy("contributi"),
    "criterion": gettext_lazy("criterio"),
    "decision": gettext_lazy("decisione"),
    "email": gettext_lazy("e-mail"),
    "ics_sequence": gettext_lazy("versione per i calendari"),
    "indicator": gettext_lazy("indicatore"),
    "joined_at": gettext_lazy("entrato il"),
    "key": gettext_lazy("criterio"),
    "key_sha256": gettext_lazy("impronta della chiave"),
    "line": gettext_lazy("riga"),
    "meeting": gettext_lazy("incontro"),
    "minutes": gettext_lazy("verbale"),
    "municipalities": gettext_lazy("comuni"),
    "number": gettext_lazy("numero"),
    "on": gettext_lazy("al"),
    "one": gettext_lazy("comune"),
    "option": gettext_lazy("opzione"),
    "other": gettext_lazy("confina con"),
    "outcome": gettext_lazy("esito"),
    "paper": gettext_lazy("scheda"),
    "parties": gettext_lazy("parti"),
    "people": gettext_lazy("persone"),
    "phone": gettext_lazy("telefono"),
    "place": gettext_lazy("luogo"),
    "placed_by": gettext_lazy("collocato da"),
    "problem": gettext_lazy("che cosa non è andato"),
    "queued_at": gettext_lazy("in coda dal"),
    "reading": gettext_lazy("lettura"),
    "rejected": gettext_lazy("respinti"),
    "removed_by": gettext_lazy("tolto da"),
    "requirement": gettext_lazy("requisito"),
    "result": gettext_lazy("versione che ne è nata"),
    "role": gettext_lazy("ruolo"),
    "row": gettext_lazy("riga"),
    "secret": gettext_lazy("chiave segreta"),
    "sent_as": gettext_lazy("mandato come"),
    "sent_at": gettext_lazy("spedito il"),
    "sequence": gettext_lazy("versione"),
    "sha256": gettext_lazy("impronta"),
    "since": gettext_lazy("dal"),
    "source": gettext_lazy("fonte"),
    "sources": gettext_lazy("fonti"),
    "subject_id": gettext_lazy("numero della cosa"),
    "subject_type": gettext_lazy("che cosa è"),
    "target": gettext_lazy("verso"),
    "user": gettext_lazy("account"),
    "x": gettext_lazy("da sinistra"),
    "y": gettext_lazy("dall'alto"),
}
"""What is journalled and has no name of its own in the models, nor is named by what it refers to."""


@dataclass(frozen=True, slots=True)
class Change:
    """A field of something, as it was and as it became."""

    name: Text
    before: str
    after: str


def changes_of(entries: Iterable[JournalEntry]) -> dict[int, list[Change]]:
    """What each line of the journal changed; what they refer to is named in one query for all of them."""
    entries = list(entries)
    names = _names({row for each in entries for row in _referred(each)})
    return {each.pk: _told(each, names) for each in entries}


def field_name(subject_type: str, name: str) -> Text:
    """A field in words: its own name, the house's word, what it refers to, or the table that was loaded."""
    field = _field(subject_type, name)
    if field is not None and isinstance(field.verbose_name, Promise):
        return field.verbose_name
    if name in WORDS:
        return WORDS[name]
    if field is not None and field.related_model is not None:
        referred = field.related_model._meta.verbose_name
        if isinstance(referred, Promise):
            return referred
    return next((table.title for table in tables() if table.name == name), name)


def _told(entry: JournalEntry, names: dict[Row, str]) -> list[Change]:
    told = []
    for name, pair in sorted(entry.changes.items(), key=lambda each: _turn(entry.subject_type, each[0])):
        if name not in UNSAID:
            was, became = (_value(_field(entry.subject_type, name), each, names) for each in pair)
            told.append(Change(field_name(entry.subject_type, name), was, became))
    return told


def _turn(subject_type: str, name: str) -> tuple[int, str]:
    """Fields in the order of their model, which the journal does not keep; then the others."""
    field = _field(subject_type, name)
    return (10_000 if field is None else field.creation_counter, name)


def _field(subject_type: str, name: str) -> models.Field[Any, Any] | None:
    try:
        found = apps.get_model(subject_type)._meta.get_field(name)
    except (LookupError, ValueError, FieldDoesNotExist):
        return None
    return found if isinstance(found, models.Field) else None


def _value(field: models.Field[Any, Any] | None, value: Any, names: dict[Row, str]) -> str:
    """A value as a page would write it; what cannot be read that way is written as it is."""
    if value in (None, ""):
        return ""
    if isinstance(value, bool):
        return _("sì") if value else _("no")
    if isinstance(value, list):
        return ", ".join(str(each) for each in value)
    if isinstance(field, models.ForeignKey):
        named = names.get((field.related_model._meta.label_lower, value))
        return named or _("n. %(number)s") % {"number": value}
    if field is not None and field.choices:
        return str(dict(field.flatchoices).get(value, value))
    return _measured(field, value)


def _measured(field: models.Field[Any, Any] | None, value: Any) -> str:
    if isinstance(field, models.DateTimeField):
        moment = parse_datetime(str(value))
        return date_format(localtime(moment), "d/m/Y H:i") if moment else str(value)
    if isinstance(field, models.DateField):
        day = parse_date(str(value))
        return date_format(day, "d/m/Y") if day else str(value)
    if isinstance(field, models.DecimalField):
        return written(shortest(field.to_python(value)))
    return str(value)


def _referred(entry: JournalEntry) -> Iterable[Row]:
    for name, pair in entry.changes.items():
        field = _field(entry.subject_type, name)
        if isinstance(field, models.ForeignKey) and name not in UNSAID:
            label = field.related_model._meta.label_lower
            yield from ((label, value) for value in pair if isinstance(value, int))


def _names(rows: set[Row]) -> dict[Row, str]:
    """What things are called, of whatever kind, in one query; those that have gone are not found."""
    parts = []
    for label in sorted({label for label, _number in rows}):
        model = apps.get_model(label)
        named_by = next((name for name in NAMED_BY if _field(label, name) is not None), None)
        if named_by is None:
            continue
        numbers = [number for kind, number in rows if kind == label]
        named = Left(Cast(named_by, TextField()), LONGEST_NAME)
        parts.append(
            model._base_manager.filter(pk__in=numbers)
            .order_by()
            .annotate(told_label=Value(label, TextField()), told_name=named)
            .values_list("told_label", "pk", "told_name")
        )
    if not parts:
        return {}
    return {(label, number): name for label, number, name in parts[0].union(*parts[1:], all=True)}
