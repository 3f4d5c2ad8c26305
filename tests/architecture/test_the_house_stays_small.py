"""Sizes and names that keep a newcomer's way short."""

import ast
from pathlib import Path

import pytest
from django.apps import apps

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "ordito"
PYTHON = sorted(path for path in SOURCE.rglob("*.py") if "migrations" not in path.parts)
DRAWERS = {"utils", "helpers", "common", "misc", "services"}
LONGEST_FILE, LONGEST_FUNCTION, LONGEST_STYLE = 450, 60, 300
LONGEST_LOOP = 120  # a compiled loop keeps its state in its own variables: cut in two it would pass them all


def lines_to_read(function: ast.FunctionDef) -> int:
    """The lines of a function without what its docstring says of shapes, units and sources."""
    told = ast.get_docstring(function, clean=False)
    return (function.end_lineno or 0) - function.lineno + 1 - (told.count("\n") + 1 if told else 0)


@pytest.mark.parametrize("path", PYTHON, ids=lambda path: str(path.relative_to(SOURCE)))
def test_a_file_fits_a_reading_and_its_functions_a_screen(path: Path) -> None:
    text = path.read_text()
    longest = LONGEST_LOOP if path.stem.endswith("_loops") else LONGEST_FUNCTION
    long = [
        f"{node.name}: {lines} lines"
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.FunctionDef) and (lines := lines_to_read(node)) > longest
    ]
    assert (len(text.splitlines()) <= LONGEST_FILE, long) == (True, [])


def test_nothing_is_put_in_a_drawer() -> None:
    assert [str(path) for path in PYTHON if DRAWERS & {*path.relative_to(SOURCE).parts, path.stem}] == []


def test_our_own_style_stays_a_thin_coat_on_bootstrap_italia() -> None:
    styles = [path for path in SOURCE.rglob("*.css") if "vendor" not in path.parts]
    assert sum(len(path.read_text().splitlines()) for path in styles) < LONGEST_STYLE


def test_no_model_orders_itself_or_dates_itself_behind_ones_back() -> None:
    ours = [model for model in apps.get_models() if model.__module__.startswith("ordito.")]
    hidden = [
        f"{model.__name__}.{field.name}"
        for model in ours
        for field in model._meta.concrete_fields
        if getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False)
    ]
    assert ([model.__name__ for model in ours if model._meta.ordering], hidden) == ([], [])


def test_every_row_belongs_to_a_district() -> None:
    free = {
        "District",
        "User",
        "CalendarKey",
        "JournalEntry",
    }  # accounts, and what they sign with, are of no one district
    ours = [model for model in apps.get_models() if model.__module__.startswith("ordito.")]

    def reaches(model: type, seen: frozenset[str] = frozenset()) -> bool:
        parents = [field for field in model._meta.concrete_fields if field.is_relation and not field.null]  # type: ignore[attr-defined]
        names = {field.related_model.__name__ for field in parents}
        if "District" in names:
            return True
        return any(
            reaches(field.related_model, seen | {model.__name__})
            for field in parents
            if field.related_model.__name__ not in seen | {model.__name__}
        )

    assert [model.__name__ for model in ours if model.__name__ not in free and not reaches(model)] == []
