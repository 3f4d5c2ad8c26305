"""Requests as Ordito's views receive them, and the district that each page is in."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any, cast

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from ordito.core.models import District, User, holds

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date, datetime

    from django.http.response import HttpResponseBase
    from django_htmx.middleware import HtmxDetails

    from ordito.core.models import Actor


class PublicRequest(HttpRequest):
    """A request inside a district, by anyone; `now` and `today` are the district's own clock."""

    user: User  # or an anonymous one: rules take both
    htmx: HtmxDetails
    district: District
    now: datetime
    today: date


class SignedInRequest(PublicRequest):
    """A request by a person who has signed in and holds a role in the district."""


def in_district(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Find the district of the address, or answer 404 to whoever may not know of it."""

    @wraps(view)
    def found(request: HttpRequest, district: str, *args: Any, **kwargs: Any) -> HttpResponseBase:
        user: Actor = request.user
        place = District.objects.visible_to(user).filter(slug=district).first()
        if place is None:
            raise Http404(_("Questo ambito non esiste, o non è pubblico."))
        asked = cast("PublicRequest", request)
        asked.district, asked.now, asked.today = place, place.now(), place.today()
        return view(asked, *args, **kwargs)

    return found


def signed_in(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Inside a district, ask strangers to sign in; whoever holds no role there is answered 404."""

    @wraps(view)
    def known(request: PublicRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if not (request.user.is_installation_admin or holds(request.user, request.district)):
            raise Http404(_("Questa pagina è riservata a chi lavora nell'ambito."))
        return view(request, *args, **kwargs)

    return in_district(known)
