"""The tutorial of the methods, run from its first line to its last."""

from __future__ import annotations

import doctest
from pathlib import Path

import pytest

from ordito.site.demo.districts import DEMONSTRATIONS
from tests.docs.pages import DOCS, ROOT, blocks

PAGE = DOCS / "tutorial" / "tre-metodi.md"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder from which the files of the project are seen, and to which Melzo was exported."""
    (tmp_path / "src").symlink_to(ROOT / "src")
    (tmp_path / "melzo").mkdir()
    next(each for each in DEMONSTRATIONS if each.slug == "melzo").sheets().write(tmp_path / "melzo")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_tutorial_of_the_methods_says_what_they_answer(folder: Path) -> None:
    known: dict[str, object] = {}
    runner = doctest.DocTestRunner(optionflags=doctest.IGNORE_EXCEPTION_DETAIL)
    asked = 0
    for block in blocks(PAGE):
        if block.kind == "python":
            exec(block.text, known)  # noqa: S102 - the page's own code
        elif block.kind == "pycon":
            found = doctest.DocTestParser().get_doctest(block.text, known, PAGE.name, str(PAGE), 0)
            asked += len(found.examples)
            runner.run(found, clear_globs=False)
            known |= found.globs
    assert (runner.summarize(verbose=False).failed, asked) == (0, 9)
