"""Texts as points: words, pieces of words and ideas, then the directions in which they vary together."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse.linalg import svds

from ordito.methods.synthesis._words import Lexicon, as_written, folded, stem, telling

PIECE = 4
WEIGHT_OF_PIECES = 0.4
WEIGHT_OF_IDEAS = 2.0
DIRECTIONS = 24


@dataclass(frozen=True, slots=True)
class Features:
    """One row per text, of length one or zero.

    `stems` counts every stem; `told` those that more texts share, then ideas, whose names are `names`;
    `full` weighs these and pieces of words; `near` is `full` in few directions.
    """

    stems: sparse.csr_array
    told: sparse.csr_array
    names: tuple[str, ...]
    full: sparse.csr_array
    near: NDArray[np.float64]


def features(texts: Sequence[str], lexicon: Lexicon) -> Features:
    """Measure the texts."""
    written = [as_written(text) for text in texts]
    spelt: dict[str, Counter[str]] = {}
    for word, times in Counter(word for words in written for word in words).items():
        spelt.setdefault(folded(word), Counter())[word] = times
    every = [[folded(word) for word in words] for words in written]
    kept = [telling(words) for words in every]
    vocabulary = sorted({word for words in kept for word in words})
    place = {word: nth for nth, word in enumerate(vocabulary)}
    counts = _counts([[place[word] for word in words] for words in kept], len(vocabulary))
    stems, stem_names = _parts([[stem(word)] for word in vocabulary])
    pieces, _names = _parts([_pieces(word) for word in vocabulary])
    ideas, idea_names = _ideas(every, kept, lexicon)
    by_stem, by_piece = _common(counts @ stems), _common(counts @ pieces)
    every_stem = sparse.csr_array(counts @ stems)
    every_stem.sort_indices()
    blocks = [_weighed(by_stem), WEIGHT_OF_PIECES * _weighed(by_piece), WEIGHT_OF_IDEAS * _weighed(ideas)]
    full = _unit(sparse.csr_array(sparse.hstack(blocks)))
    told = sparse.csr_array(sparse.hstack([by_stem, ideas]))
    examples = _example(stems, counts, [_commonest(spelt[word]) for word in vocabulary], len(stem_names))
    return Features(every_stem, told, (*examples, *idea_names), full, _near(full))


def _commonest(spelt: Counter[str]) -> str:
    return min(spelt, key=lambda word: (-spelt[word], word))


def _example(
    stems: sparse.csr_array, counts: sparse.csr_array, vocabulary: list[str], size: int
) -> tuple[str, ...]:
    """Return for each stem its commonest word, which reads better."""
    often = counts.sum(axis=0)
    best = [""] * size
    most = np.zeros(size)
    for word, column in enumerate(stems.indices):
        if often[word] > most[column]:
            most[column], best[column] = often[word], vocabulary[word]
    return tuple(best)


def _ideas(
    every: list[list[str]], kept: list[list[str]], lexicon: Lexicon
) -> tuple[sparse.csr_array, list[str]]:
    named = {word: sorted(lexicon.of_word(word)) for word in {word for words in kept for word in words}}
    told = [
        [idea for word in mine for idea in named[word]] + lexicon.of_phrases(words)
        for mine, words in zip(kept, every, strict=True)
    ]
    return _parts(told)


def _pieces(word: str) -> list[str]:
    padded = f" {word} "
    return [padded[start : start + PIECE] for start in range(max(1, len(padded) - PIECE + 1))]


def _parts(told: list[list[str]]) -> tuple[sparse.csr_array, list[str]]:
    names = sorted({part for parts in told for part in parts})
    place = {name: nth for nth, name in enumerate(names)}
    return _counts([[place[part] for part in parts] for parts in told], len(names)), names


def _counts(rows: list[list[int]], width: int) -> sparse.csr_array:
    ends = np.cumsum([0, *[len(row) for row in rows]])
    columns = np.array([column for row in rows for column in row], dtype=np.int64)
    counts = sparse.csr_array((np.ones(len(columns)), columns, ends), shape=(len(rows), width))
    counts.sum_duplicates()
    return counts


def _common(counts: sparse.csr_array) -> sparse.csr_array:
    """Forget what only one text has: it can bring no two together."""
    counts = sparse.csr_array(counts)
    shared = np.bincount(counts.indices, minlength=counts.shape[1]) > 1
    counts.data = np.where(shared[counts.indices], counts.data, 0)
    counts.eliminate_zeros()
    return counts


def _weighed(counts: sparse.csr_array) -> sparse.csr_array:
    """TF-IDF with logarithmic counts, rows of length one."""
    texts = np.bincount(counts.indices, minlength=counts.shape[1])
    rarity = np.log((1 + counts.shape[0]) / (1 + texts)) + 1
    weighed = counts.copy()
    weighed.data = (1 + np.log(counts.data)) * rarity[counts.indices]
    return _unit(weighed)


def _unit(rows: sparse.csr_array) -> sparse.csr_array:
    length = np.sqrt(rows.multiply(rows).sum(axis=1))
    scaled: sparse.csr_array = sparse.diags_array(1 / np.where(length > 0, length, 1)) @ rows
    return sparse.csr_array(scaled)


def _near(full: sparse.csr_array) -> NDArray[np.float64]:
    """Latent semantic analysis (Deerwester et al. 1990), rows of length one."""
    most = min(DIRECTIONS, min(full.shape) - 1)
    if most < 1 or full.nnz == 0:  # a text alone, or texts that share no word: nothing stands near anything
        return full.toarray()
    # starting from the same vector over the features, the answer does not depend on the order of the texts
    left, strength, _right = svds(full, k=most, v0=np.ones(min(full.shape)), random_state=0)
    order = np.argsort(-strength, kind="stable")
    near = left[:, order] * strength[order]
    length = np.linalg.norm(near, axis=1, keepdims=True)
    return np.asarray(near / np.where(length > 1e-12, length, 1))  # noqa: PLR2004 - zero, one or two, up to rounding
