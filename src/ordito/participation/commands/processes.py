"""Deeds on a path: begun from a template, described anew, taken away; what it has to leave, what it left."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import Max, ProtectedError
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from ordito.community.codes import code_of, free_code
from ordito.core.command import command
from ordito.core.refused import Refused
from ordito.participation.models import Opening, PathKind, Phase, Process, Product, ProductKind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from ordito.core.models import Actor, District
    from ordito.governance.models import Body, Document, Mandate
    from ordito.participation.models import Call

RESERVED_CODES = frozenset({"nuovo"})


class ProcessRefused(Refused):
    """The path cannot be written as asked."""


class ProductRefused(Refused):
    """The product cannot be written or delivered as asked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcessFacts:
    """What is written of a path."""

    title: str
    body: Body
    starts_on: date
    kind: str = PathKind.OTHER
    purpose: str = ""
    technical_group: Body | None = None
    mandate: Mandate | None = None
    call: Call | None = None
    ends_before: date | None = None
    is_public: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class PhaseFacts:
    """What is written of a phase; what it opens, to whom."""

    title: str
    starts_on: date
    ends_before: date | None = None
    purpose: str = ""
    opens: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductFacts:
    """Something tangible to leave."""

    title: str
    kind: str = ProductKind.OTHER
    due_on: date | None = None


@command("participation.begin_process", needs="participation.keep_processes")
def begin_process(
    district: District,
    *,
    by: Actor,
    facts: ProcessFacts,
    phases: Sequence[PhaseFacts] = (),
    products: Sequence[ProductFacts] = (),
    is_synthetic: bool = False,
) -> Process:
    """Begin a path, with the phases and the products that were agreed on."""
    process = Process(district=district, is_synthetic=is_synthetic)
    taken = set(Process.objects.filter(district=district).values_list("code", flat=True)) | RESERVED_CODES
    process.code = free_code(code_of(facts.title, "percorso"), taken)
    _put(process, facts)
    in_order = sorted(phases, key=lambda phase: phase.starts_on)
    for number, phase in enumerate(in_order, start=1):
        write_phase(Phase(process=process, number=number), phase)
    for number, product in enumerate(products, start=1):
        _write_product(Product(process=process, number=number), product)
    return process


@command("participation.describe_process", needs="participation.keep_processes")
def describe_process(process: Process, *, by: Actor, facts: ProcessFacts) -> Process:
    """Change what is written of a path."""
    first = process.phases.order_by("starts_on").first()
    if first is not None and first.starts_on < facts.starts_on:
        raise ProcessRefused(
            _("La fase «%(phase)s» comincia il %(day)s, prima del percorso.")
            % {"phase": first.title, "day": date_format(first.starts_on, "d/m/Y")}
        )
    _put(process, facts)
    return process


@command("participation.strike_process", needs="participation.keep_processes")
def strike_process(process: Process, *, by: Actor) -> None:
    """Take away a path begun by mistake: one in which nobody has yet said or written anything."""
    if process.workshops.exists() or process.products.filter(delivered_on__isnull=False).exists():
        raise ProcessRefused(_("Nel percorso ci sono incontri o prodotti consegnati: non si cancella."))
    try:
        process.delete()
    except ProtectedError as used:
        raise ProcessRefused(
            _("Nel percorso ci sono già contributi o sintesi: non si cancella. Si può dire quando finisce.")
        ) from used


@command("participation.add_product", needs="participation.keep_processes")
def add_product(process: Process, *, by: Actor, facts: ProductFacts) -> Product:
    """Say what else a path has to leave."""
    last = process.products.aggregate(last=Max("number"))["last"] or 0
    return _write_product(Product(process=process, number=last + 1), facts)


@command("participation.change_product", needs="participation.keep_processes")
def change_product(product: Product, *, by: Actor, facts: ProductFacts) -> Product:
    """Change what a product is, or by when."""
    return _write_product(product, facts)


