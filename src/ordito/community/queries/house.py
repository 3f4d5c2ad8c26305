"""What the community tells the house: its stations, what is due, where a search looks, its deeds in words."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ordito.community.models import (
    Agreement,
    Competence,
    Delegate,
    Organisation,
    OrganisationKind,
    Person,
)
from ordito.core.counting import number
from ordito.core.loop import AtHome, Due, Station, Told
from ordito.core.period import in_force
from ordito.core.rules import is_insider
from ordito.core.shelves import Shelf
from ordito.core.waiting import Waiting

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

    from ordito.core.models import Actor, District
    from ordito.core.search import Hit
    from ordito.core.shelves import Found

AGREEMENTS_WARN = timedelta(days=90)
DELEGATIONS_WARN = timedelta(days=30)
MOST_DUE = 10


def at_home(district: District, user: Actor, today: date) -> AtHome:
    """What the community offers (Servizi), how many are in it, bound by what (Coesione).

    Which agreements and delegations are about to end, and who has no voice, is for insiders.
    """
    offers = Competence.objects.filter(in_force(today), organisation__district=district)
    organisations = Organisation.objects.filter(district=district)
    inside = is_insider(user, district)

    def told(figures: Mapping[str, Any]) -> Told:
        silent = figures["silent"] if inside else 0
        return Told(
            stations=[_services(district, figures), _cohesion(district, figures, silent)],
            due=_silent(district, today, silent),
        )

    return AtHome(
        figures={
            "offers": number(offers),
            "by": number(offers, "organisation"),
            "all": number(organisations),
            "silent": number(organisations.filter(~Exists(_voices(today)))),
            "ties": number(Agreement.objects.filter(in_force(today), district=district)),
        },
        waiting=[_expiring(district, today), _ending(district, today)] if inside else [],
        tells=told,
    )


def shelves(district: District, user: Actor) -> list[Shelf]:
    """Organisations, what they offer and agreements; people only for whoever works in the district."""

    def opened(kind: str, view: str) -> Callable[[Found], Hit]:
        return lambda found: found.hit(
            kind, reverse(f"community:{view}", args=[district.slug, *found.keys[:1]])
        )

    organisations = Organisation.objects.filter(district=district)
    found = [
        Shelf(
            organisations,
            ("name", "purpose"),
            "name",
            ("code", "kind"),
            lambda found: opened(_("Organizzazione"), "organisation")(
                found if found.says else replace(found, says=str(OrganisationKind(found.keys[1]).label))
            ),
            "purpose",
        ),
        Shelf(
            Competence.objects.filter(organisation__in=organisations),
            ("description",),
            "description",
            ("organisation__code",),
            opened(_("Competenza o risorsa"), "organisation"),
            "organisation__name",
        ),
        Shelf(
            Agreement.objects.filter(district=district).annotate(on=Coalesce("signed_on", "starts_on")),
            ("title", "decision"),
            "title",
            ("code",),
            opened(_("Accordo"), "agreement"),
            "decision",
            "on",
        ),
    ]
    if is_insider(user, district):
        people = Person.objects.filter(district=district)
        found.append(Shelf(people, ("name",), "name", ("code",), opened(_("Persona"), "person")))
    return found


def deed_names() -> dict[str, str]:
    """Name every deed of the community in the plan office's words."""
    return {
        "community.add_organisation": _("organizzazione aggiunta"),
        "community.update_organisation": _("organizzazione aggiornata"),
        "community.update_contacts": _("recapiti aggiornati"),
        "community.strike_organisation": _("organizzazione cancellata"),
        "community.add_person": _("persona aggiunta"),
        "community.update_person": _("persona aggiornata"),
        "community.strike_person": _("persona cancellata"),
        "community.appoint_delegate": _("delegato nominato"),
        "community.replace_delegate": _("delegato sostituito"),
        "community.end_delegation": _("delega conclusa"),
        "community.resume_delegation": _("delega riaperta"),
        "community.strike_delegation": _("delega cancellata"),
        "community.offer_competence": _("competenza o risorsa offerta"),
        "community.reword_competence": _("competenza o risorsa riscritta"),
        "community.withdraw_competence": _("competenza o risorsa ritirata"),
        "community.resume_competence": _("competenza o risorsa di nuovo offerta"),
        "community.strike_competence": _("competenza o risorsa cancellata"),
        "community.add_agreement": _("accordo aggiunto"),
        "community.update_agreement": _("accordo aggiornato"),
        "community.change_parties": _("parti dell'accordo cambiate"),
        "community.end_agreement": _("accordo concluso"),
        "community.attach_document": _("documento allegato all'accordo"),
        "community.detach_document": _("documento tolto dall'accordo"),
        "community.strike_agreement": _("accordo cancellato"),
    }


