"""The area plan: sections of the law, objectives, signatures, the versions adopted."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ordito.community.models import Organisation
from ordito.core.addresses import address
from ordito.core.models import District, Operator, User
from ordito.core.search import search_index
from ordito.core.versions import Version
from ordito.governance.models import Body, Decision

if TYPE_CHECKING:
    from ordito.core.models import Actor


class PlanState(models.TextChoices):
    DRAFT = "draft", _("in costruzione")
    ADOPTED = "adopted", _("adottato")
    CONCLUDED = "concluded", _("concluso")


class PlanQuerySet(models.QuerySet["AreaPlan"]):
    def visible_to(self, user: Actor) -> Self:
        """Public plans, and those of the districts where the person works."""
        if isinstance(user, Operator) or (isinstance(user, User) and user.is_installation_admin):
            return self.all()
        public = Q(is_public=True, district__is_public=True)
        if isinstance(user, User):
            return self.filter(public | Q(district_id__in=user.district_ids))
        return self.filter(public)


class AreaPlan(models.Model):
    """The Piano di Zona of a district for a period (L. 328/2000 art. 19)."""

    district = models.ForeignKey(District, on_delete=models.PROTECT, related_name="plans")
    code = models.SlugField(_("codice"), max_length=60)
    title = models.CharField(_("titolo"), max_length=200)
    starts_on = models.DateField(_("dal"))
    ends_before = models.DateField(_("fino a (escluso)"))
    state = models.CharField(_("stato"), max_length=12, choices=PlanState, default=PlanState.DRAFT)
    is_public = models.BooleanField(_("pubblico"), default=False)
    plainly = models.TextField(_("in parole semplici"), blank=True)
    """What the plan is about, for whoever never read one."""
    adopted_by = models.ForeignKey(
        Decision,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="plans",
        verbose_name=_("adottato con"),
    )
    previous = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="followed_by",
        verbose_name=_("il piano di prima"),
    )
    is_synthetic = models.BooleanField(_("dimostrativo"), default=False)

    objects = PlanQuerySet.as_manager()

    class Meta:
        verbose_name = _("piano di zona")
        constraints = [
            models.UniqueConstraint(fields=["district", "code"], name="plan_code_once"),
            models.CheckConstraint(
                condition=Q(ends_before__gt=models.F("starts_on")), name="plan_ends_after_it_starts"
            ),
            models.CheckConstraint(
                condition=Q(previous__isnull=True) | ~Q(previous=models.F("id")), name="plan_follows_another"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return address("plan:plan", self.district.slug, self.code)

    @property
    def last_day(self) -> date:
        """The last day of the plan, as people write it."""
        return self.ends_before - timedelta(days=1)


class Letter(models.TextChoices):
    """What L. 328/2000 art. 19 c. 1 asks a plan to identify."""

    A = "a", _("Obiettivi strategici, priorità, strumenti e mezzi")
    B = (
        "b",
        _(
            "Organizzazione dei servizi, risorse finanziarie, strutturali e professionali, "
            "requisiti di qualità"
        ),
    )
    C = "c", _("Forme di rilevazione dei dati")
    D = "d", _("Modalità di integrazione tra i servizi")
    E = "e", _("Coordinamento con gli organi dello Stato, in particolare penitenziari e della giustizia")
    F = "f", _("Collaborazione con i soggetti della solidarietà e con le risorse della comunità")
    G = "g", _("Concertazione con l'azienda sanitaria")


class Section(models.Model):
    """The text of one letter of art. 19."""

    plan = models.ForeignKey(AreaPlan, on_delete=models.CASCADE, related_name="sections")
    letter = models.CharField(_("lettera"), max_length=1, choices=Letter)
    text = models.TextField(_("testo"), blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["plan", "letter"], name="section_once")]
        indexes = [search_index("section_words", "text")]

    def __str__(self) -> str:
        return f"{self.letter}) {self.get_letter_display()}"

    @property
    def district(self) -> District:
        return self.plan.district


class Objective(models.Model):
    """What the plan wants to reach; objectives may be gathered in macro-groups."""

    plan = models.ForeignKey(AreaPlan, on_delete=models.CASCADE, related_name="objectives")
    code = models.CharField(_("codice"), max_length=20)
    title = models.CharField(_("obiettivo"), max_length=300)
    group = models.CharField(_("macro-gruppo"), max_length=160, blank=True)
    description = models.TextField(_("descrizione"), blank=True)
    plainly = models.CharField(_("in parole semplici"), max_length=400, blank=True)
    proposed_by = models.ForeignKey(
        Body,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="objectives",
        verbose_name=_("proposto da"),
    )
    continues = models.ForeignKey(
        "self",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="continued_by",
        verbose_name=_("prosegue dal piano di prima"),
    )

    class Meta:
        verbose_name = _("obiettivo")
        constraints = [models.UniqueConstraint(fields=["plan", "code"], name="objective_code_once")]
        indexes = [search_index("objective_words", "title", "description")]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"

    @property
    def district(self) -> District:
        return self.plan.district

    def get_absolute_url(self) -> str:
        return address("plan:objective", self.plan.district.slug, self.plan.code, self.code)


class PlanVersion(Version):
    """The plan as it was adopted, or amended afterwards, block by block; never changed.

    `document` is the act as `core.press` keeps it; number 1 is what was adopted.
    """

    plan = models.ForeignKey(AreaPlan, on_delete=models.PROTECT, related_name="versions")
    document = models.JSONField(_("atto"))
    note = models.CharField(_("che cosa cambia, e perché"), max_length=500, blank=True)
    decision = models.ForeignKey(
        Decision,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="plan_versions",
        verbose_name=_("decisione"),
    )

    never_journalled = frozenset({"document"})  # the whole act: it is kept here, and never changes

    of = "plan"

    class Meta:
        verbose_name = _("versione del piano")
        constraints = [models.UniqueConstraint(fields=["plan", "number"], name="plan_version_once")]


class Signature(models.Model):
    """Who signs the plan for a body, in what capacity, on which day (accordo di programma)."""

    plan = models.ForeignKey(AreaPlan, on_delete=models.PROTECT, related_name="signatures")
    number = models.PositiveSmallIntegerField(_("numero"))
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name=_("per")
    )
    name = models.CharField(_("nome e cognome"), max_length=160)
    role = models.CharField(_("in qualità di"), max_length=120, blank=True)
    signed_on = models.DateField(_("firmato il"), null=True, blank=True)

    class Meta:
        verbose_name = _("firma")
        constraints = [
            models.UniqueConstraint(fields=["plan", "organisation"], name="an_organisation_signs_once"),
            models.UniqueConstraint(fields=["plan", "number"], name="signature_number_once"),
        ]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.name}"

    @property
    def district(self) -> District:
        return self.plan.district


class YearNote(models.Model):
    """The office's words for a year of the plan: the opening of its implementation document (DAPP)."""

    plan = models.ForeignKey(AreaPlan, on_delete=models.CASCADE, related_name="year_notes")
    year = models.PositiveSmallIntegerField(_("anno"))
    text = models.TextField(_("priorità e indirizzi dell'anno"), blank=True)

    class Meta:
        verbose_name = _("nota di un anno del piano")
        constraints = [models.UniqueConstraint(fields=["plan", "year"], name="year_note_once")]

    def __str__(self) -> str:
        return f"{self.plan} {self.year}"

    @property
    def district(self) -> District:
        return self.plan.district
