"""The money of the plan: lines by year and source, how municipalities share them, what was spent."""

from __future__ import annotations

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ordito.core.models import District
from ordito.plan.models.actions import Action
from ordito.plan.models.plans import AreaPlan
from ordito.territory.models import Municipality


class BudgetSource(models.TextChoices):
    MUNICIPAL = "municipal", _("quote comunali")
    REGIONAL = "regional", _("fondo regionale")
    NATIONAL = "national", _("fondi nazionali")
    EUROPEAN = "european", _("fondi europei")
    HEALTH = "health", _("servizio sanitario")
    USERS = "users", _("compartecipazione degli utenti")
    PRIVATE = "private", _("fondazioni e privati")


class SharingKind(models.TextChoices):
    """What the weights of a key count."""

    INHABITANTS = "inhabitants", _("abitanti")
    HOURS = "hours", _("ore di servizio")
    PERCENTAGES = "percentages", _("percentuali")
    OTHER = "other", _("pesi scritti a mano")


class SharingKey(models.Model):
    """By what municipalities share a sum: weights written once, with where they come from."""

    plan = models.ForeignKey(AreaPlan, on_delete=models.CASCADE, related_name="sharing_keys")
    code = models.SlugField(_("codice"), max_length=40)
    name = models.CharField(_("criterio di riparto"), max_length=160)
    kind = models.CharField(
        _("i pesi sono"), max_length=12, choices=SharingKind, default=SharingKind.INHABITANTS
    )
    source = models.CharField(_("fonte dei pesi"), max_length=200, blank=True)
    counted_on = models.DateField(_("contati il"), null=True, blank=True)

    class Meta:
        verbose_name = _("criterio di riparto")
        constraints = [models.UniqueConstraint(fields=["plan", "code"], name="sharing_key_once")]

    def __str__(self) -> str:
        return self.name

    @property
    def district(self) -> District:
        return self.plan.district


class SharingWeight(models.Model):
    """How much a municipality counts in a key: inhabitants, hours, a percentage; only ratios matter."""

    key = models.ForeignKey(SharingKey, on_delete=models.CASCADE, related_name="weights")
    municipality = models.ForeignKey(
        Municipality, on_delete=models.PROTECT, related_name="+", verbose_name=_("comune")
    )
    weight = models.DecimalField(
        _("peso"), max_digits=14, decimal_places=3, validators=[MinValueValidator(0)]
    )

    class Meta:
        verbose_name = _("peso di un comune")
        constraints = [
            models.UniqueConstraint(fields=["key", "municipality"], name="sharing_weight_once"),
            models.CheckConstraint(condition=Q(weight__gte=0), name="sharing_weight_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.municipality}: {self.weight}"

    @property
    def district(self) -> District:
        return self.key.district


class BudgetLine(models.Model):
    """Euros for an action, in a year, from a source."""

    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="budget")
    year = models.PositiveSmallIntegerField(_("anno"))
    source = models.CharField(_("fonte"), max_length=12, choices=BudgetSource)
    amount = models.DecimalField(
        _("importo (€)"), max_digits=12, decimal_places=2, validators=[MinValueValidator(0)]
    )
    sharing_key = models.ForeignKey(
        SharingKey,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="lines",
        verbose_name=_("riparto fra i comuni"),
    )
    is_synthetic = models.BooleanField(_("dimostrativo"), default=False)

    class Meta:
        verbose_name = _("riga di bilancio")
        constraints = [
            models.UniqueConstraint(fields=["action", "year", "source"], name="budget_line_once"),
            models.CheckConstraint(condition=Q(amount__gte=0), name="budget_not_negative"),
            models.CheckConstraint(
                condition=Q(source=BudgetSource.MUNICIPAL) | Q(sharing_key__isnull=True),
                name="only_municipal_shares_are_shared",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.action.code} {self.year} {self.get_source_display()}: {self.amount} €"

    @property
    def district(self) -> District:
        return self.action.district

    def get_absolute_url(self) -> str:
        return f"{self.action.get_absolute_url()}#risorse-{self.year}-{self.source}"


class Expense(models.Model):
    """Euros spent on a budget line, as the accounts say on a day."""

    line = models.ForeignKey(BudgetLine, on_delete=models.CASCADE, related_name="expenses")
    number = models.PositiveSmallIntegerField(_("numero"))
    on = models.DateField(_("al"))
    amount = models.DecimalField(_("speso (€)"), max_digits=12, decimal_places=2)
    note = models.CharField(_("nota"), max_length=200, blank=True)
    is_synthetic = models.BooleanField(_("dimostrativo"), default=False)

    class Meta:
        verbose_name = _("spesa")
        constraints = [models.UniqueConstraint(fields=["line", "number"], name="expense_number_once")]

    def __str__(self) -> str:
        return f"{self.line}: {self.amount} €"

    @property
    def district(self) -> District:
        return self.line.district