def _services(district: District, counts: Mapping[str, Any]) -> Station:
    offers = counts["offers"]
    by = ngettext("da %(n)s organizzazione", "da %(n)s organizzazioni", counts["by"]) % _n(counts["by"])
    what = ngettext("competenza o risorsa offerta %(by)s", "competenze e risorse offerte %(by)s", offers)
    return Station(
        key="servizi",
        name=_("Servizi"),
        figure=number_format(offers, force_grouping=True),
        what=what % {"by": by},
        url=reverse("community:competences", args=[district.slug]),
    )


def _cohesion(district: District, counts: Mapping[str, Any], silent: int) -> Station:
    ties = counts["ties"]
    bound = ngettext("%(n)s accordo in vigore", "%(n)s accordi in vigore", ties) % _n(ties)
    what = ngettext("organizzazione, %(bound)s", "organizzazioni, %(bound)s", counts["all"])
    without = ngettext("%(n)s senza un delegato", "%(n)s senza un delegato", silent) % _n(silent)
    return Station(
        key="coesione",
        name=_("Coesione"),
        figure=number_format(counts["all"], force_grouping=True),
        what=what % {"bound": bound},
        url=reverse("community:organisations", args=[district.slug]),
        due=without if silent else "",
        urgency="soon" if silent else "calm",
    )


def _expiring(district: District, today: date) -> Waiting:
    return Waiting(
        rows=Agreement.objects.filter(
            in_force(today), district=district, ends_before__lte=today + AGREEMENTS_WARN
        ),
        day="ends_before",
        facts={"title": "title", "code": "code"},
        told=lambda ends_before, agreement: Due(
            on=(last := ends_before - timedelta(days=1)),
            when=_("entro il %(day)s") % {"day": date_format(last, "d/m/Y")},
            title=_("Scade l'accordo: %(title)s") % {"title": agreement["title"]},
            url=reverse("community:agreement", args=[district.slug, agreement["code"]]),
            detail=_("da rinnovare, o da lasciar finire"),
        ),
        most=MOST_DUE,
    )


def _ending(district: District, today: date) -> Waiting:
    return Waiting(
        rows=Delegate.objects.filter(
            in_force(today), organisation__district=district, ends_before__lte=today + DELEGATIONS_WARN
        ),
        day="ends_before",
        facts={"person": "person__name", "name": "organisation__name", "code": "organisation__code"},
        told=lambda ends_before, delegation: Due(
            on=(last := ends_before - timedelta(days=1)),
            when=_("entro il %(day)s") % {"day": date_format(last, "d/m/Y")},
            title=_("Finisce la delega di %(person)s") % {"person": delegation["person"]},
            url=reverse("community:organisation", args=[district.slug, delegation["code"]]),
            detail=delegation["name"],
        ),
        most=MOST_DUE,
    )


def _silent(district: District, today: date, count: int) -> list[Due]:
    if not count:
        return []
    return [
        Due(
            on=today,
            when=_("da fare"),
            title=ngettext(
                "%(n)s organizzazione senza un delegato in vigore",
                "%(n)s organizzazioni senza un delegato in vigore",
                count,
            )
            % _n(count),
            url=reverse("community:organisations", args=[district.slug]) + "?voce=no",
            detail=_("nessuno può essere convocato per loro"),
        )
    ]


def _voices(today: date) -> QuerySet[Delegate]:
    return Delegate.objects.filter(in_force(today), organisation=OuterRef("pk"))


def _n(count: int) -> dict[str, str]:
    return {"n": number_format(count, force_grouping=True)}
