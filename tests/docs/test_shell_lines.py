"""What the pages tell to type is there to be typed."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from ordito.site.cli import main
from tests.docs.pages import PAGES, ROOT, blocks, name_of

TARGETS = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
SETS_A_VARIABLE = re.compile(r"[A-Z_]+=\S*")


def lines(page: Path) -> Iterator[list[str]]:
    """The words of every line of the shell blocks and of the units, up to the end of one command."""
    for block in blocks(page):
        text = block.text.replace("\\\n", " ")
        if block.kind == "sh":
            yield from (shlex.split(line, comments=True) for line in text.splitlines())
        elif block.kind == "ini":
            yield from (shlex.split(line) for line in re.findall(r"^ExecStart=(.*)$", text, re.MULTILINE))


def asked(words: list[str]) -> tuple[str, list[str]]:
    """The program that a line runs, and its arguments; variables, sudo and shells stand before it."""
    words = list(words)
    while words:
        word = words.pop(0)
        if word in ("sudo", "exec", "runuser"):
            while words and words[0] == "-u":
                words = words[2:]
            words = words[1:] if words and words[0] == "--" else words
        elif word == "/bin/sh" and words and words[0] == "-c":
            words = shlex.split(words[1])
        elif not SETS_A_VARIABLE.fullmatch(word):
            return Path(word).name, words
    return "", []


CALLS = [
    (name_of(page), arguments)
    for page in PAGES
    for program, arguments in map(asked, lines(page))
    if program == "ordito" and arguments != ["$@"]
]


@pytest.mark.parametrize(("page", "arguments"), CALLS, ids=lambda given: " ".join(given)[:60])
def test_a_command_on_a_page_is_one_that_can_be_given(page: str, arguments: list[str]) -> None:
    command, path = main, "ordito"
    while isinstance(command, click.Group):
        inner = command.get_command(click.Context(command), arguments[0])
        assert inner is not None, f"{page}: {path} {arguments[0]}"
        command, path, arguments = inner, f"{path} {arguments[0]}", arguments[1:]
    context = click.Context(command, info_name=path, resilient_parsing=False)
    given, rest, _order = command.make_parser(context).parse_args(list(arguments))
    assert (rest, missing(command, given)) == ([], [])


def missing(command: click.Command, given: dict[str, object]) -> list[str]:
    return [
        str(each.name)
        for each in command.params
        if each.required and not getattr(each, "prompt", None) and not given.get(str(each.name))
    ]


def test_the_pages_do_tell_commands() -> None:
    assert {arguments[0] for _page, arguments in CALLS} >= set(main.commands) - {"demo"}


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_what_make_is_told_to_make_it_can(page: Path) -> None:
    wanted = []
    for program, arguments in map(asked, lines(page)):
        if program == "make":
            words = [each for each in arguments if not each.startswith(("-", "/")) and "=" not in each]
            wanted += words
    assert set(wanted) - TARGETS == set()
