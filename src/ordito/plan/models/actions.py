"""Actions of the plan, how each goes on, and how one sees whether it works."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

from ordito.community.models import Organisation
from ordito.core.addresses import address
from ordito.core.models import District
from ordito.core.period import ends_after_it_starts
from ordito.core.search import search_index
from ordito.plan.models.plans import AreaPlan, Objective


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
    plainly = models.CharField(_("in parole semplici"), max_length=400, blank=True)
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

    @property
    def last_day(self) -> date | None:
        """The last day of the action, as people write it."""
        return self.ends_before - timedelta(days=1) if self.ends_before else None

    def get_absolute_url(self) -> str:
        return address("plan:action", self.plan.district.slug, self.plan.code, self.code)


class ActionStep(models.Model):
    """How an action goes on: from a day its state, what was done, what changed and why. Steps only add."""

    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="steps")
    number = models.PositiveSmallIntegerField(_("numero"))
    on = models.DateField(_("il"))
    state = models.CharField(_("stato"), max_length=12, choices=ActionState)
    done = models.TextField(_("che cosa si è fatto"), blank=True)
    changed = models.TextField(_("che cosa cambia, e perché"), blank=True)
    is_synthetic = models.BooleanField(_("dimostrativo"), default=False)

    class Meta:
        verbose_name = _("passo di un'azione")
        constraints = [models.UniqueConstraint(fields=["action", "number"], name="action_step_once")]

    def __str__(self) -> str:
        return f"{self.on}: {self.get_state_display()}"

    @property
    def district(self) -> District:
        return self.action.district

    def get_absolute_url(self) -> str:
        return f"{self.action.get_absolute_url()}#passo-{self.number}"


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
    taken_from = models.CharField(_("letto da"), max_length=120, blank=True)
    """A measure of the registers that gives the readings ("participation:famiglia"); blank: typed in."""
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
