"""The area plan: sections of the law, objectives, actions and what they rest on, money, indicators."""

from ordito.plan.models.actions import (
    Action,
    ActionState,
    ActionStep,
    Indicator,
    Reading,
)
from ordito.plan.models.grounds import (
    Ground,
)
from ordito.plan.models.money import (
    BudgetLine,
    BudgetSource,
    Expense,
    SharingKey,
    SharingKind,
    SharingWeight,
)
from ordito.plan.models.plans import (
    AreaPlan,
    Letter,
    Objective,
    PlanState,
    PlanVersion,
    Section,
    Signature,
    YearNote,
)

__all__ = [
    "Action",
    "ActionState",
    "ActionStep",
    "AreaPlan",
    "BudgetLine",
    "BudgetSource",
    "Expense",
    "Ground",
    "Indicator",
    "Letter",
    "Objective",
    "PlanState",
    "PlanVersion",
    "Reading",
    "Section",
    "SharingKey",
    "SharingKind",
    "SharingWeight",
    "Signature",
    "YearNote",
]
