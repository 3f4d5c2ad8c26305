"""What the body decides: several amendments in one sitting, and at the end the whole document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from ordito.core.access import require
from ordito.core.http import SignedInRequest, signed_in
from ordito.core.page import page
from ordito.core.refused import Refused
from ordito.governance.models import Outcome
from ordito.participation.commands.amendments import decide_amendments
from ordito.participation.commands.hypotheses import conclude_hypothesis
from ordito.participation.forms.hypotheses import BodyDecisionForm, ConcludeForm, verdicts_in
from ordito.participation.models import AmendmentKind, AmendmentState
from ordito.participation.queries.amendments import sitting_of
from ordito.participation.views.calls import STATION
from ordito.participation.views.hypotheses import hypothesis_or_404

if TYPE_CHECKING:
    from django.http import HttpResponse, QueryDict

    from ordito.participation.queries.amendments import AmendmentRow


@require_http_methods(["GET", "POST"])
@signed_in
def decide(request: SignedInRequest, process: str, code: str) -> HttpResponse:
    """All the amendments that wait, on one page, each with its outcome and its answer."""
    found = hypothesis_or_404(request, process, code)
    require(request.user, "participation.decide_hypotheses", found)
    form = BodyDecisionForm(request.POST or None, hypothesis=found)
    sitting = sitting_of(found)
    for row in sitting.rows:
        row.amendment.hypothesis = found
    refusal = ""
    if request.method == "POST" and form.is_valid():
        read = request.POST.get("letta", "")
        verdicts = verdicts_in(request.POST, [row.amendment for row in sitting.rows])
        try:
            decide_amendments(
                found,
                by=request.user,
                verdicts=verdicts,
                decision=form.told(),
                read=int(read) if read.isascii() and read.isdecimal() else 0,
                at=request.now,
            )
        except Refused as why:
            refusal = str(why)
        else:
            messages.success(
                request,
                ngettext("%(n)d emendamento deciso.", "%(n)d emendamenti decisi.", len(verdicts))
                % {"n": len(verdicts)},
            )
            return redirect(found)
    return page(
        request,
        "participation/hypotheses/decide.html",
        station=STATION,
        process=found.process,
        hypothesis=found,
        sitting=sitting,
        places=[
            (place, [(row, _outcomes(row), _typed(row, request.POST)) for row in place.rows])
            for place in sitting.places
        ],
        read=request.POST.get("letta") or sitting.version.number,
        form=form,
        refusal=refusal,
    )


def _outcomes(row: AmendmentRow) -> list[tuple[str, str]]:
    """How an amendment can end: what takes away is not changed, what speaks of nothing is not accepted."""
    outcomes = [("", _("lascia per ora")), ("accolto", _("accogli"))]
    if row.amendment.kind != AmendmentKind.REMOVE:
        outcomes.append(("modificato", _("accogli con modifiche")))
    rejected = ("respinto", _("respingi"))
    return [outcomes[0], rejected] if row.is_gone and not row.adds else [*outcomes, rejected]


def _typed(row: AmendmentRow, data: QueryDict) -> dict[str, object]:
    """What stands in the boxes of an amendment: what was typed, or the words that it proposes."""
    one = row.amendment
    return {
        "outcome": data.get(f"esito-{one.number}", ""),
        "answer": data.get(f"risposta-{one.number}", ""),
        "heading": data.get(f"titoletto-{one.number}", one.heading),
        "text": data.get(f"testo-{one.number}", one.text),
        "reread": f"riletto-{one.number}" in data,
    }


@require_http_methods(["GET", "POST"])
@signed_in
def conclude(request: SignedInRequest, process: str, code: str) -> HttpResponse:
    """Write that the body approved the whole document, or rejected it."""
    found = hypothesis_or_404(request, process, code)
    require(request.user, "participation.decide_hypotheses", found)
    form = BodyDecisionForm(request.POST or None, hypothesis=found)
    whole = ConcludeForm(request.POST or None)
    refusal = ""
    if request.method == "POST" and form.is_valid() and whole.is_valid():
        outcome = whole.cleaned_data["outcome"]
        try:
            conclude_hypothesis(
                found,
                by=request.user,
                approved=outcome == Outcome.APPROVED,
                decision=form.told(outcome),
            )
        except Refused as why:
            refusal = str(why)
        else:
            messages.success(request, _("La decisione sul documento è scritta."))
            return redirect(found)
    return page(
        request,
        "participation/hypotheses/conclude.html",
        station=STATION,
        process=found.process,
        hypothesis=found,
        waiting=found.amendments.filter(state=AmendmentState.PROPOSED).count(),
        form=form,
        whole=whole,
        refusal=refusal,
    )
