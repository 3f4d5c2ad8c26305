"""Accounts are given by a plan office; nobody makes one alone."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest

from ordito.core.models import District, User


class ClosedDoors(DefaultAccountAdapter):  # type: ignore[misc]
    """Sign-in without sign-up."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        del request
        return False


def who_is_trying(request: HttpRequest, credentials: dict[str, str] | None = None) -> str:
    """The address typed at the entrance, which is what failures are counted by."""
    typed = (credentials or {}).get("email") or request.POST.get("login", "")
    return str(typed).strip().lower()
