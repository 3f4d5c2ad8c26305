"""Amendments: the list, the proposal, each beside the text that it changes, what is said of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ordito.community.queries import organisations_of
from ordito.core.access import may, require
from ordito.core.http import PublicRequest, SignedInRequest, in_district, signed_in
from ordito.core.listing import Column, Filter, Listing, list_page
from ordito.core.page import page
from ordito.core.refused import Refused
from ordito.participation.commands import amendments as deeds
from ordito.participation.forms.hypotheses import AmendmentForm, RemarkForm
from ordito.participation.models import Amendment, AmendmentKind, AmendmentState, Gathering
from ordito.participation.queries.amendments import rows_of
from ordito.participation.queries.hypotheses import amendments_of, last_version, texts_of
from ordito.participation.views.calls import STATION
from ordito.participation.views.hypotheses import hypothesis_or_404

if TYPE_CHECKING:
    from django.http import HttpResponse

    from ordito.participation.models import Hypothesis, ParagraphText


@require_safe
@in_district
def amendments(request: PublicRequest, process: str, code: str) -> HttpResponse:
    """Every amendment with how it ended, to be searched, filtered and exported."""
    found = hypothesis_or_404(request, process, code)
    listing = Listing(
        request=request,
        title=_("Emendamenti a %(title)s") % {"title": found.title},
        rows=amendments_of(found),
        columns=[
            Column[Amendment]("number", _("N."), lambda row: row.number, sort=["number"], numeric=True),
            Column[Amendment](
                "kind", _("Che cosa fa"), lambda row: row.get_kind_display(), sort=["kind", "number"]
            ),
            Column[Amendment](
                "paragraph",
                _("Paragrafo"),
                lambda row: row.paragraph.number if row.paragraph else "",
                sort=["paragraph__number", "number"],
                numeric=True,
            ),
            Column[Amendment]("who", _("Di chi"), proposer),
            Column[Amendment](
                "state", _("Stato"), lambda row: row.get_state_display(), sort=["state", "number"]
            ),
            Column[Amendment]("text", _("Nuovo testo"), lambda row: row.text),
            Column[Amendment]("reason", _("Perché"), lambda row: row.reason),
            Column[Amendment]("answer", _("Risposta"), lambda row: row.answer),
        ],
        search=["text", "reason", "organisation__name"],
        filters=[Filter("stato", _("Stato"), AmendmentState.choices, "state")],
        default_sort="number",
    )
    for each in listing.page.object_list:
        each.hypothesis = found
    return list_page(
        request,
        "participation/hypotheses/amendments.html",
        listing,
        station=STATION,
        process=found.process,
        hypothesis=found,
    )


def proposer(amendment: Amendment) -> str:
    """On whose behalf, without names of persons."""
    if amendment.organisation is not None:
        return amendment.organisation.name
    return amendment.gathering.title if amendment.gathering is not None else ""


@require_http_methods(["GET", "POST"])
@signed_in
def propose(request: SignedInRequest, process: str, code: str) -> HttpResponse:
    """Propose to change one paragraph, starting from its words of now."""
    found = hypothesis_or_404(request, process, code)
    require(request.user, "participation.propose_amendment", found)
    text = _paragraph(request, found)
    form = _proposal(request, found, text)
    refusal = ""
    if request.method == "POST" and form.is_valid():
        facts = form.facts(text.paragraph if text else None)
        try:
            made = deeds.propose_amendment(found, by=request.user, facts=facts, at=request.now)
        except Refused as why:
            refusal = str(why)
        else:
            messages.success(request, _("L'emendamento n. %(number)d è proposto.") % {"number": made.number})
            return redirect(made)
    return page(
        request,
        "participation/hypotheses/propose.html",
        station=STATION,
        process=found.process,
        hypothesis=found,
        form=form,
        text=text,
        refusal=refusal,
    )


def _paragraph(request: SignedInRequest, found: Hypothesis) -> ParagraphText | None:
    """The paragraph that is asked for; none asked is the beginning, before them all."""
    asked = request.POST.get("paragrafo") or request.GET.get("paragrafo", "")
    texts = {str(each.paragraph.number): each for each in texts_of(last_version(found))}
    if asked and asked not in texts:
        raise Http404(_("Questo paragrafo non c'è più nel testo di adesso."))
    return texts.get(asked)


def _proposal(request: SignedInRequest, found: Hypothesis, text: ParagraphText | None) -> AmendmentForm:
    types_in = may(request.user, "participation.facilitate", found)
    gatherings = Gathering.objects.filter(process=found.process).order_by("-opens_at", "pk")
    organisations = organisations_of(request.user, request.district).order_by("name")
    kind = request.GET.get("come", "")
    starts_anew = kind == AmendmentKind.ADD or text is None
    mine = list(organisations[:2])
    return AmendmentForm(
        request.POST or None,
        organisations=organisations,
        gatherings=gatherings if types_in else gatherings.none(),
        at_the_beginning=text is None,
        initial={
            "kind": kind if kind in AmendmentKind.values else AmendmentKind.REPLACE,
            "heading": "" if starts_anew else text.heading,  # type: ignore[union-attr]
            "text": "" if starts_anew else text.text,  # type: ignore[union-attr]
            "organisation": mine[0] if len(mine) == 1 and not types_in else None,
        },
    )


@require_safe
@in_district
def amendment(request: PublicRequest, process: str, code: str, number: int) -> HttpResponse:
    """One amendment beside the text that it changes, those that want the same, and what is said of it."""
    return _amendment_page(request, _found(request, process, code, number))


def _amendment_page(
    request: PublicRequest, one: Amendment, *, refusal: str = "", form: RemarkForm | None = None
) -> HttpResponse:
    found = one.hypothesis
    others = list(amendments_of(found).filter(paragraph=one.paragraph_id).exclude(pk=one.pk))
    for each in others:
        each.hypothesis = found
    (row,) = rows_of([one], texts_of(last_version(found)), among=others)
    remarks = one.remarks.select_related("organisation", "author").order_by("number")
    speaks = may(request.user, "participation.remark_amendment", one)
    if speaks and form is None:
        form = RemarkForm(organisations=organisations_of(request.user, request.district).order_by("name"))
    return page(
        request,
        "participation/hypotheses/amendment.html",
        station=STATION,
        process=found.process,
        hypothesis=found,
        amendment=one,
        row=row,
        others=others,
        remarks=remarks,
        form=form if speaks else None,
        withdraws=may(request.user, "participation.withdraw_amendment", one),
        decides=row.is_waiting and may(request.user, "participation.decide_hypotheses", found),
        around=_around(found, one),
        refusal=refusal,
    )


@require_POST
@signed_in
def remark(request: SignedInRequest, process: str, code: str, number: int) -> HttpResponse:
    """Say something of an amendment."""
    one = _found(request, process, code, number)
    require(request.user, "participation.remark_amendment", one)
    organisations = organisations_of(request.user, request.district).order_by("name")
    form = RemarkForm(request.POST, organisations=organisations)
    if not form.is_valid():
        return _amendment_page(request, one, form=form)
    told: dict[str, Any] = form.cleaned_data
    try:
        deeds.remark_amendment(
            one, by=request.user, text=told["text"], organisation=told.get("organisation"), at=request.now
        )
    except Refused as why:
        return _amendment_page(request, one, refusal=str(why), form=form)
    messages.success(request, _("L'osservazione è scritta."))
    return redirect(one)


@require_POST
@signed_in
def withdraw(request: SignedInRequest, process: str, code: str, number: int) -> HttpResponse:
    """Take back what one proposed."""
    one = _found(request, process, code, number)
    deeds.withdraw_amendment(one, by=request.user)
    messages.success(request, _("L'emendamento è ritirato."))
    return redirect(one)


def _found(request: PublicRequest, process: str, code: str, number: int) -> Amendment:
    found = hypothesis_or_404(request, process, code)
    rows = amendments_of(found).select_related("decision__meeting__body", "paragraph", "based_on", "result")
    one: Amendment = get_object_or_404(
        rows.select_related("organisation", "gathering__sub_area", "author"), number=number
    )
    one.hypothesis = found
    return one


def _around(found: Hypothesis, one: Amendment) -> tuple[Amendment | None, Amendment | None]:
    """The amendment before and the one after: numbers have no holes."""
    near = {
        each.number: each for each in found.amendments.filter(number__in=(one.number - 1, one.number + 1))
    }
    for each in near.values():
        each.hypothesis = found
    return near.get(one.number - 1), near.get(one.number + 1)
