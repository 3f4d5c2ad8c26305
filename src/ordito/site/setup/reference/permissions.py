"""The page of the permissions: who may do what, and by which deeds."""

from __future__ import annotations

from collections import defaultdict
from importlib import import_module
from itertools import groupby
from pkgutil import walk_packages

from django.apps import apps
from django.utils.module_loading import module_has_submodule

from ordito.core.access import rules
from ordito.core.command import commands
from ordito.core.models import RoleKind
from ordito.core.queries import deed_name
from ordito.site.setup.reference.sentences import SENTENCES, Sentence

ADMIN = "chi amministra l'installazione"
ANYONE_HERE = "chiunque abbia un ruolo nell'ambito"

INTRODUCTION = """\
Un permesso è una frase sola nel codice, che dice chi può fare che cosa: la chiedono i comandi prima di
scrivere e le pagine prima di mostrare un pulsante, così un pulsante non promette mai quello che poi
sarebbe rifiutato.

- Quello che non si può **vedere** non esiste: la pagina risponde 404.
- Quello che non si può **fare** risponde 403, e dice a chi chiederlo.
- Quello che una **regola** rifiuta è spiegato in una frase, e non si scrive nulla.

I ruoli hanno un inizio e una fine, valgono in un ambito e si danno da «Persone e ruoli». Chi lavora
dalla riga di comando della macchina può fare tutto, e il diario lo ricorda con il nome `ordito`.

Sotto ogni permesso stanno i **gesti** che lo chiedono: i nomi con cui il diario ricorda chi ha fatto che
cosa.
"""


def permissions_page() -> str:
    """Describe every permission, room by room."""
    gather()
    deeds = defaultdict(list)
    for deed, needs in commands().items():
        deeds[needs].append(deed)
    lines = ["# I permessi", "", INTRODUCTION]
    for room, names in groupby(rules(), key=lambda name: name.partition(".")[0]):
        lines += [f"## {apps.get_app_config(room).verbose_name}", ""]
        for name in names:
            lines += _permission(name, deeds[name])
    return "\n".join(lines)


def gather() -> None:
    """Read every room to its last file, so that all its rules and deeds are known."""
    for room in apps.get_app_configs():
        if room.name.startswith("ordito."):
            for part in ("rules", "commands", "tables"):
                if module_has_submodule(room.module, part):
                    found = import_module(f"{room.name}.{part}")
                    for inner in walk_packages(getattr(found, "__path__", ()), f"{found.__name__}."):
                        import_module(inner.name)


def _permission(name: str, deeds: list[str]) -> list[str]:
    sentence = SENTENCES[name]
    who = " ".join(filter(None, [_always(sentence), sentence.also]))
    lines = [f"### `{name}`", "", sentence.what, "", f"**Chi:** {who}"]
    if deeds:
        lines += ["", "**Gesti:**", "", *(f"- {deed_name(deed)} · `{deed}`" for deed in deeds)]
    return [*lines, ""]


def _always(sentence: Sentence) -> str:
    if set(sentence.roles) == set(RoleKind):
        named = [ANYONE_HERE]
    else:
        named = [str(role.label) for role in sentence.roles]
    return ", ".join([*named, *([ADMIN] if sentence.admin else [])]) + "." if named or sentence.admin else ""
