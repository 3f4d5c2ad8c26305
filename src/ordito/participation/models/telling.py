"""Telling back: the digest that each person is sent at most once a week, and who asked for silence."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from ordito.core.models import District


class DigestRound(models.Model):
    """That a week's digests of a district were gathered: once, whatever is restarted."""

    district = models.ForeignKey(District, on_delete=models.PROTECT, related_name="digest_rounds")
    week = models.DateField(_("settimana del"))
    at = models.DateTimeField()
    written = models.PositiveIntegerField(_("riepiloghi scritti"), default=0)

    class Meta:
        verbose_name = _("giro dei riepiloghi")
        constraints = [models.UniqueConstraint(fields=["district", "week"], name="digest_round_once_a_week")]

    def __str__(self) -> str:
        return f"{self.district} · {self.week:%d/%m/%Y}"


class Digest(models.Model):
    """What became of what a person said, gathered in one e-mail; at most one per address and week."""

    district = models.ForeignKey(District, on_delete=models.PROTECT, related_name="digests")
    email = models.EmailField()
    week = models.DateField(_("settimana del"))
    news = models.JSONField(_("novità"), default=list)
    """What it tells, each as `queries.telling.News` keeps it."""
    queued_at = models.DateTimeField()
    try_after = models.DateTimeField(_("da inviare dopo"))
    attempts = models.PositiveSmallIntegerField(_("tentativi"), default=0)
    sent_at = models.DateTimeField(null=True, blank=True)
    problem = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name = _("riepilogo")
        constraints = [
            models.UniqueConstraint(fields=["district", "email", "week"], name="digest_once_a_week")
        ]

    def __str__(self) -> str:
        return f"{self.email} · {self.week:%d/%m/%Y}"


class Silence(models.Model):
    """An address that asked not to be told any more."""

    district = models.ForeignKey(District, on_delete=models.PROTECT, related_name="silences")
    email = models.EmailField()
    since = models.DateTimeField()

    class Meta:
        verbose_name = _("rinuncia ai riepiloghi")
        constraints = [models.UniqueConstraint(fields=["district", "email"], name="silence_once")]

    def __str__(self) -> str:
        return self.email
