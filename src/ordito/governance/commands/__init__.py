"""The deeds of the register, by file: `register`, `documents`, and the meetings' own."""

from ordito.governance.commands import documents, members, register

__all__ = ["documents", "members", "register"]
