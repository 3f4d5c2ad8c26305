"""Rates of small places: shrunk to what the others say, standardised by age, followed in time."""

from ordito.methods.rates._shrinkage import Shrunk, shrink
from ordito.methods.rates._standardised import Direct, Indirect, direct, indirect
from ordito.methods.rates._trend import Trend, trend

__all__ = ["Direct", "Indirect", "Shrunk", "Trend", "direct", "indirect", "shrink", "trend"]
