"""The glossary knows every thing that the program keeps, by the words that its readers use."""

from __future__ import annotations

import importlib
import inspect

from django.apps import apps
from django.db.models import TextChoices
from django.utils import translation

from tests.docs.pages import DOCS, tables

ROWS = [row for table in tables((DOCS / "glossary.md").read_text()) for row in table]
ROOMS = [config for config in apps.get_app_configs() if config.name.startswith("ordito.")]


def test_every_model_has_its_word() -> None:
    known = {row[2].strip("`") for row in ROWS if len(row) == 4}
    named = {model.__name__ for room in ROOMS for model in room.get_models()}
    assert named - known == set()


def test_every_closed_vocabulary_is_written_out() -> None:
    written = {row[0].strip("`"): row[1] for row in ROWS if len(row) == 2}
    with translation.override("it"):
        said = {
            choices.__name__: ", ".join(f"{label} (`{value}`)" for value, label in choices.choices)
            for choices in vocabularies()
        }
        assert {name: written.get(name) for name in said} == said


def vocabularies() -> set[type[TextChoices]]:
    modules = {model.__module__ for room in ROOMS for model in room.get_models()}
    return {
        found
        for module in modules
        for _name, found in inspect.getmembers(importlib.import_module(module), inspect.isclass)
        if issubclass(found, TextChoices) and found.__module__.startswith("ordito.")
    }


def test_no_word_is_left_without_its_english() -> None:
    assert [row[0] for row in ROWS if len(row) == 4 and not all(row)] == []
