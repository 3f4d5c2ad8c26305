"""The house: districts, the loop as home page, search, language, and what to say when something is wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from ordito.core.access import require
from ordito.core.http import PublicRequest, SignedInRequest, in_district, signed_in
from ordito.core.models import District
from ordito.core.page import page
from ordito.site import house

if TYPE_CHECKING:
    from django.http import HttpRequest


@require_safe
def districts(request: HttpRequest) -> HttpResponse:
    """Choose a district."""
    return page(
        request, "site/districts.html", districts=District.objects.visible_to(request.user).order_by("name")
    )


@require_safe
@in_district
def home(request: PublicRequest) -> HttpResponse:
    """The loop, with what happens now at each station and what is due."""
    return page(request, "site/home.html", today=house.today(request.district, request.user, request.today))


@require_safe
@in_district
def search(request: PublicRequest) -> HttpResponse:
    """Search everything that the reader may see in the district."""
    words = request.GET.get("q", "").strip()[:200].replace("\x00", "")
    hits = house.search(request.district, request.user, words) if words else []
    return page(request, "site/search.html", part="results", search_words=words, hits=hits)


@require_safe
@signed_in
def convene(request: SignedInRequest) -> HttpResponse:
    """Choose which body to convene; the rest is the body's own page."""
    require(request.user, "governance.convene", request.district)
    return page(
        request, "site/convene.html", station="confronto", bodies=house.bodies_to_convene(request.district)
    )


@require_POST
def choose_language(request: HttpRequest, code: str) -> HttpResponse:
    """Remember the language that the reader chose, and go back."""
    if code not in dict(settings.LANGUAGES):
        raise Http404
    back = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}):
        back = "/"
    answer = HttpResponseRedirect(back)
    answer.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        code,
        max_age=31_536_000,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
    return answer


@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """Say to whoever watches the server that it answers and reaches its database."""
    del request
    District.objects.exists()
    return HttpResponse("ok", content_type="text/plain")


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    del exception
    return render(request, "400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "403.html", {"why": str(exception or "")}, status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    del exception
    return render(request, "404.html", status=404)


def broken(request: HttpRequest) -> HttpResponse:
    return render(request, "500.html", status=500)
