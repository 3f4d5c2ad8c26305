"""Deeds on the plan: import from here, whatever the file."""

from ordito.plan.commands.actions import (
    ActionFacts,
    add_action,
    describe_action,
    remove_action,
    set_budget,
    set_state,
)
from ordito.plan.commands.indicators import (
    IndicatorFacts,
    add_indicator,
    describe_indicator,
    read_indicator,
    remove_indicator,
)
from ordito.plan.commands.plans import (
    ObjectiveFacts,
    PlanFacts,
    PlanRefused,
    add_objective,
    adopt_plan,
    create_plan,
    describe_objective,
    describe_plan,
    remove_objective,
    write_section,
)

__all__ = [
    "ActionFacts",
    "IndicatorFacts",
    "ObjectiveFacts",
    "PlanFacts",
    "PlanRefused",
    "add_action",
    "add_indicator",
    "add_objective",
    "adopt_plan",
    "create_plan",
    "describe_action",
    "describe_indicator",
    "describe_objective",
    "describe_plan",
    "read_indicator",
    "remove_action",
    "remove_indicator",
    "remove_objective",
    "set_budget",
    "set_state",
    "write_section",
]
