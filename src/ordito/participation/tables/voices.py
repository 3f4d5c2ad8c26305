"""Gatherings, phones in the room, contributions: the tables."""

from ordito.core.tables import Table

TABLES: tuple[Table, ...] = ()
