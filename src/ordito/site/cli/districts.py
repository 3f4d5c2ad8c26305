"""Make a district from the names of its municipalities."""

from __future__ import annotations

import click

from ordito.site.cli.ground import awake, migrated
from ordito.site.cli.words import _


@click.group(help=_("Crea un ambito, o elenca quelli che ci sono."))
def district() -> None:
    """Gather the commands on districts."""


@district.command(help=_("Crea un ambito dai nomi dei suoi comuni."))
@click.argument("name", metavar=_("NOME"))
@click.option("--comuni", required=True, help=_("I nomi dei comuni, separati da virgole."))
@click.option("--slug", default="", help=_("Indirizzo breve; senza, nasce dal nome."))
@click.option("--subtitle", default="", help=_("Sottotitolo."))
@click.option("--private", is_flag=True, help=_("Senza pagine pubbliche."))
@awake
def new(name: str, comuni: str, slug: str, subtitle: str, *, private: bool) -> None:
    """Make a working district: codes, boundaries, neighbours, area and population come by themselves."""
    from ordito.core.models import District, Operator
    from ordito.territory.commands import new_district

    migrated()
    names = [each.strip() for each in comuni.split(",") if each.strip()]
    made = new_district(
        District(name=name, slug=slug, subtitle=subtitle, is_public=not private), by=Operator(), comuni=names
    )
    click.echo(
        _("Creato «%(name)s», indirizzo breve %(slug)s, con %(n)s comuni.")
        % {"name": made.name, "slug": made.slug, "n": len(names)}
    )


@district.command(name="list", help=_("Elenca gli ambiti."))
@awake
def list_() -> None:
    """Print short address and name of every district."""
    from ordito.core.models import District

    migrated()
    for each in District.objects.order_by("slug"):
        click.echo(f"{each.slug}\t{each.name}")
