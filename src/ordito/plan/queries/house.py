"""What the plan tells the house: its station, what is due, where a search looks, its deeds in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, TextField, Value
from django.db.models.functions import Concat
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ordito.core.loop import AtHome, Due, Station, Told
from ordito.core.models import Actor, District
from ordito.core.period import in_force
from ordito.core.rules import is_insider
from ordito.core.shelves import Shelf
from ordito.core.templatetags.ordito import in_days
from ordito.core.waiting import Waiting
from ordito.plan.models import Action, AreaPlan, Objective, PlanState, Section, YearNote
from ordito.plan.queries.overview import current_plan, late, missed_day

SOON = timedelta(days=180)


def at_home(district: District, user: Actor, today: date) -> AtHome:
    """How many of the plan's actions have begun; for insiders, what is late and what ends. Two queries."""
    inside = is_insider(user, district)

    def told(_figures: Mapping[str, Any]) -> Told:
        plan = current_plan(district, user, today)
        if plan is None:
            nothing = _("nessun piano, per ora")
            url = reverse("plan:plans", args=[district.slug])
            return Told(stations=[Station(key="piano", name=_("Piano"), figure="—", what=nothing, url=url)])
        plan.district = district
        dated = Action.objects.filter(plan=plan).select_related("owner")
        actions = list(dated.only("code", "title", "state", "starts_on", "ends_before", "owner__name"))
        return Told(
            stations=[_station(plan, actions, today, inside=inside)],
            due=[*_late(plan, actions, today), *_ending(plan, today)] if inside else [],
        )

    return AtHome(waiting=[_year(district, today)] if inside else [], tells=told)


def _station(plan: AreaPlan, actions: list[Action], today: date, *, inside: bool) -> Station:
    begun = sum(each.state in {"started", "done", "suspended"} for each in actions)
    late = sum(missed_day(each, today) is not None for each in actions)
    due = ngettext("%(n)s azione in ritardo", "%(n)s azioni in ritardo", late) % {"n": late} if late else ""
    public = reverse("plan:public", args=[plan.district.slug, plan.code])
    return Station(
        key="piano",
        name=_("Piano"),
        figure=str(begun),
        of=str(len(actions)),
        what=_("azioni avviate") + f" · {plan.title}",
        url=plan.get_absolute_url() if inside else public,
        due=due,
        urgency="late" if late else "calm",
    )


def _late(plan: AreaPlan, actions: list[Action], today: date) -> list[Due]:
    return [
        Due(
            on=missed,
            when=in_days(missed, today),
            title=_("Azione %(code)s %(title)s") % {"code": each.code, "title": each.title},
            url=reverse("plan:action", args=[plan.district.slug, plan.code, each.code]),
            detail=late(each, today) + (f" · {each.owner.name}" if each.owner else ""),
            urgency="late",
        )
        for each in actions
        if (missed := missed_day(each, today)) is not None
    ]


def _ending(plan: AreaPlan, today: date) -> list[Due]:
    """The next plan, when half a year is left of this one; to conclude this one, when its period is over."""
    if plan.state == PlanState.ADOPTED and plan.ends_before <= today:
        return [
            Due(
                on=plan.ends_before,
                when=in_days(plan.ends_before, today),
                title=_("Concludere il piano"),
                url=reverse("plan:conclude", args=[plan.district.slug, plan.code]),
                detail=_("Il periodo di «%(title)s» è finito") % {"title": plan.title},
                urgency="calm",
            )
        ]
    if plan.state == PlanState.CONCLUDED or not today < plan.ends_before <= today + SOON:
        return []
    last = plan.ends_before - timedelta(days=1)
    return [
        Due(
            on=plan.ends_before,
            when=_("entro il %(day)s") % {"day": f"{last:%d/%m}"},
            title=_("Preparare il piano che segue"),
            url=plan.get_absolute_url(),
            detail=_("«%(title)s» finisce il %(day)s") % {"title": plan.title, "day": f"{last:%d/%m/%Y}"},
            urgency="calm",
        )
    ]


