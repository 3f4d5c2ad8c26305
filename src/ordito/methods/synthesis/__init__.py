"""Short Italian texts put together by what they speak of, so that a room can read them as a grid.

Nothing leaves the machine and nothing was learnt elsewhere: words by their stems, pieces of words for
dialects and slips of the pen, ideas by a lexicon that anybody can read and change (`lessico.txt`). Every
group shows the words that made it; every text is in a group or explicitly alone; what a person corrects is
never undone.
"""

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.random import Generator
from numpy.typing import ArrayLike, NDArray

from ordito.methods.errors import InvalidInput
from ordito.methods.synthesis import _links as links

if TYPE_CHECKING:
    from ordito.methods.synthesis._features import Features

__all__ = ["Corpus", "Grouping", "InvalidInput", "Topic", "group", "prepare"]

ALIKE = 0.8
"""What part of their stems two texts share when they are nearly the same."""
WORDS = 8
"""How many words tell a topic."""


@dataclass(frozen=True, slots=True)
class Topic:
    """A group: its label if a person gave one, the words that set it apart, its size, the most typical."""

    label: object
    words: tuple[str, ...]
    size: int
    typical: int


@dataclass(frozen=True, slots=True, eq=False)
class Grouping:
    """Every text in a group, or alone.

    Attributes
    ----------
    groups : (n,) the position in `topics` of the group of each text, -1 where it stands alone
    topics : the groups, largest first; with `labels`, in the order of the labels
    alone : positions of the texts that share no word and no idea with the rest of their group, the nearest of
        those that they may be in
    duplicates : positions of texts that say nearly the same, and were kept together
    sureness : (n,) from 0 to 1, how much nearer each text is to its group than to the next one
    shared : (n,) the words and ideas that put each text in its group, the most telling first, at most eight;
        none where it stands alone
    steadiness : how alike the groups are that k-means finds from other starts, before any correction: mean
        adjusted Rand index of six, 1 the same, 0 no more alike than by chance; 1 too where nothing is left to
        chance (labels, a single group)
    """

    groups: NDArray[np.int64]
    topics: tuple[Topic, ...]
    alone: tuple[int, ...]
    duplicates: tuple[tuple[int, ...], ...]
    sureness: NDArray[np.float64]
    shared: tuple[tuple[str, ...], ...]
    steadiness: float


@dataclass(frozen=True, slots=True, eq=False)
class Corpus:
    """Texts measured once, to be grouped again after each correction; made by `prepare`."""

    features: "Features"
    centres: NDArray[np.float64]
    order: NDArray[np.int64]
    same: tuple[tuple[int, int], ...]
    steadiness: float

    def group(
        self,
        *,
        must_link: ArrayLike | None = None,
        cannot_link: ArrayLike | None = None,
        labels: Sequence[object] | ArrayLike | None = None,
    ) -> Grouping:
        """Group under what a person has said; see `group`."""
        from ordito.methods.synthesis._grouping import grouped

        size = len(self.order)
        must, cannot = (
            links.pairs(must_link, size, "must_link"),
            links.pairs(cannot_link, size, "cannot_link"),
        )
        return grouped(self, must, cannot, *links.known(labels, size))


def prepare(
    texts: Sequence[str],
    *,
    groups: int | None = None,
    lexicon: Mapping[str, Iterable[str]] | None = None,
    rng: Generator,
) -> Corpus:
    """Measure the texts and find where the groups lie, once; each later correction is then quick.

    Parameters
    ----------
    texts, groups, lexicon, rng : as in `group`

    Returns
    -------
    Corpus : its `group` takes `must_link`, `cannot_link` and `labels`, and gives what `group` would

    Raises
    ------
    InvalidInput : as in `group`

    Examples
    --------
    >>> corpus = prepare(["Il bus la sera", "Il bus presto", "Casa in affitto"], rng=np.random.default_rng(0))
    >>> corpus.group().groups.tolist(), corpus.group(cannot_link=[[0, 1]]).alone
    ([0, 0, -1], (0, 1, 2))
    """
    from ordito.methods.synthesis._grouping import measured

    ordered = isinstance(texts, Iterable) and not isinstance(texts, str | AbstractSet | Mapping)
    told = list(texts) if ordered else []
    if not told or not all(isinstance(text, str) for text in told):
        raise InvalidInput("texts must be at least one string, in a sequence")
    whole = isinstance(groups, int | np.integer) and not isinstance(groups, bool)
    if groups is not None and (not whole or not 1 <= groups <= len(told)):
        raise InvalidInput(f"groups must be a whole number from 1 to the number of texts, {len(told)}")
    if not isinstance(rng, Generator):
        raise InvalidInput(f"rng must be a numpy.random.Generator, not {rng!r}")
    return measured(told, groups, lexicon, rng)


def group(
    texts: Sequence[str],
    *,
    must_link: ArrayLike | None = None,
    cannot_link: ArrayLike | None = None,
    labels: Sequence[object] | ArrayLike | None = None,
    groups: int | None = None,
    lexicon: Mapping[str, Iterable[str]] | None = None,
    rng: Generator,
) -> Grouping:
    """Group short Italian texts by topic.

    Without examples: TF-IDF of stems, pieces of words and ideas; latent semantic analysis; k-means; the
    number of groups by silhouette; constraints kept exactly, the surest texts first. With examples: ridge
    regression on the same features, and one round of learning from the texts that it was surest of.

    Parameters
    ----------
    texts : n strings
    must_link, cannot_link : (m, 2) positions of texts that a person put together, or apart: always kept
    labels : n names of groups given by a person, all strings or all numbers; None, -1, NaN or empty for none.
        Each name becomes a group, and every other text goes where the examples send it
    groups : how many groups, from 1 to n; chosen if None. Ignored where there are labels; constraints can
        add some
    lexicon : ideas and the words that say them, instead of those of the package; `{}` for none
    rng : where k-means starts; the same generator gives the same groups, in whatever order the texts come

    Returns
    -------
    Grouping

    Raises
    ------
    InvalidInput : no texts, not strings or in no order (a set); positions that do not exist; constraints or
        labels that contradict; ideas without words

    References
    ----------
    Deerwester et al. (1990), JASIS 41(6), 391-407. Wagstaff et al. (2001), ICML, 577-584. Rousseeuw (1987),
    J. Comput. Appl. Math. 20, 53-65. Hubert, Arabie (1985), Journal of Classification 2, 193-218.

    Examples
    --------
    >>> texts = ["Affitti troppo alti", "Case popolari in affitto"]
    >>> texts += ["Il bus per le visite", "Corse del bus la sera"]
    >>> found = group(texts, groups=2, rng=np.random.default_rng(0))
    >>> bool(found.groups[0] == found.groups[1] != found.groups[2] == found.groups[3])
    True
    """
    corpus = prepare(texts, groups=groups, lexicon=lexicon, rng=rng)
    return corpus.group(must_link=must_link, cannot_link=cannot_link, labels=labels)
