"""Accounts are given by a plan office; nobody makes one alone."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest

from ordito.core.models import District, User


class ClosedDoors(DefaultAccountAdapter):  # type: ignore[misc]
    """Sign-in without sign-up."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        del request
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Straight to one's district, for whoever works in one only; to the list of all otherwise."""
        user = request.user
        worked_in = user.district_ids if isinstance(user, User) else set()
        if len(worked_in) == 1:
            return District.objects.get(pk__in=worked_in).get_absolute_url()
        return str(super().get_login_redirect_url(request))

    def pre_authenticate(self, request: HttpRequest, **credentials: str) -> None:
        """Leave wrong passwords to axes, which counts them across processes; codes are counted elsewhere."""


def who_is_trying(request: HttpRequest, credentials: dict[str, str] | None = None) -> str:
    """The address typed at the entrance, which is what failures are counted by."""
    typed = (credentials or {}).get("email") or request.POST.get("login", "")
    return str(typed).strip().lower()
