"""Every write passes a command: no view, form, query or template tag changes a row by itself."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parents[2] / "src" / "ordito"
ROOMS = ("core", "territory", "community", "governance", "participation", "plan", "site")
WRITES = frozenset(
    {"save", "create", "delete", "update", "bulk_create", "bulk_update", "get_or_create", "update_or_create"}
)
MAKERS = frozenset({"objects", "_base_manager", "_default_manager"})
READERS = ("views", "forms", "queries", "rules", "templatetags", "analysis", "house", "context", "middleware")


def readers() -> list[Path]:
    files = [path for room in ROOMS for path in (SOURCE / room).rglob("*.py")]
    return sorted(path for path in files if set(READERS) & {*path.relative_to(SOURCE).parts, path.stem})


def writes(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if not (
            isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in WRITES
        ):
            continue
        called = ast.unparse(node.func)
        on_rows = MAKERS & set(called.split(".")) or node.func.attr in {"save", "delete", "bulk_create"}
        if on_rows:
            yield f"line {node.lineno}: {called}"


@pytest.mark.parametrize("path", readers(), ids=lambda path: str(path.relative_to(SOURCE)))
def test_what_only_reads_writes_nothing(path: Path) -> None:
    assert list(writes(ast.parse(path.read_text()))) == []


def test_the_search_for_writes_would_find_one() -> None:
    source = "def view(request):\n    Body.objects.filter(pk=1).update(name='x')\n    thing.save()\n"
    assert list(writes(ast.parse(source))) == [
        "line 2: Body.objects.filter(pk=1).update",
        "line 3: thing.save",
    ]