def _year(district: District, today: date) -> Waiting:
    """The words of this year's implementation document, while they are not written."""
    written = YearNote.objects.filter(plan=OuterRef("pk"), year=today.year).exclude(text="")
    return Waiting(
        rows=AreaPlan.objects.filter(
            in_force(today), ~Exists(written), district=district, state=PlanState.ADOPTED
        ),
        day=Value(date(today.year, 12, 31)),
        facts={"code": "code", "title": "title"},
        told=lambda on, plan: Due(
            on=on,
            when=str(today.year),
            title=_("Scrivere il documento di attuazione (DAPP) del %(year)s") % {"year": today.year},
            url=reverse("plan:write_year", args=[district.slug, plan["code"], today.year]),
            detail=plan["title"],
            urgency="calm",
        ),
    )


def shelves(district: District, user: Actor) -> list[Shelf]:
    """Objectives, actions and sections of the plans that the reader may see."""
    plans = AreaPlan.objects.visible_to(user).filter(district=district)

    def opened(view: str, *keys: str) -> str:
        return reverse(f"plan:{view}", args=[district.slug, *keys])

    named = Concat("code", Value(" "), "title", output_field=TextField())
    in_plan = ("plan__code", "code", "pk")
    return [
        Shelf(
            Objective.objects.filter(plan__in=plans),
            ("title", "description"),
            named,
            in_plan,
            lambda found: found.hit(_("Obiettivo"), opened("objective", *found.keys[:2])),
            "plan__title",
        ),
        Shelf(
            Action.objects.filter(plan__in=plans),
            ("title", "description"),
            named,
            in_plan,
            lambda found: found.hit(_("Azione"), opened("action", *found.keys[:2])),
            "plan__title",
        ),
        Shelf(
            Section.objects.filter(plan__in=plans),
            ("text",),
            "letter",
            ("plan__code", "letter"),
            lambda found: replace(found, title=str(Section(letter=found.title))).hit(
                _("Sezione del piano"), f"{opened('plan', found.keys[0])}#art-19-{found.keys[1]}"
            ),
            "text",
        ),
    ]


def deed_names() -> dict[str, str]:
    """The plan's deeds in the plan office's words."""
    return {
        "plan.create_plan": _("piano creato"),
        "plan.describe_plan": _("piano descritto"),
        "plan.adopt": _("piano adottato"),
        "plan.revise": _("piano emendato"),
        "plan.conclude": _("piano concluso"),
        "plan.add_signature": _("firma del piano scritta"),
        "plan.remove_signature": _("firma del piano tolta"),
        "plan.write_year": _("anno del piano scritto"),
        "plan.write_section": _("sezione del piano scritta"),
        "plan.add_objective": _("obiettivo aggiunto"),
        "plan.describe_objective": _("obiettivo modificato"),
        "plan.remove_objective": _("obiettivo tolto"),
        "plan.add_action": _("azione aggiunta"),
        "plan.describe_action": _("azione modificata"),
        "plan.remove_action": _("azione tolta"),
        "plan.record_step": _("passo dell'azione scritto"),
        "plan.add_ground": _("fondamento aggiunto"),
        "plan.remove_ground": _("fondamento tolto"),
        "plan.add_sharing_key": _("criterio di riparto aggiunto"),
        "plan.set_weights": _("pesi dei comuni scritti"),
        "plan.remove_sharing_key": _("criterio di riparto tolto"),
        "plan.record_expense": _("spesa scritta"),
        "plan.take_reading": _("indicatore letto dai registri"),
        "plan.set_budget": _("risorse scritte"),
        "plan.add_indicator": _("indicatore aggiunto"),
        "plan.describe_indicator": _("indicatore modificato"),
        "plan.remove_indicator": _("indicatore tolto"),
        "plan.read_indicator": _("indicatore letto"),
    }
