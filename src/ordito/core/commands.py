"""Deeds on districts and accounts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.text import slugify
from django.utils.translation import gettext as _

from ordito.core.command import command
from ordito.core.models import Actor, District, Role, RoleKind, User
from ordito.core.period import in_force
from ordito.core.refused import Refused

if TYPE_CHECKING:
    from datetime import date

RESERVED_SLUGS = frozenset(
    {
        "accesso",
        "account",
        "static",
        "lingua",
        "nuovo-ambito",
        "ambiti",
        "stato",
        "favicon.ico",
        "robots.txt",
        "api",
        "r",
        "vivo",
    }
)


class DistrictRefused(Refused):
    """The district cannot be made as asked."""


class AccountRefused(Refused):
    """The account or the role cannot be given as asked."""


@command("core.create_district")
def create_district(district: District, *, by: Actor) -> District:
    """Make a district out of an unsaved one; a missing short address is taken from the name."""
    district.name = " ".join(district.name.split())
    if not district.name:
        raise DistrictRefused(_("Serve il nome dell'ambito."))
    district.slug = district.slug or _free_slug(district.name)
    if district.slug in RESERVED_SLUGS:
        raise DistrictRefused(
            _("L'indirizzo breve «%(slug)s» è riservato: sceglierne un altro.") % {"slug": district.slug}
        )
    if District.objects.filter(slug=district.slug).exists():
        raise DistrictRefused(_("Esiste già un ambito con l'indirizzo «%(slug)s».") % {"slug": district.slug})
    district.save()
    return district


@command("core.describe_district", needs="core.tend_district")
def describe_district(
    district: District, *, by: Actor, name: str, subtitle: str, lead_body: str, is_public: bool
) -> District:
    """Change how a district presents itself."""
    if not name.strip():
        raise DistrictRefused(_("Serve il nome dell'ambito."))
    district.name, district.subtitle, district.lead_body = name.strip(), subtitle.strip(), lead_body.strip()
    district.is_public = is_public
    district.save()
    return district


@command("core.give_role", needs="core.tend_accounts")
def give_role(district: District, *, by: Actor, email: str, name: str, kind: str, starts_on: date) -> Role:
    """Give a person a role in the district, making the account when there is none yet."""
    if kind not in RoleKind.values:
        raise AccountRefused(_("Il ruolo «%(kind)s» non esiste.") % {"kind": kind})
    user = _account(email, name)
    if user.roles.filter(in_force(starts_on), district=district, kind=kind).exists():
        raise AccountRefused(_("%(name)s ha già questo ruolo.") % {"name": user.name})
    return Role.objects.create(user=user, district=district, kind=kind, starts_on=starts_on)


@command("core.end_role", needs="core.tend_accounts")
def end_role(role: Role, *, by: Actor, ends_before: date) -> Role:
    """Close a role: what was true until then stays written."""
    if ends_before <= role.starts_on:
        raise AccountRefused(_("Il ruolo non può finire prima di cominciare."))
    role.ends_before = ends_before
    role.save(update_fields=["ends_before"])
    return role


@command("core.create_account", needs="core.create_district")
def create_account(user: User, *, by: Actor, password: str) -> User:
    """Make an account with a password of its own, from the command line or by an installation admin."""
    try:
        validate_email(user.email)
        validate_password(password, user)
    except ValidationError as problem:
        raise AccountRefused(" ".join(problem.messages)) from problem
    if User.objects.filter(email__iexact=user.email).exists():
        raise AccountRefused(_("Esiste già un account con l'e-mail %(email)s.") % {"email": user.email})
    user.email = user.email.lower()
    user.set_password(password)
    user.save()
    return user


@command("core.set_password", needs="core.create_district")
def set_password(user: User, *, by: Actor, password: str) -> User:
    """Give an account a new password, from the command line or by an installation admin."""
    try:
        validate_password(password, user)
    except ValidationError as problem:
        raise AccountRefused(" ".join(problem.messages)) from problem
    user.set_password(password)
    user.save(update_fields=["password"])
    return user


def _account(email: str, name: str) -> User:
    email = email.strip().lower()
    try:
        validate_email(email)
    except ValidationError as problem:
        raise AccountRefused(_("«%(email)s» non è un indirizzo e-mail.") % {"email": email}) from problem
    found = User.objects.filter(email__iexact=email).first()
    if found is not None:
        return found
    if not name.strip():
        raise AccountRefused(_("Serve il nome della persona."))
    return User.objects.create_user(email, name.strip())


def _free_slug(name: str) -> str:
    stem = slugify(name)[:50] or "ambito"
    taken = set(District.objects.filter(slug__startswith=stem).values_list("slug", flat=True))
    number, slug = 1, stem
    while slug in taken or slug in RESERVED_SLUGS:
        number += 1
        slug = f"{stem}-{number}"
    return slug
