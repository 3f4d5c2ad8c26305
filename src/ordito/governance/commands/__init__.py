"""The deeds of the register, by file: `register`, `documents`, and the meetings' own."""

from ordito.governance.commands import calendar, documents, members, register

__all__ = ["calendar", "documents", "members", "register"]
