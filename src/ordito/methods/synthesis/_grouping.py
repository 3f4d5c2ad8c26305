"""From features to groups, in an order of the texts that does not depend on how they came."""

from collections.abc import Iterable, Mapping
from itertools import pairwise

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray
from scipy import sparse

from ordito.methods.errors import InvalidInput
from ordito.methods.synthesis import ALIKE, WORDS, Corpus, Grouping, Topic
from ordito.methods.synthesis import _links as links
from ordito.methods.synthesis._cluster import centres_of, constrained, steadiness, taught
from ordito.methods.synthesis._features import Features, features
from ordito.methods.synthesis._words import Lexicon, own


def measured(
    texts: list[str], count: int | None, lexicon: Mapping[str, Iterable[str]] | None, rng: Generator
) -> Corpus:
    """Sort the texts, measure them, find the centres."""
    order = np.array(sorted(range(len(texts)), key=lambda each: texts[each]), dtype=np.int64)
    found = features([texts[each] for each in order], own() if lexicon is None else Lexicon.of(lexicon))
    told = np.flatnonzero(np.diff(found.told.indptr) > 0)
    centres = centres_of(found.near[told], count, rng) if len(told) else found.near[:1]
    steady = steadiness(found.near[told], centres, rng)
    return Corpus(found, centres, order, tuple(_nearly_same(found)), steady)


def _nearly_same(found: Features) -> list[tuple[int, int]]:
    """Return neighbouring pairs of texts whose words are nearly the same, met through their rarest words."""
    often = np.bincount(found.stems.indices, minlength=found.stems.shape[1])
    meeting: dict[tuple[int, ...], list[int]] = {}
    words = [frozenset(row.tolist()) for row in np.split(found.stems.indices, found.stems.indptr[1:-1])]
    for text, mine in enumerate(words):
        rare = sorted(mine, key=lambda word: (often[word], word))[:3]
        for pair in {tuple(sorted(rare[:2])), tuple(sorted(rare[1:])), tuple(sorted(rare[::2]))}:
            if pair:
                meeting.setdefault(pair, []).append(text)
    return sorted(
        {
            (one, other)
            for texts in meeting.values()
            for one, other in pairwise(texts)
            if len(words[one] & words[other]) >= ALIKE * len(words[one] | words[other])
        }
    )


def grouped(
    corpus: Corpus,
    must: NDArray[np.int64],
    cannot: NDArray[np.int64],
    label: NDArray[np.int64],
    names: list[object],
) -> Grouping:
    """Group in the sorted order, and tell it in the order in which the texts came."""
    place = np.empty(len(corpus.order), dtype=np.int64)
    place[corpus.order] = np.arange(len(corpus.order))
    must, cannot, label = place[must].reshape(-1, 2), place[cannot].reshape(-1, 2), label[corpus.order]
    bundle = links.together(len(label), must)
    apart = links.enemies(bundle, cannot, corpus.order)
    label = _spread(bundle, label, apart, names)
    bundle = _with_duplicates(corpus, bundle, apart, label)
    apart = links.enemies(bundle, cannot, corpus.order)
    group = _taught(corpus, bundle, apart, label, len(names)) if names else _found(corpus, bundle, apart)
    group = _alone(corpus, group, bundle, label, {int(each) for each in must.ravel()})
    return _told(corpus, group, names)


def _spread(
    bundle: NDArray[np.int64], label: NDArray[np.int64], apart: dict[int, set[int]], names: list[object]
) -> NDArray[np.int64]:
    """Give a label to all that is tied to a labelled text; refuse what contradicts itself."""
    of_bundle: dict[int, int] = {}
    for text in np.flatnonzero(label >= 0):
        if of_bundle.setdefault(int(bundle[text]), int(label[text])) != label[text]:
            raise InvalidInput("texts that must be together have different labels")
    for one, others in apart.items():
        if any(one in of_bundle and of_bundle.get(other) == of_bundle[one] for other in others):
            raise InvalidInput(f"texts that cannot be together have the same label {names[of_bundle[one]]!r}")
    return np.array([of_bundle.get(int(each), -1) for each in bundle], dtype=np.int64)


