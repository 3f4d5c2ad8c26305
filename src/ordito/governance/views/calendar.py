"""The calendar of the district, and the feeds to which other calendars subscribe."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from ordito.core.http import PublicRequest, SignedInRequest, in_district, signed_in
from ordito.core.models import District
from ordito.core.page import page
from ordito.governance.commands.calendar import renew_calendar_link, revoke_calendar_link
from ordito.governance.models import CalendarKey
from ordito.governance.queries.calendar import bodies_with_meetings, month_of, next_meeting
from ordito.governance.queries.feeds import own_feed, owner_of, public_feed, token_of
from ordito.governance.views.found import body_or_404

if TYPE_CHECKING:
    from django.http import HttpRequest

FIRST_YEAR, LAST_YEAR = 1990, 2100


@require_safe
@in_district
def calendar(request: PublicRequest) -> HttpResponse:
    """A month: meetings, and for whoever works here also what is to be done by a day."""
    bodies = bodies_with_meetings(request.district, request.user)
    chosen = next((body for body in bodies if body.code == request.GET.get("organismo")), None)
    month = month_of(request.district, request.user, _month(request), today=request.today, body=chosen)
    key = CalendarKey.objects.filter(user=request.user).first() if request.user.is_authenticated else None
    return page(
        request,
        "governance/calendar.html",
        part="month",
        station="confronto",
        month=month,
        bodies=bodies,
        chosen=chosen,
        following=None
        if month.busy
        else next_meeting(request.district, request.user, month.after, body=chosen),
        feed=_feed_address(request, token_of(key, request.district)) if key else "",
    )


@require_safe
@in_district
def district_feed(request: PublicRequest) -> HttpResponse:
    """Give the public meetings of the district."""
    return _answer(
        public_feed(request.district, at=request.now, address=request.build_absolute_uri),
        request.district.slug,
    )


@require_safe
@in_district
def body_feed(request: PublicRequest, body: str) -> HttpResponse:
    """Give the public meetings of a body."""
    found = body_or_404(request, body)
    return _answer(
        public_feed(request.district, at=request.now, address=request.build_absolute_uri, body=found),
        found.code,
    )


@require_safe
def own_calendar(request: HttpRequest, district: str, token: str) -> HttpResponse:
    """Give a person's own calendar to whoever holds the link: calendars cannot sign in."""
    place = get_object_or_404(District, slug=district)
    owner = owner_of(token, place)
    if owner is None:
        raise Http404(_("Questo collegamento non vale più."))
    feed = own_feed(owner, place, at=place.now(), address=request.build_absolute_uri)
    answer = _answer(feed, place.slug)
    answer["Cache-Control"] = "no-store, private"
    return answer


@require_POST
@signed_in
def renew_link(request: SignedInRequest) -> HttpResponse:
    """Make the person's own link, or a new one that makes the old one worthless."""
    key = CalendarKey.objects.filter(user=request.user).first() or CalendarKey(user=request.user)
    renew_calendar_link(key, by=request.user)
    messages.success(request, _("Il collegamento personale è pronto: si copia nel calendario che si usa."))
    return redirect(_calendar_address(request))


@require_POST
@signed_in
def revoke_link(request: SignedInRequest) -> HttpResponse:
    """Take the person's own link away."""
    key = get_object_or_404(CalendarKey, user=request.user)
    revoke_calendar_link(key, by=request.user)
    messages.success(request, _("Il collegamento non vale più."))
    return redirect(_calendar_address(request))


def _month(request: PublicRequest) -> date:
    """Read the month that is asked for (2017-01), or this one."""
    try:
        first = date.fromisoformat(f"{request.GET.get('mese', '')}-01")
    except ValueError:
        first = request.today
    return (first if FIRST_YEAR <= first.year <= LAST_YEAR else request.today).replace(day=1)


def _calendar_address(request: PublicRequest) -> str:
    return reverse("governance:calendar", args=[request.district.slug]) + "#collegamenti"


def _feed_address(request: PublicRequest, token: str) -> str:
    return request.build_absolute_uri(reverse("governance:own_calendar", args=[request.district.slug, token]))


def _answer(feed: bytes, name: str) -> HttpResponse:
    answer = HttpResponse(feed, content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = f'inline; filename="{name}.ics"'
    return answer
