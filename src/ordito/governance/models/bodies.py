"""Bodies, who mandates whom, and who sits where, for how long."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from ordito.community.models import Organisation, Person
from ordito.core.addresses import address
from ordito.core.models import District, Operator, User
from ordito.core.period import Period, ends_after_it_starts
from ordito.core.search import search_index

if TYPE_CHECKING:
    from ordito.core.models import Actor


class BodyKind(models.TextChoices):
    ASSEMBLY = "assembly", _("Assemblea")
    BOARD = "board", _("Giunta")
    COUNCIL = "council", _("Consiglio")
    TECHNICAL_TABLE = "technical_table", _("Tavolo tecnico")
    PLAN_OFFICE = "plan_office", _("Ufficio di Piano")
    JOINT_TABLE = "joint_table", _("Tavolo unificato")
    LAB = "lab", _("Laboratorio")
    WORKING_GROUP = "working_group", _("Gruppo di lavoro")
    NEIGHBOURHOOD_TABLE = "neighbourhood_table", _("Tavolo di quartiere")
    COMMISSION = "commission", _("Commissione")
    OTHER = "other", _("Altro organismo")


class BodyQuerySet(models.QuerySet["Body"]):
    def visible_to(self, user: Actor) -> Self:
        """Public bodies, and all those of the districts where the person works."""
        if isinstance(user, Operator) or (isinstance(user, User) and user.is_installation_admin):
            return self.all()
        if isinstance(user, User):
            return self.filter(
                Q(is_public=True, district__is_public=True) | Q(district_id__in=user.district_ids)
            )
        return self.filter(is_public=True, district__is_public=True)

    def alive(self, on: dt.date) -> Self:
        """Bodies that work on a day; of many nobody remembers when they began."""
        return self.filter(
            Q(starts_on__isnull=True) | Q(starts_on__lte=on),
            Q(ends_before__isnull=True) | Q(ends_before__gt=on),
        )


class Body(models.Model):
    """A seat of governance: an assembly, a table, a laboratory, a council."""

    district = models.ForeignKey(District, on_delete=models.PROTECT, related_name="bodies")
    code = models.SlugField(_("codice"), max_length=80)
    name = models.CharField(_("nome"), max_length=200)
    kind = models.CharField(_("tipo"), max_length=30, choices=BodyKind, default=BodyKind.OTHER)
    role = models.TextField(_("compito"), blank=True)
    mandated_by = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="mandates_to",
        verbose_name=_("risponde a"),
    )
    way_of_working = models.TextField(_("come lavora"), blank=True)
    goes_on = models.TextField(_("che cosa prosegue"), blank=True)
    quorum_percent = models.PositiveSmallIntegerField(
        _("numero legale (% delle adesioni)"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(100)],
    )
    is_public = models.BooleanField(_("ha una pagina pubblica"), default=True)
    starts_on = models.DateField(_("dal"), null=True, blank=True)
    ends_before = models.DateField(_("fino a (escluso)"), null=True, blank=True)

    objects = BodyQuerySet.as_manager()

    class Meta:
        verbose_name = _("organismo")
        constraints = [
            models.UniqueConstraint(fields=["district", "code"], name="body_code_once"),
            models.CheckConstraint(
                condition=Q(mandated_by__isnull=True) | ~Q(mandated_by=F("id")),
                name="body_answers_to_another",
            ),
            ends_after_it_starts("body_ends_after_it_starts"),
        ]
        indexes = [search_index("body_words", "name", "role", "way_of_working", "goes_on")]

    def __str__(self) -> str:
        return self.name

    def get_kind_display(self) -> str:  # type: ignore[no-redef]  # the plugin defines one itself
        """The kind in words; Django would word every kind to find one."""
        return str(BodyKind(self.kind).label)

    def get_absolute_url(self) -> str:
        return address("governance:body", self.district.slug, self.code)

    def is_alive(self, on: dt.date) -> bool:
        """Whether the body works on a day, as `alive` says of many."""
        return (self.starts_on is None or self.starts_on <= on) and (
            self.ends_before is None or on < self.ends_before
        )

    @property
    def last_day(self) -> dt.date | None:
        """The last day on which it worked, as people write it."""
        return Period(dt.date.min, self.ends_before).last_day


class MandateQuerySet(models.QuerySet["Mandate"]):
    def in_force(self, on: dt.date) -> Self:
        """Mandates that hold on a day; one of which the day is unknown holds until it is closed."""
        return self.filter(
            Q(date__isnull=True) | Q(date__lte=on), Q(ends_before__isnull=True) | Q(ends_before__gt=on)
        )


class Mandate(models.Model):
    """What a body was asked to do, by whom, when, until when. The day may be unknown; it is then blank."""

    body = models.ForeignKey(
        Body, on_delete=models.PROTECT, related_name="mandates", verbose_name=_("organismo")
    )
    mandated_by = models.ForeignKey(
        Body,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="mandates_given",
        verbose_name=_("da"),
    )
    date = models.DateField(_("data"), null=True, blank=True)
    object = models.TextField(_("oggetto"))
    ends_before = models.DateField(_("fino a (escluso)"), null=True, blank=True)

    objects = MandateQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(body=F("mandated_by")), name="nobody_mandates_itself"),
            models.CheckConstraint(
                condition=Q(ends_before__isnull=True) | Q(date__isnull=True) | Q(ends_before__gt=F("date")),
                name="mandate_ends_after_it_starts",
            ),
            models.UniqueConstraint(
                fields=["body", "mandated_by", "date"], nulls_distinct=False, name="mandate_once_a_day"
            ),
        ]
        indexes = [search_index("mandate_words", "object")]

    def __str__(self) -> str:
        return self.object[:80]

    def is_in_force(self, on: dt.date) -> bool:
        """Whether the mandate holds on a day, as `in_force` says of many."""
        return (self.date is None or self.date <= on) and (self.ends_before is None or on < self.ends_before)

    @property
    def last_day(self) -> dt.date | None:
        """The last day on which it held, as people write it."""
        return Period(dt.date.min, self.ends_before).last_day

    @property
    def district(self) -> District:
        return self.body.district


class Membership(models.Model):
    """A seat in a body, of one organisation or of one single person, for a period."""

    body = models.ForeignKey(
        Body, on_delete=models.PROTECT, related_name="memberships", verbose_name=_("organismo")
    )
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="memberships",
        verbose_name=_("organizzazione"),
    )
    person = models.ForeignKey(
        Person,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="memberships",
        verbose_name=_("persona"),
    )
    role = models.CharField(_("in qualità di"), max_length=120, blank=True)
    is_formal = models.BooleanField(_("adesione formalizzata"), default=True)
    starts_on = models.DateField(_("dal"))
    ends_before = models.DateField(_("fino a (escluso)"), null=True, blank=True)

    class Meta:
        constraints = [
            ends_after_it_starts("membership_ends_after_it_starts"),
            models.CheckConstraint(
                condition=Q(organisation__isnull=True, person__isnull=False)
                | Q(organisation__isnull=False, person__isnull=True),
                name="membership_of_an_organisation_or_of_a_person",
            ),
            models.UniqueConstraint(
                fields=["body", "organisation", "person", "starts_on"],
                nulls_distinct=False,
                name="membership_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member} · {self.body}"

    def get_absolute_url(self) -> str:
        """Where the whole history of the member in the body is told."""
        body = self.body
        return address("governance:member", body.district.slug, body.code, self.member.code)

    @property
    def member(self) -> Organisation | Person:
        """Whoever sits: the organisation, or the person in their own name."""
        if self.organisation is not None:
            return self.organisation
        assert self.person is not None  # noqa: S101 - the database says so
        return self.person

    @property
    def period(self) -> Period:
        return Period(self.starts_on, self.ends_before)

    @property
    def district(self) -> District:
        return self.body.district
