"""The page of the commands: what `--help` says, in the order of a day's work."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from ordito.site.cli import main

if TYPE_CHECKING:
    from collections.abc import Iterator

INTRODUCTION = """\
Tutti i comandi cominciano con `ordito`; dalla cartella del programma si scrivono `.venv/bin/ordito`.
Ognuno spiega sé stesso con `--help`, in italiano o, con [`ORDITO_LANG=en`](settings.md), in inglese. Un
comando che rifiuta dice perché in una frase, non scrive nulla ed esce con il codice 1.
"""


def commands_page() -> str:
    """Describe every command, with all that can be written after it."""
    return "\n".join(["# I comandi", "", INTRODUCTION, *_group(main, "ordito", level=2)])


def _group(group: click.Group, path: str, *, level: int) -> Iterator[str]:
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if command is None or command.hidden:
            continue
        whole = f"{path} {name}"
        yield f"{'#' * level} `{whole}`"
        yield ""
        yield command.help or ""
        yield ""
        if isinstance(command, click.Group):
            yield from _group(command, whole, level=level + 1)
        else:
            yield from _command(command, whole)


def _command(command: click.Command, path: str) -> Iterator[str]:
    context = click.Context(command, info_name=path)
    options = [each for each in command.params if isinstance(each, click.Option) and not each.hidden]
    pieces = [each for each in command.collect_usage_pieces(context) if each != "[OPTIONS]"]
    usage = " ".join([path, *(["[OPZIONI]"] if options else []), *pieces])
    yield f"```text\n{usage}\n```"
    yield ""
    if not options:
        return
    yield "| opzione | che cosa fa | se non si scrive |"
    yield "|---|---|---|"
    for option in options:
        yield f"| {_written(option)} | {_meaning(option)} | {_without(option, context)} |"
    yield ""


def _written(option: click.Option) -> str:
    names = ", ".join(f"`{name}`" for name in option.opts)
    if option.is_flag:
        return names
    if isinstance(option.type, click.Choice):
        return f"{names} con una fra {', '.join(f'`{choice}`' for choice in option.type.choices)}"
    return names


def _meaning(option: click.Option) -> str:
    return (option.help or "Come scrivere il risultato.").replace("|", "\\|")


def _without(option: click.Option, context: click.Context) -> str:
    if option.required:
        return "è obbligatoria"
    if option.prompt:
        return "viene chiesta"
    default = option.get_default(context)
    return "" if option.is_flag or default in (None, "") else f"`{default}`"
