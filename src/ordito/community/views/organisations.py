"""Organisations: the list, the page of each, who speaks for them."""

from __future__ import annotations

from functools import partial
from operator import attrgetter
from typing import TYPE_CHECKING

from django.contrib import messages
from django.db.models import Q
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ordito.community import commands
from ordito.community.forms import ContactsForm, LastDayForm, NominationForm, OrganisationForm
from ordito.community.models import (
    THIRD_SECTOR,
    Agreement,
    Delegate,
    DelegateKind,
    Organisation,
    OrganisationKind,
    Person,
)
from ordito.community.queries import AGREEMENTS_WARN, delegations_of, organisations_in
from ordito.core.access import may, require
from ordito.core.http import PublicRequest, SignedInRequest, in_district, signed_in
from ordito.core.listing import Column, Filter, Listing, list_page
from ordito.core.page import page
from ordito.core.refused import Refused
from ordito.territory.queries import members_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.db.models import QuerySet
    from django.http import HttpResponse

STATION = "coesione"
Similar = Organisation | Person


@require_safe
@in_district
def organisations(request: PublicRequest) -> HttpResponse:
    """Everybody who is in the community."""
    reads_people = may(request.user, "community.read_people", request.district)
    listing = Listing(
        request=request,
        title=_("Organizzazioni"),
        rows=organisations_in(request.district, request.today),
        columns=_columns(reads_people=reads_people),
        search=["name", "purpose", "municipality__name", *(["voice", "tax_code"] if reads_people else [])],
        filters=_filters(request, reads_people=reads_people),
        default_sort="name",
    )
    return list_page(
        request, "community/organisations.html", listing, station=STATION, reads_people=reads_people
    )


def _columns(*, reads_people: bool) -> list[Column[Organisation]]:
    columns = [
        Column[Organisation]("name", _("Nome"), lambda row: row.name, sort=["name"]),
        Column[Organisation]("kind", _("Tipo"), lambda row: row.get_kind_display(), sort=["kind", "name"]),
        Column[Organisation](
            "municipality", _("Comune"), lambda row: row.municipality, sort=["municipality__name", "name"]
        ),
        Column[Organisation]("voice", _("Chi la rappresenta"), attrgetter("voice"), sort=["voice", "name"]),
        Column[Organisation]("offers", _("Offre"), attrgetter("offers"), sort=["offers"], numeric=True),
        Column[Organisation]("ties", _("Accordi"), attrgetter("ties"), sort=["ties"], numeric=True),
    ]
    return [column for column in columns if reads_people or column.key != "voice"]


def _filters(request: PublicRequest, *, reads_people: bool) -> list[Filter]:
    seats = members_of(request.district, request.today).order_by("name").values_list("istat_code", "name")
    filters = [
        Filter("tipo", _("Tipo"), OrganisationKind.choices, "kind"),
        Filter("comune", _("Comune"), list(seats), "municipality__istat_code"),
        Filter("settore", _("Terzo settore"), [("si", _("sì")), ("no", _("no"))], _of_third_sector),
        Filter("voce", _("Delegato in vigore"), [("si", _("sì")), ("no", _("no"))], _with_a_voice),
    ]
    return filters if reads_people else filters[:-1]


def _of_third_sector(rows: QuerySet[Organisation], answer: str) -> QuerySet[Organisation]:
    return rows.filter(kind__in=THIRD_SECTOR) if answer == "si" else rows.exclude(kind__in=THIRD_SECTOR)


def _with_a_voice(rows: QuerySet[Organisation], answer: str) -> QuerySet[Organisation]:
    return rows.filter(Q(voice__isnull=answer == "no"))


@require_safe
@in_district
def organisation(request: PublicRequest, code: str) -> HttpResponse:
    """What an organisation is, who speaks for it, what it offers, what it is bound by."""
    return organisation_page(request, _found(request, code))


def organisation_page(request: PublicRequest, found: Organisation, refusal: str = "") -> HttpResponse:
    """Show an organisation, with the reason when something was refused."""
    today = request.today
    delegations = list(delegations_of(found.delegates.all()))
    offers = found.competences.select_related("organisation__district").order_by("description", "pk")
    return page(
        request,
        "community/organisation.html",
        station=STATION,
        refusal=refusal,
        organisation=found,
        voices=[each for each in delegations if today in each.period],
        to_come=[each for each in delegations if each.starts_on > today],
        history=[each for each in delegations if each.ends_before and each.ends_before <= today],
        offers=[each for each in offers if each.ends_before is None or each.ends_before > today],
        withdrawn=[each for each in offers if each.ends_before and each.ends_before <= today],
        ties=[(each, each.state(today)) for each in _ties(found)],
        today=today,
        soon=today + AGREEMENTS_WARN,
    )


def _ties(found: Organisation) -> QuerySet[Agreement]:
    return found.agreements.select_related("district").order_by("-starts_on", "title", "pk")


@require_http_methods(["GET", "POST"])
@signed_in
def add(request: SignedInRequest) -> HttpResponse:
    """Write an organisation in the register."""
    require(request.user, "community.tend_register", request.district)
    form = OrganisationForm(request.POST or None, district=request.district)
    refusal, similar = "", tuple[Similar, ...]()
    if request.method == "POST" and form.is_valid():
        try:
            made = commands.add_organisation(
                request.district,
                by=request.user,
                facts=form.facts(),
                despite_similar=form.cleaned_data["despite_similar"],
            )
        except commands.LooksLikeAnother as why:
            form.warn()
            refusal, similar = str(why), why.similar
        except Refused as why:
            refusal = str(why)
        else:
            messages.success(request, _("«%(name)s» fa parte della comunità.") % {"name": made.name})
            return redirect(made)
    return page(
        request,
        "community/organisation_form.html",
        station=STATION,
        form=form,
        refusal=refusal,
        similar=similar,
    )


