"""Load the demonstration: each district whole or not at all, and only once."""

from __future__ import annotations

import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from django.db import connection, transaction
from django.utils import timezone, translation
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from ordito.core.models import District, Operator
from ordito.core.tables import import_tables
from ordito.site.demo.accounts import (
    accounts_file,
    give_accounts,
    give_admin,
    password_of_this_installation,
    renew_password,
    write_accounts,
)
from ordito.site.demo.districts import DEMONSTRATIONS
from ordito.site.demo.minutes import versions_of_minutes
from ordito.territory.commands import new_district

if TYPE_CHECKING:
    from collections.abc import Callable

    from ordito.site.demo.districts import Demonstration
    from ordito.site.demo.sheets import Sheets

__all__ = ["accounts_file", "load_demonstration"]

ONE_AT_A_TIME = 5_090_412
"""The number of the lock that two programs starting together ask the database for."""


def load_demonstration(*, say: Callable[[str], object] = print) -> None:
    """Load the districts that are missing; what is there stays as it is."""
    known = accounts_file().exists()
    password = password_of_this_installation()
    write_accounts(password=password)  # before anybody can sign in with it
    if not known:
        renew_password(password=password)
    for demonstration in DEMONSTRATIONS:
        began = time.monotonic()
        rows = load_district(demonstration, password=password)
        if rows:
            told = {
                "name": demonstration.name,
                "rows": number_format(rows, force_grouping=True, use_l10n=True),
                "seconds": number_format(time.monotonic() - began, 1, use_l10n=True),
            }
            say(_("%(name)s: %(rows)s righe in %(seconds)s secondi") % told)
    give_admin(password=password)
    write_accounts(password=password)


def load_district(demonstration: Demonstration, *, password: str) -> int:
    """Load one district in one transaction, and say how many rows; none when it is there already."""
    with transaction.atomic(), translation.override("it"):
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ONE_AT_A_TIME])
        if District.objects.filter(slug=demonstration.slug).exists():
            return 0
        district = new_district(_unsaved(demonstration), by=Operator(), comuni=demonstration.comuni)
        rows = _import(demonstration.sheets(), district) + _import(versions_of_minutes(district), district)
        give_accounts(district, password=password)
    return rows


def _unsaved(demonstration: Demonstration) -> District:
    return District(
        slug=demonstration.slug,
        name=demonstration.name,
        subtitle=demonstration.subtitle,
        is_demonstration=True,
        demonstration_day=demonstration.day,
    )


def _import(sheets: Sheets, district: District) -> int:
    """Bring the tables in by the door that everybody uses."""
    with TemporaryDirectory(prefix="ordito-") as name:
        folder = Path(name)
        sheets.write(folder)
        done = import_tables(district, folder, by=Operator(), at=timezone.now())
    if done.unread:
        raise ValueError(f"{district.slug}: nobody reads {', '.join(done.unread)}")
    return sum(done.rows.values())
