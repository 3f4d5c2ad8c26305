"""Documents of hypotheses as they are written: begun, saved, grounded, opened and closed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from ordito.core.access import require
from ordito.core.http import SignedInRequest, signed_in
from ordito.core.page import page
from ordito.core.refused import Refused
from ordito.participation.commands import hypotheses as deeds
from ordito.participation.forms.hypotheses import BeginForm, TitleForm, pieces_in
from ordito.participation.models import Paragraph
from ordito.participation.queries.differences import Written, folded, passages, summary, written
from ordito.participation.queries.grounds import found_grounds, thing_of
from ordito.participation.queries.hypotheses import (
    grounds_of,
    last_version,
    resting,
    texts_of,
    versions_of,
    with_grounds,
)
from ordito.participation.queries.pieces import (
    Piece,
    cut,
    from_grid,
    pieces_of,
    stepped,
    without_blank_lines,
)
from ordito.participation.views.calls import STATION
from ordito.participation.views.hypotheses import hypothesis_or_404, process_or_404

if TYPE_CHECKING:
    from django.http import HttpResponse

    from ordito.participation.models import Hypothesis, HypothesisVersion


@require_http_methods(["GET", "POST"])
@signed_in
def write(request: SignedInRequest, process: str) -> HttpResponse:
    """Begin a document from a text that is pasted and cut, or from a grid."""
    path = process_or_404(request, process)
    require(request.user, "participation.write_hypotheses", path)
    form = BeginForm(
        request.POST or None,
        process=path,
        initial={"decided_by": path.body, "grid": request.GET.get("griglia")},
    )
    refusal = ""
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        grid = told.get("grid")
        pieces = from_grid(grid, by_cell=told["by_cell"]) if grid else cut(told["text"])
        try:
            made = deeds.write_hypothesis(
                path,
                by=request.user,
                title=told["title"],
                decided_by=told["decided_by"],
                pieces=pieces,
                at=request.now,
            )
        except Refused as why:
            refusal = str(why)
        else:
            messages.success(request, _("Il documento è cominciato: lo vede solo chi lo scrive."))
            return redirect(
                "participation:save_hypothesis",
                district=request.district.slug,
                process=path.code,
                code=made.code,
            )
    return page(
        request,
        "participation/hypotheses/begin.html",
        station=STATION,
        process=path,
        form=form,
        refusal=refusal,
    )


@require_http_methods(["GET", "POST"])
@signed_in
def rename(request: SignedInRequest, process: str, code: str) -> HttpResponse:
    """Call a document otherwise, or say that another body decides it."""
    found = hypothesis_or_404(request, process, code)
    require(request.user, "participation.write_hypotheses", found)
    form = TitleForm(
        request.POST or None,
        process=found.process,
        initial={"title": found.title, "decided_by": found.decided_by},
    )
    refusal = ""
    if request.method == "POST" and form.is_valid():
        try:
            deeds.rename_hypothesis(found, by=request.user, **form.cleaned_data)
        except Refused as why:
            refusal = str(why)
        else:
            messages.success(request, _("Salvato."))
            return redirect(found)
    return page(
        request,
        "participation/hypotheses/rename.html",
        station=STATION,
        process=found.process,
        hypothesis=found,
        form=form,
        refusal=refusal,
    )


@require_http_methods(["GET", "POST"])
@signed_in
def save(request: SignedInRequest, process: str, code: str) -> HttpResponse:
    """Write the document in its pieces; nothing is kept until the whole is saved as a version."""
    found = hypothesis_or_404(request, process, code)
    require(request.user, "participation.write_hypotheses", found)
    last = last_version(found)
    if request.method != "POST":
        return _pieces_page(request, found, last, _pieces_to_begin_with(request, found, last))
    pieces, step = pieces_in(request.POST), request.POST.get("passo", "")
    based_on = request.POST.get("base", "")
    if step == "incolla":
        pieces += cut(request.POST.get("incollato", "")[:400_000])
    if step:
        return _pieces_page(request, found, last, stepped(pieces, step), step=step, based_on=based_on)
    try:
        made = deeds.save_hypothesis(
            found,
            by=request.user,
            pieces=pieces,
            note=request.POST.get("nota", ""),
            based_on=int(based_on) if based_on.isascii() and based_on.isdecimal() else 0,
            at=request.now,
        )
    except Refused as why:
        return _pieces_page(request, found, last, pieces, step="rivedi", refusal=str(why))
    messages.success(request, _("Versione %(number)d salvata.") % {"number": made.number})
    return redirect(found)


def _pieces_to_begin_with(
    request: SignedInRequest, found: Hypothesis, last: HypothesisVersion
) -> list[Piece]:
    """The pieces of the last version, or of an older one that is taken up again."""
    asked = request.GET.get("versione", "")
    older = next((each for each in versions_of(found) if str(each.number) == asked), None) if asked else None
    return pieces_of(texts_of(older or last))


def _pieces_page(
    request: SignedInRequest,
    found: Hypothesis,
    last: HypothesisVersion,
    pieces: list[Piece],
    *,
    step: str = "",
    based_on: str = "",
    refusal: str = "",
) -> HttpResponse:
    review = _review(last, pieces) if step == "rivedi" else None
    return page(
        request,
        "participation/hypotheses/write.html",
        part="pieces",
        status=422 if refusal else 200,
        station=STATION,
        process=found.process,
        hypothesis=found,
        version=last,
        base=based_on or str(last.number),
        pieces=list(enumerate(pieces)),
        focus=_focus(step, len(pieces)),
        review=review,
        note=request.POST.get("nota", ""),
        refusal=refusal,
    )


def _focus(step: str, count: int) -> int:
    """Which piece the keyboard goes on with after a step."""
    name, _dash, place = step.partition("-")
    if name == "incolla":
        return count - 1
    if not place.isdecimal():
        return -1
    return max(0, min(count - 1, int(place) + {"su": -1, "unisci": -1, "giu": 1, "aggiungi": 1}.get(name, 0)))


def _review(last: HypothesisVersion, pieces: list[Piece]) -> dict[str, object]:
    """What would change if it were saved now."""
    joined = {gone: piece.number for piece in pieces for gone in piece.joined}
    before = [
        Written(each.number, each.position, each.heading, each.text, each.split_from, joined.get(each.number))
        for each in written(texts_of(last))
    ]
    after = [
        Written(piece.number or -place, place, piece.heading, piece.text, piece.split_from)
        for place, piece in enumerate(without_blank_lines(pieces), start=1)
    ]
    told = passages(before, after)
    return {"folds": folded(told), "summary": summary(told)}


@require_http_methods(["GET", "POST"])
@signed_in
def ground(request: SignedInRequest, process: str, code: str, number: int) -> HttpResponse:
    """Find cells, contributions and sources, and say that a paragraph rests on them."""
    found = hypothesis_or_404(request, process, code)
    require(request.user, "participation.write_hypotheses", found)
    rows = with_grounds(Paragraph.objects.filter(hypothesis=found), request.user, found.process)
    paragraph = get_object_or_404(rows, number=number)
    refusal = ""
    if request.method == "POST":
        add = [thing_of(found.process, key, request.user) for key in request.POST.getlist("metti")]
        there = resting(paragraph)
        try:
            deeds.ground_paragraph(
                paragraph,
                by=request.user,
                add=[thing for thing in add if thing is not None],
                remove=[there[key] for key in request.POST.getlist("togli") if key in there],
            )
        except Refused as why:
            refusal = str(why)
        else:
            paragraph = get_object_or_404(rows, number=number)
    paragraph.hypothesis = found
    words = (request.POST.get("q") or request.GET.get("q", "")).replace("\x00", "").strip()[:200]
    grounds = grounds_of(paragraph)
    kept = {each.key for each in grounds}
    return page(
        request,
        "participation/hypotheses/ground.html",
        part="found",
        status=422 if refusal else 200,
        station=STATION,
        process=found.process,
        hypothesis=found,
        paragraph=paragraph,
        text=paragraph.texts.order_by("-version__number").first(),
        grounds=grounds,
        words=words,
        found=[each for each in found_grounds(found.process, words, request.user) if each.key not in kept],
        refusal=refusal,
    )


@require_POST
@signed_in
def open_(request: SignedInRequest, process: str, code: str) -> HttpResponse:
    """Show the document, and take amendments while a phase opens them."""
    found = hypothesis_or_404(request, process, code)
    try:
        deeds.open_hypothesis(found, by=request.user)
    except Refused as why:
        messages.error(request, str(why))
    else:
        messages.success(request, _("Il documento è aperto agli emendamenti."))
    return redirect(found)


@require_POST
@signed_in
def close(request: SignedInRequest, process: str, code: str) -> HttpResponse:
    """Take no more amendments."""
    found = hypothesis_or_404(request, process, code)
    try:
        deeds.close_hypothesis(found, by=request.user)
    except Refused as why:
        messages.error(request, str(why))
    else:
        messages.success(request, _("Il documento non prende più emendamenti."))
    return redirect(found)
