"""What the plan knows: import from here, whatever the file."""

from ordito.plan.queries.house import deed_names, due, search, stations
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
    "budget_of",
    "current_plan",
    "deed_names",
    "due",
    "indicator_rows",
    "overview_of",
    "search",
    "stations",
]
