"""What the territory tells the house: its stations of the loop, what is due, where a search looks."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django.db.models import Case, Exists, OuterRef, Q, TextField, Value, When
from django.db.models.functions import Coalesce, Concat
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ordito.core import numbers
from ordito.core.counting import number, total
from ordito.core.loop import AtHome, Due, Station, Told
from ordito.core.models import RoleKind, holds
from ordito.core.period import in_force
from ordito.core.shelves import Shelf
from ordito.core.waiting import Waiting
from ordito.territory.models import Function, FunctionLevel, Municipality, Place, PlaceKind
from ordito.territory.queries.indicators import BY_KEY, counted, together
from ordito.territory.queries.leps import social_workers_needed
from ordito.territory.queries.members import members_of, places_of, standing
from ordito.territory.queries.overview import DESKS
from ordito.territory.queries.people import ages_of, chosen_sources, sources_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from ordito.core.models import Actor, District
    from ordito.core.shelves import Found
    from ordito.territory.queries.people import Source

OLDEST_COUNT = 3
"""Years after which a count of people should be replaced."""
FIRST_NAMES = 3


def at_home(district: District, user: Actor, today: date) -> AtHome:
    """Desks for «Ascolto», the oldest for «Bisogni», the organisation for «Riordino»; what has to be mended.

    Beside its figures three queries, or two where nobody has been counted; what is to be mended, for the
    plan office alone.
    """
    functions = Function.objects.filter(in_force(today), district=district)
    mends = holds(user, district, RoleKind.PLAN_OFFICE) or _tends_the_installation(user)

    def told(figures: Mapping[str, Any]) -> Told:
        served = _served(district, today)
        without = [name for _pk, name, has_desk in served if not has_desk]
        sources = sources_of(district, today)
        people, share = _people_and_oldest(district, sources, {pk for pk, _name, _served in served})
        return Told(
            stations=[
                _listening(district, figures["desks"], without),
                _needs(district, people, share),
                _reordering(district, figures, people),
            ],
            due=_to_mend(district, today, without, sources if served else None) if mends else [],
        )

    return AtHome(
        figures={
            "desks": number(places_of(district, today).filter(kind__in=DESKS)),
            "functions": number(functions),
            "workers": total(functions, "full_time_social_workers"),
        },
        waiting=[_unplaced(district, today)] if mends else [],
        tells=told,
    )


def shelves(district: District, user: Actor) -> list[Shelf]:
    """Municipalities (by sub-area too), places and functions."""
    del user
    where = Concat(
        "address",
        Case(When(~Q(address="") & Q(municipality__isnull=False), then=Value(", ")), default=Value("")),
        Coalesce("municipality__name", Value("")),
        output_field=TextField(),
    )
    organisation = reverse("territory:organisation", args=[district.slug])

    def opened(view: str, found: Found) -> str:
        return reverse(f"territory:{view}", args=[district.slug, found.keys[0]])

    return [
        Shelf(
            Municipality.objects.filter(district=district),
            ("name", "sub_area__name"),
            "name",
            ("istat_code",),
            lambda found: found.hit(_("Comune"), opened("municipality", found)),
            "sub_area__name",
        ),
        Shelf(
            Place.objects.filter(district=district),
            ("name", "address"),
            "name",
            ("code", "kind"),
            lambda found: found.hit(str(PlaceKind(found.keys[1]).label), opened("place", found)),
            where,
        ),
        Shelf(
            Function.objects.filter(district=district, ends_before__isnull=True),
            ("name", "notes"),
            "name",
            ("code", "level"),
            lambda found: replace(found, says=str(FunctionLevel(found.keys[1]).label)).hit(
                _("Funzione"), f"{organisation}#{found.keys[0]}"
            ),
        ),
    ]


def deed_names() -> dict[str, str]:
    """The deeds of the territory in the plan office's words."""
    return {
        "territory.new_district": _("ambito creato dai nomi dei comuni"),
        "territory.add_municipalities": _("comuni aggiunti"),
        "territory.add_municipality": _("comune aggiunto"),
        "territory.describe_municipality": _("comune descritto"),
        "territory.remove_municipality": _("comune uscito dall'ambito"),
        "territory.discard_municipality": _("comune tolto perché aggiunto per errore"),
        "territory.create_sub_area": _("sub-area creata"),
        "territory.describe_sub_area": _("sub-area modificata"),
        "territory.dissolve_sub_area": _("sub-area sciolta"),
        "territory.open_place": _("luogo aperto"),
        "territory.describe_place": _("luogo modificato"),
        "territory.close_place": _("luogo chiuso"),
        "territory.post_to_place": _("persona assegnata a un luogo"),
        "territory.end_post": _("assegnazione a un luogo chiusa"),
        "territory.assign_function": _("funzione assegnata"),
        "territory.reassign_function": _("funzione riassegnata"),
        "territory.correct_function": _("funzione corretta"),
        "territory.end_function": _("funzione cessata"),
        "territory.count_people": _("conteggio degli abitanti importato"),
    }


