"""The secret of a person's own calendar link."""

from __future__ import annotations

from django.db import models

from ordito.core.models import User


class CalendarKey(models.Model):
    """What a person's calendar link is signed with: a new secret makes every earlier link worthless."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="calendar_key")
    secret = models.CharField(max_length=43)

    def __str__(self) -> str:
        return str(self.user)
