"""Deeds on the plan: import from here, whatever the file."""

from ordito.plan.commands.actions import (
    ActionFacts,
    StepFacts,
    add_action,
    describe_action,
    record_step,
    remove_action,
)
from ordito.plan.commands.grounds import add_ground, remove_ground
from ordito.plan.commands.indicators import (
    IndicatorFacts,
    add_indicator,
    describe_indicator,
    read_indicator,
    remove_indicator,
    take_reading,
)
from ordito.plan.commands.money import (
    KeyFacts,
    add_sharing_key,
    record_expense,
    remove_sharing_key,
    set_budget,
    set_weights,
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
    "KeyFacts",
    "ObjectiveFacts",
    "PlanFacts",
    "PlanRefused",
    "StepFacts",
    "add_action",
    "add_ground",
    "add_indicator",
    "add_objective",
    "add_sharing_key",
    "adopt_plan",
    "create_plan",
    "describe_action",
    "describe_indicator",
    "describe_objective",
    "describe_plan",
    "read_indicator",
    "record_expense",
    "record_step",
    "remove_action",
    "remove_ground",
    "remove_indicator",
    "remove_objective",
    "remove_sharing_key",
    "set_budget",
    "set_weights",
    "take_reading",
    "write_section",
]
