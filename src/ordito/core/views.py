"""The journal, and who holds which role."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ordito.core.access import require
from ordito.core.commands import end_role, give_role
from ordito.core.forms import RoleForm
from ordito.core.http import SignedInRequest, signed_in
from ordito.core.listing import Column, Filter, Listing, list_page
from ordito.core.models import JournalEntry, Role, RoleKind
from ordito.core.page import page
from ordito.core.queries import deed_name, deeds_of
from ordito.core.refused import Refused


@require_safe
@signed_in
def journal(request: SignedInRequest) -> HttpResponse:
    """Who did what to which thing, when."""
    require(request.user, "core.read_journal", request.district)
    deeds = [(deed, deed_name(deed)) for deed in deeds_of(request.district)]
    listing = Listing(
        request=request,
        title=_("Diario"),
        rows=JournalEntry.objects.filter(district=request.district),
        columns=[
            Column(
                "at",
                _("Quando"),
                lambda row: timezone.localtime(row.at).strftime("%d/%m/%Y %H:%M"),
                sort=["at"],
            ),
            Column("by_name", _("Chi"), lambda row: row.by_name, sort=["by_name"]),
            Column("deed", _("Che cosa"), lambda row: deed_name(row.deed), sort=["deed"]),
            Column("subject_name", _("A che cosa"), lambda row: row.subject_name, sort=["subject_name"]),
        ],
        search=["by_name", "subject_name"],
        filters=[Filter("deed", _("Che cosa"), deeds, "deed")],
        default_sort="-at",
    )
    return list_page(request, "core/journal.html", listing)


@require_http_methods(["GET", "POST"])
@signed_in
def roles(request: SignedInRequest) -> HttpResponse:
    """The people who work in the district, and a form that gives a role."""
    require(request.user, "core.tend_accounts", request.district)
    form, refusal = RoleForm(request.POST or None, initial={"starts_on": timezone.localdate()}), ""
    if request.method == "POST" and form.is_valid():
        try:
            given = give_role(request.district, by=request.user, **form.cleaned_data)
            messages.success(
                request,
                _("%(name)s ora è: %(role)s.") % {"name": given.user.name, "role": given.get_kind_display()},
            )
            return redirect("core:roles", district=request.district.slug)
        except Refused as why:
            refusal = str(why)
    held = (
        Role.objects.filter(district=request.district)
        .select_related("user")
        .order_by("user__name", "starts_on")
    )
    return page(request, "core/roles.html", form=form, refusal=refusal, held=held, kinds=RoleKind)


@require_POST
@signed_in
def close_role(request: SignedInRequest, pk: int) -> HttpResponse:
    """End a role today."""
    role = get_object_or_404(Role, pk=pk, district=request.district)
    try:
        end_role(role, by=request.user, ends_before=timezone.localdate())
        messages.success(request, _("Il ruolo di %(name)s è chiuso da oggi.") % {"name": role.user.name})
    except Refused as why:
        messages.error(request, str(why))
    return redirect("core:roles", district=request.district.slug)
