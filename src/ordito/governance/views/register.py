"""Bodies: their tree, the page of each, and the forms that change them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.db.models import Count, Exists, Min, OuterRef, Q
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ordito.community.models import OrganisationKind
from ordito.core.access import may, require
from ordito.core.http import PublicRequest, SignedInRequest, in_district, signed_in
from ordito.core.listing import Column, Filter, Listing, csv_file, list_page
from ordito.core.page import page
from ordito.core.refused import Refused
from ordito.governance.commands.register import add_body, end_body, reopen_body, update_body
from ordito.governance.forms.register import BodyForm, ClosingForm
from ordito.governance.models import Body, BodyKind, Mandate, MeetingState
from ordito.governance.queries import participation_of, tree
from ordito.governance.queries.overview import glances, narrowed, register_of, sittings
from ordito.governance.queries.page import Reader, body_page
from ordito.governance.queries.sheets import attendance_sheet, meetings_sheet
from ordito.governance.views.found import body_or_404

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from django.db.models import QuerySet
    from django.http import HttpResponse

    from ordito.governance.queries.overview import Glance


@require_safe
@in_district
def bodies(request: PublicRequest) -> HttpResponse:
    """Who answers to whom, and how each body is taken part in."""
    told = glances(request.district, request.user, request.today)
    alive = [glance.body for glance in told.values() if glance.body.is_alive(request.today)]
    listing = Listing(
        request=request,
        title=_("Organismi"),
        rows=_rows(request),
        columns=_columns(told),
        search=["name", "role", "way_of_working", "goes_on"],
        filters=_filters(told.values(), request),
        default_sort="name",
    )
    roots = tree(alive)
    return list_page(
        request,
        "governance/bodies.html",
        listing,
        station="confronto",
        branches=[node for node in roots if node.below],
        leaves=[node for node in roots if not node.below],
        glances=told,
    )


def _rows(request: PublicRequest) -> QuerySet[Body]:
    held = Q(meetings__state=MeetingState.HELD)
    coming = Q(meetings__state=MeetingState.CONVENED, meetings__date__gte=request.today)
    mandates = Mandate.objects.in_force(request.today).filter(body=OuterRef("pk"))
    return (
        Body.objects.visible_to(request.user)
        .filter(district=request.district)
        .annotate(
            met=Count("meetings", filter=held),
            meets_on=Min("meetings__date", filter=coming),
            has_mandate=Exists(mandates),
        )
    )


def _columns(told: dict[int, Glance]) -> Sequence[Column[Body]]:
    def mean(body: Body) -> str:
        found = told[body.pk].participation
        return "" if found.mean is None else f"{found.mean} / {found.formal_members}"

    def above(body: Body) -> str:
        answers_to = told[body.pk].above
        return answers_to.name if answers_to else ""

    def meets(body: Body) -> str:
        coming = told[body.pk].next_meeting
        return f"{coming.date:%d/%m/%Y}" if coming else ""

    def asked(body: Body) -> str:
        mandate = told[body.pk].last_mandate
        return mandate.object if mandate else ""

    return [
        Column("name", _("Organismo"), lambda body: body.name, sort=["name"]),
        Column("kind", _("Tipo"), lambda body: body.get_kind_display(), sort=["kind", "name"]),
        Column("above", _("Risponde a"), above, sort=["mandated_by__name", "name"]),
        Column(
            "met",
            _("Incontri"),
            lambda body: told[body.pk].participation.meetings,
            sort=["met"],
            numeric=True,
        ),
        Column("mean", _("Partecipazione media"), mean, numeric=True),
        Column("next", _("Prossimo incontro"), meets, sort=["meets_on", "name"]),
        Column("mandate", _("Ultimo mandato"), asked),
    ]


def _filters(told: Iterable[Glance], request: PublicRequest) -> list[Filter]:
    kinds = {glance.body.kind for glance in told}
    above = {glance.above.code: glance.above.name for glance in told if glance.above}
    today = request.today

    def by_state(rows: QuerySet[Body], state: str) -> QuerySet[Body]:
        alive = Body.objects.alive(today).values("pk")
        return rows.filter(pk__in=alive) if state == "attivi" else rows.exclude(pk__in=alive)

    return [
        Filter(
            "tipo", _("Tipo"), [(kind, label) for kind, label in BodyKind.choices if kind in kinds], "kind"
        ),
        Filter("a", _("Risponde a"), sorted(above.items(), key=lambda pair: pair[1]), "mandated_by__code"),
        Filter(
            "mandato",
            _("Mandato"),
            [("con", _("con un mandato in vigore")), ("senza", _("senza mandato"))],
            lambda rows, value: (
                rows.filter(has_mandate=True)
                if value == "con"
                else rows.filter(has_mandate=False, mandated_by__isnull=False)
            ),
        ),
        Filter("stato", _("Stato"), [("attivi", _("al lavoro")), ("chiusi", _("chiusi"))], by_state),
    ]


@require_safe
@in_district
def body(request: PublicRequest, body: str) -> HttpResponse:
    """Show a body with everything that hangs on it; to the public, without persons."""
    found = body_or_404(request, body)
    told = body_page(found, _reader(request, found), request.today)
    typed, kind = request.GET.get("q", "").strip()[:200], request.GET.get("tipo", "")
    present = {row.kind for row in told.members}
    return page(
        request,
        "governance/body.html",
        part="members",
        station="confronto",
        told=told,
        members=narrowed(told.members, typed, kind),
        typed=typed,
        kind=kind,
        kinds=[(value, label) for value, label in OrganisationKind.choices if value in present],
        knows_names=may(request.user, "governance.read_register", found),
        keeps=may(request.user, "governance.keep_register", found),
        convenes=may(request.user, "governance.convene", found),
    )


def _reader(request: PublicRequest, body: Body) -> Reader:
    return Reader(
        user=request.user,
        knows_names=may(request.user, "governance.read_register", body),
    )


@require_safe
@in_district
def body_participation(request: PublicRequest, body: str) -> HttpResponse:
    """Open the figure of a body: the meetings from which it comes, and what is counted over what."""
    found = body_or_404(request, body)
    told, presences = participation_of(found, on=request.today)
    rows = sittings(register_of(found, request.user).filter(state=MeetingState.HELD), presences)
    return page(
        request,
        "governance/body_participation.html",
        station="confronto",
        body=found,
        told=told,
        rows=rows,
        unseen=told.meetings - len(rows),
        only_counted=sum(presence.only_counted for presence in presences),
        unknown=sum(presence.present is None for presence in presences),
        known=sum(presence.present is not None for presence in presences),
        total=sum(presence.present or 0 for presence in presences),
    )


@require_safe
@in_district
def meetings_csv(request: PublicRequest, body: str) -> HttpResponse:
    """Give the meetings of a body, with who was there in number, for a spreadsheet."""
    found = body_or_404(request, body)
    return csv_file(f"{found.code}-incontri", meetings_sheet(found, request.user, request.today))


@require_safe
@signed_in
def attendance_csv(request: SignedInRequest, body: str) -> HttpResponse:
    """Give the register of attendance of a body: a line for each member, a column for each meeting."""
    found = body_or_404(request, body)
    require(request.user, "governance.read_register", found)
    return csv_file(f"{found.code}-presenze", attendance_sheet(found, request.today))


@require_http_methods(["GET", "POST"])
@signed_in
def new_body(request: SignedInRequest) -> HttpResponse:
    """Add a body."""
    require(request.user, "governance.keep_register", request.district)
    above = request.district.bodies.filter(code=request.GET.get("sotto", "")).first()
    form = BodyForm(
        request.POST or None,
        district=request.district,
        initial={"mandated_by": above, "is_public": True, "kind": BodyKind.LAB},
    )
    refusal = ""
    if request.method == "POST" and form.is_valid():
        try:
            made = add_body(request.district, by=request.user, facts=form.facts)
            messages.success(request, _("%(name)s è nel registro.") % {"name": made.name})
            return redirect(made)
        except Refused as why:
            refusal = str(why)
    return page(request, "governance/body_form.html", station="confronto", form=form, refusal=refusal)


@require_http_methods(["GET", "POST"])
@signed_in
def edit_body(request: SignedInRequest, body: str) -> HttpResponse:
    """Change what is written of a body."""
    found = body_or_404(request, body)
    require(request.user, "governance.keep_register", found)
    form = BodyForm(request.POST or None, district=request.district, body=found)
    refusal = ""
    if request.method == "POST" and form.is_valid():
        try:
            update_body(found, by=request.user, facts=form.facts)
            messages.success(request, _("Le modifiche sono scritte."))
            return redirect(found)
        except Refused as why:
            refusal = str(why)
    return page(
        request,
        "governance/body_form.html",
        station="confronto",
        body=found,
        form=form,
        refusal=refusal,
        closing=ClosingForm(today=request.today),
    )


@require_POST
@signed_in
def close_body(request: SignedInRequest, body: str) -> HttpResponse:
    """Close a body from a day."""
    found = body_or_404(request, body)
    require(request.user, "governance.keep_register", found)
    closing = ClosingForm(request.POST)
    refusal = ""
    if closing.is_valid():
        try:
            end_body(found, by=request.user, ends_before=closing.cleaned_data["ends_before"])
            messages.success(
                request, _("%(name)s è chiuso: quello che ha fatto resta scritto.") % {"name": found}
            )
            return redirect(found)
        except Refused as why:
            refusal = str(why)
    form = BodyForm(district=request.district, body=found)
    return page(
        request,
        "governance/body_form.html",
        station="confronto",
        body=found,
        form=form,
        closing=closing,
        closing_refusal=refusal,
    )


@require_POST
@signed_in
def open_body_again(request: SignedInRequest, body: str) -> HttpResponse:
    """Take back the closing of a body."""
    found = body_or_404(request, body)
    reopen_body(found, by=request.user)
    messages.success(request, _("%(name)s è di nuovo al lavoro.") % {"name": found})
    return redirect(found)
