"""The screen of whoever types what is said in a room: keyboard only, nothing lost, nothing refused."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.contrib import messages
from django.http import JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from ordito.core.access import require
from ordito.core.http import SignedInRequest, signed_in
from ordito.core.page import page
from ordito.core.refused import Refused
from ordito.participation.commands import contributions as deeds
from ordito.participation.commands.opinions import count_hands
from ordito.participation.forms.voices import KINDS, TYPED, TypedForm
from ordito.participation.models import Contribution, Gathering, Statement
from ordito.participation.models.voices import at_table
from ordito.participation.queries.opinions import hands_at
from ordito.participation.queries.voices import alike, last_typed
from ordito.participation.views.found import gathering_or_404
from ordito.participation.views.gatherings import STATION

if TYPE_CHECKING:
    from django.http import HttpResponse

SHOWN = 60
HANDS = ("agree", "disagree", "pass")
KEPT = ("kind", "channel", "table", "group")


@require_safe
@signed_in
def hall(request: SignedInRequest, process: str, gathering: str) -> HttpResponse:
    """Type what is said; count the hands."""
    found = _facilitated(request, process, gathering)
    return _page(request, found, table=deeds.table_name(request.GET.get("tavolo", "")))


def _page(
    request: SignedInRequest,
    found: Gathering,
    *,
    form: TypedForm | None = None,
    table: str = "",
    refusal: str = "",
) -> HttpResponse:
    kept = {name: request.GET[name] for name in KEPT if name in request.GET}
    return page(
        request,
        "participation/voices/hall.html",
        station=STATION,
        process=found.process,
        gathering=found,
        form=form or TypedForm(initial={**kept, "mark": secrets.token_hex(8)}),
        typed=last_typed(found, [value for value, _label in TYPED], SHOWN),
        kinds=KINDS,
        table=table,
        at_table=at_table(table),
        hands=hands_at(found, table),
        refusal=refusal,
    )


@require_POST
@signed_in
def record(request: SignedInRequest, process: str, gathering: str) -> HttpResponse:
    """Take one thing that was typed; its like are pointed out."""
    found, form = _facilitated(request, process, gathering), TypedForm(request.POST)
    if not form.is_valid():
        why = " ".join(str(error) for errors in form.errors.values() for error in errors)
        return _refused(request, found, form, why)
    try:
        made = deeds.record_contribution(
            found,
            by=request.user,
            said=form.said(f"u{request.user.pk}"),
            channel=form.cleaned_data["channel"],
            at=request.now,
        )
    except deeds.AlreadySaid as before:
        made = before.contribution
    except Refused as why:
        return _refused(request, found, form, str(why))
    return _taken(request, found, made)


def _taken(request: SignedInRequest, found: Gathering, made: Contribution) -> HttpResponse:
    similar = alike(found, made.text, but=made.pk)
    if _wants_json(request):
        like = [{"number": each.number, "text": str(each)} for each in similar]
        return JsonResponse({"number": made.number, "url": made.get_absolute_url(), "alike": like})
    for each in similar:
        messages.info(
            request, _("Simile al n. %(number)s: «%(text)s»") % {"number": each.number, "text": str(each)}
        )
    kept = {name: value for name in KEPT if (value := request.POST.get(name, "").strip())}
    return redirect(f"{request.path.removesuffix('scrivi/')}?{urlencode(kept)}")


def _refused(request: SignedInRequest, found: Gathering, form: TypedForm, why: str) -> HttpResponse:
    if _wants_json(request):
        return JsonResponse({"why": why}, status=422)
    return _page(request, found, form=form, refusal=why)


@require_POST
@signed_in
def undo(request: SignedInRequest, process: str, gathering: str) -> HttpResponse:
    """Take back the last thing that this operator typed."""
    found = _facilitated(request, process, gathering)
    rows = Contribution.objects.filter(gathering=found, author=request.user, channel__in=dict(TYPED))
    last = rows.order_by("-number").first()
    why = "" if last else _("Non c'è niente da annullare.")
    if last is not None:
        try:
            deeds.strike_contribution(last, by=request.user)
        except Refused as refused:
            why = str(refused)
    if _wants_json(request):
        if why or last is None:
            return JsonResponse({"why": why}, status=422)
        return JsonResponse({"number": last.number, "text": last.text})
    if why:
        return _page(request, found, refusal=why)
    messages.success(request, _("Annullato."))
    return redirect(request.path.removesuffix("annulla/"))


@require_POST
@signed_in
def count(request: SignedInRequest, process: str, gathering: str) -> HttpResponse:
    """Write the hands counted at a table, or in the whole room."""
    found, table = _facilitated(request, process, gathering), request.POST.get("table", "").strip()[:40]
    try:
        counts = {each: _hands(request, each) for each in Statement.objects.filter(gathering=found)}
        given = {each: numbers for each, numbers in counts.items() if numbers is not None}
        count_hands(found, by=request.user, table=table, counts=given, at=request.now)
    except ValueError:
        return _page(request, found, table=table, refusal=_("Le mani contate sono numeri: 12, 3, 0."))
    except Refused as why:
        return _page(request, found, table=table, refusal=str(why))
    messages.success(request, _("Il conteggio è scritto."))
    return redirect(f"{request.path.removesuffix('conta/')}#conta")


def _hands(request: SignedInRequest, statement: Statement) -> tuple[int, int, int] | None:
    typed = [
        request.POST.get(f"{name}-{statement.number}", "").strip() for name in ("agree", "disagree", "pass")
    ]
    if not any(typed):
        return None
    agree, disagree, passed = (int(each or 0) for each in typed)
    return (agree, disagree, passed)


def _facilitated(request: SignedInRequest, process: str, gathering: str) -> Gathering:
    found = gathering_or_404(request, process, gathering)
    require(request.user, "participation.facilitate", found)
    return found


def _wants_json(request: SignedInRequest) -> bool:
    return request.headers.get("Accept", "") == "application/json"
