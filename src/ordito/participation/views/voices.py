"""Contributions: the list of a path, the page of each, and what their author and the office do with one."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ordito.core import thread
from ordito.core.access import may, require
from ordito.core.http import PublicRequest, SignedInRequest, in_district, signed_in
from ordito.core.listing import Column, Filter, Listing, list_page
from ordito.core.page import page
from ordito.core.refused import Refused
from ordito.participation.commands import contributions as deeds
from ordito.participation.forms.voices import BecauseForm, ContributionForm
from ordito.participation.models import (
    Contribution,
    ContributionChannel,
    ContributionKind,
    ContributionState,
    Gathering,
)
from ordito.participation.queries.synthesis import above_voices
from ordito.participation.queries.voices import (
    answers_to,
    contributions_in,
    organisations_heard,
    with_what_a_row_says,
)
from ordito.participation.views.found import contribution_or_404, path_or_404
from ordito.participation.views.gatherings import STATION

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpResponse

    from ordito.participation.models import Process


@require_safe
@in_district
def contributions(request: PublicRequest, process: str) -> HttpResponse:
    """Everything that was said in a path, as the reader may see it."""
    path = path_or_404(request, process)
    facilitates = may(request.user, "participation.facilitate", path)
    gatherings = list(
        Gathering.objects.filter(process=path).order_by("opens_at").values_list("code", "title")
    )
    filters = [
        Filter("tipo", _("Che cos'è"), ContributionKind.choices, "kind"),
        Filter("via", _("Come è arrivato"), ContributionChannel.choices, "channel"),
        Filter("raccolta", _("Raccolta"), list(gatherings), "gathering__code"),
        Filter("di", _("A nome di"), organisations_heard(path), "organisation__code"),
    ]
    if facilitates:
        filters.append(Filter("stato", _("Stato"), ContributionState.choices, "state"))
    listing = Listing(
        request=request,
        title=_("Contributi, %(path)s") % {"path": path.title},
        rows=with_what_a_row_says(contributions_in(path, request.user)),
        columns=_columns(facilitates=facilitates),
        search=["text", "organisation__name", "group"],
        filters=filters,
        default_sort="-number",
    )
    return list_page(
        request,
        "participation/voices/contributions.html",
        listing,
        station=STATION,
        process=path,
        above=above_voices(path),
        kinds={value: str(label) for value, label in ContributionKind.choices},
        channels={value: str(label) for value, label in ContributionChannel.choices},
        shown=ContributionState.SHOWN.label,
        facilitates=facilitates,
        speaks=may(request.user, "participation.contribute", path),
    )


def _who(row: Contribution) -> object:
    return row.organisation or row.group or row.at_table


def _columns(*, facilitates: bool) -> list[Column[Contribution]]:
    columns = [
        Column[Contribution]("number", _("N."), lambda row: row.number, sort=["number"], numeric=True),
        Column[Contribution]("text", _("Che cosa si è detto"), lambda row: row.text, sort=["text"]),
        Column[Contribution](
            "kind", _("Che cos'è"), lambda row: row.get_kind_display(), sort=["kind", "number"]
        ),
        Column[Contribution](
            "by",
            _("Chi"),
            _who,
            sort=["organisation__name"],
        ),
        Column[Contribution]("size", _("Persone"), lambda row: row.size, sort=["size"], numeric=True),
        Column[Contribution](
            "channel", _("Come"), lambda row: row.get_channel_display(), sort=["channel", "number"]
        ),
        Column[Contribution](
            "gathering", _("Raccolta"), lambda row: row.gathering or "", sort=["gathering__title", "number"]
        ),
        Column[Contribution]("at", _("Quando"), lambda row: f"{row.at:%d/%m/%Y}", sort=["at", "number"]),
    ]
    if facilitates:
        columns.append(
            Column[Contribution](
                "state", _("Stato"), lambda row: row.get_state_display(), sort=["state", "number"]
            )
        )
    return columns


@require_http_methods(["GET", "POST"])
@signed_in
def contribute(request: SignedInRequest, process: str) -> HttpResponse:
    """Bring a contribution with one's own account."""
    path = path_or_404(request, process)
    require(request.user, "participation.contribute", path)
    within = Gathering.objects.filter(process=path, code=request.GET.get("raccolta", "")).first()
    form, refusal = ContributionForm(request.POST or None, process=path, user=request.user), ""
    if request.method == "POST" and form.is_valid():
        try:
            made = deeds.contribute(path, by=request.user, said=form.said(), gathering=within, at=request.now)
        except Refused as why:
            refusal = str(why)
        else:
            messages.success(request, _("Il contributo è arrivato: qui si vedrà che cosa ne è stato."))
            return redirect(made)
    return _form_page(request, path, form, refusal, gathering=within)


