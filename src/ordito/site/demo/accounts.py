"""Who can sign in to the demonstration: one account for each way of working, one password for all."""

from __future__ import annotations

import os
import re
import secrets
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings

from ordito.community.commands import PersonFacts, update_person
from ordito.community.models import Person
from ordito.core.commands import create_account, give_role, set_password
from ordito.core.models import Operator, RoleKind, User
from ordito.territory.commands import post_to_place
from ordito.territory.models import Place

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ordito.core.models import District

SINCE = date(2010, 1, 1)
"""Before the day of every demonstration, so that each role is in force on it."""
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
GROUPS, LETTERS = 4, 4
PASSWORD = re.compile(rf"^Password: ((?:[{ALPHABET}]{{{LETTERS}}}-?){{{GROUPS}}})$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Account:
    """An account of a district: `place` is the desk where it works, `speaks_for` who sends it."""

    email: str
    name: str
    kind: RoleKind
    districts: tuple[str, ...]
    place: str = ""
    speaks_for: str = ""


ALL = ("frignano", "melzo", "crema", "reggio-emilia")
ADMIN = "admin@example.org"
ACCOUNTS = (
    Account("ufficio.melzo@example.org", "Nora Orditelli", RoleKind.PLAN_OFFICE, ("melzo",)),
    Account("sindaca.melzo@example.org", "Vera Filandieri", RoleKind.ADMINISTRATOR, ("melzo",)),
    Account("facilitatore.melzo@example.org", "Ivo Passafilo", RoleKind.FACILITATOR, ("melzo",)),
    Account("delegato.melzo@example.org", "", RoleKind.DELEGATE, ("melzo",), speaks_for="la-trama"),
    Account("ufficio.frignano@example.org", "Bruno Lanuschi", RoleKind.PLAN_OFFICE, ("frignano",)),
    Account("responsabile.frignano@example.org", "Clelia Subbiali", RoleKind.HEAD_OF_SERVICE, ("frignano",)),
    Account(
        "assistente.frignano@example.org",
        "Sara Ditaletti",
        RoleKind.SOCIAL_WORKER,
        ("frignano",),
        place="sportello-pievepelago",
    ),
    Account(
        "sportello.frignano@example.org",
        "Rocco Cimosini",
        RoleKind.DESK_OPERATOR,
        ("frignano",),
        place="sportello-fanano",
    ),
    Account("ufficio.crema@example.org", "Lidia Arcolaini", RoleKind.PLAN_OFFICE, ("crema",)),
    Account("ufficio.reggio@example.org", "Guido Canapaforte", RoleKind.PLAN_OFFICE, ("reggio-emilia",)),
    Account("regione@example.org", "Irene Tessimonti", RoleKind.REGION, ALL),
)


def accounts_file() -> Path:
    """Where the accounts are written for whoever runs the installation, and for nobody else."""
    return Path(settings.VAR) / "demonstration-accounts.txt"


def password_of_this_installation() -> str:
    """Give the password of the demonstration accounts: the one of the file, or else a new one."""
    kept = PASSWORD.search(accounts_file().read_text("utf-8")) if accounts_file().exists() else None
    if kept:
        return kept[1]
    groups = ("".join(secrets.choice(ALPHABET) for _ in range(LETTERS)) for _ in range(GROUPS))
    return "-".join(groups)


def give_accounts(district: District, *, password: str) -> None:
    """Give a district its accounts; one that has been made for another district takes one role more."""
    operator = Operator()
    for account in ACCOUNTS:
        if district.slug not in account.districts:
            continue
        person = _speaker(district, account.speaks_for) if account.speaks_for else None
        name = person.name if person else account.name
        user = _account(account.email, name, password=password)
        role = give_role(
            district, by=operator, email=user.email, name=name, kind=account.kind, starts_on=SINCE
        )
        if account.place:
            place = Place.objects.get(district=district, code=account.place)
            post_to_place(place, by=operator, role=role, starts_on=max(SINCE, place.starts_on or SINCE))
        if person is not None:
            facts = PersonFacts(name=name, email=person.email, phone=person.phone, account=user)
            update_person(person, by=operator, facts=facts)


def give_admin(*, password: str) -> None:
    """Give the demonstration somebody who tends the whole installation."""
    _account(ADMIN, "Zeno Telaviva", password=password, is_installation_admin=True)


def write_accounts(*, password: str) -> None:
    """Write the accounts that exist where only the installation's own user can read."""
    lines = [
        "Account dimostrativi: la password è la stessa per tutti, e vale solo in questa installazione.",
        f"Password: {password}",
        "",
        *_lines(),
    ]
    target = accounts_file()
    new = target.with_suffix(".new")
    new.unlink(missing_ok=True)
    handle = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write("\n".join(lines) + "\n")
    new.replace(target)


def renew_password(*, password: str) -> None:
    """Give the accounts that exist the password that is about to be written."""
    for user in User.objects.filter(email__in=_emails()):
        set_password(user, by=Operator(), password=password)


def _account(email: str, name: str, *, password: str, is_installation_admin: bool = False) -> User:
    found = User.objects.filter(email=email).first()
    if found is not None:
        return found
    user = User(email=email, name=name, is_installation_admin=is_installation_admin)
    return create_account(user, by=Operator(), password=password)


def _speaker(district: District, organisation: str) -> Person:
    """Find who is the delegate of an organisation on the day of the demonstration."""
    people = Person.objects.filter(
        delegations__organisation__code=organisation, delegations__kind="delegate", district=district
    )
    return people.get(delegations__ends_before__isnull=True)


def _lines() -> Iterable[str]:
    known = {user.email: user for user in User.objects.filter(email__in=_emails())}
    for account in ACCOUNTS:
        if account.email in known:
            where = "tutti gli ambiti" if account.districts == ALL else account.districts[0]
            yield f"  {account.email:<36}{RoleKind(account.kind).label:<26}{where}"
    if ADMIN in known:
        yield f"  {ADMIN:<36}{'Amministra tutto':<26}tutta l'installazione"


def _emails() -> list[str]:
    return [*(account.email for account in ACCOUNTS), ADMIN]
