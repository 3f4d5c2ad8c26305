"""What the plan tells the house: its station, what is due, what a search finds, its deeds in words."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from django.db.models import TextField, Value
from django.db.models.functions import Concat
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ordito.core.loop import Due, Station
from ordito.core.models import Actor, District
from ordito.core.rules import is_insider
from ordito.core.search import Hit
from ordito.core.shelves import Shelf, on_shelves
from ordito.core.templatetags.ordito import in_days
from ordito.plan.models import Action, AreaPlan, Objective, PlanState, Section, YearNote
from ordito.plan.queries.overview import ActionRow, actions_of, current_plan, missed_day

SOON = timedelta(days=180)


def stations(district: District, user: Actor, today: date) -> list[Station]:
    """How many of the plan's actions have begun."""
    plan, rows = _plan_and_actions(district, user, today)
    if plan is None:
        what = _("nessun piano, per ora")
        return [
            Station(
                key="piano",
                name=_("Piano"),
                figure="—",
                what=what,
                url=reverse("plan:plans", args=[district.slug]),
            )
        ]
    public = reverse("plan:public", args=[district.slug, plan.code])
    begun = sum(row.action.state in {"started", "done", "suspended"} for row in rows)
    late = sum(bool(row.late) for row in rows)
    due = ngettext("%(n)s azione in ritardo", "%(n)s azioni in ritardo", late) % {"n": late} if late else ""
    return [
        Station(
            key="piano",
            name=_("Piano"),
            figure=str(begun),
            of=str(len(rows)),
            what=_("azioni avviate") + f" · {plan.title}",
            url=plan.get_absolute_url() if is_insider(user, district) else public,
            due=due,
            urgency="late" if late else "calm",
        )
    ]


def due(district: District, user: Actor, today: date) -> list[Due]:
    """Late actions, and a plan that is about to end; for whoever works in the district."""
    if not is_insider(user, district):
        return []
    plan, rows = _plan_and_actions(district, user, today)
    if plan is None:
        return []
    found = [
        Due(
            on=missed,
            when=in_days(missed, today),
            title=_("Azione %(code)s %(title)s") % {"code": row.action.code, "title": row.action.title},
            url=row.action.get_absolute_url(),
            detail=row.late + (f" · {row.action.owner}" if row.action.owner else ""),
            urgency="late",
        )
        for row in rows
        if (missed := missed_day(row.action, today)) is not None
    ]
    if plan.state == PlanState.ADOPTED and plan.starts_on <= today < plan.ends_before:
        found += _year_due(plan, today)
    if plan.state != PlanState.CONCLUDED and today < plan.ends_before <= today + SOON:
        last = plan.ends_before - timedelta(days=1)
        found.append(
            Due(
                on=plan.ends_before,
                when=_("entro il %(day)s") % {"day": f"{last:%d/%m}"},
                title=_("Preparare il piano che segue"),
                url=plan.get_absolute_url(),
                detail=_("«%(title)s» finisce il %(day)s") % {"title": plan.title, "day": f"{last:%d/%m/%Y}"},
                urgency="calm",
            )
        )
    return found


def _plan_and_actions(
    district: District, user: Actor, today: date
) -> tuple[AreaPlan | None, list[ActionRow]]:
    """The plan of which the house is told and its actions: asked once for the station and what is due."""
    kept: dict[tuple[int | None, date], tuple[AreaPlan | None, list[ActionRow]]]
    kept = district.__dict__.setdefault("_plan_and_actions", {})
    if (user.pk, today) not in kept:
        plan = current_plan(district, user, today)
        if plan is not None:
            plan.district = district
        kept[user.pk, today] = plan, actions_of(plan, today) if plan else []
    return kept[user.pk, today]


def _year_due(plan: AreaPlan, today: date) -> list[Due]:
    """The words of this year's implementation document, while they are not written."""
    if YearNote.objects.filter(plan=plan, year=today.year).exclude(text="").exists():
        return []
    return [
        Due(
            on=date(today.year, 12, 31),
            when=str(today.year),
            title=_("Scrivere il documento di attuazione (DAPP) del %(year)s") % {"year": today.year},
            url=reverse("plan:write_year", args=[plan.district.slug, plan.code, today.year]),
            detail=plan.title,
            urgency="calm",
        )
    ]


def search(district: District, user: Actor, words: str) -> list[Hit]:
    """Objectives, actions and sections of the plans that the reader may see."""
    plans = AreaPlan.objects.visible_to(user).filter(district=district)

    def opened(view: str, *keys: str) -> str:
        return reverse(f"plan:{view}", args=[district.slug, *keys])

    named = Concat("code", Value(" "), "title", output_field=TextField())
    in_plan = ("plan__code", "code", "pk")
    return on_shelves(
        [
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
        ],
        words,
    )


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
