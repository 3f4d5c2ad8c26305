"""A year of the plan: its implementation document (DAPP), as a page and as a file."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ordito.core import press
from ordito.core.access import require
from ordito.core.http import PublicRequest, SignedInRequest, in_district, signed_in
from ordito.core.page import page
from ordito.plan import commands
from ordito.plan.forms.plans import YearForm
from ordito.plan.models import AreaPlan, YearNote
from ordito.plan.queries.years import year_document, year_of, years_of
from ordito.plan.views.documents import FORMS
from ordito.plan.views.plans import STATION, plan_or_404


@require_safe
@in_district
def year(request: PublicRequest, plan: str, year: int) -> HttpResponse:
    """The document of a year on the page."""
    found = _with_year(request, plan, year)
    view = year_of(found, year, user=request.user, on=request.today)
    html = press.html(year_document(view, request.today))
    text = mark_safe(html)  # noqa: S308 - the press escapes all that people typed
    return page(
        request,
        "plan/year.html",
        station=STATION,
        plan=found,
        year=year,
        years=years_of(found),
        document=text,
    )


@require_safe
@in_district
def year_file(request: PublicRequest, plan: str, year: int, form: str) -> HttpResponse:
    """The document of a year as a file."""
    found = _with_year(request, plan, year)
    if form not in FORMS:
        raise Http404
    write, content_type = FORMS[form]
    view = year_of(found, year, user=request.user, on=request.today)
    answer = HttpResponse(write(year_document(view, request.today)), content_type=content_type)
    name = f"{found.district.slug}-dapp-{year}.{form}"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@require_http_methods(["GET", "POST"])
@signed_in
def write_year(request: SignedInRequest, plan: str, year: int) -> HttpResponse:
    """The office's words for the year."""
    found = _with_year(request, plan, year)
    require(request.user, "plan.write", found)
    note = YearNote.objects.filter(plan=found, year=year).first()
    form = YearForm(request.POST or None, initial={"text": note.text if note else ""})
    if request.method == "POST" and form.is_valid():
        commands.write_year(found, by=request.user, year=year, text=form.cleaned_data["text"])
        messages.success(request, _("Le parole del %(year)s sono scritte.") % {"year": year})
        return redirect("plan:year", request.district.slug, found.code, year)
    title = _("Il %(year)s del piano") % {"year": year}
    lead = _("Le parole che aprono il documento di attuazione (DAPP): il resto lo scrive il registro.")
    return page(request, "plan/form.html", station=STATION, form=form, plan=found, title=title, lead=lead)


def _with_year(request: PublicRequest, plan: str, year: int) -> AreaPlan:
    found = plan_or_404(request, plan)
    if year not in years_of(found):
        raise Http404
    return found
