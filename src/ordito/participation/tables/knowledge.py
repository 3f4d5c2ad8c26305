"""The map of documents, readings, activities, elaborations: the tables."""

from ordito.core.tables import Table

TABLES: tuple[Table, ...] = ()
