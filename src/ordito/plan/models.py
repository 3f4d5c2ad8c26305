"""The area plan: sections of the law, objectives, actions, budget lines, indicators and their readings."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Self

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ordito.community.models import Organisation
from ordito.core.models import District, Operator, User
from ordito.core.period import ends_after_it_starts
from ordito.core.search import search_index
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
    adopted_by = models.ForeignKey(
        Decision,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="plans",
        verbose_name=_("adottato con"),
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
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("plan:plan", args=[self.district.slug, self.code])

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
    proposed_by = models.ForeignKey(
        Body,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="objectives",
        verbose_name=_("proposto da"),
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


class ActionState(models.TextChoices):
    PLANNED = "planned", _("da avviare")
    STARTED = "started", _("avviata")
    SUSPENDED = "suspended", _("sospesa")
    DONE = "done", _("conclusa")
    ABANDONED = "abandoned", _("abbandonata")


class Action(models.Model):
    """What is done for an objective, by whom, with whom, from when to when."""

    plan = models.ForeignKey(AreaPlan, on_delete=models.CASCADE, related_name="actions")
    objective = models.ForeignKey(
        Objective, on_delete=models.CASCADE, related_name="actions", verbose_name=_("obiettivo")
    )
    code = models.CharField(_("codice"), max_length=20)
    title = models.CharField(_("azione"), max_length=300)
    description = models.TextField(_("descrizione"), blank=True)
    owner = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="actions_owned",
        verbose_name=_("responsabile"),
    )
    partners = models.ManyToManyField(
        Organisation, blank=True, related_name="actions_joined", verbose_name=_("partner")
    )
    starts_on = models.DateField(_("dal"), null=True, blank=True)
    ends_before = models.DateField(_("fino a (escluso)"), null=True, blank=True)
    state = models.CharField(_("stato"), max_length=12, choices=ActionState, default=ActionState.PLANNED)
    is_synthetic = models.BooleanField(_("dimostrativo"), default=False)

    class Meta:
        verbose_name = _("azione")
        constraints = [
            models.UniqueConstraint(fields=["plan", "code"], name="action_code_once"),
            ends_after_it_starts("action_ends_after_it_starts"),
        ]
        indexes = [search_index("action_words", "title", "description")]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"

    @property
    def district(self) -> District:
        return self.plan.district

    def get_absolute_url(self) -> str:
        return reverse("plan:action", args=[self.plan.district.slug, self.plan.code, self.code])


class BudgetSource(models.TextChoices):
    MUNICIPAL = "municipal", _("quote comunali")
    REGIONAL = "regional", _("fondo regionale")
    NATIONAL = "national", _("fondi nazionali")
    EUROPEAN = "european", _("fondi europei")
    HEALTH = "health", _("servizio sanitario")
    USERS = "users", _("compartecipazione degli utenti")
    PRIVATE = "private", _("fondazioni e privati")


class BudgetLine(models.Model):
    """Euros for an action, in a year, from a source."""

    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="budget")
    year = models.PositiveSmallIntegerField(_("anno"))
    source = models.CharField(_("fonte"), max_length=12, choices=BudgetSource)
    amount = models.DecimalField(
        _("importo (€)"), max_digits=12, decimal_places=2, validators=[MinValueValidator(0)]
    )
    is_synthetic = models.BooleanField(_("dimostrativo"), default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["action", "year", "source"], name="budget_line_once"),
            models.CheckConstraint(condition=Q(amount__gte=0), name="budget_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.action.code} {self.year} {self.get_source_display()}: {self.amount} €"

    @property
    def district(self) -> District:
        return self.action.district


class Indicator(models.Model):
    """How one sees whether an action works: a unit, where it starts, where it should arrive."""

    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="indicators")
    code = models.CharField(_("codice"), max_length=20)
    name = models.CharField(_("indicatore"), max_length=200)
    unit = models.CharField(_("unità"), max_length=40, blank=True)
    baseline = models.DecimalField(
        _("valore di partenza"), max_digits=14, decimal_places=3, null=True, blank=True
    )
    target = models.DecimalField(_("valore atteso"), max_digits=14, decimal_places=3, null=True, blank=True)
    is_synthetic = models.BooleanField(_("dimostrativo"), default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["action", "code"], name="indicator_code_once")]

    def __str__(self) -> str:
        return self.name

    @property
    def district(self) -> District:
        return self.action.district


class Reading(models.Model):
    """The value of an indicator on a day, and where it was read."""

    indicator = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="readings")
    on = models.DateField(_("il"))
    value = models.DecimalField(_("valore"), max_digits=14, decimal_places=3)
    source = models.CharField(_("fonte"), max_length=200, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["indicator", "on"], name="reading_once_a_day")]

    def __str__(self) -> str:
        return f"{self.on}: {self.value}"

    @property
    def district(self) -> District:
        return self.indicator.district
