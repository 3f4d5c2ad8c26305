"""Statements, opinions, their map: the tables."""

from ordito.core.tables import Table

TABLES: tuple[Table, ...] = ()
