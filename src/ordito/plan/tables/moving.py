"""How the plan's rows leave a district and how they come in."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.db.models import CharField, F, QuerySet, Value
from django.db.models.functions import Concat
from django.utils.translation import gettext as _

from ordito.core.models import District
from ordito.core.tables import Loading, Record
from ordito.plan.models import Action, AreaPlan, BudgetLine, Indicator, Objective, Reading, Section

Rows = Iterator[tuple[Any, ...]]


def _path(*names: str) -> Concat:
    parts: list[Any] = [F(names[0])]
    for name in names[1:]:
        parts += [Value("/"), F(name)]
    return Concat(*parts, output_field=CharField())


def _coded(rows: QuerySet[Any], *names: str) -> QuerySet[Any]:
    coded: QuerySet[Any] = rows.annotate(path=_path(*names))
    return coded


def plans(district: District) -> Rows:
    found = AreaPlan.objects.filter(district=district)
    return found.values_list(
        "code", "title", "starts_on", "ends_before", "state", "is_public", "is_synthetic"
    ).iterator()


def load_plans(loading: Loading) -> None:
    rows = (
        AreaPlan(
            district=loading.district,
            code=row["code"],
            title=row["title"],
            starts_on=row["starts_on"],
            ends_before=row["ends_before"],
            state=row["state"],
            is_public=bool(row["is_public"]),
            is_synthetic=bool(row["is_synthetic"]),
        )
        for row in loading
    )
    update = loading.given("title", "starts_on", "ends_before", "state", "is_public", "is_synthetic")
    loading.upsert(AreaPlan, rows, by=["district", "code"], update=update)


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
    found = _coded(Objective.objects.filter(plan__district=district), "plan__code", "code")
    return found.values_list(
        "path", "plan__code", "code", "title", "group", "description", "proposed_by__code"
    ).iterator()


def objective_keys(district: District) -> Any:
    return _coded(Objective.objects.filter(plan__district=district), "plan__code", "code").values_list(
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
            proposed_by_id=loading.pk_or_none("bodies", row["proposed_by"]),
        )
        for row in _hanging(loading, "plan")
    )
    update = loading.given("title", "group", "description", "proposed_by")
    loading.upsert(Objective, rows, by=["plan", "code"], update=update)


def actions(district: District) -> Rows:
    found = _coded(Action.objects.filter(plan__district=district), "plan__code", "code").annotate(
        objective_path=_path("plan__code", "objective__code")
    )
    yield from found.values_list(
        "path",
        "plan__code",
        "objective_path",
        "code",
        "title",
        "description",
        "owner__code",
        "starts_on",
        "ends_before",
        "state",
        "is_synthetic",
    ).iterator()


def action_keys(district: District) -> Any:
    return _coded(Action.objects.filter(plan__district=district), "plan__code", "code").values_list(
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
            owner_id=loading.pk_or_none("organisations", row["owner"]),
            starts_on=row["starts_on"],
            ends_before=row["ends_before"],
            state=row["state"],
            is_synthetic=bool(row["is_synthetic"]),
        )
        for row in _of_its_plan(loading)
    )
    update = loading.given(
        "objective", "title", "description", "owner", "starts_on", "ends_before", "state", "is_synthetic"
    )
    loading.upsert(Action, rows, by=["plan", "code"], update=update)


def partners(district: District) -> Rows:
    found = Action.partners.through.objects.filter(action__plan__district=district)
    coded = _coded(found, "action__plan__code", "action__code")
    return coded.values_list("path", "organisation__code").iterator()


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


def budget(district: District) -> Rows:
    found = _coded(
        BudgetLine.objects.filter(action__plan__district=district), "action__plan__code", "action__code"
    )
    return found.values_list("path", "year", "source", "amount", "is_synthetic").iterator()


def load_budget(loading: Loading) -> None:
    rows = (
        BudgetLine(
            action_id=loading.pk("actions", row["action"]),
            year=row["year"],
            source=row["source"],
            amount=row["amount"],
            is_synthetic=bool(row["is_synthetic"]),
        )
        for row in loading
    )
    loading.upsert(
        BudgetLine, rows, by=["action", "year", "source"], update=loading.given("amount", "is_synthetic")
    )


def indicators(district: District) -> Rows:
    coded = _coded(
        Indicator.objects.filter(action__plan__district=district),
        "action__plan__code",
        "action__code",
        "code",
    ).annotate(action_path=_path("action__plan__code", "action__code"))
    names = ("path", "action_path", "code", "name", "unit", "baseline", "target", "is_synthetic")
    for *told, baseline, target, is_synthetic in coded.values_list(*names).iterator():
        yield (*told, _plain(baseline), _plain(target), is_synthetic)


def indicator_keys(district: District) -> Any:
    found = Indicator.objects.filter(action__plan__district=district)
    return _coded(found, "action__plan__code", "action__code", "code").values_list("path", "pk")


def load_indicators(loading: Loading) -> None:
    rows = (
        Indicator(
            action_id=loading.pk("actions", row["action"]),
            code=row["number"],
            name=row["name"],
            unit=row["unit"],
            baseline=row["baseline"],
            target=row["target"],
            is_synthetic=bool(row["is_synthetic"]),
        )
        for row in _hanging(loading, "action")
    )
    update = loading.given("name", "unit", "baseline", "target", "is_synthetic")
    loading.upsert(Indicator, rows, by=["action", "code"], update=update)


def readings(district: District) -> Rows:
    found = Reading.objects.filter(indicator__action__plan__district=district)
    coded = _coded(found, "indicator__action__plan__code", "indicator__action__code", "indicator__code")
    for path, on, value, source in coded.values_list("path", "on", "value", "source").iterator():
        yield (path, on, _plain(value), source)


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


def _plain(value: Decimal | None) -> Decimal | None:
    """A number without the zeros that the column adds."""
    if value is None:
        return None
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize()


def _hanging(loading: Loading, above: str) -> Iterator[Record]:
    """The rows whose code is the code of what is above, a slash and the number; the others are said wrong."""
    for row in loading:
        if row["code"] == f"{row[above]}/{row['number']}":
            yield row
        else:
            loading.wrong(row, "code", _("«%(code)s»") % {"code": f"{row[above]}/{row['number']}"})


def _of_its_plan(loading: Loading) -> Iterator[Record]:
    for row in _hanging(loading, "plan"):
        if row["objective"].rpartition("/")[0] == row["plan"]:
            yield row
        else:
            loading.wrong(row, "objective", _("un obiettivo dello stesso piano"))
