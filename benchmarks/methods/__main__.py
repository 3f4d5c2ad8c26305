"""Run the benchmarks of the methods, or those named; write docs/reference/methods.md when all have run."""

from __future__ import annotations

import importlib
import os
import platform
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
    """Print each table as it is ready."""
    pages = []
    for name in names or ("arrival", *METHODS):
        module = importlib.import_module(f"benchmarks.methods.{name}")
        pages.append(_section(module))
        print(pages[-1], flush=True)
    if not names:
        head = PAGE.read_text(encoding="utf-8").split(MARK)[0]
        machine = f"{os.cpu_count()} core, Python {platform.python_version()}"
        PAGE.write_text(f"{head}{MARK}\n\n{machine}.\n\n" + "\n".join(pages), encoding="utf-8")


def _section(module: ModuleType) -> str:
    figures: list[Figure] = module.figures()
    growth: list[Growth] = module.growth()
    lines = [
        f"## `{figures[0].method}`\n",
        "| caso | obiettivo | Ordito | raggiunto | altri | degli altri |",
        "|---|---|---|---|---|---|",
    ]
    lines += [
        f"| {each.case} | {each.target} | {each.reached} | {'sì' if each.met else '**no**'} "
        f"| {each.peer} | {each.peer_reached} |"
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


if __name__ == "__main__":
    main(sys.argv[1:])
