"""Phases and products of a path, one at a time."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from ordito.core.access import require
from ordito.core.http import SignedInRequest, signed_in
from ordito.core.page import page
from ordito.core.refused import Refused
from ordito.participation.commands import phases as deeds
from ordito.participation.commands import processes as products
from ordito.participation.forms.processes import DeliveryForm, PhaseForm, ProductForm, after
from ordito.participation.models import Phase, Product
from ordito.participation.views.processes import STATION, process_or_404, process_page

if TYPE_CHECKING:
    from collections.abc import Callable

    from django import forms
    from django.http import HttpResponse


@require_http_methods(["GET", "POST"])
@signed_in
def add(request: SignedInRequest, process: str) -> HttpResponse:
    """Add a phase; it begins when the last one ends."""
    found = _kept(request, process)
    last = found.phases.order_by("-number").first()
    begins = (last and last.ends_before) or found.starts_on
    form = PhaseForm(request.POST or None, initial={"starts_on": begins})

    def done() -> None:
        deeds.add_phase(found, by=request.user, facts=form.facts())

    return _written(request, found, form, done, _("La fase è aggiunta."), "phase_form.html")


@require_http_methods(["GET", "POST"])
@signed_in
def change(request: SignedInRequest, process: str, number: int) -> HttpResponse:
    """Move a phase, lengthen it, change what it opens."""
    found = _kept(request, process)
    phase = get_object_or_404(Phase, process=found, number=number)
    form = PhaseForm(request.POST or None, initial=PhaseForm.of(phase))

    def done() -> None:
        together = "together" in request.POST
        deeds.change_phase(phase, by=request.user, facts=form.facts(), with_those_after=together)

    follows = found.phases.filter(number__gt=number).exists()
    return _written(
        request, found, form, done, _("La fase è salvata."), "phase_form.html", phase=phase, follows=follows
    )


@require_POST
@signed_in
def close(request: SignedInRequest, process: str, number: int) -> HttpResponse:
    """End a phase today."""
    found = process_or_404(request, process)
    phase = get_object_or_404(Phase, process=found, number=number)
    deed = partial(deeds.close_phase, phase, on=request.today)
    return _done(request, found, deed, _("La fase è chiusa: da oggi non apre più niente."))


@require_POST
@signed_in
def reopen(request: SignedInRequest, process: str, number: int) -> HttpResponse:
    """Let a phase go on; without a day, until somebody closes it."""
    found = process_or_404(request, process)
    phase = get_object_or_404(Phase, process=found, number=number)
    form = PhaseForm(request.POST)
    form.is_valid()
    until = after(form.cleaned_data.get("last_day"))
    deed = partial(deeds.reopen_phase, phase, ends_before=until)
    return _done(request, found, deed, _("La fase è di nuovo aperta."))


@require_POST
@signed_in
def strike(request: SignedInRequest, process: str, number: int) -> HttpResponse:
    """Take away a phase."""
    found = process_or_404(request, process)
    phase = get_object_or_404(Phase, process=found, number=number)
    return _done(request, found, partial(deeds.strike_phase, phase), _("La fase è tolta."))


@require_http_methods(["GET", "POST"])
@signed_in
def add_product(request: SignedInRequest, process: str) -> HttpResponse:
    """Say what else the path has to leave."""
    found, form = _kept(request, process), ProductForm(request.POST or None)

    def done() -> None:
        products.add_product(found, by=request.user, facts=form.facts())

    return _written(request, found, form, done, _("Il prodotto è scritto."), "product_form.html")


@require_http_methods(["GET", "POST"])
@signed_in
def product(request: SignedInRequest, process: str, number: int) -> HttpResponse:
    """Change a product, write that it was delivered, or take it away."""
    found = _kept(request, process)
    one = get_object_or_404(Product, process=found, number=number)
    form = ProductForm(request.POST or None, initial=ProductForm.of(one))

    def done() -> None:
        products.change_product(one, by=request.user, facts=form.facts())

    return _written(
        request,
        found,
        form,
        done,
        _("Il prodotto è scritto."),
        "product_form.html",
        product=one,
        delivery=_delivery(request, one),
    )


@require_POST
@signed_in
def deliver(request: SignedInRequest, process: str, number: int) -> HttpResponse:
    """Write that a product was delivered."""
    found = _kept(request, process)
    one = get_object_or_404(Product, process=found, number=number)
    form = DeliveryForm(request.POST, district=request.district)
    if not form.is_valid():
        return process_page(request, found, _("Serve il giorno della consegna."))
    deed = partial(products.deliver_product, one, **form.cleaned_data)
    return _done(request, found, deed, _("«%(product)s» è consegnato.") % {"product": one.title})


@require_POST
@signed_in
def take_back(request: SignedInRequest, process: str, number: int) -> HttpResponse:
    """Write that a product was not delivered after all."""
    found = process_or_404(request, process)
    one = get_object_or_404(Product, process=found, number=number)
    return _done(request, found, partial(products.take_product_back, one), _("La consegna è tolta."))


@require_POST
@signed_in
def strike_product(request: SignedInRequest, process: str, number: int) -> HttpResponse:
    """Take away a product."""
    found = process_or_404(request, process)
    one = get_object_or_404(Product, process=found, number=number)
    return _done(request, found, partial(products.strike_product, one), _("Il prodotto è tolto."))


def _delivery(request: SignedInRequest, one: Product) -> DeliveryForm:
    given = {"on": one.delivered_on or request.today, "document": one.document_id}
    return DeliveryForm(initial=given, district=request.district)


def _kept(request: SignedInRequest, process: str) -> Any:
    """The path of an address, for whoever may write it."""
    found = process_or_404(request, process)
    require(request.user, "participation.keep_processes", found)
    return found


def _written(
    request: SignedInRequest,
    found: Any,
    form: forms.Form,
    deed: Callable[[], None],
    told: str,
    template: str,
    **more: Any,
) -> HttpResponse:
    """Show a form; when it is sent and right, do the deed and go back to the path."""
    refusal = ""
    if request.method == "POST" and form.is_valid():
        try:
            deed()
        except Refused as why:
            refusal = str(why)
        else:
            messages.success(request, told)
            return redirect(found)
    return page(
        request,
        f"participation/paths/{template}",
        station=STATION,
        process=found,
        form=form,
        refusal=refusal,
        **more,
    )


def _done(request: SignedInRequest, found: Any, deed: Callable[..., object], told: str) -> HttpResponse:
    try:
        deed(by=request.user)
    except Refused as why:
        return process_page(request, found, str(why))
    messages.success(request, told)
    return redirect(found)
