"""Numbers for people who decide together: no Django, no database; usable alone by a researcher.

Every method takes arrays and gives back a frozen result; it refuses what it cannot use with `InvalidInput`.
It says how sure it is, and where there is nothing reliable to say it says that. Nothing depends on the order
of the rows or on the clock; a random part takes a `numpy.random.Generator`.
"""

from ordito.methods.errors import InvalidInput

__all__ = ["InvalidInput"]
