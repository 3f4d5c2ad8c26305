"""What objectives and actions rest on: the thread from a commitment back to who asked for it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ordito.core.models import District
from ordito.governance.models import Decision
from ordito.participation.models import Cell, Contribution, Paragraph, Source
from ordito.plan.models.actions import Action, Reading
from ordito.plan.models.plans import AreaPlan, Objective

CITED = ("contribution", "cell", "paragraph", "decision", "source", "reading")


def _exactly_one(names: tuple[str, ...]) -> Q:
    whole = Q()
    for name in names:
        whole |= Q(**{f"{other}__isnull": other != name for other in names})
    return whole


class Ground(models.Model):
    """That an objective or an action rests on something: one of `CITED`."""

    plan = models.ForeignKey(AreaPlan, on_delete=models.CASCADE, related_name="grounds")
    objective = models.ForeignKey(
        Objective, on_delete=models.CASCADE, null=True, blank=True, related_name="grounds"
    )
    action = models.ForeignKey(
        Action, on_delete=models.CASCADE, null=True, blank=True, related_name="grounds"
    )
    contribution = models.ForeignKey(
        Contribution, on_delete=models.PROTECT, null=True, blank=True, related_name="grounds"
    )
    cell = models.ForeignKey(Cell, on_delete=models.PROTECT, null=True, blank=True, related_name="grounds")
    paragraph = models.ForeignKey(
        Paragraph, on_delete=models.PROTECT, null=True, blank=True, related_name="grounds"
    )
    decision = models.ForeignKey(
        Decision, on_delete=models.PROTECT, null=True, blank=True, related_name="grounds"
    )
    source = models.ForeignKey(
        Source, on_delete=models.PROTECT, null=True, blank=True, related_name="grounds"
    )
    reading = models.ForeignKey(
        Reading, on_delete=models.PROTECT, null=True, blank=True, related_name="grounds"
    )
    note = models.CharField(_("in che senso"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("fondamento")
        constraints = [
            models.CheckConstraint(
                condition=_exactly_one(("objective", "action")), name="a_ground_holds_one_thing"
            ),
            models.CheckConstraint(condition=_exactly_one(CITED), name="a_ground_is_one_thing"),
            models.UniqueConstraint(
                fields=["objective", "action", *CITED], nulls_distinct=False, name="ground_once"
            ),
        ]

    def __str__(self) -> str:
        return str(self.cited)

    @property
    def cited(self) -> models.Model:
        """Whatever it rests on."""
        found: models.Model = next(thing for name in CITED if (thing := getattr(self, name)) is not None)
        return found

    @property
    def upholds(self) -> Objective | Action:
        """The objective, or the action, that rests on it."""
        held = self.objective or self.action
        assert held is not None  # noqa: S101 - the database says so
        return held

    @property
    def district(self) -> District:
        return self.plan.district
