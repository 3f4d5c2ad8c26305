"""The permissions of the room: who keeps the calls, who does what in a path while its phase is open."""

from ordito.participation.rules import calls, processes

__all__ = ["calls", "processes"]
