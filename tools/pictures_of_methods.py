"""Draw the pictures of docs/tutorial/tre-metodi.md: run with a folder that holds melzo/, as exported.

The numbers come from running the tutorial itself, so that a picture never says anything else than its text.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any

import numpy as np

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "tutorial" / "tre-metodi.md"
COLOURS = ("#0066cc", "#d48d22", "#5c6f82")
STYLE = "font-family='sans-serif' font-size='14' fill='#17324d'"


def names_of_the_tutorial(seats: Path) -> dict[str, Any]:
    """Run the blocks of the page and give what they name; `seats` is a folder that holds melzo/."""
    known: dict[str, Any] = {}
    for kind, text in re.findall(r"```(python|pycon)\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL):
        lines = _asked(text) if kind == "pycon" else text
        exec(lines.replace('"melzo/', f'"{seats}/melzo/').replace('"src/', f'"{ROOT}/src/'), known)  # noqa: S102
    return known


def _asked(text: str) -> str:
    """The assignments among what is typed: what is only shown, and what is refused, draws nothing."""
    return "\n".join(line[4:] for line in text.splitlines() if re.match(r">>> \w+ = ", line))


def main(seats: Path) -> None:
    known = names_of_the_tutorial(seats)
    for name, drawn in (
        ("sub-aree", _areas(known)),
        ("tassi", _rates(known)),
        ("coesione", _depths(known)),
    ):
        (ROOT / "docs" / "img" / f"metodi-{name}.svg").write_text(drawn, encoding="utf-8")


def _svg(width: int, height: int, title: str, parts: list[str]) -> str:
    return (
        f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {width} {height}' role='img' {STYLE}>"
        f"<title>{title}</title><rect width='{width}' height='{height}' fill='#fff'/>{''.join(parts)}</svg>\n"
    )


def _areas(known: dict[str, Any]) -> str:
    drawn = json.loads(
        (ROOT / "src/ordito/site/demo/frignano/boundaries.geojson").read_text(encoding="utf-8")
    )
    rings = {each["properties"]["name"]: _rings(each["geometry"]) for each in drawn["features"]}
    points = np.vstack([ring for found in rings.values() for ring in found])
    low, high = points.min(axis=0), points.max(axis=0)
    scale = np.array([np.cos(np.radians(points[:, 1].mean())), 1.0])
    size = 560 / ((high - low) * scale).max()

    def at(ring: Any) -> Any:
        flat = (ring - low) * scale * size + 20
        return np.column_stack([flat[:, 0], 600 - flat[:, 1]])

    parts = []
    for town, area in zip(known["name"], known["parted"].district, strict=True):
        outline = " ".join(
            "M" + " ".join(f"{x:.0f},{y:.0f}" for x, y in at(ring)) + "Z" for ring in rings[town]
        )
        middle = at(np.vstack(rings[town])).mean(axis=0)
        parts.append(f"<path d='{outline}' fill='{COLOURS[area]}' fill-opacity='.35' stroke='#17324d'/>")
        parts.append(
            f"<text x='{middle[0]:.0f}' y='{middle[1]:.0f}' text-anchor='middle' font-size='12'>{town}</text>"
        )
    return _svg(600, 620, "I dieci comuni del Frignano divisi in tre parti", parts)


def _rings(geometry: dict[str, Any]) -> list[Any]:
    shapes = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    return [np.array(shape[0], float) for shape in shapes]


def _rates(known: dict[str, Any]) -> str:
    told, parts = known["told"], []
    for row, i in enumerate(np.argsort(-told.rate)):
        y, (low, rate, high, raw) = (
            40 + 34 * row,
            (190 + 2000 * float(v[i]) for v in (told.low, told.rate, told.high, told.raw)),
        )
        parts.append(f"<text x='180' y='{y + 5}' text-anchor='end'>{known['name'][i]}</text>")
        parts.append(
            f"<line x1='{low:.0f}' x2='{high:.0f}' y1='{y}' y2='{y}' stroke='{COLOURS[0]}' stroke-width='3'/>"
        )
        parts.append(f"<circle cx='{rate:.0f}' cy='{y}' r='6' fill='{COLOURS[0]}'/>")
        parts.append(
            f"<circle cx='{raw:.0f}' cy='{y}' r='4' fill='none' stroke='{COLOURS[1]}' stroke-width='2'/>"
        )
    parts += [
        f"<text x='{190 + 20 * share}' y='400' text-anchor='middle' font-size='12'>{share} %</text>"
        for share in (5, 10, 15, 20)
    ]
    legend = "● tasso avvicinato alla media, con l'intervallo · ○ tasso osservato"
    parts.append(f"<text x='190' y='425' font-size='12'>{legend}</text>")
    return _svg(660, 440, "Persone con più di 75 anni ogni cento abitanti, per comune", parts)


def _depths(known: dict[str, Any]) -> str:
    parts = []
    for row, (depth, blocks) in enumerate(known["cohesion"].two_mode_components(known["tied"]).items()):
        many, y = sum(len(block.actors) for block in blocks), 40 + 40 * row
        parts.append(f"<text x='170' y='{y + 5}' text-anchor='end'>uniti se ne mancano {depth - 1}</text>")
        parts.append(f"<rect x='180' y='{y - 12}' width='{many * 8}' height='24' fill='{COLOURS[0]}'/>")
        parts.append(f"<text x='{190 + many * 8}' y='{y + 5}'>{many}</text>")
    return _svg(620, 280, "Organizzazioni che restano unite, per profondità (composizione inventata)", parts)


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "."))
