"""From a text to its words: accents, dialect spelling, stems, ideas."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from ordito.methods.errors import InvalidInput

EMPTY = frozenset(
    """
    a ad al allo ai agli all alla alle ancora anche anca avere abbiamo avete aveva che chi ci come con
    col coi cosa cosi cui da dal dallo dai dagli dall dalla dalle de del dello dei degli dell della
    delle di do dopo dove due e ed era erano essere fa fare fanno fra gia gli ha hai hanno ho i il in io
    la le lei li lo loro lui ma mai me mi mia miei mie mio molto molti molte ne nei nel nello negli nell
    nella nelle nessuno niente no noi non nostra nostre nostri nostro o ogni ora per perche piu po poi
    prima pure qua quale quando quanto quanti quella quelle quelli quello qui questa queste questi
    questo se sei sempre senza si siamo siete solo sono sta stata state stati stato su sua sue sui sugli
    sul sull sulla sulle suo suoi te ti tra tre tua tuo tutta tutte tutti tutto un una uno va vi voi
    vorrei vogliamo serve servono servirebbe servirebbero bisogna vuole chiedo chiediamo propongo
    proponiamo puo possono deve devono to so el ghe xe ga gh ag an ch en l d s n m c v x nn
    """.split()  # noqa: SIM905 - a page of words reads better
)
"""Words that say nothing of the topic, dialects' too, without accents."""


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Ideas and the words that say them."""

    stems: Mapping[str, frozenset[str]]
    beginnings: Mapping[str, frozenset[str]]
    phrases: Mapping[str, tuple[tuple[tuple[str, ...], str], ...]]

    @classmethod
    def of(cls, ideas: Mapping[str, Iterable[str]]) -> "Lexicon":
        stems: dict[str, set[str]] = {}
        beginnings: dict[str, set[str]] = {}
        phrases: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        if not isinstance(ideas, Mapping) or not all(isinstance(idea, str) for idea in ideas):
            raise InvalidInput("the lexicon must give words to ideas by their name")
        for idea, words in ideas.items():
            if isinstance(words, str) or not isinstance(words, Iterable):
                raise InvalidInput(f"the lexicon must give a list of words under {idea!r}")
            for word in words:
                if not isinstance(word, str):
                    raise InvalidInput(f"the lexicon has {word!r} under {idea!r}, which is no word")
                parts = split(word)
                if not parts:
                    raise InvalidInput(f"the lexicon has an empty word under {idea!r}")
                if len(parts) > 1:
                    phrases.setdefault(stem(parts[0]), []).append(
                        (tuple(stem(part) for part in parts[1:]), idea)
                    )
                elif word.strip().endswith("*"):
                    beginnings.setdefault(parts[0], set()).add(idea)
                else:
                    stems.setdefault(stem(parts[0]), set()).add(idea)
        return cls(
            {word: frozenset(named) for word, named in stems.items()},
            {word: frozenset(named) for word, named in beginnings.items()},
            {first: tuple(rest) for first, rest in phrases.items()},
        )

    def of_word(self, word: str) -> frozenset[str]:
        """Return the ideas that one word says."""
        begun = (self.beginnings.get(word[:length], frozenset()) for length in range(1, len(word) + 1))
        return self.stems.get(stem(word), frozenset()).union(*begun)

    def of_phrases(self, words: Sequence[str]) -> list[str]:
        """Return the ideas that words in a row say."""
        stems = [stem(word) for word in words]
        return [
            idea
            for start, first in enumerate(stems)
            for rest, idea in self.phrases.get(first, ())
            if tuple(stems[start + 1 : start + 1 + len(rest)]) == rest
        ]


def read(told: str) -> dict[str, list[str]]:
    """Read a lexicon: `idea: word, word*, some words`, one idea to a line, # for remarks."""
    ideas: dict[str, list[str]] = {}
    for line in told.splitlines():
        if line.strip() and not line.startswith("#"):
            idea, colon, words = line.partition(":")
            if not colon:
                raise InvalidInput(f"a line of the lexicon must be 'idea: words', not {line!r}")
            ideas.setdefault(idea.strip(), []).extend(
                word.strip() for word in words.split(",") if word.strip()
            )
    return ideas


@cache
def own() -> Lexicon:
    """Return the lexicon of the package."""
    text = resources.files("ordito.methods.synthesis").joinpath("lessico.txt").read_text(encoding="utf-8")
    return Lexicon.of(read(text))


def split(text: str) -> list[str]:
    """Return the words in small letters, without accents, doubled letters written once as dialects do."""
    return [folded(word) for word in as_written(text)]


def as_written(text: str) -> list[str]:
    """Return the words in small letters, without accents."""
    plain = unicodedata.normalize("NFKD", text.lower())
    bare = (
        plain if plain.isascii() else "".join(letter for letter in plain if not unicodedata.combining(letter))
    )
    return re.findall(r"[a-z]+|[0-9]+", bare)


@cache
def folded(word: str) -> str:
    """Return the word with doubled letters written once."""
    return re.sub(r"([a-z])\1+", r"\1", word)


def telling(words: Sequence[str]) -> list[str]:
    """Return the words that may tell a topic."""
    return [word for word in words if word not in _EMPTY_AS_SPLIT and (len(word) > 1)]


_EMPTY_AS_SPLIT = frozenset(word for empty in EMPTY for word in split(empty))


@cache
def _stemmer() -> Any:
    import snowballstemmer

    return snowballstemmer.stemmer("italian")


@cache
def stem(word: str) -> str:
    """Return what a word's forms have in common."""
    return str(_stemmer().stemWord(word))
