"""The journal, who holds which role, and the tables of a district in and out."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory, TemporaryFile
from typing import TYPE_CHECKING, Any, Literal, cast

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ordito.core.access import require
from ordito.core.changes import changes_of
from ordito.core.commands import end_role, give_role
from ordito.core.forms import RoleForm, TablesForm
from ordito.core.http import SignedInRequest, signed_in
from ordito.core.listing import Column, Filter, Listing, list_page
from ordito.core.models import JournalEntry, Role, RoleKind
from ordito.core.page import page
from ordito.core.queries import deed_name, deeds_of
from ordito.core.refused import Refused
from ordito.core.tables import (
    Imported,
    WrongTables,
    export_tables,
    import_tables,
    rehearse_import,
)
from ordito.core.tables import tables as known_tables

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

SHOWN_WRONGS = 200


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
    return list_page(request, "core/journal.html", listing, changes=changes_of(listing.page))


@require_http_methods(["GET", "POST"])
@signed_in
def roles(request: SignedInRequest) -> HttpResponse:
    """The people who work in the district, and a form that gives a role."""
    require(request.user, "core.tend_accounts", request.district)
    form, refusal = RoleForm(request.POST or None, initial=_first_role(request)), ""
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


def _first_role(request: SignedInRequest) -> dict[str, object]:
    """What the form proposes: oneself, where nobody has a role yet."""
    proposed: dict[str, object] = {"starts_on": timezone.localdate()}
    if not Role.objects.filter(district=request.district).exists():
        proposed |= {"name": request.user.name, "email": request.user.email}
    return proposed


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


@require_http_methods(["GET", "POST"])
@signed_in
def tables(request: SignedInRequest) -> HttpResponse:
    """All the tables of the district, to take away and to bring in."""
    require(request.user, "core.move_tables", request.district)
    asked = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = TablesForm(*asked)
    rehearses = "rehearse" in request.POST
    done, refusal, wrong = None, "", None
    if request.method == "POST" and form.is_valid():
        try:
            done = _bring_in(request, form.cleaned_data["sheets"], rehearses=rehearses)
        except WrongTables as why:
            wrong = why
        except Refused as why:
            refusal = str(why)
    return page(
        request,
        "core/tables.html",
        status=422 if wrong or refusal or form.errors else 200,
        form=form,
        refusal=refusal,
        wrong=wrong,
        wrongs=wrong.wrongs[:SHOWN_WRONGS] if wrong else (),
        done=done,
        rehearsed=rehearses,
        tables=known_tables(),
    )


@require_safe
@signed_in
def tables_file(request: SignedInRequest, form: str) -> FileResponse:
    """All the tables of the district in one file: a workbook, or an archive of CSV."""
    require(request.user, "core.move_tables", request.district)
    if form not in ("xlsx", "zip"):
        raise Http404(_("Le tabelle si scaricano come .xlsx o come .zip."))
    file = TemporaryFile()  # noqa: SIM115 - the answer closes it when it has been sent
    export_tables(request.district, file, cast("Literal['xlsx', 'zip']", form), by=request.user)
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=f"{request.district.slug}.{form}")


def _bring_in(request: SignedInRequest, files: list[UploadedFile[Any]], *, rehearses: bool) -> Imported:
    """Lay the files in a folder under the names that they had, and import it."""
    bring = rehearse_import if rehearses else import_tables
    with TemporaryDirectory() as name:
        for file in files:
            with (Path(name) / Path(str(file.name)).name).open("wb") as kept:
                kept.writelines(file.chunks())
        alone = Path(name) / Path(str(files[0].name)).name
        source = alone if len(files) == 1 else Path(name)
        return bring(request.district, source, by=request.user, at=timezone.now())
