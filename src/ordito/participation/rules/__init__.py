"""The permissions of the room: who keeps the calls, who does what in a path while its phase is open."""

from ordito.participation.rules import ballots, calls, hypotheses, processes, synthesis, telling, voices

__all__ = ["ballots", "calls", "hypotheses", "processes", "synthesis", "telling", "voices"]
