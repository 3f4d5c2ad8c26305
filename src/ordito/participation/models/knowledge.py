"""Knowing together: which documents describe what, what to read, activities looked into, elaborations."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ordito.community.models import Organisation, UserArea
from ordito.core.addresses import address
from ordito.core.models import Attachment, District, Operator, User
from ordito.core.search import search_index
from ordito.governance.models import Meeting
from ordito.participation.models.processes import Process
from ordito.territory.models import Municipality, SubArea

if TYPE_CHECKING:
    from ordito.core.models import Actor


class SourceKind(models.TextChoices):
    REPORT = "report", _("relazione")
    SURVEY = "survey", _("indagine, dati")
    BUDGET = "budget", _("bilancio")
    PLAN = "plan", _("piano, programma")
    ACT = "act", _("norma, atto")
    PROJECT = "project", _("progetto")
    BOOK = "book", _("libro, articolo")
    OTHER = "other", _("altro")


class SourceQuerySet(models.QuerySet["Source"]):
    def visible_to(self, user: Actor) -> Self:
        """Public sources, and all those of the districts where the person works."""
        if isinstance(user, Operator) or (isinstance(user, User) and user.is_installation_admin):
            return self.all()
        public = Q(is_public=True, district__is_public=True)
        if isinstance(user, User):
            return self.filter(public | Q(district_id__in=user.district_ids))
        return self.filter(public)


class Source(models.Model):
    """A document in the map of documents: what phenomenon it describes, where, when, how it is treated."""

    district = models.ForeignKey(District, on_delete=models.PROTECT, related_name="sources")
    code = models.SlugField(_("codice"), max_length=80)
    title = models.CharField(_("titolo"), max_length=300)
    kind = models.CharField(_("tipo"), max_length=12, choices=SourceKind, default=SourceKind.OTHER)
    author = models.CharField(_("di chi"), max_length=200, blank=True)
    year = models.PositiveSmallIntegerField(_("anno"), null=True, blank=True)
    phenomenon = models.TextField(_("quale fenomeno descrive"), blank=True)
    user_area = models.CharField(_("area di utenza"), max_length=20, choices=UserArea, blank=True)
    municipalities = models.ManyToManyField(
        Municipality, blank=True, related_name="sources", verbose_name=_("in quali comuni")
    )
    period = models.CharField(_("di quale periodo"), max_length=80, blank=True)
    treatment = models.TextField(_("come il fenomeno è trattato"), blank=True)
    link = models.URLField(_("collegamento"), blank=True)
    file = models.ForeignKey(
        Attachment, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("file")
    )
    is_public = models.BooleanField(_("pubblico"), default=True)
    is_synthetic = models.BooleanField(_("dimostrativo"), default=False)

    objects = SourceQuerySet.as_manager()

    class Meta:
        verbose_name = _("fonte")
        constraints = [models.UniqueConstraint(fields=["district", "code"], name="source_code_once")]
        indexes = [search_index("source_words", "title", "phenomenon", "treatment")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return address("participation:source", self.district.slug, self.code)


class SuggestedReading(models.Model):
    """A source in the reading list of a path, and why it is worth the time."""

    process = models.ForeignKey(Process, on_delete=models.CASCADE, related_name="readings")
    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="suggested_in")
    number = models.PositiveSmallIntegerField(_("numero"))
    why = models.CharField(_("perché leggerlo"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("lettura consigliata")
        constraints = [models.UniqueConstraint(fields=["process", "source"], name="reading_suggested_once")]

    def __str__(self) -> str:
        return self.source.title

    @property
    def district(self) -> District:
        return self.process.district


class EmblematicActivity(models.Model):
    """An activity that tells more than itself: what works, what does not, what to revise."""

    process = models.ForeignKey(Process, on_delete=models.CASCADE, related_name="activities")
    number = models.PositiveSmallIntegerField(_("numero"))
    title = models.CharField(_("attività"), max_length=200)
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("di chi"),
    )
    sub_area = models.ForeignKey(
        SubArea, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("sub-area")
    )
    description = models.TextField(_("che cosa si fa"), blank=True)
    positive = models.TextField(_("aspetti positivi"), blank=True)
    critical = models.TextField(_("aspetti critici"), blank=True)
    to_revise = models.TextField(_("che cosa rivedere"), blank=True)
    is_synthetic = models.BooleanField(_("dimostrativo"), default=False)

    class Meta:
        verbose_name = _("attività emblematica")
        constraints = [models.UniqueConstraint(fields=["process", "number"], name="activity_number_once")]
        indexes = [search_index("activity_words", "title", "positive", "critical", "to_revise")]

    def __str__(self) -> str:
        return self.title

    @property
    def district(self) -> District:
        return self.process.district


class Elaboration(models.Model):
    """What was prepared for a meeting: a text or a file, with the sources that it cites."""

    process = models.ForeignKey(Process, on_delete=models.CASCADE, related_name="elaborations")
    number = models.PositiveSmallIntegerField(_("numero"))
    meeting = models.ForeignKey(
        Meeting,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="elaborations",
        verbose_name=_("per l'incontro"),
    )
    title = models.CharField(_("titolo"), max_length=200)
    text = models.TextField(_("testo"), blank=True)
    file = models.ForeignKey(
        Attachment, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("file")
    )
    cites = models.ManyToManyField(Source, blank=True, related_name="cited_in", verbose_name=_("cita"))
    is_synthetic = models.BooleanField(_("dimostrativo"), default=False)

    class Meta:
        verbose_name = _("elaborazione")
        constraints = [models.UniqueConstraint(fields=["process", "number"], name="elaboration_number_once")]
        indexes = [search_index("elaboration_words", "title", "text")]

    def __str__(self) -> str:
        return self.title

    @property
    def district(self) -> District:
        return self.process.district
