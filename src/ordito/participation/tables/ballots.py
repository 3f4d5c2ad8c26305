"""Priorities and choices within a budget: the tables."""

from ordito.core.tables import Table

TABLES: tuple[Table, ...] = ()
