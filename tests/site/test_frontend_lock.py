"""What the pages borrow is locked by content, and says nothing of where it was fetched."""

import json
from pathlib import Path
from typing import Any

from ordito.site.setup import frontend

ROOT = Path(__file__).resolve().parents[2]


def locked() -> dict[str, dict[str, Any]]:
    lock = json.loads((ROOT / "package-lock.json").read_text())
    return {name: entry for name, entry in lock["packages"].items() if name}


def test_the_lock_names_no_registry() -> None:
    assert [name for name, entry in locked().items() if "resolved" in entry] == []


def test_every_package_is_locked_by_its_content() -> None:
    assert [name for name, entry in locked().items() if not entry["integrity"].startswith("sha512-")] == []


def test_what_is_asked_for_is_one_exact_version() -> None:
    asked = json.loads((ROOT / "package.json").read_text())
    versions = asked["dependencies"] | asked["devDependencies"]
    assert {name: locked()[f"node_modules/{name}"]["version"] for name in versions} == versions


def test_every_borrowed_package_is_asked_for_and_every_one_asked_for_is_borrowed() -> None:
    asked = json.loads((ROOT / "package.json").read_text())
    assert set(frontend.BORROWED) == set(asked["dependencies"])


def test_what_pages_link_to_is_there_with_its_licence_and_without_its_source_map() -> None:
    frontend.main()
    files = {path.relative_to(frontend.VENDOR).as_posix() for path in frontend.VENDOR.rglob("*")}
    assert {
        "bootstrap-italia/css/bootstrap-italia.min.css",
        "bootstrap-italia/fonts/fonts.css",
        "bootstrap-italia/js/bootstrap-italia.bundle.min.js",
        "bootstrap-italia/svg/sprites.svg",
        "cytoscape/cytoscape.min.js",
        "echarts/echarts.min.js",
        "htmx.org/htmx.min.js",
        "maplibre-gl/maplibre-gl-csp-worker.js",
        "maplibre-gl/maplibre-gl-csp.js",
        "maplibre-gl/maplibre-gl.css",
    } <= files
    for package in frontend.BORROWED:
        assert any(name.startswith(f"{package}/LICENSE") for name in files), package
    for path in (*frontend.VENDOR.rglob("*.js"), *frontend.VENDOR.rglob("*.css")):
        assert b"sourceMappingURL=" not in path.read_bytes()[-500:], path


def test_the_fonts_style_sheet_names_only_files_that_are_there() -> None:
    fonts = frontend.VENDOR / "bootstrap-italia" / "fonts"
    rules = (fonts / "fonts.css").read_text().splitlines()
    named = [rule.split('url("')[1].split('"')[0] for rule in rules]
    assert sorted(named) == sorted(path.relative_to(fonts).as_posix() for path in fonts.rglob("*.woff2"))
    assert '"Titillium Web"; font-style: normal; font-weight: 400;' in "".join(rules)
    assert '"Titillium Web"; font-style: italic; font-weight: 600;' in "".join(rules)
