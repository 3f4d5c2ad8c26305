"""The people who take part: only for whoever works in the district."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ordito.community import commands
from ordito.community.forms import PersonForm
from ordito.community.models import Organisation, Person
from ordito.community.queries import delegations_of, people_in
from ordito.core.access import require
from ordito.core.http import SignedInRequest, signed_in
from ordito.core.listing import Column, Filter, Listing, list_page
from ordito.core.page import page
from ordito.core.period import in_force
from ordito.core.refused import Refused

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpResponse

STATION = "coesione"


@require_safe
@signed_in
def people(request: SignedInRequest) -> HttpResponse:
    """Everybody who takes part, and for whom they speak."""
    today = request.today

    def that_speak(rows: QuerySet[Person], answer: str) -> QuerySet[Person]:
        speaking = Person.objects.filter(in_force(today, "delegations__"), district=request.district).values(
            "pk"
        )
        return rows.filter(pk__in=speaking) if answer == "si" else rows.exclude(pk__in=speaking)

    listing = Listing(
        request=request,
        title=_("Persone"),
        rows=people_in(request.district, today),
        columns=[
            Column[Person]("name", _("Nome e cognome"), lambda row: row.name, sort=["name"]),
            Column[Person]("for", _("Parla per"), _organisations_of),
            Column[Person]("email", _("E-mail"), lambda row: row.email, sort=["email"]),
            Column[Person]("phone", _("Telefono"), lambda row: row.phone),
        ],
        search=["name", "email"],
        filters=[Filter("voce", _("Parla per qualcuno"), [("si", _("sì")), ("no", _("no"))], that_speak)],
        default_sort="name",
    )
    return list_page(request, "community/people.html", listing, station=STATION)


def _organisations_of(row: Person) -> str:
    return "; ".join(each.organisation.name for each in row.now)  # type: ignore[attr-defined]  # prefetched


@require_safe
@signed_in
def person(request: SignedInRequest, code: str) -> HttpResponse:
    """Who a person is, and for whom they spoke and speak."""
    return _person_page(request, _found(request, code))


def _person_page(request: SignedInRequest, found: Person, refusal: str = "") -> HttpResponse:
    delegations = list(delegations_of(found.delegations.all()))
    return page(
        request,
        "community/person.html",
        station=STATION,
        refusal=refusal,
        person=found,
        delegations=[(each, request.today in each.period) for each in delegations],
    )


@require_http_methods(["GET", "POST"])
@signed_in
def add(request: SignedInRequest) -> HttpResponse:
    """Write a person in the register."""
    require(request.user, "community.tend_register", request.district)
    form = PersonForm(request.POST or None, district=request.district)
    refusal, similar = "", tuple[Organisation | Person, ...]()
    if request.method == "POST" and form.is_valid():
        try:
            made = commands.add_person(
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
            messages.success(request, _("«%(name)s» è nel registro.") % {"name": made.name})
            return redirect(made)
    return page(
        request, "community/person_form.html", station=STATION, form=form, refusal=refusal, similar=similar
    )


@require_http_methods(["GET", "POST"])
@signed_in
def edit(request: SignedInRequest, code: str) -> HttpResponse:
    """Write the facts of a person anew."""
    found = _found(request, code)
    require(request.user, "community.tend_register", found)
    form = PersonForm(request.POST or None, initial=PersonForm.of(found), district=request.district)
    refusal = ""
    if request.method == "POST" and form.is_valid():
        try:
            commands.update_person(found, by=request.user, facts=form.facts())
        except Refused as why:
            refusal = str(why)
        else:
            messages.success(request, _("Salvato."))
            return redirect(found)
    return page(
        request, "community/person_form.html", station=STATION, form=form, refusal=refusal, person=found
    )


@require_POST
@signed_in
def strike(request: SignedInRequest, code: str) -> HttpResponse:
    """Take away a person written by mistake."""
    found = _found(request, code)
    try:
        commands.strike_person(found, by=request.user)
    except Refused as why:
        return _person_page(request, found, refusal=str(why))
    messages.success(request, _("«%(name)s» non è più nel registro.") % {"name": found.name})
    return redirect("community:people", district=request.district.slug)


def _found(request: SignedInRequest, code: str) -> Person:
    rows = Person.objects.filter(district=request.district).select_related("district", "account")
    return get_object_or_404(rows, code=code)
