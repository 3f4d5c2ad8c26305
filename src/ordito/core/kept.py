"""Questions that keep their words: worded once for whoever reads, asked of the database every time.

Django words a question anew each time it is asked. For the registers that a home page or a search looks into,
thirty in one question, that takes longer than the database takes to answer. The words depend on who reads,
where, on which day and in which language; never on what the registers hold.
"""

from __future__ import annotations

import json
from copy import copy
from dataclasses import dataclass, field
from functools import lru_cache, partial, wraps
from typing import TYPE_CHECKING, Any, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import connection, connections
from django.db.models import BigIntegerField, Expression
from django.utils.translation import get_language

from ordito.core.models import User

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Sequence
    from datetime import date

    from django.db.models import QuerySet
    from django.db.models.sql.compiler import SQLCompiler

    from ordito.core.models import Actor, District

    T = TypeVar("T")
    Sayable = str | int | Sequence[int]
    Asker = Callable[[District, Actor, date], T]

READERS = 128
"""Of so many the words are remembered in each process, some 90 KB of each."""

ROLES = 32
"""Of so many sets of roles, on a day and in a language: some 600 KB of each, for whole things are asked."""

NOBODY = "whoever holds these roles"
"""Where a person's number would be; the database's numbers are never words."""

SAID = "\ue000said\ue000"
"""Stands, in a question that is being worded, for the text that is said when it is asked: in private use."""

JSON_TYPES = frozenset({114, 3802})
"""How PostgreSQL numbers json and jsonb, which Django lets arrive as text."""


class Said(Expression):
    """Stands, in a question that is being worded, for a number that is said by its name when it is asked."""

    output_field = BigIntegerField()
    template = "%s"

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name

    def as_sql(self, *_where: Any) -> tuple[str, tuple[str | int, ...]]:
        return self.template, (f"\ue000{self.name}\ue000",)


class Numbers(Said):
    """Stands for as many numbers as will be said: `filter(action__in=Numbers("actions"))`."""

    template = "SELECT unnest(%s::bigint[])"


class Worded:
    """A question in the words of the database, its places still to be filled; it answers with plain values.

    Parameters
    ----------
    rows : what is asked, as `values` or `values_list`; SAID, `Said` and `Numbers` stand for what will be said
    """

    __slots__ = ("_given", "_sql")

    def __init__(self, rows: QuerySet[Any, Any]) -> None:
        self._sql, self._given = _words(rows.query.get_compiler(rows.db))

    def ask(self, **said: Sayable) -> list[tuple[Any, ...]]:
        """Ask now; rows as PostgreSQL tells them: json is read, nothing else is converted."""
        if not self._sql:
            return []
        with connection.cursor() as cursor:
            cursor.execute(self._sql, _filled(self._given, said))
            texts = {n for n, each in enumerate(cursor.description) if each.type_code in JSON_TYPES}
            return [
                tuple(
                    json.loads(each) if n in texts and each is not None else each
                    for n, each in enumerate(row)
                )
                for row in cursor.fetchall()
            ]


class WordedThings:
    """The same for whole things, with those that the question selects with them."""

    __slots__ = ("_compiler", "_given", "_rows", "_sql")

    def __init__(self, rows: QuerySet[Any]) -> None:
        self._rows = rows
        self._compiler = rows.query.get_compiler(rows.db)
        self._sql, self._given = _words(self._compiler)

    def ask(self, **said: Sayable) -> list[Any]:
        """Ask now: Django makes things of the rows as it always does, but does not word the question."""
        if not self._sql:
            return []
        compiler = copy(self._compiler)
        compiler.connection = connections[compiler.using]  # of this thread, whoever worded the question
        vars(compiler)["as_sql"] = partial(_told, (self._sql, _filled(self._given, said)))
        rows = self._rows.all()
        vars(rows.query)["get_compiler"] = partial(_told, compiler)
        return list(rows)


def _words(compiler: SQLCompiler) -> tuple[str, tuple[Any, ...]]:
    try:
        return compiler.as_sql()
    except EmptyResultSet:  # whoever may see nothing
        return "", ()


def _filled(given: Sequence[Any], said: dict[str, Sayable]) -> list[Any]:
    told = {f"\ue000{name}\ue000": _given(each) for name, each in said.items()}
    return [told.get(each, each) if isinstance(each, str) else each for each in given]


def _given(said: Sayable) -> str | int:
    """As PostgreSQL takes it: many numbers as one text, for the driver would write them one by one."""
    if isinstance(said, int):
        return said
    return said.replace("\x00", "") if isinstance(said, str) else f"{{{','.join(map(str, said))}}}"


def _told(words: T, *_where: Any, **_how: Any) -> T:
    """In the place of a method that would word it again."""
    return words


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
    return _kept(word, READERS, lambda user: user)


def kept_by_role(word: Asker[T]) -> Asker[T]:
    """Let a function word its questions once for all who hold the same roles: it is not told who they are."""
    return _kept(word, ROLES, _nobody)


def _kept(word: Asker[T], most: int, who: Callable[[Actor], Actor]) -> Asker[T]:
    @lru_cache(maxsize=most)
    def worded(reader: _Reader) -> T:
        with connection.execute_wrapper(_refuse):
            return word(reader.district, reader.user, reader.today)

    @wraps(word)
    def found(district: District, user: Actor, today: date) -> T:
        user = who(user)
        place = tuple(getattr(district, each.attname) for each in district._meta.concrete_fields)
        key = (place, _person(user), today, get_language())
        return worded(_Reader(key, district, user, today))

    return found


def _person(user: Actor) -> Hashable:
    if not isinstance(user, User):
        return type(user).__name__
    roles = frozenset((each.district_id, each.kind) for each in user.held_roles)
    return (user.pk, user.is_installation_admin, roles)


def _nobody(user: Actor) -> Actor:
    """The same roles without the person: a question that looks for their number cannot be worded."""
    if not isinstance(user, User):
        return user
    nobody = User(pk=NOBODY, is_installation_admin=user.is_installation_admin)
    nobody.held_roles = user.held_roles
    return nobody


def _refuse(*_asked: Any, **_more: Any) -> Any:
    msg = "a question is worded without asking another"
    raise RuntimeError(msg)
