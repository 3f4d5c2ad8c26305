"""What the register knows: import from here, whatever the file."""

from ordito.governance.queries.register import sits_in

__all__ = ["sits_in"]
