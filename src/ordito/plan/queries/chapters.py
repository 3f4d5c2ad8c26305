"""The chapters that the registers write: the territory and the governance."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext as _

from ordito.community.models import Agreement
from ordito.core import press
from ordito.core.models import Actor
from ordito.core.rules import is_insider
from ordito.governance.models import Body, Document, Mandate
from ordito.governance.queries import in_tree_order, participation
from ordito.plan.models import AreaPlan
from ordito.plan.queries.wording import day_of, number_of, span
from ordito.territory.queries.chapter import TerritoryChapter

Blocks = Iterator[press.Block]


def territory(chapter: TerritoryChapter) -> Blocks:
    yield press.Definitions([(fact.label, f"{fact.value} ({fact.source})") for fact in chapter.facts])
    if chapter.map_svg:
        caption = _("I comuni dell'ambito e i loro abitanti.")
        yield press.Figure(
            chapter.map_svg, caption, _("Carta dei comuni dell'ambito, colorati per abitanti.")
        )
    table = chapter.municipalities
    if table.rows:
        caption = _("I comuni a confronto. Fonte: %(source)s.") % {"source": table.source}
        yield press.Table(table.header, [*table.rows, table.total], caption=caption)
    if chapter.pyramid_svg:
        caption = _("La popolazione per sesso e classi di età.")
        yield press.Figure(chapter.pyramid_svg, caption, _("Piramide delle età dell'ambito."), width=0.8)
    if chapter.sub_areas:
        yield press.Heading(2, _("Le sub-aree"))
        header = [_("Sub-area"), _("Comuni"), _("Abitanti")]
        yield press.Table(
            header, [(name, ", ".join(towns), people) for name, towns, people in chapter.sub_areas]
        )
    if chapter.places:
        yield press.Heading(2, _("I luoghi del servizio"))
        yield press.Table([_("Tipo"), _("Luogo"), _("Comune")], chapter.places)
    if chapter.functions:
        yield press.Heading(2, _("La macro-organizzazione"))
        yield press.Table([_("Funzione"), _("Livello"), _("Dove")], chapter.functions)
    if chapter.social_workers:
        yield press.Heading(2, _("Il servizio sociale professionale (L. 178/2020, c. 797 e seguenti)"))
        yield press.Definitions(
            [(each.label, f"{each.value} ({each.source})") for each in chapter.social_workers]
        )


def governance(plan: AreaPlan, user: Actor, on: date, *, as_act: bool) -> Blocks:
    bodies = list(Body.objects.visible_to(user).filter(district=plan.district).select_related("mandated_by"))
    if not bodies:
        yield press.Note(_("Il registro non ha ancora organismi."))
        return
    header = [_("Organismo"), _("Tipo"), _("Compito"), _("Risponde a")]
    rows = [
        (body.name, body.get_kind_display(), body.role, body.mandated_by.name if body.mandated_by else "")
        for body in in_tree_order(bodies)
    ]
    yield press.Table(header, rows, caption=_("Gli organismi e a chi rispondono."), widths=(3, 2, 4, 2))
    seen = {body.pk for body in bodies}
    yield from _mandates(seen)
    if not as_act:
        yield from _participation(plan, on, bodies)
    documents = Document.objects.filter(body__in=seen).select_related("body").order_by("body__name", "title")
    if not is_insider(user, plan):
        documents = documents.filter(is_public=True)
    if documents:
        yield press.Heading(2, _("I documenti prodotti"))
        produced = [(each.body.name, each.title, _standing(each)) for each in documents]
        yield press.Table([_("Organismo"), _("Documento"), _("Stato")], produced)
    agreements = Agreement.objects.filter(district=plan.district).order_by("signed_on", "title")
    acts = [
        (each.title, each.get_kind_display(), span(each.starts_on, each.ends_before), each.decision)
        for each in agreements
    ]
    if acts:
        yield press.Heading(2, _("Gli accordi"))
        yield press.Table([_("Accordo"), _("Tipo"), _("Periodo"), _("Atto")], acts, widths=(4, 2, 2, 3))


def _participation(plan: AreaPlan, on: date, seen: list[Body]) -> Blocks:
    held = [row for row in participation(plan.district, on=on, bodies=seen) if row.meetings]
    if held:
        yield press.Heading(2, _("La partecipazione"))
        told = [
            (row.body.name, str(row.meetings), number_of(row.mean), str(row.formal_members)) for row in held
        ]
        header = [_("Organismo"), _("Incontri"), _("Presenze medie"), _("Adesioni formalizzate")]
        yield press.Table(
            header,
            told,
            caption=_("Incontri svolti e partecipazione media, al %(day)s.") % {"day": day_of(on)},
        )
        yield press.Note(
            _("Dal registro: la media è sugli incontri svolti, le adesioni quelle in vigore nell'ultimo.")
        )


def _mandates(bodies: set[int]) -> Blocks:
    mandates = (
        Mandate.objects.filter(body__in=bodies).select_related("body", "mandated_by").order_by("date", "pk")
    )
    told = [
        (
            each.body.name,
            each.mandated_by.name if each.mandated_by else "",
            day_of(each.date) if each.date else _("data non indicata"),
            each.object,
        )
        for each in mandates
    ]
    if told:
        yield press.Heading(2, _("I mandati"))
        yield press.Table([_("Organismo"), _("Da"), _("Data"), _("Oggetto")], told, widths=(2, 2, 1.3, 4))


def _standing(document: Document) -> str:
    to = _(" a %(whom)s") % {"whom": document.submitted_to} if document.submitted_to else ""
    when = _(" il %(day)s") % {"day": day_of(document.date)} if document.date else ""
    return f"{document.get_status_display()}{to}{when}"
