"""The plan as an act: adopted, amended, signed; its versions and what differs between them."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ordito.core import press
from ordito.core.access import require
from ordito.core.http import PublicRequest, SignedInRequest, in_district, signed_in
from ordito.core.page import page
from ordito.core.refused import Refused
from ordito.plan import commands
from ordito.plan.forms.plans import AdoptionForm, RevisionForm, SignatureForm
from ordito.plan.models import Action, AreaPlan, PlanVersion, Signature
from ordito.plan.queries.overview import OPEN
from ordito.plan.queries.versions import act_of, changes_between, changes_since
from ordito.plan.views.documents import FORMS
from ordito.plan.views.plans import STATION, plan_or_404


@require_http_methods(["GET", "POST"])
@signed_in
def adopt(request: SignedInRequest, plan: str) -> HttpResponse:
    """Register the decision that adopted the plan."""
    found = plan_or_404(request, plan)
    require(request.user, "plan.adopt", found)
    form, refusal = AdoptionForm(request.POST or None, district=request.district), ""
    if request.method == "POST" and form.is_valid():
        try:
            decision = form.cleaned_data["decision"]
            commands.adopt_plan(found, by=request.user, decision=decision, at=request.now)
            messages.success(request, _("Il piano è adottato e da ora è pubblico: questa è la versione 1."))
            return redirect(found)
        except Refused as why:
            refusal = str(why)
    title = _("Registra l'adozione")
    lead = _(
        "Il testo di oggi diventa la versione 1 e non cambia più: le modifiche dopo passano da una revisione."
    )
    return page(
        request,
        "plan/form.html",
        station=STATION,
        form=form,
        refusal=refusal,
        plan=found,
        title=title,
        lead=lead,
    )


@require_http_methods(["GET", "POST"])
@signed_in
def conclude(request: SignedInRequest, plan: str) -> HttpResponse:
    """Close a plan whose period is over, after reading what that means."""
    found = plan_or_404(request, plan)
    require(request.user, "plan.adopt", found)
    refusal = ""
    if request.method == "POST":
        try:
            commands.conclude_plan(found, by=request.user, today=request.today)
            messages.success(request, _("Il piano è concluso: resta da leggere, con i suoi esiti."))
            return redirect(found)
        except Refused as why:
            refusal = str(why)
    return page(
        request,
        "plan/conclude.html",
        station=STATION,
        plan=found,
        is_over=request.today >= found.ends_before,
        open_actions=Action.objects.filter(plan=found, state__in=OPEN).count(),
        refusal=refusal,
    )


@require_http_methods(["GET", "POST"])
@signed_in
def revise(request: SignedInRequest, plan: str) -> HttpResponse:
    """Register the decision that amended the plan."""
    found = plan_or_404(request, plan)
    require(request.user, "plan.adopt", found)
    form, refusal = RevisionForm(request.POST or None, district=request.district), ""
    if request.method == "POST" and form.is_valid():
        try:
            made = commands.revise_plan(found, by=request.user, at=request.now, **form.cleaned_data)
            messages.success(request, _("La versione %(n)s è scritta.") % {"n": made.number})
            return redirect("plan:versions", request.district.slug, found.code)
        except Refused as why:
            refusal = str(why)
    title = _("Registra una revisione")
    lead = _(
        "Le modifiche di un piano adottato le approva un organismo: il testo di oggi diventa una versione."
    )
    return page(
        request,
        "plan/form.html",
        station=STATION,
        form=form,
        refusal=refusal,
        plan=found,
        title=title,
        lead=lead,
    )


@require_safe
@in_district
def versions(request: PublicRequest, plan: str) -> HttpResponse:
    """Every version, and what the plan says today that the last does not."""
    found = plan_or_404(request, plan)
    rows = list(_versions(found).order_by("-number"))
    pending = changes_since(rows[0], request.today) if rows else ()
    return page(request, "plan/versions.html", station=STATION, plan=found, versions=rows, pending=pending)


@require_safe
@in_district
def version(request: PublicRequest, plan: str, number: int) -> HttpResponse:
    """One version as it was, and what changed from the one before, or from another that was asked for."""
    found = plan_or_404(request, plan)
    rows = {each.number: each for each in _versions(found).order_by("number")}
    if number not in rows:
        raise Http404
    told, asked = rows[number], request.GET.get("con", "")
    earlier = [each for each in rows if each < number]
    other = int(asked) if asked.isdecimal() and len(asked) < 9 else 0  # noqa: PLR2004 - what a column holds
    before = rows.get(other) or (rows[earlier[-1]] if earlier else None)
    text = mark_safe(press.html(act_of(told)))  # noqa: S308 - the press escapes all that people typed
    return page(
        request,
        "plan/version.html",
        station=STATION,
        plan=found,
        version=told,
        before=before,
        others=[each for each in rows if each != number],
        changes=changes_between(before, told) if before else (),
        document=text,
    )


@require_safe
@in_district
def version_file(request: PublicRequest, plan: str, number: int, form: str) -> HttpResponse:
    """A version as a file."""
    found = plan_or_404(request, plan)
    told = get_object_or_404(_versions(found), number=number)
    if form not in FORMS:
        raise Http404
    write, content_type = FORMS[form]
    answer = HttpResponse(write(act_of(told)), content_type=content_type)
    name = f"{found.district.slug}-{found.code}-v{number}.{form}"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@require_http_methods(["GET", "POST"])
@signed_in
def signatures(request: SignedInRequest, plan: str) -> HttpResponse:
    """Who signs for each body."""
    found = plan_or_404(request, plan)
    require(request.user, "plan.adopt", found)
    adds = request.method == "POST" and "remove" not in request.POST
    form, refusal = SignatureForm(request.POST if adds else None, district=request.district), ""
    try:
        if request.method == "POST" and not adds:
            number = request.POST["remove"]
            number = number if number.isdigit() and len(number) < 5 else "0"  # noqa: PLR2004 - what a column holds
            signature = get_object_or_404(Signature, plan=found, number=int(number))
            commands.remove_signature(signature, by=request.user)
            return redirect(request.path)
        if adds and form.is_valid():
            commands.add_signature(found, by=request.user, facts=form.facts(), today=request.today)
            return redirect(request.path)
    except Refused as why:
        refusal = str(why)
    rows = found.signatures.select_related("organisation").order_by("number")
    return page(
        request, "plan/signatures.html", station=STATION, plan=found, rows=rows, form=form, refusal=refusal
    )


def _versions(plan: AreaPlan) -> QuerySet[PlanVersion]:
    return PlanVersion.objects.filter(plan=plan).select_related(
        "plan__district", "decision__meeting__body__district"
    )
