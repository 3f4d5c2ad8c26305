"""The repository can be read anywhere: it names no registry and no path of anybody's machine."""

import re
import subprocess
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
FORBIDDEN = {
    "a registry's address": r"pypi\.org|pythonhosted\.org|registry\.npmjs|npmjs\.org|crates\.io/api",
    "a registry's setting": r"--(?:extra-)?index-url[ =]|--find-links[ =]|--trusted-host",
    "a home of somebody": r"(?<![\w.~}])/(?:root|home|Users)/\w",
}
PINNED = re.compile(
    r"^(?P<name>[\w.-]+(?:\[[\w,-]+\])?)==(?P<version>\S+)(?P<rest>.*?)(?=^\S|\Z)", re.MULTILINE | re.DOTALL
)


def tracked() -> list[Path]:
    command = ["git", "-c", f"safe.directory={ROOT}", "ls-files", "-z"]
    names = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    return [ROOT / name for name in names.split("\0") if name and (ROOT / name).is_file()]


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_file_names(what: str) -> None:
    found = []
    for path in tracked():
        if path == Path(__file__):
            continue
        text = path.read_bytes().decode(errors="ignore")
        found += [f"{path.relative_to(ROOT)}: {seen[0]}" for seen in re.finditer(FORBIDDEN[what], text)]
    assert found == []


@pytest.mark.parametrize("lock", ["runtime.txt", "dev.txt", "uv.txt"])
def test_every_python_package_is_locked_by_its_content(lock: str) -> None:
    pinned = list(PINNED.finditer((ROOT / "requirements" / lock).read_text()))
    assert len(pinned) >= 1
    assert [each["name"] for each in pinned if "--hash=sha256:" not in each["rest"]] == []


def test_what_the_program_runs_on_is_what_it_is_tested_on() -> None:
    run, tested = (
        {
            each["name"]: each["version"]
            for each in PINNED.finditer((ROOT / "requirements" / lock).read_text())
        }
        for lock in ("runtime.txt", "dev.txt")
    )
    assert {name: tested.get(name) for name in run} == run


def test_everything_asked_for_is_locked() -> None:
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    groups = project["dependency-groups"]
    asked = {
        "runtime.txt": project["project"]["dependencies"] + groups["build"],
        "dev.txt": groups["dev"],
    }
    for lock, requirements in asked.items():
        names = {plain(each["name"]) for each in PINNED.finditer((ROOT / "requirements" / lock).read_text())}
        assert [each for each in requirements if plain(each) not in names] == [], f"run `make lock` ({lock})"


def plain(requirement: str) -> str:
    return re.split(r"[\[~=<>!; ]", requirement)[0].lower().replace("_", "-").replace(".", "-")


def test_the_card_for_the_catalogue_of_public_software_is_valid() -> None:
    card = yaml.safe_load((ROOT / "publiccode.yml").read_text())
    mandatory = {"publiccodeYmlVersion", "name", "url", "platforms", "developmentStatus", "softwareType"}
    assert mandatory <= set(card)
    assert card["legal"]["license"] == "EUPL-1.2"
    assert card["maintenance"] == {"type": "none"}
    assert card["localisation"] == {"localisationReady": True, "availableLanguages": ["it", "en"]}
    assert set(card["description"]) == {"it", "en"}
    for words in card["description"].values():
        assert len(words["shortDescription"]) <= 150
        assert 150 <= len(words["longDescription"]) <= 10_000
        assert len(words["features"]) >= 1
    assert "it" not in card


def test_the_licence_is_whole() -> None:
    text = (ROOT / "LICENSE").read_text()
    articles = [int(number) for number in re.findall(r"^(\d+)\.\S", text, re.MULTILINE)]
    assert articles == list(range(1, 16))
    assert text.rstrip().endswith("require the production of a new EUPL version.")
