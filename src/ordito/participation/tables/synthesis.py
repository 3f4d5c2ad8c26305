"""Grids and concept maps: the tables."""

from ordito.core.tables import Table

TABLES: tuple[Table, ...] = ()
