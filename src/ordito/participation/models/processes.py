"""Paths that people walk together: phases, who may do what in each, workshops and products."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ordito.community.models import Person
from ordito.core.addresses import address
from ordito.core.models import District, Operator, User
from ordito.core.period import Period, ends_after_it_starts
from ordito.core.search import search_index
from ordito.governance.models import Body, Document, Mandate, Meeting
from ordito.participation.models.calls import Call
from ordito.territory.models import SubArea

if TYPE_CHECKING:
    from ordito.core.models import Actor


class PathKind(models.TextChoices):
    """The paths that districts have walked; each is a template of phases and products."""

    PATH_TO_PLAN = "path_to_plan", _("Percorso verso il piano")
    LABGO = "labgo", _("LabGo, laboratorio di governance")
    COMMUNITY_LAB = "community_lab", _("Community Lab")
    REORDERING_LAB = "reordering_lab", _("Laboratorio di riordino")
    PACT = "pact", _("Patto")
    NEIGHBOURHOOD_TABLE = "neighbourhood_table", _("Tavolo di quartiere")
    OTHER = "other", _("Altro percorso")


class ProcessQuerySet(models.QuerySet["Process"]):
    def visible_to(self, user: Actor) -> Self:
        """Public paths, and all those of the districts where the person works."""
        if isinstance(user, Operator) or (isinstance(user, User) and user.is_installation_admin):
            return self.all()
        public = Q(is_public=True, district__is_public=True)
        if isinstance(user, User):
            return self.filter(public | Q(district_id__in=user.district_ids))
        return self.filter(public)


class Process(models.Model):
    """A participatory path: led by a body under a mandate, through phases, towards products."""

    district = models.ForeignKey(District, on_delete=models.PROTECT, related_name="processes")
    code = models.SlugField(_("codice"), max_length=80)
    title = models.CharField(_("titolo"), max_length=200)
    kind = models.CharField(_("tipo"), max_length=30, choices=PathKind, default=PathKind.OTHER)
    purpose = models.TextField(_("perché"), blank=True)
    body = models.ForeignKey(
        Body, on_delete=models.PROTECT, related_name="processes", verbose_name=_("chi lo conduce")
    )
    technical_group = models.ForeignKey(
        Body,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="processes_prepared",
        verbose_name=_("sottogruppo tecnico"),
    )
    mandate = models.ForeignKey(
        Mandate,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="processes",
        verbose_name=_("mandato"),
    )
    call = models.ForeignKey(
        Call,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="processes",
        verbose_name=_("avviso"),
    )
    starts_on = models.DateField(_("dal"))
    ends_before = models.DateField(_("fino a (escluso)"), null=True, blank=True)
    is_public = models.BooleanField(_("ha pagine pubbliche"), default=True)
    is_synthetic = models.BooleanField(_("dimostrativo"), default=False)

    objects = ProcessQuerySet.as_manager()

    class Meta:
        verbose_name = _("percorso")
        constraints = [
            models.UniqueConstraint(fields=["district", "code"], name="process_code_once"),
            ends_after_it_starts("process_ends_after_it_starts"),
        ]
        indexes = [search_index("process_words", "title", "purpose")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return address("participation:process", self.district.slug, self.code)

    @property
    def last_day(self) -> date | None:
        """The last day of the path, as people write it."""
        return Period(self.starts_on, self.ends_before).last_day


class Phase(models.Model):
    """A stretch of a path, from a day to another; its openings say who may do what meanwhile."""

    process = models.ForeignKey(Process, on_delete=models.CASCADE, related_name="phases")
    number = models.PositiveSmallIntegerField(_("numero"))
    title = models.CharField(_("fase"), max_length=200)
    purpose = models.TextField(_("che cosa si fa"), blank=True)
    starts_on = models.DateField(_("dal"))
    ends_before = models.DateField(_("fino a (escluso)"), null=True, blank=True)

    class Meta:
        verbose_name = _("fase")
        constraints = [
            models.UniqueConstraint(fields=["process", "number"], name="phase_number_once"),
            ends_after_it_starts("phase_ends_after_it_starts"),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.title}"

    @property
    def district(self) -> District:
        return self.process.district

    @property
    def last_day(self) -> date | None:
        return None if self.ends_before is None else self.ends_before - timedelta(days=1)


class Doing(models.TextChoices):
    """What people do together; a phase opens some of it."""

    CONTRIBUTE = "contribute", _("portare contributi")
    VOTE = "vote", _("dire accordo o disaccordo")
    PRIORITISE = "prioritise", _("scegliere le priorità")
    AMEND = "amend", _("proporre emendamenti")


class Whom(models.TextChoices):
    """To whom a doing is open, from the narrowest."""

    MEMBERS = "members", _("i membri di chi conduce")
    INSIDERS = "insiders", _("chi ha un ruolo nell'ambito")
    ROOM = "room", _("anche chi è in sala, con il telefono")


class Opening(models.Model):
    """That during a phase something may be done, and by whom. What no phase opens is closed."""

    phase = models.ForeignKey(Phase, on_delete=models.CASCADE, related_name="openings")
    doing = models.CharField(_("che cosa"), max_length=12, choices=Doing)
    whom = models.CharField(_("chi"), max_length=12, choices=Whom, default=Whom.MEMBERS)

    class Meta:
        verbose_name = _("apertura")
        constraints = [models.UniqueConstraint(fields=["phase", "doing"], name="opening_once_a_phase")]

    def __str__(self) -> str:
        return f"{self.get_doing_display()}: {self.get_whom_display()}"

    @property
    def district(self) -> District:
        return self.phase.district


class Workshop(models.Model):
    """A meeting as a step of a path: in which sub-area, co-led by whom, grounded by which document."""

    process = models.ForeignKey(Process, on_delete=models.CASCADE, related_name="workshops")
    phase = models.ForeignKey(
        Phase,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="workshops",
        verbose_name=_("fase"),
    )
    meeting = models.OneToOneField(
        Meeting, on_delete=models.PROTECT, related_name="workshop", verbose_name=_("incontro")
    )
    sub_area = models.ForeignKey(
        SubArea, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("sub-area")
    )
    addressed_to = models.CharField(_("con chi"), max_length=200, blank=True)
    administrator = models.ForeignKey(
        Person,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("lo conduce, per gli amministratori"),
    )
    technician = models.ForeignKey(
        Person,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("lo conduce, per i tecnici"),
    )
    grounded_on = models.ForeignKey(
        Document,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("documento di contesto"),
    )

    class Meta:
        verbose_name = _("incontro di un percorso")

    def __str__(self) -> str:
        return str(self.meeting)

    @property
    def district(self) -> District:
        return self.process.district


class ProductKind(models.TextChoices):
    HYPOTHESES = "hypotheses", _("documento di ipotesi")
    GRID = "grid", _("griglia di sintesi")
    CONCEPT_MAP = "concept_map", _("mappa concettuale")
    REPORT = "report", _("relazione")
    INSTRUMENT = "instrument", _("strumento di analisi")
    PROJECT = "project", _("progetto")
    OTHER = "other", _("altro")


class Product(models.Model):
    """Something tangible that a path has to leave, and the document that it became."""

    process = models.ForeignKey(Process, on_delete=models.CASCADE, related_name="products")
    number = models.PositiveSmallIntegerField(_("numero"))
    kind = models.CharField(_("tipo"), max_length=20, choices=ProductKind, default=ProductKind.OTHER)
    title = models.CharField(_("prodotto"), max_length=200)
    due_on = models.DateField(_("entro il"), null=True, blank=True)
    delivered_on = models.DateField(_("consegnato il"), null=True, blank=True)
    document = models.ForeignKey(
        Document,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("documento"),
    )

    class Meta:
        verbose_name = _("prodotto")
        constraints = [models.UniqueConstraint(fields=["process", "number"], name="product_number_once")]

    def __str__(self) -> str:
        return self.title

    @property
    def district(self) -> District:
        return self.process.district
