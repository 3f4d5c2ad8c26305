"""Questions about calls and who answered them."""

from ordito.participation.queries.calls import (
    ApplicationRow,
    CallRow,
    ScoreRow,
    applications_of,
    calls_in,
    rows_of_checks,
    scores_of,
)
from ordito.participation.queries.house import at_home, deed_names
from ordito.participation.queries.link import application_of, link_of
from ordito.participation.queries.search import shelves

__all__ = [
    "ApplicationRow",
    "CallRow",
    "ScoreRow",
    "application_of",
    "applications_of",
    "at_home",
    "calls_in",
    "deed_names",
    "link_of",
    "rows_of_checks",
    "scores_of",
    "shelves",
]
