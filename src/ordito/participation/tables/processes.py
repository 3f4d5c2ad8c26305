"""Paths, phases, workshops, products: the tables."""

from ordito.core.tables import Table

TABLES: tuple[Table, ...] = ()
