"""Districts, accounts with dated roles, attachments and the journal."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import AnonymousUser
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ordito.core.period import ends_after_it_starts, in_force

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True)
class Operator:
    """Whoever works at the machine's own command line: trusted with every district, and journalled."""

    name: str = "ordito"
    is_authenticated: ClassVar[bool] = True
    is_installation_admin: ClassVar[bool] = True
    pk: ClassVar[None] = None


class DistrictQuerySet(models.QuerySet["District"]):
    def visible_to(self, user: Actor) -> Self:
        """Public districts, and those in which the person holds a role."""
        if user.is_authenticated and user.is_installation_admin:
            return self.all()
        if isinstance(user, User):
            return self.filter(Q(is_public=True) | Q(pk__in={role.district_id for role in user.held_roles}))
        return self.filter(is_public=True)


class District(models.Model):
    """An association of municipalities that runs its social welfare together. Every row belongs to one."""

    slug = models.SlugField(_("indirizzo breve"), unique=True, max_length=60)
    name = models.CharField(_("nome"), max_length=200)
    subtitle = models.CharField(_("sottotitolo"), max_length=200, blank=True)
    region = models.CharField(_("regione"), max_length=60, blank=True)
    lead_body = models.CharField(_("ente capofila"), max_length=200, blank=True)
    is_public = models.BooleanField(_("ha pagine pubbliche"), default=True)
    is_demonstration = models.BooleanField(_("è dimostrativo"), default=False)
    demonstration_day = models.DateField(_("giorno della dimostrazione"), null=True, blank=True)

    objects = DistrictQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name

    @property
    def district(self) -> District:
        return self

    def today(self) -> date:
        """The day it is in this district: a demonstration stands still on its own day."""
        return self.demonstration_day or timezone.localdate()

    def now(self) -> datetime:
        """The moment it is in this district, in Rome's time zone."""
        now = timezone.localtime()
        if self.demonstration_day is None:
            return now
        return timezone.make_aware(datetime.combine(self.demonstration_day, time(now.hour, now.minute)))

    def get_absolute_url(self) -> str:
        return reverse("home", args=[self.slug])


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, name: str, password: str | None = None, **extra: Any) -> User:
        user = self.model(email=self.normalize_email(email).lower(), name=name, **extra)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email__iexact=username)


class User(AbstractBaseUser):
    """A person with an account. What the person may do is said by dated roles, never here."""

    email = models.EmailField(_("e-mail"), unique=True)
    name = models.CharField(_("nome e cognome"), max_length=120)
    language = models.CharField(
        _("lingua"), max_length=2, choices=[("it", "Italiano"), ("en", "English")], default="it"
    )
    is_active = models.BooleanField(_("attivo"), default=True)
    is_installation_admin = models.BooleanField(_("amministra l'installazione"), default=False)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    objects = UserManager()

    def __str__(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        return self.name

    @cached_property
    def held_roles(self) -> tuple[Role, ...]:
        """The roles in force today, read once per request."""
        return tuple(self.roles.filter(in_force(timezone.localdate())))

    @property
    def district_ids(self) -> set[int]:
        """The districts in which the person takes part."""
        return {role.district_id for role in self.held_roles if role.kind in WORK_HERE}


Actor = User | AnonymousUser | Operator


class RoleKind(models.TextChoices):
    """Who a person is in a district. Rules ask for these, and nothing else."""

    PLAN_OFFICE = "plan_office", _("Ufficio di Piano")
    ADMINISTRATOR = "administrator", _("Amministratore")
    HEAD_OF_SERVICE = "head_of_service", _("Responsabile di servizio")
    SOCIAL_WORKER = "social_worker", _("Assistente sociale")
    DESK_OPERATOR = "desk_operator", _("Operatore di sportello")
    DELEGATE = "delegate", _("Delegato")
    FACILITATOR = "facilitator", _("Facilitatore")
    REGION = "region", _("Regione")


WORK_HERE = frozenset(RoleKind) - {RoleKind.REGION}
"""Who takes part in a district; a region looks at it from outside, and sees aggregates and public pages."""


class Role(models.Model):
    """What a person is in a district, for a period."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="roles", verbose_name=_("persona"))
    district = models.ForeignKey(District, on_delete=models.PROTECT, related_name="roles")
    kind = models.CharField(_("ruolo"), max_length=20, choices=RoleKind)
    starts_on = models.DateField(_("dal"))
    ends_before = models.DateField(_("fino a (escluso)"), null=True, blank=True)

    class Meta:
        constraints = [
            ends_after_it_starts("role_ends_after_it_starts"),
            models.UniqueConstraint(fields=["user", "district", "kind", "starts_on"], name="role_once_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.get_kind_display()}"


class Attachment(models.Model):
    """A file that somebody handed in: at most 20 MB, of a known type, never changed."""

    district = models.ForeignKey(District, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(_("nome del file"), max_length=200)
    content_type = models.CharField(max_length=120)
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    added_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name

    @classmethod
    def of(
        cls, *, district: District, name: str, content_type: str, content: bytes, at: datetime
    ) -> Attachment:
        """An attachment with its fingerprint, not yet saved."""
        return cls(
            district=district,
            name=name,
            content_type=content_type,
            content=content,
            sha256=hashlib.sha256(content).hexdigest(),
            added_at=at,
        )


class JournalEntry(models.Model):
    """Who did what to which thing, when. Written by the command door; the database refuses any change."""

    at = models.DateTimeField(_("quando"))
    district = models.ForeignKey(District, on_delete=models.PROTECT, null=True, related_name="journal")
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    by_name = models.CharField(_("chi"), max_length=120)
    deed = models.CharField(_("che cosa"), max_length=80)
    subject_type = models.CharField(max_length=60)
    subject_id = models.BigIntegerField(null=True)
    subject_name = models.CharField(_("a che cosa"), max_length=200)
    changes = models.JSONField(_("modifiche"), default=dict, encoder=DjangoJSONEncoder)
    purpose = models.CharField(_("scopo"), max_length=200, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["district", "-at"], name="journal_of_a_district"),
            models.Index(fields=["subject_type", "subject_id"], name="journal_of_a_thing"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%d/%m/%Y %H:%M} {self.by_name}: {self.deed}"


def holds(user: Actor, district: District, *kinds: RoleKind) -> bool:
    """Whether the person holds one of the roles in the district today: any of its own when none is named."""
    if isinstance(user, Operator):
        return True
    if not isinstance(user, User):
        return False
    return any(
        role.district_id == district.pk and role.kind in (kinds or WORK_HERE) for role in user.held_roles
    )


def slugs_taken(slugs: Iterable[str]) -> set[str]:
    """Which of these short addresses a district already has."""
    return set(District.objects.filter(slug__in=list(slugs)).values_list("slug", flat=True))
