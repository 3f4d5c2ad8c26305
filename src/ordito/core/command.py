"""The one door for writes: transaction, lock, permission, journal."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, TypeVar

from django.db import models, transaction
from django.utils import timezone

from ordito.core.access import require
from ordito.core.models import Actor, District, JournalEntry, User

if TYPE_CHECKING:
    from collections.abc import Callable

P = ParamSpec("P")
S = TypeVar("S")
R = TypeVar("R")

LONGEST_REMEMBERED = 2_000
NEVER_REMEMBERED = frozenset({"password", "secret", "content", "geometry"})

_commands: dict[str, str] = {}


def commands() -> dict[str, str]:
    """Every deed by name with the permission that it asks, for the reference and for the tests."""
    return dict(sorted(_commands.items()))


def command(
    name: str, *, needs: str | None = None, joins: tuple[str, ...] = (), journalled: bool = True
) -> Callable[[Callable[Concatenate[S, P], R]], Callable[Concatenate[S, P], R]]:
    """Turn a function into a deed: `deed(subject, *, by, …)`.

    The subject, when it is a saved row, is read again under lock inside the transaction. The permission
    `needs` (by default the deed's own name) is asked of `by` on that fresh subject. What changed in the
    subject, or the new row that the deed returns, is written to the journal in the same transaction; of a
    subject that was deleted, all that it said.

    `joins` are relations read in the same query as the subject, for deeds that come by the thousand. With
    `journalled=False` nothing is written to the journal: only where the row that is written is itself the
    record of who said what and when, and would be said twice (docs/decisions/0018).
    """
    permission = needs or name

    def decorate(function: Callable[Concatenate[S, P], R]) -> Callable[Concatenate[S, P], R]:
        _commands[name] = permission

        @wraps(function)
        def deed(subject: S, /, *args: P.args, **kwargs: P.kwargs) -> R:
            by: Actor = kwargs["by"]  # type: ignore[assignment]
            with transaction.atomic():
                fresh = _locked(subject, joins)
                require(by, permission, fresh)
                before = _remembered(fresh)
                result = function(fresh, *args, **kwargs)
                if journalled:
                    _write(name, by=by, subject=fresh, before=before, result=result)
            return result

        return deed

    return decorate


def journal(
    name: str, *, by: Actor, subject: models.Model, changes: dict[str, Any] | None = None, purpose: str = ""
) -> None:
    """Write one line of the journal; commands do it by themselves, reads of a person call it."""
    JournalEntry.objects.create(
        at=timezone.now(),
        district=_district_of(subject),
        by=by if isinstance(by, User) else None,
        by_name=str(getattr(by, "name", "")) or "—",
        deed=name,
        subject_type=subject._meta.label_lower,
        subject_id=subject.pk,
        subject_name=str(subject)[:200],
        changes=changes or {},
        purpose=purpose[:200],
    )


def _locked(subject: S, joins: tuple[str, ...]) -> S:
    if isinstance(subject, models.Model) and subject.pk is not None:
        rows = type(subject)._base_manager.select_for_update(of=("self",), no_key=True)
        return (rows.select_related(*joins) if joins else rows).get(pk=subject.pk)
    return subject


def _remembered(thing: object) -> dict[str, Any]:
    if not isinstance(thing, models.Model):
        return {}
    return {
        field.name: _shortened(field.value_from_object(thing))
        for field in thing._meta.concrete_fields
        if field.name not in NEVER_REMEMBERED | getattr(thing, "never_journalled", frozenset())
    }


def _shortened(value: object) -> object:
    if isinstance(value, str) and len(value) > LONGEST_REMEMBERED:
        return value[:LONGEST_REMEMBERED] + "…"
    return value


def _write(name: str, *, by: Actor, subject: object, before: dict[str, Any], result: object) -> None:
    made = isinstance(result, models.Model) and (
        before.get(result._meta.pk.name) is None
        or type(subject) is not type(result)
        or subject.pk != result.pk
    )
    told = result if made else subject
    if not isinstance(told, models.Model):
        return
    after = _remembered(result if isinstance(result, models.Model) else told)
    if told.pk is None and before:  # it was taken away: the journal keeps what it said
        told.pk = before[told._meta.pk.name]
        changes = {key: [value, None] for key, value in before.items() if value not in (None, "")}
    elif made:
        changes = {key: [None, value] for key, value in after.items() if value not in (None, "")}
    else:
        changes = {key: [before.get(key), value] for key, value in after.items() if before.get(key) != value}
    changes |= getattr(result, "journalled", {})  # a deed on many rows tells how many
    journal(name, by=by, subject=told, changes=changes)


def _district_of(subject: models.Model) -> District | None:
    found = getattr(subject, "district", None)
    return found if isinstance(found, District) else None
