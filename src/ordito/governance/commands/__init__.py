"""The deeds of the register, by file: `register`, `documents`, and the meetings' own."""

from ordito.governance.commands import documents, register

__all__ = ["documents", "register"]
