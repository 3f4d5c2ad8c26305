"""Statements to agree or disagree with, and what each voter, or each counted room, said."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ordito.core.models import District, User
from ordito.participation.models.voices import Contribution, Gathering, Phone


class Statement(models.Model):
    """A sentence that one may agree with, disagree with, or pass."""

    gathering = models.ForeignKey(Gathering, on_delete=models.PROTECT, related_name="statements")
    number = models.PositiveSmallIntegerField()
    text = models.CharField(_("affermazione"), max_length=300)
    contribution = models.ForeignKey(
        Contribution,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="statements",
        verbose_name=_("dal contributo"),
    )
    is_open = models.BooleanField(_("aperta al voto"), default=True)
    is_synthetic = models.BooleanField(_("dimostrativo"), default=False)

    class Meta:
        verbose_name = _("affermazione")
        constraints = [models.UniqueConstraint(fields=["gathering", "number"], name="statement_number_once")]

    def __str__(self) -> str:
        return self.text

    @property
    def district(self) -> District:
        return self.gathering.district


class Opinion(models.IntegerChoices):
    AGREE = 1, _("d'accordo")
    PASS = 0, _("passo")
    DISAGREE = -1, _("non d'accordo")


class Vote(models.Model):
    """What one voter says of one statement; voting again changes it, never adds to it."""

    statement = models.ForeignKey(Statement, on_delete=models.CASCADE, related_name="votes")
    phone = models.ForeignKey(Phone, on_delete=models.CASCADE, null=True, blank=True, related_name="votes")
    user = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    value = models.SmallIntegerField(_("opinione"), choices=Opinion)
    at = models.DateTimeField(_("quando"))

    class Meta:
        verbose_name = _("opinione")
        constraints = [
            models.CheckConstraint(
                condition=Q(phone__isnull=True, user__isnull=False)
                | Q(phone__isnull=False, user__isnull=True),
                name="one_voter_votes",
            ),
            models.CheckConstraint(condition=Q(value__in=[-1, 0, 1]), name="an_opinion_is_one_of_three"),
            models.UniqueConstraint(fields=["statement", "phone"], name="a_phone_votes_once"),
            models.UniqueConstraint(fields=["statement", "user"], name="a_person_votes_once"),
        ]

    def __str__(self) -> str:
        return f"{self.statement_id}: {self.value}"

    @property
    def district(self) -> District:
        return self.statement.district


class CountedVote(models.Model):
    """Hands raised or paper counted at a table on a statement: how many, not who."""

    statement = models.ForeignKey(Statement, on_delete=models.CASCADE, related_name="counted")
    table = models.CharField(_("tavolo"), max_length=40, blank=True)
    agree = models.PositiveIntegerField(_("d'accordo"), default=0)
    disagree = models.PositiveIntegerField(_("non d'accordo"), default=0)
    passed = models.PositiveIntegerField(_("passano"), default=0)
    at = models.DateTimeField(_("quando"))

    class Meta:
        verbose_name = _("conteggio a mano")
        constraints = [models.UniqueConstraint(fields=["statement", "table"], name="a_table_is_counted_once")]

    def __str__(self) -> str:
        return f"{self.statement_id}: +{self.agree} -{self.disagree} ={self.passed}"

    @property
    def district(self) -> District:
        return self.statement.district
