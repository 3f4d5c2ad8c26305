"""What became of it, and the digest: the tables."""

from ordito.core.tables import Table

TABLES: tuple[Table, ...] = ()
