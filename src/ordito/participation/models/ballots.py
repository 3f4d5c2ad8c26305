"""Priorities: what is chosen among, by which method, and the papers of those who chose."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from ordito.community.models import Organisation
from ordito.core.addresses import address
from ordito.core.models import District, User
from ordito.participation.models.grids import Cell
from ordito.participation.models.hypotheses import Paragraph
from ordito.participation.models.processes import Process
from ordito.participation.models.voices import Contribution, Gathering, Phone

if TYPE_CHECKING:
    from datetime import datetime


class BallotMethod(models.TextChoices):
    APPROVAL = "approval", _("approvazione: tutte quelle che si condividono")
    POINTS = "points", _("punti da distribuire")
    RANKING = "ranking", _("ordine di preferenza")
    BUDGET = "budget", _("scelta entro un bilancio")


class VoterKind(models.TextChoices):
    PERSON = "person", _("ogni persona")
    ORGANISATION = "organisation", _("ogni organizzazione, con una voce sola")


class Ballot(models.Model):
    """A choice of priorities: a question, options, a method, and who the voters are."""

    process = models.ForeignKey(Process, on_delete=models.PROTECT, related_name="ballots")
    code = models.SlugField(_("codice"), max_length=80)
    title = models.CharField(_("titolo"), max_length=200)
    question = models.TextField(_("la domanda"), blank=True)
    gathering = models.ForeignKey(
        Gathering,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="ballots",
        verbose_name=_("raccolta"),
    )
    method = models.CharField(_("metodo"), max_length=12, choices=BallotMethod)
    voters = models.CharField(_("chi sceglie"), max_length=12, choices=VoterKind, default=VoterKind.PERSON)
    points = models.PositiveSmallIntegerField(_("punti a testa"), null=True, blank=True)
    budget = models.DecimalField(
        _("bilancio (€)"),
        max_digits=12,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    opens_at = models.DateTimeField(_("si apre"), null=True, blank=True)
    closes_at = models.DateTimeField(_("si chiude"), null=True, blank=True)
    is_synthetic = models.BooleanField(_("dimostrativo"), default=False)

    class Meta:
        verbose_name = _("scelta di priorità")
        constraints = [
            models.UniqueConstraint(fields=["process", "code"], name="ballot_code_once"),
            models.CheckConstraint(
                condition=~Q(method=BallotMethod.POINTS) | Q(points__gte=1), name="points_are_given"
            ),
            models.CheckConstraint(
                condition=~Q(method=BallotMethod.BUDGET) | Q(budget__gt=0), name="a_budget_is_given"
            ),
            models.CheckConstraint(
                condition=Q(closes_at__isnull=True) | Q(opens_at__isnull=False, closes_at__gte=F("opens_at")),
                name="ballot_closes_once_opened",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def district(self) -> District:
        return self.process.district

    def is_open(self, at: datetime) -> bool:
        """Whether papers are taken at a moment; without an opening it is still being prepared."""
        return (
            self.opens_at is not None
            and self.opens_at <= at
            and (self.closes_at is None or at < self.closes_at)
        )

    def is_closed(self, at: datetime) -> bool:
        """Whether no paper is taken any more, and the result is told."""
        return self.closes_at is not None and self.closes_at <= at

    def get_absolute_url(self) -> str:
        return address("participation:ballot", self.district.slug, self.process.code, self.code)


class BallotOption(models.Model):
    """Something to choose, with its cost where there is a budget, and where it comes from."""

    ballot = models.ForeignKey(Ballot, on_delete=models.CASCADE, related_name="options")
    number = models.PositiveSmallIntegerField(_("numero"))
    title = models.CharField(_("titolo"), max_length=200)
    description = models.TextField(_("descrizione"), blank=True)
    cost = models.DecimalField(
        _("costo (€)"),
        max_digits=12,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    contribution = models.ForeignKey(
        Contribution, on_delete=models.PROTECT, null=True, blank=True, related_name="ballot_options"
    )
    cell = models.ForeignKey(
        Cell, on_delete=models.PROTECT, null=True, blank=True, related_name="ballot_options"
    )
    paragraph = models.ForeignKey(
        Paragraph, on_delete=models.PROTECT, null=True, blank=True, related_name="ballot_options"
    )

    class Meta:
        verbose_name = _("opzione")
        constraints = [models.UniqueConstraint(fields=["ballot", "number"], name="ballot_option_once")]

    def __str__(self) -> str:
        return self.title

    @property
    def district(self) -> District:
        return self.ballot.district


class BallotPaper(models.Model):
    """One voter's paper: a person's, an organisation's, a phone's, or one of paper typed in by the office."""

    ballot = models.ForeignKey(Ballot, on_delete=models.CASCADE, related_name="papers")
    number = models.PositiveIntegerField()
    """Drawn by lot: it does not tell in which order papers came, because the journal tells who came when."""
    user = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    phone = models.ForeignKey(Phone, on_delete=models.PROTECT, null=True, blank=True, related_name="papers")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="papers"
    )
    on_paper = models.CharField(_("scheda di carta"), max_length=40, blank=True)
    at = models.DateTimeField(_("quando"))
    void_because = models.CharField(_("perché non si conta"), max_length=200, blank=True)
    """Written by who facilitates, of a phone's paper, while nobody sees what papers say; empty: it counts."""

    class Meta:
        verbose_name = _("scheda")
        constraints = [
            models.UniqueConstraint(fields=["ballot", "number"], name="paper_number_once"),
            models.UniqueConstraint(fields=["ballot", "phone"], name="a_phone_chooses_once"),
            models.UniqueConstraint(
                fields=["ballot", "user"],
                condition=Q(organisation__isnull=True),
                name="a_person_chooses_once",
            ),
            models.UniqueConstraint(fields=["ballot", "organisation"], name="an_organisation_chooses_once"),
            models.UniqueConstraint(
                fields=["ballot", "on_paper"], condition=~Q(on_paper=""), name="a_paper_is_typed_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ballot} · {self.number}"

    @property
    def is_void(self) -> bool:
        """Whether it is kept and not counted."""
        return bool(self.void_because)

    @property
    def district(self) -> District:
        return self.ballot.district


class BallotMark(models.Model):
    """What a paper says of an option: 1 for approved, points, or the place (1 the first; ties allowed)."""

    paper = models.ForeignKey(BallotPaper, on_delete=models.CASCADE, related_name="marks")
    option = models.ForeignKey(BallotOption, on_delete=models.CASCADE, related_name="marks")
    value = models.PositiveSmallIntegerField(_("valore"))

    class Meta:
        verbose_name = _("segno sulla scheda")
        constraints = [models.UniqueConstraint(fields=["paper", "option"], name="marked_once")]

    def __str__(self) -> str:
        return f"{self.paper_id}: {self.option_id} = {self.value}"

    @property
    def district(self) -> District:
        return self.paper.district
