"""How the rows of the room leave a district and how they come in: what these tables have in common."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Case, CharField, F, Model, QuerySet, Value, When
from django.db.models.functions import Concat
from django.utils.translation import gettext as _

from ordito.core.models import District
from ordito.core.tables import Loading, Record


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: where it stands in the model, and of which table it holds the key, if it does."""

    name: str
    field: str = ""
    table: str = ""
    path: tuple[str, ...] = ()
    """The fields that make the key of what it refers to, joined by a slash."""

    @property
    def attribute(self) -> str:
        return self.field or self.name


@dataclass(frozen=True, slots=True)
class Moving:
    """A model whose rows move as they are; `above` is the column under which its numbers hang."""

    model: type[Model]
    district: str
    columns: tuple[Column, ...]
    by: tuple[str, ...]
    above: str = ""
    last: str = "number"
    """The column that, after a slash, completes the code of a row which hangs under `above`."""

    def rows(self, district: District) -> Iterator[tuple[Any, ...]]:
        """Every row of a district, in the order of the columns."""
        found = self._in(district)
        paths = {f"key_{each.name}": _path(each.path) for each in self.columns if each.path}
        names = [f"key_{each.name}" if each.path else each.attribute for each in self.columns]
        for row in found.annotate(**paths).values_list(*names).iterator():
            yield tuple(_plain(value) for value in row)

    def keys(self, district: District) -> Iterator[tuple[Any, int]]:
        """The key of each row and its id."""
        key = next(each.path for each in self.columns if each.name == "code")
        yield from self._in(district).annotate(key=_path(key)).values_list("key", "pk")

    def load(self, loading: Loading) -> None:
        """Write the rows of a file that was found right."""
        rows = hanging(loading, self.above, self.last) if self.above else loading
        self.write(loading, rows)

    def write(self, loading: Loading, rows: Iterable[Record], **more: Callable[[], Any]) -> None:
        """Write some of the rows; what `more` makes is given to new rows, and stays as it is in old ones."""
        kept = [each for each in self.columns if not (each.name == "code" and each.path)]
        always = {"district": loading.district} if "district" in self.by else {}
        made = (
            self.model(
                **always,
                **{self._told(each): self._value(loading, row, each) for each in kept},
                **{name: make() for name, make in more.items()},
            )
            for row in rows
        )
        update = [each.attribute.partition("__")[0] for each in kept if each.name in loading.columns]
        loading.upsert(
            self.model, made, by=list(self.by), update=[name for name in update if name not in self.by]
        )

    def _in(self, district: District) -> QuerySet[Any]:
        return self.model._default_manager.filter(**{self.district: district})  # noqa: SLF001 - documented name

    def _told(self, column: Column) -> str:
        return f"{column.attribute.partition('__')[0]}_id" if column.table else column.attribute

    def _value(self, loading: Loading, row: Record, column: Column) -> Any:
        value = row[column.name]
        if column.table:
            return loading.pk_or_none(column.table, value)
        return bool(value) if column.name.startswith("is_") else value


def joining(
    through: Any, district: str, left: Column, right: Column
) -> tuple[Callable[..., Any], Callable[..., None]]:
    """What moves a table of pairs: its rows, and its load."""

    def rows(of: District) -> Iterator[tuple[Any, ...]]:
        found = through.objects.filter(**{district: of})
        pairs = found.annotate(left=_path(left.path), right=_path(right.path))
        yield from pairs.values_list("left", "right").iterator()

    def load(loading: Loading) -> None:
        for batch in loading.batches():
            pairs = [
                through(
                    **{
                        f"{left.field}_id": loading.pk(left.table, row[left.name]),
                        f"{right.field}_id": loading.pk(right.table, row[right.name]),
                    }
                )
                for row in batch
            ]
            through.objects.bulk_create(pairs, ignore_conflicts=True)

    return rows, load


def joined(above: str, last: str = "number") -> Any:
    """Make the code of a row that hangs: the code of what is above, a slash, the number."""
    return lambda row: f"{row[above]}/{row[last]}" if row.get(above) and row.get(last) is not None else None


def _path(names: tuple[str, ...]) -> Any:
    parts: list[Any] = [F(names[0])]
    for name in names[1:]:
        parts += [Value("/"), F(name)]
    if len(parts) == 1:
        return parts[0]
    whole = Concat(*parts, output_field=CharField())
    return Case(When(**{f"{names[0]}__isnull": True}, then=Value(None)), default=whole)


def _plain(value: Any) -> Any:
    """A number without the zeros that the column adds."""
    if not isinstance(value, Decimal):
        return value
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize()


def hanging(loading: Loading, above: str, last: str = "number") -> Iterator[Record]:
    """The rows whose code is the code of what is above, a slash and the number; the others are said wrong."""
    for row in loading:
        if row["code"] == f"{row[above]}/{row[last]}":
            yield row
        else:
            loading.wrong(row, "code", _("«%(code)s»") % {"code": f"{row[above]}/{row[last]}"})