@command("participation.deliver_product", needs="participation.keep_processes")
def deliver_product(product: Product, *, by: Actor, on: date, document: Document | None = None) -> Product:
    """Write that a product was delivered, and which document it became."""
    if on > product.district.today():
        raise ProductRefused(_("La consegna è nel futuro: si scrive quando c'è stata."))
    if document is not None and document.district_id != product.process.district_id:
        raise ProductRefused(_("Il documento è di un altro ambito."))
    product.delivered_on, product.document = on, document
    product.save(update_fields=["delivered_on", "document"])
    return product


@command("participation.take_product_back", needs="participation.keep_processes")
def take_product_back(product: Product, *, by: Actor) -> Product:
    """Write that a product was not delivered after all."""
    product.delivered_on, product.document = None, None
    product.save(update_fields=["delivered_on", "document"])
    return product


@command("participation.strike_product", needs="participation.keep_processes")
def strike_product(product: Product, *, by: Actor) -> None:
    """Take away a product that nobody has delivered."""
    if product.delivered_on is not None:
        raise ProductRefused(_("Il prodotto è consegnato: prima si toglie la consegna."))
    product.delete()


def write_phase(phase: Phase, facts: PhaseFacts) -> Phase:
    """Write a phase and what it opens; a path that would end before it is lengthened."""
    process = phase.process
    if not facts.title.strip():
        raise ProcessRefused(_("Una fase ha un titolo."))
    if facts.ends_before is not None and facts.ends_before <= facts.starts_on:
        raise ProcessRefused(_("La fase «%(phase)s» finisce prima di cominciare.") % {"phase": facts.title})
    if facts.starts_on < process.starts_on:
        raise ProcessRefused(
            _("La fase «%(phase)s» comincia prima del percorso, che comincia il %(day)s.")
            % {"phase": facts.title, "day": date_format(process.starts_on, "d/m/Y")}
        )
    phase.title, phase.purpose = " ".join(facts.title.split()), facts.purpose.strip()
    phase.starts_on, phase.ends_before = facts.starts_on, facts.ends_before
    phase.save()
    phase.openings.all().delete()
    Opening.objects.bulk_create(
        Opening(phase=phase, doing=doing, whom=whom) for doing, whom in facts.opens.items()
    )
    last = facts.ends_before or facts.starts_on + timedelta(days=1)
    if process.ends_before is not None and process.ends_before < last:
        process.ends_before = last
        process.save(update_fields=["ends_before"])
    return phase


def _put(process: Process, facts: ProcessFacts) -> None:
    if not facts.title.strip():
        raise ProcessRefused(_("Un percorso ha un titolo."))
    if facts.ends_before is not None and facts.ends_before <= facts.starts_on:
        raise ProcessRefused(_("Il percorso finisce prima di cominciare."))
    named = [each for each in (facts.body, facts.technical_group, facts.call) if each is not None]
    if any(each.district_id != process.district_id for each in named):
        raise ProcessRefused(_("Organismi e avviso di un percorso sono dello stesso ambito."))
    if facts.mandate is not None and facts.mandate.body_id != facts.body.pk:
        raise ProcessRefused(_("Il mandato è di un altro organismo: serve uno di quelli di chi conduce."))
    if facts.technical_group == facts.body:
        raise ProcessRefused(_("Il sottogruppo tecnico è un altro organismo, non quello che conduce."))
    for each in fields(facts):
        value = getattr(facts, each.name)
        setattr(process, each.name, value.strip() if isinstance(value, str) else value)
    process.title = " ".join(process.title.split())
    process.save()


def _write_product(product: Product, facts: ProductFacts) -> Product:
    if not facts.title.strip():
        raise ProductRefused(_("Un prodotto ha un nome."))
    product.title, product.kind = " ".join(facts.title.split()), facts.kind
    product.due_on = facts.due_on
    product.save()
    return product
