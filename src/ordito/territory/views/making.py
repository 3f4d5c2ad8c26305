"""A district out of names: checked before it is made, and nothing that was typed is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from ordito.core.access import require
from ordito.core.http import SignedInRequest, signed_in
from ordito.core.models import District
from ordito.core.page import page
from ordito.core.refused import Refused
from ordito.territory.commands import add_municipalities, new_district
from ordito.territory.forms import AddMunicipalitiesForm, NamesForm, NewDistrictForm
from ordito.territory.queries import members_of, recognised, suggested

if TYPE_CHECKING:
    from collections.abc import Collection

    from django.http import QueryDict

    from ordito.territory.queries import Recognised

STATION = "bisogni"
SEEN = 200


@require_http_methods(["GET", "POST"])
@login_required
def make_district(request: HttpRequest) -> HttpResponse:
    """Type the names, see what is understood, correct with one click, make the district."""
    require(request.user, "core.create_district", None)
    form = NewDistrictForm(corrected(request.POST)) if request.method == "POST" else NewDistrictForm()
    refusal, seen = "", _seen(form)
    if request.POST.get("deed") == "create" and form.is_valid() and not (seen and seen.problems):
        given = {key: form.cleaned_data[key] for key in ("name", "subtitle", "lead_body", "is_public")}
        try:
            made = new_district(District(**given), by=request.user, comuni=form.names)
        except Refused as why:
            refusal = str(why)
        else:
            messages.success(request, _("L'ambito è pronto: codici, confini e abitanti ci sono già."))
            return redirect("territory:territory", district=made.slug)
    return page(
        request,
        "territory/new_district.html",
        status=_status(form, seen, refusal),
        form=form,
        seen=seen,
        refusal=refusal,
    )


@require_http_methods(["GET", "POST"])
@signed_in
def join(request: SignedInRequest) -> HttpResponse:
    """Add municipalities to the district, in the same way."""
    require(request.user, "territory.tend", request.district)
    form = (
        AddMunicipalitiesForm(corrected(request.POST))
        if request.method == "POST"
        else AddMunicipalitiesForm()
    )
    near = list(members_of(request.district, request.today).values_list("istat_code", flat=True))
    refusal, seen = "", _seen(form, near)
    if request.POST.get("deed") == "create" and form.is_valid() and not (seen and seen.problems):
        starts_on = form.cleaned_data["starts_on"]
        try:
            add_municipalities(request.district, by=request.user, comuni=form.names, starts_on=starts_on)
        except Refused as why:
            refusal = str(why)
        else:
            count = len(seen.found) if seen else 0
            said = ngettext("%(n)s comune aggiunto.", "%(n)s comuni aggiunti.", count)
            messages.success(request, said % {"n": count})
            return redirect("territory:municipalities", district=request.district.slug)
    return page(
        request,
        "territory/join.html",
        status=_status(form, seen, refusal),
        station=STATION,
        form=form,
        seen=seen,
        refusal=refusal,
    )


@require_safe
@login_required
def suggest(request: HttpRequest) -> HttpResponse:
    """What is being typed may mean one of these municipalities."""
    found = suggested(request.GET.get("comune", "")[:SEEN])
    return render(request, "territory/suggestions.html", {"found": found})


def corrected(posted: QueryDict) -> QueryDict:
    """What was posted, with the municipality that was picked, or the correction that was clicked."""
    typed = NamesForm(posted).names
    names = list(typed)
    wrong, arrow, right = posted.get("correct", "").partition("→")
    if arrow and right:
        names = [right if name == wrong else name for name in names]
    elif arrow and wrong in names:  # the last one: of a name typed twice, one stays
        del names[len(names) - 1 - names[::-1].index(wrong)]
    picked = " ".join(posted.get("comune", "").split())
    if posted.get("deed") == "add" and picked:
        names.append(picked)
    if names == typed:
        return posted
    answer = posted.copy()
    answer["comuni"], answer["comune"] = "\n".join(names), ""
    return answer


def _seen(form: NamesForm, near: Collection[str] = ()) -> Recognised | None:
    """What the names mean, once there are any."""
    return recognised(form.names, near=near) if form.is_bound and form.names else None


def _status(form: NamesForm, seen: Recognised | None, refusal: str) -> int:
    """A check that found everything clear is a good answer; anything else says that nothing was done."""
    if not form.is_bound:
        return 200
    return 422 if refusal or form.errors or (seen is not None and seen.problems) else 200
