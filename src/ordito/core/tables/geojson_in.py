"""A GeoJSON file as a table: each feature is a row, its properties are columns, its shape is `geometry`."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import IO, TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from ordito.core.tables.cells import Manner
from ordito.core.tables.sheet import Unreadable

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Sequence

    from ordito.core.tables.cells import Raw
    from ordito.core.tables.limits import Limits

SHAPE = "geometry"


class GeoJsonSheet:
    """One FeatureCollection; a feature's number, the first being 2, stands for its row."""

    def __init__(self, name: str, label: str, open_file: Callable[[], IO[bytes]], limits: Limits) -> None:
        self.name = name
        self.label = label
        self._open = open_file
        self._limits = limits

    def read(self, _headings: Collection[str]) -> tuple[Manner, Iterator[tuple[int, Sequence[Raw]]]]:
        features = self._features()
        columns = list(dict.fromkeys(name for feature in features for name in feature["properties"]))
        return Manner(typed=True), self._rows(columns, features)

    def _rows(
        self, columns: list[str], features: list[dict[str, Any]]
    ) -> Iterator[tuple[int, Sequence[Raw]]]:
        yield 1, [*columns, SHAPE]
        for number, feature in enumerate(features, start=2):
            properties = feature["properties"]
            yield number, [*(_cell(properties.get(column)) for column in columns), feature["geometry"]]

    def _features(self) -> list[dict[str, Any]]:
        with self._open() as stream:
            content = stream.read(self._limits.whole + 1)
        expected = _("una FeatureCollection in GeoJSON, con proprietà e geometria in ogni elemento")
        if len(content) > self._limits.whole:
            raise Unreadable(_("un file smisurato"), expected)
        try:
            features = json.loads(content, parse_constant=_refuse)["features"]
            return [{"properties": {**each["properties"]}, "geometry": each["geometry"]} for each in features]
        except (ValueError, RecursionError, TypeError, KeyError) as problem:
            raise Unreadable(_("un file che non è GeoJSON"), expected) from problem


def _refuse(constant: str) -> None:
    raise ValueError(constant)


def _cell(value: Any) -> Raw:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return value
    return Decimal(repr(value))
