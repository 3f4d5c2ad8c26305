"""How voices come in: calls and those who answer them."""

from ordito.participation.models.applications import (
    Application,
    ApplicationFile,
    ApplicationState,
    Channel,
    Check,
    Conflict,
    Finding,
    Integration,
    Score,
)
from ordito.participation.models.calls import (
    Call,
    CallKind,
    CallPhase,
    CallState,
    Commissioner,
    Criterion,
    Initiative,
    Requirement,
)

__all__ = [
    "Application",
    "ApplicationFile",
    "ApplicationState",
    "Call",
    "CallKind",
    "CallPhase",
    "CallState",
    "Channel",
    "Check",
    "Commissioner",
    "Conflict",
    "Criterion",
    "Finding",
    "Initiative",
    "Integration",
    "Requirement",
    "Score",
]
