"""Accounts and roles from the machine's own command line."""

from __future__ import annotations

from datetime import date

import click

from ordito.site.cli.ground import awake, district_called, migrated
from ordito.site.cli.words import _

ROLES = [
    "plan_office",
    "administrator",
    "head_of_service",
    "social_worker",
    "desk_operator",
    "delegate",
    "facilitator",
    "region",
]


@click.group(help=_("Crea account, dà e toglie ruoli."))
def user() -> None:
    """Gather the commands on accounts."""


@user.command(help=_("Crea un account; con --role e --district dà anche un ruolo."))
@click.argument("email", metavar=_("E-MAIL"))
@click.argument("name", metavar=_("NOME"))
@click.option(
    "--password", prompt=True, hide_input=True, confirmation_prompt=True, help=_("Almeno dieci caratteri.")
)
@click.option("--admin", is_flag=True, help=_("Amministra l'installazione."))
@click.option("--role", type=click.Choice(ROLES), help=_("Ruolo."))
@click.option("--district", "slug", help=_("Ambito del ruolo."))
@awake
def add(email: str, name: str, password: str, role: str | None, slug: str | None, *, admin: bool) -> None:
    """Make an account, with a role when one is asked."""
    from django.db import transaction

    from ordito.core.commands import create_account, give_role
    from ordito.core.models import Operator, User

    migrated()
    if bool(role) != bool(slug):
        raise click.UsageError(_("--role e --district vanno insieme."))
    with transaction.atomic():
        create_account(
            User(email=email, name=name, is_installation_admin=admin), by=Operator(), password=password
        )
        if role and slug:
            place = district_called(slug)
            give_role(place, by=Operator(), email=email, name=name, kind=role, starts_on=date.today())  # noqa: DTZ011
    click.echo(_("Creato l'account %(email)s.") % {"email": email})


@user.command(help=_("Dà un ruolo a chi ha già un account."))
@click.argument("email", metavar=_("E-MAIL"))
@click.option("--role", required=True, type=click.Choice(ROLES), help=_("Ruolo."))
@click.option("--district", "slug", required=True, help=_("Ambito del ruolo."))
@awake
def role(email: str, role: str, slug: str) -> None:
    """Give a role from today."""
    from ordito.core.commands import give_role
    from ordito.core.models import Operator

    migrated()
    given = give_role(
        district_called(slug),
        by=Operator(),
        email=email,
        name="",
        kind=role,
        starts_on=date.today(),  # noqa: DTZ011
    )
    click.echo(str(given))


@user.command(help=_("Cambia la password di un account."))
@click.argument("email", metavar=_("E-MAIL"))
@click.option(
    "--password", prompt=True, hide_input=True, confirmation_prompt=True, help=_("Almeno dieci caratteri.")
)
@awake
def password(email: str, password: str) -> None:
    """Set a new password."""
    from ordito.core.commands import set_password
    from ordito.core.models import Operator, User

    migrated()
    found = User.objects.filter(email__iexact=email).first()
    if found is None:
        raise click.ClickException(_("Non c'è un account con l'e-mail %(email)s.") % {"email": email})
    set_password(found, by=Operator(), password=password)
    click.echo(_("Fatto."))


@user.command(name="list", help=_("Elenca account e ruoli."))
@awake
def list_() -> None:
    """Print every account with its roles."""
    from ordito.core.models import User

    migrated()
    for each in User.objects.prefetch_related("roles__district").order_by("email"):
        roles = ", ".join(f"{held.kind}@{held.district.slug}" for held in each.roles.all())
        click.echo(f"{each.email}\t{each.name}\t{roles}")
