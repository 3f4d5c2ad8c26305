"""A district twice as large: beside each of its rows another one, which hangs from the same things."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db import IntegrityError, transaction
from django.db.models import CharField, DateField, Field, ForeignKey, IntegerField, Model, UniqueConstraint

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ordito.core.models import District

STAY = {
    "Municipality": "a district has the municipalities that it has, and a code of ISTAT is nobody else's",
    "Adjacency": "so its neighbours",
    "Population": "and its inhabitants",
}
"""Models whose rows are not doubled, and why. The rooms try these at two sizes by themselves."""
FURTHER = 5_000
Twins = dict[type[Model], dict[int, Model]]


def double(district: District) -> dict[str, int]:
    """Give each row of the district a twin; return how many rows each model got."""
    twins: Twins = {}
    for model, path in _nearest_first():
        if model.__name__ in STAY:
            continue
        rows = list(model._default_manager.filter(**{path: district}).order_by("pk"))
        made = [_twin(row, twins) for row in rows]
        try:
            with transaction.atomic():
                model._default_manager.bulk_create(made)
        except IntegrityError as why:
            raise AssertionError(f"{model.__name__} cannot be doubled: teach it to growth.py") from why
        twins[model] = {row.pk: twin for row, twin in zip(rows, made, strict=True)}
    return {model.__name__: len(rows) for model, rows in twins.items()}


def _nearest_first() -> Iterator[tuple[type[Model], str]]:
    """Every model of ours that is in a district, after those it needs, with its way to the district."""
    waiting = [model for model in apps.get_models() if model.__module__.startswith("ordito.")]
    found: dict[type[Model], str] = {}
    while waiting:
        ready = [model for model in waiting if not _links_to(model) & {*waiting}]
        bound = [model for model in waiting if not _needs(model) & {*waiting}]
        model = (ready or bound or waiting)[0]
        waiting.remove(model)
        path = _way(model, found)
        if path:
            found[model] = path
            yield model, path


def _links(model: type[Model]) -> list[ForeignKey[Any, Any]]:
    return [field for field in model._meta.concrete_fields if isinstance(field, ForeignKey)]


def _needs(model: type[Model]) -> set[Any]:
    return {link.related_model for link in _links(model) if not link.null} - {model}


def _links_to(model: type[Model]) -> set[Any]:
    return {link.related_model for link in _links(model)} - {model}


def _way(model: type[Model], found: dict[type[Model], str]) -> str:
    links = _links(model)
    if any(link.name == "district" for link in links):
        return "district"
    above = next((link for link in links if not link.null and link.related_model in found), None)
    return f"{above.name}__{found[above.related_model]}" if above else ""


def _twin(row: Model, twins: Twins) -> Model:
    """Make a row that differs only where the database wants it to."""
    fields = [f for f in row._meta.concrete_fields if not f.primary_key and not f.generated]
    twin = type(row)(**{field.attname: getattr(row, field.attname) for field in fields})
    changed: set[str] = set()
    for key, equal_nulls in _keys(type(row)):
        told = [getattr(row, _field(row, name).attname) not in (None, "") for name in key]
        if changed & set(key) or not (all(told) or equal_nulls):
            continue
        name, value = _another(row, key, twins)
        setattr(twin, name, value)
        changed.add(name)
    return twin


def _keys(model: type[Model]) -> list[tuple[tuple[str, ...], bool]]:
    """Give the names of which no two rows have the same values, and whether two nulls are the same."""
    declared = [each for each in model._meta.constraints if isinstance(each, UniqueConstraint)]
    single = [(f.name,) for f in model._meta.concrete_fields if f.unique and not f.primary_key]
    return [(tuple(each.fields), each.nulls_distinct is False) for each in declared] + [
        (one, False) for one in single
    ]


def _field(row: Model, name: str) -> Field[Any, Any]:
    return row._meta.get_field(name)  # type: ignore[return-value]


def _second(code: str, longest: int | None) -> str:
    """Another code: the same and a number; of one that fills its room, as a digest does, the reverse."""
    return f"{code}-2" if longest is None or len(code) + 2 <= longest else code[::-1]


def _another(row: Model, key: tuple[str, ...], twins: Twins) -> tuple[str, Any]:
    """Choose what to change of a key: its own code or number, else the last thing pointed at, else a day."""
    fields = [_field(row, name) for name in key]
    for field in fields:
        value = getattr(row, field.attname)
        if isinstance(field, CharField) and not field.choices:
            return field.name, None if field.null else "" if field.blank else _second(value, field.max_length)
        if isinstance(field, IntegerField) and not isinstance(field, ForeignKey):
            return field.name, value + FURTHER
    for field in reversed(fields):
        twin = twins.get(field.related_model, {}).get(getattr(row, field.attname))
        if isinstance(field, ForeignKey) and twin is not None:
            return field.name, twin
    for field in fields:
        value = getattr(row, field.attname)
        if isinstance(field, DateField) and isinstance(value, date):
            return field.name, value + timedelta(days=1)
    for field in fields:
        if field.null:
            return field.name, None
    raise AssertionError(f"{type(row).__name__} cannot be doubled: teach {key} to growth.py")
