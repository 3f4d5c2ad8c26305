"""Questions that keep their words: worded once for whoever reads, asked of the database every time.

Django words a question anew each time it is asked. For the registers that a home page or a search looks into,
thirty in one question, that takes longer than the database takes to answer. The words depend on who reads,
where, on which day and in which language; never on what the registers hold.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from functools import lru_cache, wraps
from typing import TYPE_CHECKING, Any, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.utils.translation import get_language

from ordito.core.models import User

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable
    from datetime import date

    from django.db.models import QuerySet

    from ordito.core.models import Actor, District

    T = TypeVar("T")
    Asker = Callable[[District, Actor, date], T]

READERS = 128
"""Of so many the words are remembered in each process, some 90 KB of each."""

SAID = "\ue000said\ue000"
"""Stands, in a question that is being worded, for what will be said when it is asked: text in private use."""

JSON_TYPES = frozenset({114, 3802})
"""How PostgreSQL numbers json and jsonb, which Django lets arrive as text."""


class Worded:
    """Plain values of rows, in the words of the database.

    Parameters
    ----------
    rows : what `values` or `values_list` makes, as PostgreSQL tells it: nobody converts it
    """

    __slots__ = ("_given", "_sql")

    def __init__(self, rows: QuerySet[Any, Any]) -> None:
        try:
            self._sql, self._given = rows.query.sql_with_params()
        except EmptyResultSet:  # whoever may see nothing
            self._sql, self._given = "", ()

    def ask(self, said: str = "") -> list[tuple[Any, ...]]:
        """Ask now; `said` takes the place of SAID."""
        if not self._sql:
            return []
        given = [said.replace("\x00", "") if each == SAID else each for each in self._given]
        with connection.cursor() as cursor:
            cursor.execute(self._sql, given)
            texts = {n for n, each in enumerate(cursor.description) if each.type_code in JSON_TYPES}
            return [
                tuple(
                    json.loads(each) if n in texts and each is not None else each
                    for n, each in enumerate(row)
                )
                for row in cursor.fetchall()
            ]


@dataclass(frozen=True, slots=True)
class _Reader:
    """Two are the same when all that words may depend on is the same."""

    key: Hashable
    district: District = field(compare=False)
    user: Actor = field(compare=False)
    today: date = field(compare=False)


def kept(word: Asker[T]) -> Asker[T]:
    """Let a function word its questions once for each reader.

    Of the person it may use the roles and the number, and it must ask the database nothing: what it learnt
    would be told again when it is no longer true. It is refused when it tries.
    """

    @lru_cache(maxsize=READERS)
    def worded(reader: _Reader) -> T:
        with connection.execute_wrapper(_refuse):
            return word(reader.district, reader.user, reader.today)

    @wraps(word)
    def found(district: District, user: Actor, today: date) -> T:
        place = tuple(getattr(district, each.attname) for each in district._meta.concrete_fields)
        key = (place, _person(user), today, get_language())
        return worded(_Reader(key, district, user, today))

    return found


def _person(user: Actor) -> Hashable:
    if not isinstance(user, User):
        return type(user).__name__
    roles = frozenset((each.district_id, each.kind) for each in user.held_roles)
    return (user.pk, user.is_installation_admin, roles)


def _refuse(*_asked: Any, **_more: Any) -> Any:
    msg = "a question is worded without asking another"
    raise RuntimeError(msg)
