"""How the plan's rows leave a district and how they come in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from ordito.core.models import District
from ordito.core.tables import Loading, Record
from ordito.plan.models import Action, AreaPlan, Indicator, Objective, Reading, Section
from ordito.plan.tables.columns import Rows, coded, decision_or_none, decisions_of, hanging, path, plain

PLAN_FACTS = ("title", "starts_on", "ends_before", "state", "is_public", "plainly")


def plans(district: District) -> Rows:
    found = AreaPlan.objects.filter(district=district)
    return found.values_list(
        "code",
        *PLAN_FACTS,
        "adopted_by__meeting__code",
        "adopted_by__number",
        "previous__code",
        "is_synthetic",
    ).iterator()


def load_plans(loading: Loading) -> None:
    known = decisions_of(loading)
    rows = (
        AreaPlan(
            district=loading.district,
            code=row["code"],
            title=row["title"],
            starts_on=row["starts_on"],
            ends_before=row["ends_before"],
            state=row["state"],
            is_public=bool(row["is_public"]),
            plainly=row["plainly"],
            adopted_by_id=decision_or_none(loading, row, known),
            is_synthetic=bool(row["is_synthetic"]),
        )
        for row in loading
    )
    update = loading.given(*PLAN_FACTS, "is_synthetic")
    update += ["adopted_by"] if "decision" in loading.columns else []
    loading.upsert(AreaPlan, rows, by=["district", "code"], update=update)
    if "previous" in loading.columns:
        for row in loading:  # now that every plan has an id
            before = loading.pk_or_none("plans", row["previous"])
            AreaPlan.objects.filter(pk=loading.pk("plans", row["code"])).update(previous_id=before)


def sections(district: District) -> Rows:
    found = Section.objects.filter(plan__district=district)
    return found.values_list("plan__code", "letter", "text").iterator()


def load_sections(loading: Loading) -> None:
    rows = (
        Section(plan_id=loading.pk("plans", row["plan"]), letter=row["letter"], text=row["text"])
        for row in loading
    )
    loading.upsert(Section, rows, by=["plan", "letter"], update=loading.given("text"))


def objectives(district: District) -> Rows:
    found = coded(Objective.objects.filter(plan__district=district), "plan__code", "code").annotate(
        continued=path("continues__plan__code", "continues__code")
    )
    names = (
        "path",
        "plan__code",
        "code",
        "title",
        "group",
        "description",
        "plainly",
        "proposed_by__code",
        "continues",
        "continued",
    )
    for *told, continues, continued in found.values_list(*names).iterator():
        yield (*told, continued if continues else None)


def objective_keys(district: District) -> Any:
    return coded(Objective.objects.filter(plan__district=district), "plan__code", "code").values_list(
        "path", "pk"
    )


def load_objectives(loading: Loading) -> None:
    rows = (
        Objective(
            plan_id=loading.pk("plans", row["plan"]),
            code=row["number"],
            title=row["title"],
            group=row["group"],
            description=row["description"],
            plainly=row["plainly"],
            proposed_by_id=loading.pk_or_none("bodies", row["proposed_by"]),
        )
        for row in hanging(loading, "plan")
    )
    update = loading.given("title", "group", "description", "plainly", "proposed_by")
    loading.upsert(Objective, rows, by=["plan", "code"], update=update)
    if "continues" in loading.columns:
        for row in loading:  # now that every objective has an id
            before = loading.pk_or_none("objectives", row["continues"])
            Objective.objects.filter(pk=loading.pk("objectives", row["code"])).update(continues_id=before)


def actions(district: District) -> Rows:
    found = coded(Action.objects.filter(plan__district=district), "plan__code", "code").annotate(
        objective_path=path("plan__code", "objective__code")
    )
    yield from found.values_list(
        "path",
        "plan__code",
        "objective_path",
        "code",
        "title",
        "description",
        "plainly",
        "owner__code",
        "starts_on",
        "ends_before",
        "state",
        "is_synthetic",
    ).iterator()


def action_keys(district: District) -> Any:
    return coded(Action.objects.filter(plan__district=district), "plan__code", "code").values_list(
        "path", "pk"
    )


def load_actions(loading: Loading) -> None:
    rows = (
        Action(
            plan_id=loading.pk("plans", row["plan"]),
            objective_id=loading.pk("objectives", row["objective"]),
            code=row["number"],
            title=row["title"],
            description=row["description"],
            plainly=row["plainly"],
            owner_id=loading.pk_or_none("organisations", row["owner"]),
            starts_on=row["starts_on"],
            ends_before=row["ends_before"],
            state=row["state"],
            is_synthetic=bool(row["is_synthetic"]),
        )
        for row in _of_its_plan(loading)
    )
    update = loading.given(
        "objective",
        "title",
        "description",
        "plainly",
        "owner",
        "starts_on",
        "ends_before",
        "state",
        "is_synthetic",
    )
    loading.upsert(Action, rows, by=["plan", "code"], update=update)


def partners(district: District) -> Rows:
    found = Action.partners.through.objects.filter(action__plan__district=district)
    rows = coded(found, "action__plan__code", "action__code")
    return rows.values_list("path", "organisation__code").iterator()


def load_partners(loading: Loading) -> None:
    through = Action.partners.through
    for batch in loading.batches():
        rows = [
            through(
                action_id=loading.pk("actions", row["action"]),
                organisation_id=loading.pk("organisations", row["organisation"]),
            )
            for row in batch
        ]
        through.objects.bulk_create(rows, ignore_conflicts=True)


def indicators(district: District) -> Rows:
    found = coded(
        Indicator.objects.filter(action__plan__district=district),
        "action__plan__code",
        "action__code",
        "code",
    ).annotate(action_path=path("action__plan__code", "action__code"))
    names = ("path", "action_path", "code", "name", "unit", "baseline", "target")
    more = ("taken_from", "is_synthetic")
    for *told, baseline, target, taken_from, is_synthetic in found.values_list(*names, *more).iterator():
        yield (*told, plain(baseline), plain(target), taken_from, is_synthetic)


def indicator_keys(district: District) -> Any:
    found = Indicator.objects.filter(action__plan__district=district)
    return coded(found, "action__plan__code", "action__code", "code").values_list("path", "pk")


def load_indicators(loading: Loading) -> None:
    rows = (
        Indicator(
            action_id=loading.pk("actions", row["action"]),
            code=row["number"],
            name=row["name"],
            unit=row["unit"],
            baseline=row["baseline"],
            target=row["target"],
            taken_from=row["taken_from"],
            is_synthetic=bool(row["is_synthetic"]),
        )
        for row in hanging(loading, "action")
    )
    update = loading.given("name", "unit", "baseline", "target", "taken_from", "is_synthetic")
    loading.upsert(Indicator, rows, by=["action", "code"], update=update)


def readings(district: District) -> Rows:
    found = Reading.objects.filter(indicator__action__plan__district=district)
    rows = coded(found, "indicator__action__plan__code", "indicator__action__code", "indicator__code")
    for indicator, on, value, source in rows.values_list("path", "on", "value", "source").iterator():
        yield (indicator, on, plain(value), source)


def load_readings(loading: Loading) -> None:
    rows = (
        Reading(
            indicator_id=loading.pk("indicators", row["indicator"]),
            on=row["on"],
            value=row["value"],
            source=row["source"],
        )
        for row in loading
    )
    loading.upsert(Reading, rows, by=["indicator", "on"], update=loading.given("value", "source"))


def _of_its_plan(loading: Loading) -> Iterator[Record]:
    for row in hanging(loading, "plan"):
        if row["objective"].rpartition("/")[0] == row["plan"]:
            yield row
        else:
            loading.wrong(row, "objective", _("un obiettivo dello stesso piano"))
