"""Documents of hypotheses as they are read: the text, its versions, what changed between two, its papers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ordito.core.access import may
from ordito.core.http import in_district
from ordito.core.page import page
from ordito.participation.models import AmendmentState, Hypothesis, HypothesisVersion, Process
from ordito.participation.queries.differences import folded, passages, summary, words_moved, written
from ordito.participation.queries.hypotheses import (
    amendments_of,
    hypotheses_of,
    paragraphs_of,
    texts_of,
    versions_of,
)
from ordito.participation.queries.hypothesis_acts import differences_of, document_of
from ordito.participation.views.calls import FORMS, STATION

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ordito.core.http import PublicRequest


def process_or_404(request: PublicRequest, process: str) -> Process:
    """The path of an address, if the reader may see it."""
    rows = Process.objects.visible_to(request.user).select_related("body")
    found = get_object_or_404(rows, district=request.district, code=process)
    found.district = found.body.district = request.district
    return found


def hypothesis_or_404(request: PublicRequest, process: str, code: str) -> Hypothesis:
    """The document of an address, if the reader may see it."""
    path = process_or_404(request, process)
    rows = hypotheses_of(path, request.user).select_related("decided_by", "decision__meeting__body")
    found = get_object_or_404(rows, code=code)
    found.process, found.decided_by.district = path, request.district
    if found.decision is not None:
        found.decision.meeting.district = request.district
    return found


@require_safe
@in_district
def hypothesis(request: PublicRequest, process: str, code: str) -> HttpResponse:
    """The document as it reads now, with what each paragraph rests on and what is proposed of it."""
    found = hypothesis_or_404(request, process, code)
    versions = versions_of(found)
    return _document(request, found, versions, versions[0])


@require_safe
@in_district
def version(request: PublicRequest, process: str, code: str, number: int) -> HttpResponse:
    """The document as it read in a version."""
    found = hypothesis_or_404(request, process, code)
    versions = versions_of(found)
    return _document(request, found, versions, _numbered(versions, number))


def _document(
    request: PublicRequest, found: Hypothesis, versions: list[HypothesisVersion], shown: HypothesisVersion
) -> HttpResponse:
    shown.hypothesis = found
    amendments = list(amendments_of(found)) if shown is versions[0] else []
    for each in amendments:
        each.hypothesis = found
    return page(
        request,
        "participation/hypotheses/hypothesis.html",
        station=STATION,
        process=found.process,
        hypothesis=found,
        version=shown,
        versions=versions,
        is_last=shown is versions[0],
        paragraphs=paragraphs_of(shown, request.user, amendments, on=request.today),
        at_the_beginning=[each for each in amendments if each.paragraph_id is None],
        waiting=sum(each.state == AmendmentState.PROPOSED for each in amendments),
        amendments=amendments,
        writes=may(request.user, "participation.write_hypotheses", found),
        proposes=may(request.user, "participation.propose_amendment", found),
        decides=may(request.user, "participation.decide_hypotheses", found),
        before=next((each for each in versions if each.number < shown.number), None),
        this_version=f"?versione={shown.number}",
        to_this_version=f"?a={shown.number}",
    )


@require_safe
@in_district
def difference(request: PublicRequest, process: str, code: str) -> HttpResponse:
    """What changed from a version to another; unless asked, what did not change is folded."""
    found = hypothesis_or_404(request, process, code)
    versions = versions_of(found)
    old, new = _chosen(request, versions)
    told = passages(written(texts_of(old)), written(texts_of(new)))
    came, went = words_moved(told)
    return page(
        request,
        "participation/hypotheses/difference.html",
        station=STATION,
        process=found.process,
        hypothesis=found,
        versions=versions,
        old=old,
        new=new,
        folds=folded(told),
        whole="tutto" in request.GET,
        summary=summary(told),
        asked=f"?da={old.number}&a={new.number}",
        came=came,
        went=went,
    )


@require_safe
@in_district
def act(request: PublicRequest, process: str, code: str, act: str, form: str) -> HttpResponse:
    """The text with its annex of amendments, or with the differences marked, to be printed and filed."""
    found = hypothesis_or_404(request, process, code)
    if form not in FORMS or act not in {"testo", "differenze"}:
        raise Http404(_("Questo documento non c'è."))
    versions = versions_of(found)
    if act == "testo":
        told = document_of(found, _asked(request, versions, "versione", versions[0]), request.today)
    else:
        told = differences_of(found, *_chosen(request, versions), request.today)
    write, content_type = FORMS[form]
    answer = HttpResponse(write(told), content_type=content_type)
    answer["Content-Disposition"] = f'attachment; filename="{found.code}-{act}.{form}"'
    return answer


def _chosen(
    request: PublicRequest, versions: Sequence[HypothesisVersion]
) -> tuple[HypothesisVersion, HypothesisVersion]:
    """The two versions that are asked for: the last, and the one before, when none is."""
    new = _asked(request, versions, "a", versions[0])
    before = next((each for each in versions if each.number < new.number), new)
    return _asked(request, versions, "da", before), new


def _asked(
    request: PublicRequest, versions: Sequence[HypothesisVersion], name: str, otherwise: HypothesisVersion
) -> HypothesisVersion:
    typed = request.GET.get(name, "")
    return _numbered(versions, int(typed)) if typed.isascii() and typed.isdecimal() else otherwise


def _numbered(versions: Sequence[HypothesisVersion], number: int) -> HypothesisVersion:
    found = next((each for each in versions if each.number == number), None)
    if found is None:
        raise Http404(_("Questa versione non c'è."))
    return found
