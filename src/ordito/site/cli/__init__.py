"""The command line of Ordito, in Italian and English (`ORDITO_LANG`, else the machine's language)."""

import click

from ordito.site.cli.italian import speak_italian
from ordito.site.cli.words import _, language

if language() == "it":
    speak_italian()


class Plain(click.Group):
    """Commands in the order of a day's work, not of the alphabet."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        del ctx
        return list(self.commands)


@click.group(
    cls=Plain, help=_("Ordito: il welfare di un'associazione di comuni, come un solo sistema partecipato.")
)
@click.version_option(package_name="ordito", message="%(version)s")
def main() -> None:
    """Gather the commands; each module below adds its own."""


from ordito.site.cli import districts, reports, safekeeping, serve, tables, users  # noqa: E402

for command in (
    serve.run,
    serve.demo,
    districts.district,
    tables.import_,
    tables.export,
    reports.report,
    users.user,
    safekeeping.backup,
    safekeeping.restore,
    safekeeping.check,
    serve.mail,
):
    main.add_command(command)
