"""How well short texts are put together, and how soon a correction shows."""

from __future__ import annotations

import csv
import time
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.metrics import adjusted_rand_score

from benchmarks.methods.frame import ROOT, Figure, Growth
from ordito.methods.synthesis import group, prepare

GOLD = ROOT / "tests" / "methods" / "gold" / "contributi.csv"
UNSEEN = {
    "192 scritti a lessico chiuso": GOLD.with_name("inediti.csv"),
    "168 scritti senza leggere il metodo": GOLD.with_name("nuovi.csv"),
}
"""Texts of other voices, that nothing was ever changed for."""
APART = {"assistente sociale", "anziano", "volontaria"}
CASES = 10_000
PEER = "BERTopic"


def _gold(path: Path = GOLD) -> tuple[list[str], np.ndarray, np.ndarray]:
    with path.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    topic = np.unique([row["tema"] for row in rows], return_inverse=True)[1]
    return (
        [row["testo"] for row in rows],
        topic,
        np.array([row["voce"] in APART or path != GOLD for row in rows]),
    )


def _many(size: int) -> list[str]:
    """Texts of eighteen words, each from two contributions."""
    texts, rng = _gold()[0], np.random.default_rng(0)
    return [
        " ".join(
            rng.permutation(" ".join(texts[each] for each in rng.integers(0, len(texts), 2)).split())[:18]
        )
        for _text in range(size)
    ]


def _grouped(lexicon: dict[str, list[str]] | None, path: Path = GOLD) -> tuple[float, float, float]:
    texts, topic, apart = _gold(path)
    found = [group(texts, lexicon=lexicon, rng=np.random.default_rng(seed)) for seed in range(5)]
    return (
        float(np.mean([adjusted_rand_score(topic, each.groups) for each in found])),
        float(np.mean([adjusted_rand_score(topic[apart], each.groups[apart]) for each in found])),
        float(np.mean([len(each.alone) / len(texts) for each in found])),
    )


def _taught(lexicon: dict[str, list[str]] | None, path: Path = GOLD) -> tuple[float, float]:
    texts, topic, apart = _gold(path)
    corpus = prepare(texts, lexicon=lexicon, rng=np.random.default_rng(0))
    right = []
    for seed in range(10):
        rng = np.random.default_rng(seed)
        label = np.full(len(topic), -1)
        for each in np.unique(topic):
            label[rng.choice(np.flatnonzero(topic == each), 10, replace=False)] = each
        same, rest = corpus.group(labels=label).groups == topic, label < 0
        right.append((same[rest].mean(), same[rest & apart].mean()))
    return float(np.mean(right, axis=0)[0]), float(np.mean(right, axis=0)[1])


def figures() -> list[Figure]:
    """Quality on the gold set, with and without the lexicon, and on unseen texts; then speed, then links."""
    rows = [
        row
        for name, lexicon in (("", None), (", senza lessico", {}))
        for row in (*_without_labels(name, lexicon), *_with_ten_labels(name, lexicon))
    ]
    many = _many(5000)
    seconds = _seconds(many)
    rows.append(Figure("synthesis", "5.000 testi", "3 s", f"{seconds:.1f} s".replace(".", ","), seconds <= 3))
    rows += [_corrected("600 contributi", _gold()[0]), _corrected("5.000 testi", many)]
    broken = sum(not _fuzzed(seed) for seed in range(CASES))
    rows.append(Figure("synthesis", "10.000 casi di vincoli", "0 violati", f"{broken}", broken == 0))
    return rows


def _without_labels(name: str, lexicon: dict[str, list[str]] | None) -> list[Figure]:
    index, apart, alone = _grouped(lexicon)
    told = [("600 contributi", index, alone), ("voci tenute da parte", apart, alone)]
    for texts, path in UNSEEN.items():
        reached, _voices, share = _grouped(lexicon, path)
        told.append((texts, reached, share))
    return [
        Figure(
            "synthesis",
            f"ARI senza etichette, {texts}{name}",
            "≥ 0,40",
            f"{reached:.2f}, {share:.1%} soli".replace(".", ","),
            reached >= 0.4,
            PEER,
            "un terzo soli (dichiarato)",
        )
        for texts, reached, share in told
    ]


def _with_ten_labels(name: str, lexicon: dict[str, list[str]] | None) -> list[Figure]:
    names = ("600 contributi", "voci tenute da parte", *UNSEEN)
    shares = (*_taught(lexicon), *(_taught(lexicon, path)[0] for path in UNSEEN.values()))
    return [
        Figure(
            "synthesis",
            f"accuratezza, 10 etichette per tema, {texts}{name}",
            "≥ 0,72",
            f"{reached:.3f}".replace(".", ","),
            reached >= 0.72,
        )
        for texts, reached in zip(names, shares, strict=True)
    ]


def _corrected(name: str, texts: list[str]) -> Figure:
    """The longest of some corrections: two texts together, two apart, one more label beside 120."""
    corpus = prepare(texts, rng=np.random.default_rng(0))
    before = corpus.group().groups
    together: list[Any] = []
    apart: list[Any] = []
    label = np.full(len(texts), -1)
    label[np.linspace(0, len(texts) - 1, 120).astype(int)] = np.arange(120) % 12
    seconds = []
    for pair in np.random.default_rng(0).integers(0, len(texts), (10, 2)):
        (apart if before[pair[0]] == before[pair[1]] else together).append(pair)
        label[pair[0]] = label[0]
        words: dict[str, Any]
        for words in ({"must_link": together, "cannot_link": apart}, {"labels": label}):
            start = time.process_time()
            corpus.group(**words)
            seconds.append(time.process_time() - start)
    told = f"{max(seconds) * 1000:.0f} ms la più lunga di {len(seconds)}"
    return Figure("synthesis", f"una correzione, {name}", "100 ms", told, max(seconds) <= 0.1)


def _seconds(texts: list[str]) -> float:
    start = time.process_time()
    group(texts, rng=np.random.default_rng(0))
    return time.process_time() - start


def _fuzzed(seed: int) -> bool:
    rng = np.random.default_rng(seed)
    texts = _FEW[rng.integers(0, len(_FEW), 8)].tolist()
    truth = rng.integers(0, 3, 8)
    pairs = rng.integers(0, 8, (5, 2))
    same = truth[pairs[:, 0]] == truth[pairs[:, 1]]
    found = group(texts, groups=3, must_link=pairs[same], cannot_link=pairs[~same], rng=rng).groups[pairs]
    kept = (found[:, 0] == found[:, 1]) & (found[:, 0] >= 0)
    return bool(np.where(same, kept, ~kept).all())


_FEW = np.array(_gold()[0][::12])


def growth() -> list[Growth]:
    """Texts of three sizes."""
    sizes = (1250, 2500, 5000)
    return [Growth("synthesis", "raggruppare testi", sizes, tuple(_seconds(_many(size)) for size in sizes))]
