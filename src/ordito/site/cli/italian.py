"""What click says by itself, in Italian: it speaks English wherever the machine has no catalog of its own."""

from __future__ import annotations

import click.core
import click.decorators
import click.exceptions
import click.formatting
import click.parser
import click.termui
import click.types

SAID = {
    "Usage:": "Uso:",
    "Options": "Opzioni",
    "Commands": "Comandi",
    "Show this message and exit.": "Mostra queste righe, ed esce.",
    "Show the version and exit.": "Mostra la versione, ed esce.",
    "Error: {message}": "Errore: {message}",
    "Try '{command} {option}' for help.": "«{command} {option}» spiega come si usa.",
    "Missing command.": "Manca il comando.",
    "Missing argument": "Manca un argomento",
    "Missing option": "Manca l'opzione",
    "Missing parameter": "Manca un parametro",
    "Missing parameter: {param_name}": "Manca un parametro: {param_name}",
    "Invalid value: {message}": "Valore sbagliato: {message}",
    "Invalid value for {param_hint}: {message}": "Valore sbagliato per {param_hint}: {message}",
    "No such option {name!r}.": "L'opzione {name!r} non c'è.",
    "No such command {name!r}.": "Il comando {name!r} non c'è.",
    "Did you mean {possibility}?": "Si intendeva {possibility}?",
    "(Did you mean one of: {possibilities}?)": "(Si intendeva uno fra {possibilities}?)",
    "{value!r} is not {choice}.": "{value!r} non è {choice}.",
    "Option {name!r} requires an argument.": "L'opzione {name!r} vuole un valore.",
    "Option {name!r} does not take a value.": "L'opzione {name!r} non vuole un valore.",
    "Got unexpected extra argument ({args})": "C'è un argomento di troppo ({args})",
    "Got unexpected extra arguments ({args})": "Ci sono argomenti di troppo ({args})",
    "{value!r} is not one of {choices}.": "{value!r} non è fra {choices}.",
    "{value!r} is not a valid {number_type}.": "{value!r} non è un {number_type}.",
    "{value} is not in the range {range}.": "{value} non sta in {range}.",
    "{name} {filename!r} does not exist.": "{name} {filename!r} non esiste.",
    "{name} {filename!r} is a file.": "{name} {filename!r} è un file.",
    "{name} {filename!r} is a directory.": "{name} {filename!r} è una cartella.",
    "{name} {filename!r} is not readable.": "{name} {filename!r} non si può leggere.",
    "{name} {filename!r} is not writable.": "{name} {filename!r} non si può scrivere.",
    "default: {default}": "se manca: {default}",
    "required": "obbligatoria",
    "(required)": "(obbligatoria)",
    "Repeat for confirmation": "Di nuovo, per conferma",
    "Error: The two entered values do not match.": "Errore: i due valori non sono uguali.",
    "Aborted!": "Interrotto.",
    "Do you want to continue?": "Si continua?",
    "file": "file",
    "directory": "cartella",
    "path": "percorso",
}
SPEAKERS = (
    click.core,
    click.decorators,
    click.exceptions,
    click.formatting,
    click.parser,
    click.termui,
    click.types,
)


def speak_italian() -> None:
    """Let click say its own words as ours are said; a sentence that is not here stays in English."""
    for module in SPEAKERS:
        spoken = {"_": _said, "ngettext": _counted}
        vars(module).update({name: says for name, says in spoken.items() if name in vars(module)})


def _said(words: str) -> str:
    return SAID.get(words, words)


def _counted(one: str, many: str, count: int) -> str:
    return _said(one if count == 1 else many)
