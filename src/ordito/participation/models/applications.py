"""Who answers a call, and what became of the answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ordito.community.models import Organisation, OrganisationKind
from ordito.core.addresses import address
from ordito.core.models import Attachment
from ordito.governance.models import Body
from ordito.participation.models.calls import Call, Commissioner, Criterion, Requirement

if TYPE_CHECKING:
    from ordito.core.models import District


class Channel(models.TextChoices):
    ONLINE = "online", _("dal sito")
    CERTIFIED_MAIL = "certified_mail", _("per PEC")
    BY_HAND = "by_hand", _("a mano o per posta")


class ApplicationState(models.TextChoices):
    RECEIVED = "received", _("da esaminare")
    INTEGRATION = "integration", _("integrazione chiesta")
    ADMITTED = "admitted", _("ammessa")
    EXCLUDED = "excluded", _("esclusa")
    WITHDRAWN = "withdrawn", _("ritirata")


DECIDED = frozenset({ApplicationState.ADMITTED, ApplicationState.EXCLUDED, ApplicationState.WITHDRAWN})


class Finding(models.TextChoices):
    MET = "met", _("c'è")
    TO_INTEGRATE = "to_integrate", _("da integrare")
    NOT_MET = "not_met", _("manca")


class Application(models.Model):
    """An organisation that asks to take part, as it presented itself."""

    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="applications")
    number = models.PositiveIntegerField()
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="applications"
    )
    name = models.CharField(_("organizzazione"), max_length=200)
    kind = models.CharField(_("tipo"), max_length=20, choices=OrganisationKind)
    tax_code = models.CharField(_("codice fiscale"), max_length=16, blank=True)
    represented_by = models.CharField(_("chi la rappresenta"), max_length=160)
    email = models.EmailField(_("e-mail"))
    certified_email = models.EmailField(_("PEC"), blank=True)
    phone = models.CharField(_("telefono"), max_length=40, blank=True)
    offers = models.TextField(_("competenze e risorse che offre"), blank=True)
    labs = models.ManyToManyField(Body, related_name="applications", blank=True)
    channel = models.CharField(_("come è arrivata"), max_length=20, choices=Channel)
    received_at = models.DateTimeField(_("arrivata il"))
    protocol = models.CharField(_("protocollo"), max_length=60, blank=True)
    state = models.CharField(
        _("stato"), max_length=20, choices=ApplicationState, default=ApplicationState.RECEIVED
    )
    reason = models.CharField(_("motivo"), max_length=500, blank=True)
    decided_on = models.DateField(_("deciso il"), null=True, blank=True)
    is_synthetic = models.BooleanField(_("dimostrativo"), default=False)

    class Meta:
        verbose_name = _("domanda")
        constraints = [
            models.UniqueConstraint(fields=["call", "number"], name="application_number_once"),
            models.UniqueConstraint(
                fields=["call", "organisation"],
                condition=Q(organisation__isnull=False),
                name="an_organisation_applies_once",
            ),
            models.UniqueConstraint(
                fields=["call", "tax_code"], condition=~Q(tax_code=""), name="a_tax_code_applies_once"
            ),
            models.CheckConstraint(
                condition=~Q(state=ApplicationState.EXCLUDED) | ~Q(reason=""),
                name="an_exclusion_says_why",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def district(self) -> District:
        return self.call.district

    @property
    def is_late(self) -> bool:
        """Whether it came after the last day."""
        last = self.call.closes_on
        return last is not None and timezone.localdate(self.received_at) > last

    @property
    def is_decided(self) -> bool:
        return self.state in DECIDED

    def get_absolute_url(self) -> str:
        return address("participation:application", self.district.slug, self.call.code, self.number)


class ApplicationFile(models.Model):
    """A document that came with an application."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="files")
    attachment = models.ForeignKey(Attachment, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return self.attachment.name


class Check(models.Model):
    """What the office found of a requirement."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="checks")
    requirement = models.ForeignKey(Requirement, on_delete=models.CASCADE, related_name="checks")
    outcome = models.CharField(max_length=20, choices=Finding)
    note = models.CharField(_("nota"), max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["application", "requirement"], name="requirement_checked_once")
        ]

    def __str__(self) -> str:
        return f"{self.requirement}: {self.get_outcome_display()}"


class Integration(models.Model):
    """What was asked to complete an application, by when, and what came."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="integrations")
    number = models.PositiveSmallIntegerField()
    asked_on = models.DateField(_("chiesta il"))
    text = models.TextField(_("che cosa si chiede"))
    due_on = models.DateField(_("entro il"))
    answered_on = models.DateField(_("arrivata il"), null=True, blank=True)
    answer = models.TextField(_("che cosa è arrivato"), blank=True)

    def __str__(self) -> str:
        return self.text

    @property
    def district(self) -> District:
        return self.application.district

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["application", "number"], name="integration_number_once"),
            models.CheckConstraint(condition=Q(due_on__gte=models.F("asked_on")), name="integration_in_time"),
        ]


class Score(models.Model):
    """Points that a commissioner gives to an application for a criterion."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="scores")
    criterion = models.ForeignKey(Criterion, on_delete=models.CASCADE, related_name="scores")
    commissioner = models.ForeignKey(Commissioner, on_delete=models.CASCADE, related_name="scores")
    points = models.DecimalField(_("punti"), max_digits=5, decimal_places=2)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["application", "criterion", "commissioner"], name="scored_once"),
            models.CheckConstraint(condition=Q(points__gte=0), name="no_negative_points"),
        ]

    def __str__(self) -> str:
        return f"{self.criterion}: {self.points}"


class Conflict(models.Model):
    """An interest that a commissioner declared in an application: they do not score it."""

    commissioner = models.ForeignKey(Commissioner, on_delete=models.CASCADE, related_name="conflicts")
    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="conflicts")
    text = models.CharField(_("quale"), max_length=300)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["commissioner", "application"], name="conflict_declared_once")
        ]

    def __str__(self) -> str:
        return f"{self.commissioner}: {self.text}"
