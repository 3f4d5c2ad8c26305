"""Hypotheses, versions, amendments: the tables."""

from ordito.core.tables import Table

TABLES: tuple[Table, ...] = ()
