"""Versions: the states of something that is written, from the first to the one that is valid now."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from ordito.core.models import User

if TYPE_CHECKING:
    from ordito.core.models import District


class Version(models.Model):
    """A numbered state of a whole: who made it, when, and what changed. Never changed afterwards."""

    number = models.PositiveIntegerField(_("versione"))
    note = models.CharField(_("che cosa cambia"), max_length=300, blank=True)
    at = models.DateTimeField(_("quando"))
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    of: ClassVar[str]
    """The field that leads to the whole."""

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.whole} v{self.number}"

    @property
    def whole(self) -> Any:
        return getattr(self, self.of)

    @property
    def district(self) -> District:
        found: District = self.whole.district
        return found