@require_http_methods(["GET", "POST"])
@signed_in
def edit(request: SignedInRequest, code: str) -> HttpResponse:
    """Write the facts of an organisation anew."""
    found = _found(request, code)
    require(request.user, "community.tend_register", found)
    form, refusal = (
        OrganisationForm(request.POST or None, initial=OrganisationForm.of(found), district=request.district),
        "",
    )
    if request.method == "POST" and form.is_valid():
        try:
            commands.update_organisation(found, by=request.user, facts=form.facts())
        except Refused as why:
            refusal = str(why)
        else:
            messages.success(request, _("Salvato."))
            return redirect(found)
    return page(
        request,
        "community/organisation_form.html",
        station=STATION,
        form=form,
        refusal=refusal,
        organisation=found,
    )


@require_http_methods(["GET", "POST"])
@signed_in
def edit_contacts(request: SignedInRequest, code: str) -> HttpResponse:
    """Keep up to date how to reach an organisation: its own delegates do it too."""
    found = _found(request, code)
    require(request.user, "community.update_contacts", found)
    form, refusal = ContactsForm(request.POST or None, initial=ContactsForm.of(found)), ""
    if request.method == "POST" and form.is_valid():
        try:
            commands.update_contacts(found, by=request.user, contacts=form.contacts())
        except Refused as why:
            refusal = str(why)
        else:
            messages.success(request, _("I recapiti di «%(name)s» sono aggiornati.") % {"name": found.name})
            return redirect(found)
    return page(
        request,
        "community/contacts_form.html",
        station=STATION,
        form=form,
        refusal=refusal,
        organisation=found,
    )


@require_POST
@signed_in
def strike(request: SignedInRequest, code: str) -> HttpResponse:
    """Take away an organisation written by mistake."""
    found = _found(request, code)
    try:
        commands.strike_organisation(found, by=request.user)
    except Refused as why:
        return organisation_page(request, found, refusal=str(why))
    messages.success(request, _("«%(name)s» è stata cancellata.") % {"name": found.name})
    return redirect("community:organisations", district=request.district.slug)


@require_http_methods(["GET", "POST"])
@signed_in
def nominate(request: SignedInRequest, code: str) -> HttpResponse:
    """Say who speaks for an organisation, and in whose place."""
    found = _found(request, code)
    require(request.user, "community.tend_register", found)
    earlier = _voice_named(found, request.GET.get("al-posto-di", ""))
    kind = earlier.kind if earlier else DelegateKind.DELEGATE
    form = NominationForm(
        request.POST or None,
        initial={"starts_on": request.today, "in_place_of": earlier, "kind": kind},
        organisation=found,
        today=request.today,
    )
    refusal, similar = "", tuple[Similar, ...]()
    if request.method == "POST" and form.is_valid():
        try:
            made = commands.nominate(found, by=request.user, nomination=form.nomination())
        except commands.LooksLikeAnother as why:
            form.warn()
            refusal, similar = str(why), why.similar
        except Refused as why:
            refusal = str(why)
        else:
            told = _("%(person)s parla per «%(name)s»: %(kind)s.")
            messages.success(
                request,
                told % {"person": made.person, "name": found.name, "kind": made.get_kind_display()},
            )
            return redirect(found)
    return page(
        request,
        "community/nominate.html",
        station=STATION,
        form=form,
        refusal=refusal,
        similar=similar,
        organisation=found,
    )


def _voice_named(found: Organisation, pk: str) -> Delegate | None:
    return found.delegates.filter(pk=pk).first() if pk.isdecimal() else None


@require_POST
@signed_in
def end(request: SignedInRequest, pk: int) -> HttpResponse:
    """Close a delegation on its last day."""
    delegation = _delegation(request, pk)
    require(request.user, "community.tend_register", delegation)
    form = LastDayForm(request.POST)
    if not form.is_valid():
        return organisation_page(request, delegation.organisation, _("Serve l'ultimo giorno della delega."))
    deed = partial(commands.end_delegation, ends_before=form.ends_before())
    return _done(request, delegation, deed, _("La delega di %(name)s è conclusa: resta nello storico."))


@require_POST
@signed_in
def resume(request: SignedInRequest, pk: int) -> HttpResponse:
    """Open again a delegation closed by mistake."""
    told = _("La delega di %(name)s è di nuovo in vigore.")
    return _done(request, _delegation(request, pk), commands.resume_delegation, told)


@require_POST
@signed_in
def strike_voice(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take away a delegation that was never true."""
    told = _("La delega di %(name)s è stata cancellata.")
    return _done(request, _delegation(request, pk), commands.strike_delegation, told)


def _done(
    request: SignedInRequest, delegation: Delegate, deed: Callable[..., object], told: str
) -> HttpResponse:
    try:
        deed(delegation, by=request.user)
    except Refused as why:
        return organisation_page(request, delegation.organisation, refusal=str(why))
    messages.success(request, told % {"name": delegation.person.name})
    return redirect(delegation.organisation)


def _found(request: PublicRequest, code: str) -> Organisation:
    rows = organisations_in(request.district, request.today)
    return get_object_or_404(rows, code=code)


def _delegation(request: SignedInRequest, pk: int) -> Delegate:
    rows = Delegate.objects.select_related("person", "organisation__district", "organisation__municipality")
    return get_object_or_404(rows, pk=pk, organisation__district=request.district)
