"""Counting votes, and choosing within a budget so that each part of the voters has its share."""

from ordito.methods.choice._count import SchulzeTally, Tally, approval, borda, points, schulze
from ordito.methods.choice._shares import Account, Choice, equal_shares, greedy

__all__ = [
    "Account",
    "Choice",
    "SchulzeTally",
    "Tally",
    "approval",
    "borda",
    "equal_shares",
    "greedy",
    "points",
    "schulze",
]
