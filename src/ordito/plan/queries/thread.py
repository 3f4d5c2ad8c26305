"""What the plan tells of a thread: objectives, actions, their money, what is seen of them."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from django.db.models import DecimalField, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from ordito.core.numbers import shortest, written
from ordito.core.thread import Knot, Stage, key_of
from ordito.governance.models import Decision
from ordito.participation.models import Cell, Contribution, Paragraph, Source
from ordito.plan.models import Action, AreaPlan, BudgetLine, Ground, Indicator, Objective, Reading
from ordito.plan.queries.overview import late

if TYPE_CHECKING:
    from django.db.models import Model

    from ordito.core.thread import Key, Thread

CITED: dict[str, type[Model]] = {
    "contribution": Contribution,
    "cell": Cell,
    "paragraph": Paragraph,
    "decision": Decision,
    "source": Source,
}


def follow(thread: Thread) -> None:
    """From whatever is cited to objectives and actions, their money and the last readings."""
    held = Q()
    for name, model in CITED.items():
        if thread.among(model):
            held |= Q(**{f"{name}__in": thread.within(model)})
    if held:
        _grounded(thread, held)
    _actions(thread)
    if thread.goes_to(Stage.SEEN):
        _indicators(thread)


def seek(thread: Thread) -> None:
    """From actions and objectives back to what they rest on."""
    actions, objectives = thread.among(Action), thread.among(Objective)
    if actions:
        for action in Action.objects.filter(pk__in=actions).select_related("objective__plan"):
            thread.reach(_objective(thread, action.objective), key_of(action))
            objectives.append(action.objective_id)
    held = Ground.objects.filter(Q(action__in=actions) | Q(objective__in=objectives))
    for each in held.select_related("reading__indicator__action__plan__district"):
        upheld = (
            (Action._meta.label_lower, each.action_id)
            if each.action_id
            else (Objective._meta.label_lower, each.objective_id or 0)
        )
        if each.reading is not None:
            thread.reach(_reading(each.reading), upheld)
        for name, model in CITED.items():
            if (number := getattr(each, f"{name}_id")) is not None:
                thread.point((model._meta.label_lower, number), upheld)


def _plans(thread: Thread) -> QuerySet[AreaPlan]:
    return AreaPlan.objects.visible_to(thread.user).filter(district=thread.district)


def _grounded(thread: Thread, held: Q) -> None:
    plans = _plans(thread)
    grounds = Ground.objects.filter(held).filter(Q(objective__plan__in=plans) | Q(action__plan__in=plans))
    for each in grounds.select_related("objective__plan"):
        causes = [
            (model._meta.label_lower, number)
            for name, model in CITED.items()
            if (number := getattr(each, f"{name}_id")) is not None
        ]
        if each.objective is not None:
            thread.reach(_objective(thread, each.objective), *causes)
        else:
            thread.point((Action._meta.label_lower, each.action_id or 0), *causes)


def _actions(thread: Thread) -> None:
    """Actions that were pointed to, and those of the objectives; with the sum of their money."""
    pointed, objectives = thread.among(Action), thread.among(Objective)
    if not (pointed or objectives):
        return
    sums = BudgetLine.objects.filter(action=OuterRef("pk")).order_by().values("action")
    money = Coalesce(
        Subquery(sums.annotate(sum=Sum("amount")).values("sum")),
        Value(Decimal(0)),
        output_field=DecimalField(),
    )
    rows = Action.objects.filter(Q(pk__in=pointed) | Q(objective__in=objectives), plan__in=_plans(thread))
    for action in rows.select_related("plan", "owner").annotate(money=money):
        action.plan.district = thread.district
        missed = late(action, thread.on)
        knot = Knot(
            key=key_of(action),
            stage=Stage.DONE,
            kind=_("Azione %(code)s") % {"code": action.code},
            title=action.title,
            url=action.get_absolute_url(),
            detail=" · ".join(filter(None, (str(action.get_state_display()), missed))),
            urgency="late" if missed else "",
        )
        thread.reach(knot, _key(Objective, action.objective_id))
        if action.money:
            thread.reach(_money(action), knot.key)


def _indicators(thread: Thread) -> None:
    actions = thread.among(Action)
    if not actions:
        return
    last = Reading.objects.filter(indicator=OuterRef("pk")).order_by("-on")
    rows = Indicator.objects.filter(action__in=actions).select_related("action__plan")
    for each in rows.annotate(
        read=Subquery(last.values("value")[:1]), read_on=Subquery(last.values("on")[:1])
    ):
        each.action.plan.district = thread.district
        told = (
            str(_("ancora da leggere")) if each.read is None else f"{_figure(each.read)} {each.unit}".strip()
        )
        knot = Knot(
            key=key_of(each),
            stage=Stage.SEEN,
            kind=_("Indicatore"),
            title=each.name,
            url=f"{each.action.get_absolute_url()}#indicatori",
            on=each.read_on,
            detail=told,
        )
        thread.reach(knot, _key(Action, each.action_id))


def _objective(thread: Thread, objective: Objective) -> Knot:
    objective.plan.district = thread.district
    return Knot(
        key=key_of(objective),
        stage=Stage.AIMED,
        kind=_("Obiettivo %(code)s") % {"code": objective.code},
        title=objective.title,
        url=objective.get_absolute_url(),
        detail=objective.plan.title,
    )


def _money(action: Action) -> Knot:
    """The money of an action: one knot that opens its budget lines."""
    total: Decimal = getattr(action, "money", Decimal(0))
    amount = number_format(total, 0, use_l10n=True, force_grouping=True)
    return Knot(
        key=(BudgetLine._meta.label_lower, action.pk),
        stage=Stage.PAID,
        kind=_("Risorse dell'azione %(code)s") % {"code": action.code},
        title=_("%(amount)s €") % {"amount": amount},
        url=f"{action.get_absolute_url()}#risorse",
    )


def _reading(reading: Reading) -> Knot:
    indicator = reading.indicator
    return Knot(
        key=key_of(reading),
        stage=Stage.SAID,
        kind=_("Lettura di un indicatore"),
        title=f"{indicator.name}: {_figure(reading.value)} {indicator.unit}".strip(),
        url=f"{indicator.action.get_absolute_url()}#indicatori",
        on=reading.on,
        detail=reading.source,
    )


def _figure(value: Decimal) -> str:
    return written(shortest(value))


def _key(model: type[Model], number: int) -> Key:
    return (model._meta.label_lower, number)
