"""Servizi, for now: what the community puts at everybody's disposal, and who does."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ordito.community import commands
from ordito.community.forms import CompetenceForm, LastDayForm, OfferForm
from ordito.community.models import Competence, CompetenceKind, UserArea
from ordito.community.queries import competences_in, organisations_of
from ordito.community.views.organisations import organisation_page
from ordito.core.access import require
from ordito.core.http import PublicRequest, SignedInRequest, in_district, signed_in
from ordito.core.listing import Column, Filter, Listing, list_page
from ordito.core.page import page
from ordito.core.period import in_force
from ordito.core.refused import Refused
from ordito.territory.queries import members_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpResponse

STATION = "servizi"


@require_safe
@in_district
def competences(request: PublicRequest) -> HttpResponse:
    """What is offered today, by kind and by whom it is for."""
    seats = members_of(request.district, request.today).order_by("name").values_list("istat_code", "name")
    listing = Listing(
        request=request,
        title=_("Competenze e risorse"),
        rows=competences_in(request.district).filter(in_force(request.today)),
        columns=[
            Column[Competence](
                "description", _("Che cosa"), lambda row: row.description, sort=["description"]
            ),
            Column[Competence](
                "kind", _("Tipo"), lambda row: row.get_kind_display(), sort=["kind", "description"]
            ),
            Column[Competence](
                "area",
                _("Per chi"),
                lambda row: row.get_user_area_display() or _("per tutti"),
                sort=["user_area"],
            ),
            Column[Competence](
                "by",
                _("Chi la offre"),
                lambda row: row.organisation,
                sort=["organisation__name", "description"],
            ),
            Column[Competence](
                "municipality",
                _("Comune"),
                lambda row: row.organisation.municipality,
                sort=["organisation__municipality__name", "description"],
            ),
        ],
        search=["description", "organisation__name"],
        filters=[
            Filter("tipo", _("Tipo"), CompetenceKind.choices, "kind"),
            Filter("area", _("Per chi"), UserArea.choices, "user_area"),
            Filter("comune", _("Comune"), list(seats), "organisation__municipality__istat_code"),
        ],
        default_sort="description",
    )
    return list_page(request, "community/competences.html", listing, station=STATION)


@require_http_methods(["GET", "POST"])
@signed_in
def offer(request: SignedInRequest) -> HttpResponse:
    """Put a competence or a resource at the community's disposal."""
    require(request.user, "community.offer_for_someone", request.district)
    own = organisations_of(request.user, request.district)
    chosen = own.filter(code=request.GET.get("organizzazione", "")).first()
    initial = {"organisation": chosen, "starts_on": request.today}
    form, refusal = OfferForm(request.POST or None, initial=initial, own=own), ""
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        try:
            made = commands.offer_competence(
                typed["organisation"], by=request.user, facts=form.facts(), starts_on=typed["starts_on"]
            )
        except Refused as why:
            refusal = str(why)
        else:
            messages.success(request, _("«%(what)s» è a disposizione della comunità.") % {"what": made})
            return redirect(made.organisation)
    return page(
        request, "community/competence_form.html", station=STATION, form=form, refusal=refusal, chosen=chosen
    )


@require_http_methods(["GET", "POST"])
@signed_in
def edit(request: SignedInRequest, pk: int) -> HttpResponse:
    """Say better what is offered."""
    found = _found(request, pk)
    require(request.user, "community.tend_competence", found)
    form, refusal = CompetenceForm(request.POST or None, initial=CompetenceForm.of(found)), ""
    if request.method == "POST" and form.is_valid():
        try:
            commands.reword_competence(found, by=request.user, facts=form.facts())
        except Refused as why:
            refusal = str(why)
        else:
            messages.success(request, _("Salvato."))
            return redirect(found.organisation)
    return page(
        request,
        "community/competence_form.html",
        station=STATION,
        form=form,
        refusal=refusal,
        competence=found,
        chosen=found.organisation,
    )


@require_POST
@signed_in
def withdraw(request: SignedInRequest, pk: int) -> HttpResponse:
    """Stop offering after a last day."""
    found, form = _found(request, pk), LastDayForm(request.POST)
    require(request.user, "community.tend_competence", found)
    if not form.is_valid():
        return organisation_page(request, found.organisation, _("Serve l'ultimo giorno dell'offerta."))
    deed = partial(commands.withdraw_competence, ends_before=form.ends_before())
    return _done(request, found, deed, _("«%(what)s» non è più offerta: resta fra quelle ritirate."))


@require_POST
@signed_in
def resume(request: SignedInRequest, pk: int) -> HttpResponse:
    """Offer again."""
    told = _("«%(what)s» è di nuovo a disposizione.")
    return _done(request, _found(request, pk), commands.resume_competence, told)


@require_POST
@signed_in
def strike(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take away an offer that was never true."""
    told = _("«%(what)s» è stata cancellata.")
    return _done(request, _found(request, pk), commands.strike_competence, told)


def _done(
    request: SignedInRequest, competence: Competence, deed: Callable[..., object], told: str
) -> HttpResponse:
    try:
        deed(competence, by=request.user)
    except Refused as why:
        return organisation_page(request, competence.organisation, refusal=str(why))
    messages.success(request, told % {"what": competence})
    return redirect(competence.organisation)


def _found(request: SignedInRequest, pk: int) -> Competence:
    return get_object_or_404(competences_in(request.district), pk=pk)
