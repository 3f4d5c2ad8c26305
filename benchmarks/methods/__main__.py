"""Run the benchmarks of the methods, or those named; write their sections of docs/reference/methods.md."""

from __future__ import annotations

import importlib
import os
import platform
import re
import sys
from typing import TYPE_CHECKING

from benchmarks.methods import METHODS
from benchmarks.methods.frame import ROOT

if TYPE_CHECKING:
    from types import ModuleType

    from benchmarks.methods.frame import Figure, Growth

PAGE = ROOT / "docs" / "reference" / "methods.md"
MARK = "<!-- what follows is written by `make bench` -->"


def main(names: list[str]) -> None:
    """Print each section as it is ready, and put it in its place on the page."""
    for name in names or ("arrival", *METHODS):
        section = _section(importlib.import_module(f"benchmarks.methods.{name}"))
        print(section, flush=True)
        _write(section)


def _write(section: str) -> None:
    """The page with this section in place of the one of the same name; the others as they were."""
    head, _mark, rest = PAGE.read_text(encoding="utf-8").partition(MARK)
    written = {_title(each): each for each in re.split(r"(?m)^(?=## )", rest) if each.startswith("## ")}
    written[_title(section)] = section
    order = [f"## `{name}`" for name in ("ordito.methods", *METHODS)]
    machine = f"{os.cpu_count()} core, Python {platform.python_version()}; secondi di un core, per tutti."
    sections = "\n".join(f"{written[title].rstrip()}\n" for title in order if title in written)
    PAGE.write_text(f"{head}{MARK}\n\n{machine}\n\n{sections}", encoding="utf-8")


def _title(section: str) -> str:
    return section.partition("\n")[0]


def _section(module: ModuleType) -> str:
    figures: list[Figure] = module.figures()
    growth: list[Growth] = module.growth()
    lines = [
        f"## `{figures[0].method}`\n",
        "| caso | obiettivo | Ordito | raggiunto | altri | degli altri |",
        "|---|---|---|---|---|---|",
    ]
    lines += [
        f"| {each.case} | {each.target} | {_comma(each.reached)} | {'sì' if each.met else '**no**'} "
        f"| {each.peer} | {_comma(each.peer_reached)} |"
        for each in figures
    ]
    if growth:
        lines += ["", "| come cresce | dimensioni | secondi | esponente |", "|---|---|---|---|"]
    for each in growth:
        sizes = ", ".join(f"{size:,}".replace(",", ".") for size in each.sizes)
        seconds = ", ".join(f"{second:.3g}".replace(".", ",") for second in each.seconds)
        exponent = f"{each.exponent:.2f}".replace(".", ",")
        lines.append(f"| {each.what} | {sizes} | {seconds} | {exponent} |")
    return "\n".join(lines) + "\n"


def _comma(told: str) -> str:
    """Decimals with a comma, as Italian has them; thousands keep their dot."""
    return re.sub(r"(?<=\d)\.(?!\d{3}(?:\D|$))(?=\d)", ",", told)


if __name__ == "__main__":
    main(sys.argv[1:])