@require_safe
@in_district
def contribution(request: PublicRequest, process: str, number: int) -> HttpResponse:
    """What was said, by whom and by how many, for and against it, and what became of it."""
    return _page(request, contribution_or_404(request, process, number))


def _page(
    request: PublicRequest,
    found: Contribution,
    refusal: str = "",
    form: ContributionForm | None = None,
    because: BecauseForm | None = None,
) -> HttpResponse:
    path = found.process
    speaks = found.state == ContributionState.SHOWN and may(request.user, "participation.contribute", path)
    if speaks and form is None:
        form = ContributionForm(process=path, user=request.user, about=found)
    told = thread.forth(request.district, [found], user=request.user, on=request.today)
    return page(
        request,
        "participation/voices/contribution.html",
        station=STATION,
        process=path,
        contribution=found,
        answers=answers_to(found, request.user),
        thread=told,
        stages=told.stages(),
        speaks=speaks,
        form=form if speaks else None,
        tends=may(request.user, "participation.tend_contribution", found),
        facilitates=may(request.user, "participation.facilitate", found),
        because=because or BecauseForm(),
        refusal=refusal,
    )


@require_http_methods(["GET", "POST"])
@signed_in
def correct(request: SignedInRequest, process: str, number: int) -> HttpResponse:
    """Say better what one said."""
    found = contribution_or_404(request, process, number)
    require(request.user, "participation.tend_contribution", found)
    form = ContributionForm(
        request.POST or None,
        initial=ContributionForm.of(found),
        process=found.process,
        user=request.user,
        about=found.about,
    )
    refusal = ""
    if request.method == "POST" and form.is_valid():
        said = deeds.corrected(found, form.said())
        try:
            deeds.correct_contribution(found, by=request.user, said=said)
        except Refused as why:
            refusal = str(why)
        else:
            messages.success(request, _("Corretto: quello che c'era prima resta nel diario."))
            return redirect(found)
    return _form_page(request, found.process, form, refusal, contribution=found)


def _form_page(
    request: SignedInRequest, path: Process, form: ContributionForm, refusal: str, **more: Any
) -> HttpResponse:
    return page(
        request,
        "participation/voices/contribution_form.html",
        station=STATION,
        process=path,
        form=form,
        refusal=refusal,
        **more,
    )


@require_POST
@signed_in
def answer(request: SignedInRequest, process: str, number: int) -> HttpResponse:
    """Be for or against what somebody said."""
    found = contribution_or_404(request, process, number)
    require(request.user, "participation.contribute", found.process)
    form = ContributionForm(request.POST, process=found.process, user=request.user, about=found)
    if not form.is_valid():
        return _page(request, found, form=form)
    try:
        deeds.contribute(found.process, by=request.user, said=form.said(), at=request.now)
    except Refused as why:
        return _page(request, found, str(why), form)
    messages.success(request, _("È scritto sotto il contributo."))
    return redirect(found)


@require_POST
@signed_in
def withdraw(request: SignedInRequest, process: str, number: int) -> HttpResponse:
    """Take back what one said."""
    found = contribution_or_404(request, process, number)
    return _done(request, found, deeds.withdraw_contribution, _("Il contributo è ritirato."))


@require_POST
@signed_in
def hide(request: SignedInRequest, process: str, number: int) -> HttpResponse:
    """Take something off the pages, saying why."""
    found, form = contribution_or_404(request, process, number), BecauseForm(request.POST)
    require(request.user, "participation.facilitate", found)
    if not form.is_valid():
        return _page(request, found, because=form)
    deed = partial(deeds.hide_contribution, because=form.cleaned_data["because"])
    return _done(request, found, deed, _("Il contributo non si mostra più."))


@require_POST
@signed_in
def show(request: SignedInRequest, process: str, number: int) -> HttpResponse:
    """Show what was hidden, or what waited to be read."""
    found = contribution_or_404(request, process, number)
    return _done(request, found, deeds.show_contribution, _("Il contributo si mostra a tutti."))


def _done(
    request: SignedInRequest, found: Contribution, deed: Callable[..., object], told: str
) -> HttpResponse:
    try:
        deed(found, by=request.user)
    except Refused as why:
        return _page(request, found, str(why))
    messages.success(request, told)
    back = request.POST.get("torna", "")
    return redirect(found.gathering if back == "raccolta" and found.gathering else found)
