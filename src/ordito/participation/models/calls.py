"""Calls to the third sector and the community: D.Lgs. 117/2017 art. 55, DM 72/2021."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from ordito.community.models import Organisation
from ordito.core.addresses import address
from ordito.core.models import District, User
from ordito.core.search import search_index
from ordito.governance.models import Body

if TYPE_CHECKING:
    from datetime import date

    from ordito.core.models import Actor

DAYS_ASKED = 20
"""Days of publication that a regional law asks at least (LR on art. 55; see the standards)."""


class CallKind(models.TextChoices):
    CO_PROGRAMMING = "co_programming", _("Co-programmazione")
    CO_DESIGN = "co_design", _("Co-progettazione")
    INTEREST = "interest", _("Manifestazione di interesse")


class Initiative(models.TextChoices):
    BODY = "body", _("d'ufficio")
    THIRD_SECTOR = "third_sector", _("su richiesta di un ente del Terzo settore")


class CallState(models.TextChoices):
    DRAFT = "draft", _("in preparazione")
    PUBLISHED = "published", _("pubblicato")
    CONCLUDED = "concluded", _("concluso")
    REVOKED = "revoked", _("revocato")


class CallPhase(models.TextChoices):
    """Where a call is on a day: its state, and for a published one whether it still takes applications."""

    DRAFT = "draft", _("in preparazione")
    OPEN = "open", _("aperto")
    EVALUATION = "evaluation", _("in valutazione")
    CONCLUDED = "concluded", _("concluso")
    REVOKED = "revoked", _("revocato")


class CallQuerySet(models.QuerySet["Call"]):
    def visible_to(self, user: Actor) -> Self:
        """Drafts are read by who works in the district; what was published, by everybody."""
        if user.is_authenticated and user.is_installation_admin:
            return self.all()
        public = Q(district__is_public=True) & ~Q(state=CallState.DRAFT)
        if isinstance(user, User):
            return self.filter(public | Q(district_id__in=user.district_ids))
        return self.filter(public)


class Call(models.Model):
    """A public notice that asks who wants to take part, in what and how."""

    district = models.ForeignKey(District, on_delete=models.PROTECT, related_name="calls")
    code = models.SlugField(_("codice"), max_length=80)
    title = models.CharField(_("titolo"), max_length=200)
    kind = models.CharField(_("tipo"), max_length=20, choices=CallKind, default=CallKind.INTEREST)
    initiative = models.CharField(_("avvio"), max_length=20, choices=Initiative, default=Initiative.BODY)
    requested_by = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("chiesto da"),
    )
    mandated_by = models.ForeignKey(
        Body,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("per mandato di"),
    )
    starting_act = models.CharField(_("atto di avvio"), max_length=200, blank=True)
    officer = models.CharField(_("responsabile del procedimento"), max_length=160)
    purpose = models.TextField(_("oggetto"))
    frame = models.TextField(_("quadro progettuale ed economico"), blank=True)
    terms = models.TextField(_("come si partecipa"), blank=True)
    timing = models.TextField(_("tempi"), blank=True)
    conclusion = models.TextField(_("come si conclude"), blank=True)
    transparency = models.TextField(_("trasparenza"), blank=True)
    labs = models.ManyToManyField(Body, related_name="calls", blank=True, verbose_name=_("laboratori"))
    state = models.CharField(_("stato"), max_length=20, choices=CallState, default=CallState.DRAFT)
    published_on = models.DateField(_("pubblicato il"), null=True, blank=True)
    closes_on = models.DateField(_("ultimo giorno per le domande"), null=True, blank=True)
    shorter_because = models.CharField(_("perché meno giorni"), max_length=300, blank=True)
    revoked_because = models.CharField(_("perché è revocato"), max_length=300, blank=True)
    result_on = models.DateField(_("esito pubblicato il"), null=True, blank=True)
    is_synthetic = models.BooleanField(_("dimostrativo"), default=False)

    objects = CallQuerySet.as_manager()

    class Meta:
        verbose_name = _("avviso")
        constraints = [
            models.UniqueConstraint(fields=["district", "code"], name="call_code_once"),
            models.CheckConstraint(
                condition=Q(state=CallState.DRAFT) | Q(published_on__isnull=False, closes_on__isnull=False),
                name="a_published_call_has_its_days",
            ),
            models.CheckConstraint(
                condition=Q(closes_on__isnull=True) | Q(closes_on__gt=F("published_on")),
                name="call_closes_after_it_opens",
            ),
        ]
        indexes = [search_index("call_words", "title", "purpose")]

    def __str__(self) -> str:
        return self.title

    @property
    def days(self) -> int | None:
        """The days of publication, without the first."""
        if self.published_on is None or self.closes_on is None:
            return None
        return (self.closes_on - self.published_on).days

    def phase(self, today: date) -> CallPhase:
        """Where the call is on a day."""
        if self.state != CallState.PUBLISHED:
            return CallPhase(self.state)
        return CallPhase.OPEN if self.closes_on is None or today <= self.closes_on else CallPhase.EVALUATION

    def get_absolute_url(self) -> str:
        return address("participation:call", self.district.slug, self.code)


class Requirement(models.Model):
    """Something that whoever applies must be, have or declare."""

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="requirements")
    number = models.PositiveSmallIntegerField()
    text = models.CharField(_("requisito"), max_length=500)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["call", "number"], name="requirement_number_once")]

    def __str__(self) -> str:
        return self.text


class Criterion(models.Model):
    """What the commission looks at, and how many points it may give."""

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="criteria")
    number = models.PositiveSmallIntegerField()
    text = models.CharField(_("criterio"), max_length=300)
    most = models.DecimalField(_("punti al massimo"), max_digits=5, decimal_places=2)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["call", "number"], name="criterion_number_once"),
            models.CheckConstraint(condition=Q(most__gt=0), name="criterion_gives_points"),
        ]

    def __str__(self) -> str:
        return self.text


class Commissioner(models.Model):
    """Who sits in the commission, and with whom they declared a conflict of interest."""

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="commission")
    number = models.PositiveSmallIntegerField()
    name = models.CharField(_("nome e cognome"), max_length=160)
    role = models.CharField(_("in qualità di"), max_length=160, blank=True)
    declared_on = models.DateField(_("dichiarazione resa il"), null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["call", "number"], name="commissioner_number_once")]

    @property
    def district(self) -> District:
        return self.call.district

    def __str__(self) -> str:
        return self.name
