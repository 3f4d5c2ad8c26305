"""Permissions: one typed sentence each, asked by commands, views and templates alike."""

from collections.abc import Callable
from typing import Any, TypeVar

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from ordito.core.models import Actor, Operator

RuleFunction = Callable[[Any, Any], bool]
F = TypeVar("F", bound=Callable[..., bool])

_rules: dict[str, RuleFunction] = {}


class Forbidden(PermissionDenied):
    """The person may see the thing, and may not do this to it."""


def rule(name: str) -> Callable[[F], F]:
    """Give a permission its one sentence: `function(user, subject) -> bool`."""

    def register(function: F) -> F:
        if name in _rules:
            msg = f"the permission {name} has two rules"
            raise ValueError(msg)
        _rules[name] = function
        return function

    return register


def rules() -> dict[str, RuleFunction]:
    """Every permission by name, for the reference and for the tests."""
    return dict(sorted(_rules.items()))


def may(user: Actor, name: str, subject: object) -> bool:
    """Whether the person may do this to the subject. The machine's own operator may do everything."""
    asked = _rules[name]
    return isinstance(user, Operator) or bool(asked(user, subject))


def require(user: Actor, name: str, subject: object) -> None:
    """Refuse with 403 what the person may not do."""
    if not may(user, name, subject):
        raise Forbidden(_("Il ruolo che si ha qui non lo permette: si può chiedere all'Ufficio di Piano."))
