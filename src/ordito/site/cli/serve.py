"""Serve the site, load the demonstration, send the mail."""

from __future__ import annotations

import hashlib
import os
import threading
import time
from pathlib import Path

import click

from ordito.site.cli.ground import awake, migrated
from ordito.site.cli.words import _

SECONDS_BETWEEN_MAILS = 10
WORKERS = 3
"""One more than the two cores of a small server: a browser that falls to a busy one waits less."""


@click.command(help=_("Avvia il database, prepara quello che serve e apre il sito."))
@click.option("--host", default="127.0.0.1", show_default=True, help=_("Indirizzo su cui ascoltare."))
@click.option("--port", default=8000, show_default=True, help=_("Porta."))
@click.option("--workers", default=WORKERS, show_default=True, help=_("Processi che servono le pagine."))
@click.option("--no-demo", is_flag=True, help=_("Non caricare gli ambiti dimostrativi in una casa vuota."))
@awake
def run(host: str, port: int, workers: int, *, no_demo: bool) -> None:
    """Bring everything up to date and serve until told to stop."""
    import uvicorn

    from ordito.core.models import District
    from ordito.site.demo.load import accounts_file, load_demonstration

    _refuse_a_taken_port(host, port)
    migrated()
    _gather_static_files()
    if not no_demo and not District.objects.exists():
        click.echo(_("Carico gli ambiti dimostrativi…"))
        load_demonstration(say=click.echo)
    address = f"http://{'localhost' if host in ('127.0.0.1', '0.0.0.0') else host}:{port}/"  # noqa: S104
    click.echo("\n" + _("Ordito è su %(address)s (per fermarlo: Ctrl+C)") % {"address": address})
    if accounts_file().exists():
        click.echo(accounts_file().read_text())
    threading.Thread(target=_send_mail_for_ever, daemon=True).start()
    os.environ["ORDITO_SERVING"] = "1"
    uvicorn.run(
        "ordito.site.asgi:application",
        host=host,
        port=port,
        workers=workers if workers > 1 else None,
        log_level="warning",
        lifespan="off",
        server_header=False,
        proxy_headers=True,
    )


@click.command(help=_("Carica gli ambiti dimostrativi: Frignano, Melzo, Crema, Reggio Emilia."))
@awake
def demo() -> None:
    """Load what is missing of the demonstration; what is there stays as it is."""
    from ordito.site.demo.load import accounts_file, load_demonstration

    migrated()
    load_demonstration(say=click.echo)
    click.echo(accounts_file().read_text())


@click.command(help=_("Spedisce le convocazioni e i riepiloghi in attesa (lo fa da sé anche «ordito run»)."))
@awake
def mail() -> None:
    """Send what waits in the outbox."""
    from django.utils import timezone

    from ordito.governance.commands.notices import send_queued_convocations
    from ordito.participation.commands.telling import tell_back

    now = timezone.now()
    click.echo(_("Spedite: %(n)s") % {"n": send_queued_convocations(now) + tell_back(now)})


def _refuse_a_taken_port(host: str, port: int) -> None:
    """Say which port to choose before everything else is started."""
    import socket

    with socket.socket() as door:
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            door.bind((host, port))
        except OSError as why:
            words = _("La porta %(port)s è occupata: provare con --port %(other)s.")
            raise click.ClickException(words % {"port": port, "other": port + 1}) from why


def _send_mail_for_ever() -> None:
    import logging

    from django.db import close_old_connections
    from django.utils import timezone

    from ordito.core import postgres
    from ordito.governance.commands.notices import send_queued_convocations
    from ordito.participation.commands.telling import tell_back

    while True:
        try:
            postgres.database_url()  # a database that died under us is started again
            close_old_connections()
            send_queued_convocations(timezone.now())
            tell_back(timezone.now())
        except Exception:  # the sender must outlive a mail server or a database that is away for a minute
            logging.getLogger(__name__).exception("the outbox could not be sent; it will be tried again")
        time.sleep(SECONDS_BETWEEN_MAILS)


def _gather_static_files() -> None:
    """Collect, hash and compress the static files when one of them is newer than the last time."""
    from django.conf import settings
    from django.contrib.staticfiles.finders import get_finders
    from django.core.management import call_command

    seen = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list(["*.map"]):
            found = Path(storage.path(path)).stat()
            seen.update(f"{path} {found.st_size} {found.st_mtime_ns}\n".encode())
    stamp = Path(settings.STATIC_ROOT) / ".stamp"
    if stamp.exists() and stamp.read_text() == seen.hexdigest():
        return
    click.echo(_("Preparo stili, caratteri e mappe…"))
    call_command("collectstatic", interactive=False, verbosity=0, clear=True, ignore_patterns=["*.map"])
    stamp.write_text(seen.hexdigest())
