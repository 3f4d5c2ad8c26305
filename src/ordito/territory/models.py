"""Municipalities, sub-areas, population, places, and where each function is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ordito.core.models import District
from ordito.core.models import Role as DistrictRole
from ordito.core.period import ends_after_it_starts
from ordito.core.search import search_index

if TYPE_CHECKING:
    from decimal import Decimal


class SubArea(models.Model):
    """A part of the district with a history of its own (Basso Frignano, Cimone…)."""

    district = models.ForeignKey(District, on_delete=models.PROTECT, related_name="sub_areas")
    code = models.SlugField(_("codice"), max_length=60)
    name = models.CharField(_("nome"), max_length=120)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["district", "code"], name="sub_area_code_once")]

    def __str__(self) -> str:
        return self.name


class Municipality(models.Model):
    """A municipality of the district, with its ISTAT and cadastral codes as text.

    Without `starts_on` it belongs to the district since before anybody wrote it down.
    """

    district = models.ForeignKey(District, on_delete=models.PROTECT, related_name="municipalities")
    istat_code = models.CharField(_("codice ISTAT"), max_length=6, validators=[RegexValidator(r"^\d{6}$")])
    cadastral_code = models.CharField(_("codice catastale"), max_length=4, blank=True)
    name = models.CharField(_("nome"), max_length=120)
    province = models.CharField(_("provincia"), max_length=60, blank=True)
    sub_area = models.ForeignKey(
        SubArea,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="municipalities",
        verbose_name=_("sub-area"),
    )
    official_area_km2 = models.DecimalField(
        _("superficie ufficiale (km²)"), max_digits=9, decimal_places=2, null=True, blank=True
    )
    polygon_area_km2 = models.DecimalField(
        _("superficie del poligono (km²)"), max_digits=9, decimal_places=2, null=True, blank=True
    )
    longitude = models.FloatField(_("longitudine"), null=True, blank=True)
    latitude = models.FloatField(_("latitudine"), null=True, blank=True)
    geometry = models.JSONField(_("confini"), null=True, blank=True)
    starts_on = models.DateField(_("nell'ambito dal"), null=True, blank=True)
    ends_before = models.DateField(_("nell'ambito fino a (escluso)"), null=True, blank=True)

    class Meta:
        verbose_name = _("comune")
        constraints = [
            models.UniqueConstraint(fields=["district", "istat_code"], name="municipality_once"),
            ends_after_it_starts("municipality_ends_after_it_starts"),
        ]
        indexes = [search_index("municipality_words", "name")]

    def __str__(self) -> str:
        return self.name

    @property
    def area_km2(self) -> Decimal | None:
        """The official area when there is one; it wins over the polygon's."""
        return self.official_area_km2 if self.official_area_km2 is not None else self.polygon_area_km2

    def get_absolute_url(self) -> str:
        return reverse("territory:municipality", args=[self.district.slug, self.istat_code])


class Adjacency(models.Model):
    """Two municipalities that share a stretch of boundary; each pair once, the lower code first."""

    one = models.ForeignKey(Municipality, on_delete=models.CASCADE, related_name="+")
    other = models.ForeignKey(Municipality, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["one", "other"], name="adjacency_once"),
            models.CheckConstraint(condition=~Q(one=models.F("other")), name="nobody_is_its_own_neighbour"),
        ]

    def __str__(self) -> str:
        return f"{self.one} – {self.other}"


class Sex(models.TextChoices):
    FEMALE = "F", _("femmine")
    MALE = "M", _("maschi")
    ALL = "T", _("totale")


class Population(models.Model):
    """People of a municipality, by source and day; by sex and age where the source says it.

    A whole count has sex T and no ages; a class is `age_from` up to, and not including, `age_before`
    (`age_before` None: and over). A year of age is a class of one. `on` is None when the source does
    not state the day of its count.
    """

    municipality = models.ForeignKey(Municipality, on_delete=models.CASCADE, related_name="population")
    source = models.CharField(_("fonte"), max_length=60)
    on = models.DateField(_("al"), null=True, blank=True)
    sex = models.CharField(_("sesso"), max_length=1, choices=Sex, default=Sex.ALL)
    age_from = models.PositiveSmallIntegerField(_("età da"), default=0)
    age_before = models.PositiveSmallIntegerField(_("età prima di"), null=True, blank=True)
    people = models.PositiveIntegerField(_("persone"))

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "source", "on", "sex", "age_from", "age_before"],
                nulls_distinct=False,
                name="population_class_once",
            ),
            models.CheckConstraint(
                condition=Q(age_before__isnull=True) | Q(age_before__gt=models.F("age_from")),
                name="age_class_not_empty",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.municipality} {self.on or self.source}: {self.people}"


