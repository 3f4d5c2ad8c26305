"""What every command stands on: Django awake, refusals in words, a district by its short address."""

from __future__ import annotations

import os
from functools import wraps
from typing import TYPE_CHECKING, ParamSpec, TypeVar

import click

from ordito.site.cli.words import _, language

if TYPE_CHECKING:
    from collections.abc import Callable

    from ordito.core.models import District

ONE_AT_A_TIME = 7_046_029
"""The lock, a number of ours, under which one start at a time brings the database to its shape."""

P = ParamSpec("P")
R = TypeVar("R")


def awake(function: Callable[P, R]) -> Callable[P, R]:
    """Start the database and Django before the command; show a refusal as a sentence, with exit code 1."""

    @wraps(function)
    def command(*args: P.args, **kwargs: P.kwargs) -> R:
        from ordito.core.postgres import DatabaseUnavailable

        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ordito.site.settings")
        try:
            import django
            from django.utils import translation

            django.setup()
        except DatabaseUnavailable as why:
            raise click.ClickException(str(why)) from why
        import psycopg
        from django.core.exceptions import PermissionDenied
        from django.db import OperationalError

        from ordito.core.refused import Refused

        translation.activate(language())
        try:
            return function(*args, **kwargs)
        except (Refused, PermissionDenied) as why:
            raise click.ClickException(str(why)) from why
        except (OperationalError, psycopg.OperationalError) as why:
            if isinstance(why, psycopg.errors.DiskFull) or isinstance(why.__cause__, psycopg.errors.DiskFull):
                words = _("Il disco è pieno: non è stato scritto nulla. Liberare spazio, e riprovare.")
            else:
                words = _(
                    "Il database non risponde più: quello che era in corso non è stato scritto. %(why)s"
                )
            raise click.ClickException(words % {"why": str(why).partition("\n")[0]}) from why

    return command


def migrated() -> None:
    """Bring the database to the shape of this version, if it is not there yet."""
    from django.core.management import call_command
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [ONE_AT_A_TIME])
        try:
            call_command("migrate", interactive=False, verbosity=0)
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [ONE_AT_A_TIME])


def district_called(slug: str) -> District:
    """The district with this short address, or a sentence that lists those there are."""
    from ordito.core.models import District

    found = District.objects.filter(slug=slug).first()
    if found is None:
        there = ", ".join(District.objects.order_by("slug").values_list("slug", flat=True)) or "—"
        raise click.ClickException(
            _("Non c'è un ambito «%(slug)s». Ci sono: %(there)s.") % {"slug": slug, "there": there}
        )
    return found
