"""The page of the methods, name by name: what goes in, what comes out, and where it is from."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from dataclasses import fields, is_dataclass
from typing import TYPE_CHECKING

from ordito import methods

if TYPE_CHECKING:
    from types import ModuleType

INTRODUCTION = """\
# I metodi, nome per nome

Il testo di ogni metodo è quello che sta nel codice, in inglese, come lo legge chi lo usa da solo:

```python
from ordito.methods import cohesion
```

Quello che un metodo non può usare è rifiutato con `ordito.methods.InvalidInput`, che dice che cosa serviva.
"""


def methods_page() -> str:
    """Every public function and result of every method."""
    found = sorted(each.name for each in pkgutil.iter_modules(methods.__path__))
    modules = [importlib.import_module(f"ordito.methods.{name}") for name in found if name != "errors"]
    return "\n".join([INTRODUCTION, *(_module(each) for each in modules)])


def public_names(module: ModuleType) -> list[str]:
    """What a method offers, in the order in which it says so."""
    return list(module.__all__)


def _module(module: ModuleType) -> str:
    title = module.__name__.rpartition(".")[2]
    parts = [f"## `{title}`\n", inspect.getdoc(module) or "", ""]
    for name in public_names(module):
        parts += [f"### `{title}.{name}`\n", _one(name, getattr(module, name)), ""]
    return "\n".join(parts)


def _one(name: str, thing: object) -> str:
    told = inspect.getdoc(thing) or ""
    if isinstance(thing, type):
        if is_dataclass(thing):
            held = "\n".join(f"- `{each.name}`: `{each.type}`" for each in fields(thing))
            return f"{_fenced(told)}\n\n{held}"
        return _fenced(told)
    if callable(thing):
        signature = str(inspect.signature(thing)).replace("'", "")
        return f"```python\n{name}{signature}\n```\n\n{_fenced(told)}"
    return f"`{thing!r}`"


def _fenced(text: str) -> str:
    return f"```text\n{text}\n```"
