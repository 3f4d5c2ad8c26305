"""One way to answer with a page: whole, or just the part that HTMX asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.shortcuts import render

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


def page(
    request: HttpRequest, template: str, *, part: str = "", status: int | None = None, **context: Any
) -> HttpResponse:
    """Render `template`; when HTMX asks and the page has a `{% partialdef part %}`, only that part.

    A refused form is answered with 422, so that a page never looks done when nothing was written.
    """
    partial = part and getattr(request, "htmx", False) and not request.htmx.boosted  # type: ignore[attr-defined]
    if status is None:
        status = 422 if request.method == "POST" else 200
    return render(request, f"{template}#{part}" if partial else template, context, status=status)
