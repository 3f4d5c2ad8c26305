"""The catalogs of the English pages: sources are written in Italian, each room keeps its own translations.

`python -m ordito.site.setup.messages` and one of:

- `extract [room ...]` brings the .po files up to date, keeping what is translated already;
- `compile` makes the .mo files of the .po that are newer;
- `missing` lists what English readers would find in Italian, and fails if there is anything.

A catalog names files and no lines, has no dates and is sorted, so that it changes only when words do.
"""

import io
import sys
from collections.abc import Iterable
from pathlib import Path

from babel.messages import Catalog
from babel.messages.extract import extract as extract_calls
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

PACKAGE = Path(__file__).resolve().parents[2]
LANGUAGE = "en"
TEMPLATES = {".html", ".txt", ".md", ".xml"}
NOT_SOURCES = {"migrations", "setup", "static", "locale"}
KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
HEADER = f"""\
msgid ""
msgstr ""
"Language: {LANGUAGE}\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

"""


def rooms() -> list[str]:
    """Return the names of the folders that speak to people."""
    return sorted(path.parent.name for path in PACKAGE.glob("*/__init__.py"))


def extract(names: list[str]) -> None:
    """Write what the sources say now, with the translations that are already there."""
    for room in names:
        said, kept, path = _said(room), _translated(room), _po(room)
        if not len(said) and not path.exists():
            continue
        kept.update(said, no_fuzzy_matching=True)
        text = io.BytesIO()
        write_po(
            text,
            kept,
            omit_header=True,
            sort_output=True,
            ignore_obsolete=True,
            include_lineno=False,
            width=100,
        )
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(HEADER + text.getvalue().decode().strip("\n") + "\n")


def compile_newer() -> None:
    """Make the binary catalogs that are missing or older than their text."""
    for source in PACKAGE.glob("*/locale/*/LC_MESSAGES/django.po"):
        made = source.with_suffix(".mo")
        if not made.exists() or made.stat().st_mtime_ns < source.stat().st_mtime_ns:
            with made.with_suffix(".new").open("wb") as file:
                write_mo(file, _translated(source.parents[3].name))
            made.with_suffix(".new").replace(made)


def missing(room: str) -> list[str]:
    """Return what the room says and the catalog does not, or says with other blanks to fill."""
    kept = _translated(room)
    lacking = []
    for said in _said(room):
        found = kept.get(said.id, said.context)
        if not said.id:
            continue
        words = said.id if isinstance(said.id, str) else said.id[0]
        if found is None or found.fuzzy or not _is_whole(found.string):
            lacking.append(words)
        lacking += [f"{words} ({wrong})" for wrong in (found.check(kept) if found else [])]
    return sorted(lacking)


def at_odds() -> list[str]:
    """Return what two rooms translate differently: Django joins their catalogs, and chance would choose."""
    seen: dict[object, tuple[object, str]] = {}
    found = []
    for room in rooms():
        for each in _translated(room):
            if not each.id or not _is_whole(each.string):
                continue
            string, first = seen.setdefault((each.id, each.context), (each.string, room))
            if string != each.string:
                found.append(f"{each.id!r}: {string!r} ({first}), {each.string!r} ({room})")
    return found


def _is_whole(translation: str | list[str] | tuple[str, ...] | None) -> bool:
    return all(translation) if isinstance(translation, list | tuple) else bool(translation)


def _po(room: str) -> Path:
    return PACKAGE / room / "locale" / LANGUAGE / "LC_MESSAGES" / "django.po"


def _translated(room: str) -> Catalog:
    path = _po(room)
    if not path.exists():
        return Catalog(locale=LANGUAGE)
    with path.open("rb") as file:
        return read_po(file, locale=LANGUAGE)


def _said(room: str) -> Catalog:
    catalog = Catalog(locale=LANGUAGE)
    for path in sorted((PACKAGE / room).rglob("*")):
        if NOT_SOURCES.intersection(path.relative_to(PACKAGE / room).parts):
            continue
        where = [(path.relative_to(PACKAGE.parent).as_posix(), 0)]
        for _, words, comments, context in _calls(path):
            catalog.add(words, None, where, auto_comments=comments, context=context)
    return catalog


def _calls(path: Path) -> Iterable[tuple[int, str | tuple[str, ...], list[str], str | None]]:
    """Return the calls to gettext of a source: line, words, comments for the translator, context."""
    if path.suffix == ".py":
        text = path.read_text()
    elif path.suffix in TEMPLATES and "templates" in path.parts:
        # What is not a call comes out blanked; without indentation it reads as Python.
        text = "\n".join(line.strip() for line in templatize(path.read_text(), str(path)).splitlines())
    else:
        return []
    return extract_calls(
        "python", io.BytesIO(text.encode()), KEYWORDS, ["Translators:"], {"encoding": "utf-8"}
    )


def main(command: str, names: list[str]) -> None:
    """Obey one of the three commands."""
    if command == "extract":
        extract(names or rooms())
    elif command == "compile":
        compile_newer()
    elif command == "missing":
        wrong = {f"{room}: manca in inglese": missing(room) for room in rooms()}
        wrong["tradotto in due modi (distinguerli con pgettext)"] = at_odds()
        for title, words in wrong.items():
            sys.stderr.writelines(f"{title}: {each}\n" for each in words)
        sys.exit(any(wrong.values()))
    else:
        sys.exit(__doc__)


if __name__ == "__main__":
    main(sys.argv[1] if sys.argv[1:] else "", sys.argv[2:])
