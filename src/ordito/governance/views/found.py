"""What every page of a meeting fetches first, or answers 404."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import get_object_or_404
from django.urls import reverse

from ordito.governance.commands.notices import Post
from ordito.governance.models import Body, Meeting
from ordito.governance.queries.meetings import meetings_of

if TYPE_CHECKING:
    from ordito.core.http import PublicRequest, SignedInRequest


def body_or_404(request: PublicRequest, code: str) -> Body:
    """A body of the district that the reader may know of."""
    bodies = Body.objects.visible_to(request.user).filter(district=request.district)
    return get_object_or_404(bodies.select_related("district", "mandated_by__district"), code=code)


def meeting_or_404(request: PublicRequest, body: str, code: str) -> Meeting:
    """A meeting that the reader may know of."""
    return get_object_or_404(meetings_of(request.district, request.user), body__code=body, code=code)


def address(view: str, meeting: Meeting, **more: object) -> str:
    """The address of a page of a meeting."""
    place = {"district": meeting.district.slug, "body": meeting.body.code, "meeting": meeting.code}
    return reverse(f"governance:{view}", kwargs={**place, **more})


def post_of(request: SignedInRequest, meeting: Meeting | None = None) -> Post:
    """What a notice says of who asks for it."""
    page = request.build_absolute_uri(meeting.get_absolute_url()) if meeting else ""
    return Post(at=request.now, page=page, reply_to=request.user.email)
