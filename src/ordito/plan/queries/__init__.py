"""What the plan knows: import from here, whatever the file."""

from ordito.plan.queries.house import at_home, deed_names, shelves
from ordito.plan.queries.overview import (
    ActionRow,
    BudgetTable,
    Gap,
    IndicatorRow,
    Overview,
    budget_of,
    current_plan,
    indicator_rows,
    overview_of,
)

__all__ = [
    "ActionRow",
    "BudgetTable",
    "Gap",
    "IndicatorRow",
    "Overview",
    "at_home",
    "budget_of",
    "current_plan",
    "deed_names",
    "indicator_rows",
    "overview_of",
    "shelves",
]