class PlaceKind(models.TextChoices):
    POLE = "pole", _("Polo territoriale")
    DESK = "desk", _("Sportello sociale")
    HEALTH_HOUSE = "health_house", _("Casa della salute")
    OFFICE = "office", _("Ufficio")
    MEETING_ROOM = "meeting_room", _("Sala incontri")


class Place(models.Model):
    """A pole, a desk, a health house, a room: where people meet the service.

    Without a municipality nobody has said yet where it is; without `starts_on`, since when.
    """

    district = models.ForeignKey(District, on_delete=models.PROTECT, related_name="places")
    code = models.SlugField(_("codice"), max_length=60)
    name = models.CharField(_("nome"), max_length=160)
    kind = models.CharField(_("tipo"), max_length=20, choices=PlaceKind)
    municipality = models.ForeignKey(
        Municipality,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="places",
        verbose_name=_("comune"),
    )
    address = models.CharField(_("indirizzo"), max_length=200, blank=True)
    opening_hours = models.CharField(_("orari"), max_length=200, blank=True)
    phone = models.CharField(_("telefono"), max_length=40, blank=True)
    longitude = models.FloatField(_("longitudine"), null=True, blank=True)
    latitude = models.FloatField(_("latitudine"), null=True, blank=True)
    catchment = models.ManyToManyField(
        Municipality, blank=True, related_name="served_by", verbose_name=_("bacino")
    )
    starts_on = models.DateField(_("aperto dal"), null=True, blank=True)
    ends_before = models.DateField(_("aperto fino a (escluso)"), null=True, blank=True)
    is_synthetic = models.BooleanField(_("dimostrativo"), default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["district", "code"], name="place_code_once"),
            ends_after_it_starts("place_ends_after_it_starts"),
        ]
        indexes = [search_index("place_words", "name", "address")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("territory:place", args=[self.district.slug, self.code])


class FunctionLevel(models.TextChoices):
    """At which level of the macro-organisation a function is kept."""

    CENTRAL = "central", _("centrale")
    EVERY_MUNICIPALITY = "every_municipality", _("in ogni comune")
    SUB_AREA = "sub_area", _("per sub-area")
    PLACES = "places", _("in luoghi determinati")


class Function(models.Model):
    """A function of the social service, and the level at which it is kept, for a period.

    When a function is kept otherwise, a new row with the same code starts where the former ends.
    """

    district = models.ForeignKey(District, on_delete=models.PROTECT, related_name="functions")
    code = models.SlugField(_("codice"), max_length=60)
    name = models.CharField(_("funzione"), max_length=160)
    level = models.CharField(_("livello"), max_length=20, choices=FunctionLevel)
    offered_by = models.CharField(_("chi la svolge"), max_length=160, blank=True)
    places = models.ManyToManyField(Place, blank=True, related_name="functions", verbose_name=_("luoghi"))
    full_time_workers = models.DecimalField(
        _("operatori a tempo pieno"),
        max_digits=6,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(9999)],
    )
    full_time_social_workers = models.DecimalField(
        _("di cui assistenti sociali"),
        max_digits=6,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(9999)],
    )
    notes = models.TextField(_("note"), blank=True)
    starts_on = models.DateField(_("dal"))
    ends_before = models.DateField(_("fino a (escluso)"), null=True, blank=True)
    is_synthetic = models.BooleanField(_("dimostrativo"), default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["district", "code", "starts_on"], name="function_once_a_day"),
            ends_after_it_starts("function_ends_after_it_starts"),
        ]

    def __str__(self) -> str:
        return self.name


class RolePlace(models.Model):
    """Where a role of the district is held, for a period: a desk operator at a desk."""

    role = models.ForeignKey(DistrictRole, on_delete=models.CASCADE, related_name="+")
    place = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="held_here")
    starts_on = models.DateField(_("dal"))
    ends_before = models.DateField(_("fino a (escluso)"), null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["role", "place", "starts_on"], name="role_at_a_place_once_a_day"),
            ends_after_it_starts("role_at_a_place_ends_after_it_starts"),
        ]

    def __str__(self) -> str:
        return f"{self.role} @ {self.place}"

    @property
    def district(self) -> District:
        return self.place.district