def _with_duplicates(
    corpus: Corpus, bundle: NDArray[np.int64], apart: dict[int, set[int]], label: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Tie what is nearly the same, unless a person said otherwise of any of it."""
    spoken = {int(each) for each in apart} | {int(each) for each in bundle[label >= 0]}
    pairs = [pair for pair in corpus.same if not spoken & {int(bundle[pair[0]]), int(bundle[pair[1]])}]
    texts = np.arange(len(bundle))
    ties = np.concatenate([np.array(pairs, dtype=np.int64).reshape(-1, 2), np.stack([texts, bundle], axis=1)])
    return links.together(len(bundle), ties)


def _found(corpus: Corpus, bundle: NDArray[np.int64], apart: dict[int, set[int]]) -> NDArray[np.int64]:
    return constrained(corpus.features.near, corpus.centres, bundle, apart)


def _taught(
    corpus: Corpus,
    bundle: NDArray[np.int64],
    apart: dict[int, set[int]],
    label: NDArray[np.int64],
    classes: int,
) -> NDArray[np.int64]:
    """Return the best label of each bundle that its enemies have not; a new group where none is left."""
    if classes == 1:
        score = np.zeros((len(label), 1))
    else:
        score = taught(corpus.features.full, corpus.features.near, label, classes)
    heads, member = np.unique(bundle, return_inverse=True)
    total = np.zeros((len(heads), classes))
    np.add.at(total, member, score)
    best = total.argmax(axis=1)
    fixed = np.full(len(heads), -1)
    fixed[member[label >= 0]] = label[label >= 0]
    best = np.where(fixed >= 0, fixed, best)
    place = {int(head): nth for nth, head in enumerate(heads)}
    done = {nth: int(best[nth]) for nth in range(len(heads)) if fixed[nth] >= 0}
    fresh = classes
    for nth in sorted(place[head] for head in apart):
        if nth in done:
            continue
        taken = {done[place[foe]] for foe in apart[int(heads[nth])] if place[foe] in done}
        free = [int(each) for each in np.argsort(-total[nth], kind="stable") if int(each) not in taken]
        free = free or [each for each in range(classes, fresh) if each not in taken] or [fresh]
        done[nth] = best[nth] = free[0]
        fresh = max(fresh, free[0] + 1)
    return np.asarray(best[member])


def _alone(
    corpus: Corpus,
    group: NDArray[np.int64],
    bundle: NDArray[np.int64],
    label: NDArray[np.int64],
    spoken: set[int],
) -> NDArray[np.int64]:
    """Take out the texts that share no word or idea with their group, unless a person put them there."""
    told = corpus.features.told
    has = sparse.csr_array((np.ones(told.nnz), told.indices, told.indptr), shape=told.shape)
    size = int(group.max()) + 1
    member = sparse.csr_array((np.ones(len(group)), (group, np.arange(len(group)))), shape=(size, len(group)))
    often = sparse.csr_array(member @ has).toarray()
    row = np.repeat(np.arange(len(group)), np.diff(told.indptr))
    shared = np.bincount(row, often[group[row], told.indices] > 1, len(group)) > 0
    kept = shared | (label >= 0)
    kept[sorted(spoken)] = True
    tied = np.isin(bundle, bundle[kept])
    return np.where(tied, group, -1)


def _told(corpus: Corpus, group: NDArray[np.int64], names: list[object]) -> Grouping:
    found = corpus.features
    present = [each for each in range(int(group.max()) + 1) if each < len(names) or (group == each).any()]
    if not names:
        present.sort(key=lambda each: (-int((group == each).sum()), int(np.argmax(group == each))))
    place = np.full(int(group.max()) + 2, -1)
    place[present] = np.arange(len(present))
    group = np.where(group >= 0, place[group], -1)
    centres = np.array(
        [
            found.near[group == each].mean(axis=0) if (group == each).any() else found.near[0] * 0
            for each in range(len(present))
        ]
    ).reshape(len(present), found.near.shape[1])
    near = found.near @ centres.T
    words, telling = _words(found, group, len(present))
    topics = tuple(
        Topic(
            names[old] if old < len(names) else None,
            words[new],
            int((group == new).sum()),
            int(corpus.order[np.where(group == new, near[:, new], -np.inf).argmax()])
            if (group == new).any()
            else -1,
        )
        for new, old in enumerate(present)
    )
    back = np.empty(len(group), dtype=np.int64)
    back[corpus.order] = group
    sure = np.empty(len(group))
    sure[corpus.order] = _sureness(near, group)
    alone = tuple(int(each) for each in np.flatnonzero(back < 0))
    shared: list[tuple[str, ...]] = [()] * len(group)
    for text, named in enumerate(_shared(found, group, telling)):
        shared[int(corpus.order[text])] = named
    steady = 1.0 if names else corpus.steadiness
    return Grouping(back, topics, alone, _bunches(corpus, group), sure, tuple(shared), steady)


def _bunches(corpus: Corpus, group: NDArray[np.int64]) -> tuple[tuple[int, ...], ...]:
    pairs = [pair for pair in corpus.same if group[pair[0]] == group[pair[1]] >= 0]
    head = links.together(len(group), np.array(pairs, dtype=np.int64).reshape(-1, 2))
    bunches: dict[int, list[int]] = {}
    for text in sorted({each for pair in pairs for each in pair}):
        bunches.setdefault(int(head[text]), []).append(int(corpus.order[text]))
    return tuple(sorted(tuple(sorted(bunch)) for bunch in bunches.values()))


def _words(
    found: Features, group: NDArray[np.int64], groups: int
) -> tuple[list[tuple[str, ...]], list[dict[int, float]]]:
    """Return the words and ideas commoner in each group than outside, and the score of those of two texts.

    The score is the log odds with a prior, over its standard error.
    """
    placed = np.flatnonzero(group >= 0)
    member = sparse.csr_array((np.ones(len(placed)), (group[placed], placed)), shape=(groups, len(group)))
    has = sparse.csr_array(
        (np.ones(found.told.nnz), found.told.indices, found.told.indptr), shape=found.told.shape
    )
    total = np.bincount(has.indices, minlength=has.shape[1]).astype(np.float64)
    chosen, telling = [], []
    for mine in sparse.csr_array(member @ has).toarray():
        rest = total - mine
        odds = np.log((mine + 0.5) / (mine.sum() + 1)) - np.log((rest + 0.5) / (rest.sum() + 1))
        score = np.round(odds / np.sqrt(1 / (mine + 0.5) + 1 / (rest + 0.5)), 9)
        likely = np.flatnonzero((mine > 0) & (score > 0))
        order = sorted(likely, key=lambda word: (-score[word], found.names[word]))[: 2 * WORDS]
        chosen.append(tuple(dict.fromkeys(found.names[word] for word in order))[:WORDS])
        telling.append({int(word): float(score[word]) for word in likely if mine[word] > 1})
    return chosen, telling


def _shared(
    found: Features, group: NDArray[np.int64], telling: list[dict[int, float]]
) -> list[tuple[str, ...]]:
    """Return what each text has of what another text of its group has too and the other groups less."""
    ends = found.told.indptr
    named = []
    for text, mine in enumerate(group):
        score = telling[mine] if mine >= 0 else {}
        has = [word for word in found.told.indices[ends[text] : ends[text + 1]].tolist() if word in score]
        has.sort(key=lambda word: (-score[word], found.names[word]))
        named.append(tuple(dict.fromkeys(found.names[word] for word in has))[:WORDS])
    return named


def _sureness(near: NDArray[np.float64], group: NDArray[np.int64]) -> NDArray[np.float64]:
    placed = np.flatnonzero(group >= 0)
    sure = np.zeros(len(group))
    if not len(placed):
        return sure
    other = near[placed].copy()
    own_score = other[np.arange(len(placed)), group[placed]].copy()
    other[np.arange(len(placed)), group[placed]] = 0
    sure[placed] = np.clip(own_score - other.max(axis=1, initial=0), 0, 1)
    return sure
