"""Backup, restore, and a look at whether all is well."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

import click

from ordito.site.cli.ground import awake
from ordito.site.cli.words import _

DUMP, SECRET = "ordito.dump", "secret"
EMPTY = """
SET LOCAL client_min_messages = warning;
DO $$
DECLARE found record;
BEGIN
  FOR found IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP
    EXECUTE format('DROP TABLE public.%I CASCADE', found.tablename);
  END LOOP;
  FOR found IN SELECT oid::regprocedure::text AS name FROM pg_proc
    WHERE pronamespace = 'public'::regnamespace AND proname LIKE 'ordito\\_%' LOOP
    EXECUTE format('DROP ROUTINE IF EXISTS %s CASCADE', found.name);
  END LOOP;
END $$;
"""
LEAST_FREE_BYTES = 500 * 1024 * 1024


@click.command(help=_("Salva tutto (dati, documenti, account) in un solo file."))
@click.argument("target", type=click.Path(dir_okay=False, path_type=Path), metavar=_("FILE"))
@awake
def backup(target: Path) -> None:
    """Write one archive beside its final place, then give it its name: a backup is whole or not there."""
    from django.conf import settings

    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent) as folder:
        dump, archive = Path(folder) / DUMP, Path(folder) / "archive"
        _postgres("pg_dump", "--format=custom", "--no-owner", f"--file={dump}", _url())
        with tarfile.open(archive, "w") as tar:
            tar.add(dump, DUMP)
            if (settings.VAR / SECRET).exists():
                tar.add(settings.VAR / SECRET, SECRET)
        archive.chmod(0o600)
        archive.replace(target)
    click.echo(
        _("Salvato in %(target)s (%(kb)s kB)") % {"target": target, "kb": target.stat().st_size // 1024}
    )


@click.command(help=_("Ripristina un salvataggio. Sostituisce tutto quello che c'è."))
@click.argument("source", type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar=_("FILE"))
@click.option("--replace", is_flag=True, help=_("Conferma che i dati presenti vanno sostituiti."))
@awake
def restore(source: Path, *, replace: bool) -> None:
    """Put a backup back, all in one transaction: a broken archive leaves things as they are."""
    from django.conf import settings
    from django.db import connection

    from ordito.core.models import District

    has_tables = "core_district" in connection.introspection.table_names()
    if has_tables and not replace and District.objects.exists():
        raise click.ClickException(_("Ci sono già dei dati. Per sostituirli tutti aggiungere --replace."))
    connection.close()
    with tempfile.TemporaryDirectory() as folder:
        try:
            _take_out(source, Path(folder))
        except (tarfile.TarError, OSError) as why:
            raise click.ClickException(
                _("«%(source)s» non è un salvataggio di Ordito.") % {"source": source}
            ) from why
        dump = Path(folder) / DUMP
        if not dump.exists():
            raise click.ClickException(_("«%(source)s» non è un salvataggio di Ordito.") % {"source": source})
        _put_back(dump)
        secret = Path(folder) / SECRET
        if secret.exists() and "ORDITO_SECRET" not in os.environ:
            shutil.copyfile(secret, settings.VAR / SECRET)
    click.echo(_("Ripristinato. Riavviare «ordito run» se è in funzione."))


def _take_out(source: Path, folder: Path) -> None:
    """The two files of a backup, by their names, whatever else an archive may hold and wherever it points.

    Debian 12's own Python (3.11.2) has no extraction filter.
    """
    with tarfile.open(source) as tar:
        for member in tar:
            kept = tar.extractfile(member) if member.isfile() and member.name in {DUMP, SECRET} else None
            if kept is not None:
                with kept, (folder / member.name).open("wb") as copy:
                    shutil.copyfileobj(kept, copy)


def _put_back(dump: Path) -> None:
    """Empty the database, also of what a later version made there, and fill it: one transaction for both."""
    empty, fill = dump.with_name("empty.sql"), dump.with_name("fill.sql")
    empty.write_text(EMPTY)
    _postgres("pg_restore", "--no-owner", f"--file={fill}", str(dump))
    quiet = ("--no-psqlrc", "--quiet", "--output=/dev/null")
    whole = ("--set=ON_ERROR_STOP=1", "--single-transaction")
    _postgres("psql", *quiet, *whole, f"--file={empty}", f"--file={fill}", f"--dbname={_url()}")


@click.command(help=_("Controlla che tutto sia a posto e dice che cosa manca."))
@awake
def check() -> None:
    """Look at Python, disk, database, migrations and settings; exit 1 when something must be mended."""
    from django.conf import settings
    from django.core.management import call_command
    from django.core.management.base import SystemCheckError
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    wrong: list[str] = []
    free = shutil.disk_usage(settings.VAR).free
    if free < LEAST_FREE_BYTES:
        wrong.append(_("Sul disco restano %(mb)s MB: servono almeno 500 MB.") % {"mb": free // 1024**2})
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        wrong.append(_("Il database non è aggiornato a questa versione: lo aggiorna «ordito run»."))
    try:
        call_command("check", verbosity=0, stdout=io.StringIO())
    except SystemCheckError as why:
        wrong.append(str(why))
    for each in wrong:
        click.echo(f"✗ {each}", err=True)
    if wrong:
        sys.exit(1)
    click.echo(
        _("✓ Python %(python)s, PostgreSQL %(postgres)s, %(mb)s MB liberi: tutto a posto.")
        % {
            "python": sys.version.split()[0],
            "postgres": _version(),
            "mb": free // 1024**2,
        }
    )


def _version() -> str:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        return str(cursor.fetchone()[0])


def _url() -> str:
    from ordito.core.postgres import database_url

    return database_url()


def _postgres(program: str, *arguments: str) -> None:
    from ordito.core import postgres

    words = [str(postgres.program(program)), *arguments]
    done = subprocess.run(words, check=False, capture_output=True, text=True)  # noqa: S603 - our own program
    if done.returncode:
        raise click.ClickException(f"{program}: {done.stderr.strip()[:2_000]}")
