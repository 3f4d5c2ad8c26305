"""How well short texts are put together, and how soon a correction shows."""

from __future__ import annotations

import csv
import time
from pathlib import Path

import numpy as np
from sklearn.metrics import adjusted_rand_score

from benchmarks.methods.frame import ROOT, Figure, Growth
from ordito.methods.synthesis import group, prepare

GOLD = ROOT / "tests" / "methods" / "gold" / "contributi.csv"
UNSEEN = GOLD.with_name("inediti.csv")
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
        np.array([row["voce"] in APART or path == UNSEEN for row in rows]),
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
    """Quality on the gold set, with and without the lexicon, and on the voices held out; then speed."""
    rows = []
    for name, lexicon in (("", None), (", senza lessico", {})):
        index, apart, alone = _grouped(lexicon)
        unseen, _voices, unseen_alone = _grouped(lexicon, UNSEEN)
        for texts, reached, share in (
            ("600 contributi", index, alone),
            ("voci tenute da parte", apart, alone),
            ("192 scritti a lessico chiuso", unseen, unseen_alone),
        ):
            told = f"{reached:.2f}, {share:.1%} soli".replace(".", ",")
            case = f"ARI senza etichette, {texts}{name}"
            rows.append(
                Figure("synthesis", case, "≥ 0,40", told, reached >= 0.4, PEER, "un terzo soli (dichiarato)")
            )
        shares = (*_taught(lexicon), _taught(lexicon, UNSEEN)[0])
        names = ("600 contributi", "voci tenute da parte", "192 scritti a lessico chiuso")
        for texts, reached in zip(names, shares, strict=True):
            told = f"{reached:.3f}".replace(".", ",")
            case = f"accuratezza, 10 etichette per tema, {texts}{name}"
            rows.append(Figure("synthesis", case, "≥ 0,72", told, reached >= 0.72))
    many = _many(5000)
    seconds = _seconds(many)
    corpus = prepare(many, rng=np.random.default_rng(0))
    corpus.group()
    start = time.process_time()
    corpus.group(must_link=[(0, 1)])
    correction = time.process_time() - start
    rows.append(Figure("synthesis", "5.000 testi", "3 s", f"{seconds:.1f} s".replace(".", ","), seconds <= 3))
    rows.append(
        Figure(
            "synthesis", "una correzione su 5.000", "100 ms", f"{correction * 1000:.0f} ms", correction <= 0.1
        )
    )
    broken = sum(not _fuzzed(seed) for seed in range(CASES))
    rows.append(Figure("synthesis", "10.000 casi di vincoli", "0 violati", f"{broken}", broken == 0))
    return rows


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
