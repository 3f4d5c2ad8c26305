"""The permissions of the room: who keeps the register, who keeps meetings."""

from ordito.governance.rules import meetings, register

__all__ = ["meetings", "register"]