def _served(district: District, today: date) -> list[tuple[int, str, bool]]:
    """The municipalities by name, each with whether a desk stands in it or serves it."""
    here = Q(municipality=OuterRef("pk")) | Q(catchment=OuterRef("pk"))
    desk = Place.objects.filter(here, standing(today), kind__in=DESKS)
    rows = members_of(district, today).annotate(served=Exists(desk)).order_by("name")
    return list(rows.values_list("pk", "name", "served"))


def _listening(district: District, desks: int, without: Sequence[str]) -> Station:
    said = ngettext("%(n)s comune senza sportello", "%(n)s comuni senza sportello", len(without))
    return Station(
        key="ascolto",
        name=_("Ascolto"),
        figure=numbers.written(desks),
        what=ngettext("sportello o polo aperto", "sportelli e poli aperti", desks),
        url=reverse("territory:places", args=[district.slug]),
        due=said % {"n": len(without)} if without else "",
        urgency="soon" if without else "calm",
    )


def _people_and_oldest(
    district: District, sources: Sequence[Source], here: set[int]
) -> tuple[int | None, float | None]:
    """The inhabitants of the latest whole count, and how many of them in a hundred are over 75."""
    latest, _earlier = chosen_sources(sources, len(here))
    ages = [each for (pk, _source), each in ages_of(district, (latest,)).items() if pk in here]
    whole = together(counted(each, None) for each in ages)
    return whole.people, BY_KEY["over_75"].of(whole)


def _needs(district: District, people: int | None, share: float | None) -> Station:
    inhabitants = numbers.written(people) if people is not None else "—"
    if share is None:
        figure, what = inhabitants, _("abitanti")
    else:
        figure = f"{numbers.written(share, 1)}\u00a0%"
        what = _("dai 75 anni in su, su %(people)s abitanti") % {"people": inhabitants}
    return Station(
        key="bisogni",
        name=_("Bisogni"),
        figure=figure,
        what=what,
        url=reverse("territory:territory", args=[district.slug]),
    )


def _reordering(district: District, counts: Mapping[str, Any], people: int | None) -> Station:
    functions, workers = counts["functions"], counts["workers"]
    said, missing = "", False
    if people:
        level = social_workers_needed(people, in_force=workers)[1]
        missing = level.missing is not None and level.missing > 0
        if level.missing is None:
            missing = True
            said = _("servono %(n)s assistenti sociali (1:5.000)") % {"n": numbers.written(level.workers, 2)}
        elif missing:
            said = _("mancano %(n)s assistenti sociali (1:5.000)") % {"n": numbers.written(level.missing, 2)}
        else:
            said = _("livello essenziale 1:5.000 raggiunto")
    return Station(
        key="riordino",
        name=_("Riordino"),
        figure=numbers.written(functions),
        what=ngettext("funzione organizzata", "funzioni organizzate", functions),
        url=reverse("territory:organisation", args=[district.slug]),
        due=said,
        urgency="soon" if missing else "calm",
    )


def _to_mend(
    district: District, today: date, without: Sequence[str], sources: Sequence[Source] | None
) -> list[Due]:
    found = []
    if without:
        said = ngettext("%(n)s comune senza sportello", "%(n)s comuni senza sportello", len(without))
        found.append(
            Due(
                on=today,
                when=_("da coprire"),
                title=said % {"n": len(without)},
                url=reverse("territory:places", args=[district.slug]),
                detail=_few(without),
            )
        )
    return found if sources is None else [*found, *_old_count(district, today, sources)]


def _old_count(district: District, today: date, sources: Sequence[Source]) -> list[Due]:
    """Say that nobody has been counted yet, or that the last count is old."""
    url = reverse("territory:territory", args=[district.slug])
    last = max((each.on for each in sources if each.on is not None), default=None)
    if last is None:
        return [Due(today, _("da importare"), _("Abitanti per età: nessun conteggio con una data"), url)]
    expires = last.replace(year=last.year + OLDEST_COUNT, day=min(last.day, 28))
    if expires > today:
        return []
    title = _("Il conteggio degli abitanti è del %(day)s") % {"day": date_format(last, "d/m/Y")}
    detail = _("ISTAT ne pubblica uno ogni anno: importare il più recente.")
    return [Due(expires, _("da aggiornare"), title, url, detail)]


def _unplaced(district: District, today: date) -> Waiting:
    return Waiting(
        rows=places_of(district, today).filter(municipality__isnull=True),
        day=Value(today),
        facts={"name": "name", "code": "code"},
        told=lambda on, place: Due(
            on,
            _("da completare"),
            _("%(place)s: manca il comune") % {"place": place["name"]},
            reverse("territory:place", args=[district.slug, place["code"]]),
        ),
    )


def _few(names: Sequence[str]) -> str:
    """The first names, and how many more."""
    shown = ", ".join(names[:FIRST_NAMES])
    more = len(names) - FIRST_NAMES
    if more <= 0:
        return shown
    return ngettext("%(names)s e un altro", "%(names)s e altri %(n)s", more) % {"names": shown, "n": more}


def _tends_the_installation(user: Actor) -> bool:
    return bool(user.is_authenticated and user.is_installation_admin)
