"""Short texts put together by what they speak of; the contributions in `gold/` are invented."""

# ruff: noqa: ANN001 - fixtures and parameters say what they are

import csv
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ordito.methods.errors import InvalidInput
from ordito.methods.synthesis import Corpus, Grouping, group, prepare
from ordito.methods.synthesis._words import Lexicon, folded, read, split

GOLD = Path(__file__).parent / "gold" / "contributi.csv"
UNSEEN = {GOLD.with_name("inediti.csv"): 16, GOLD.with_name("nuovi.csv"): 14}
"""Texts that nothing was changed for, and how many for each topic."""
APART = {"assistente sociale", "anziano", "volontaria"}
SOME = [
    "Affitti troppo alti per le famiglie",
    "Le case popolari hanno affitti che crescono",
    "Il bus per le visite non passa",
    "Corse del bus la sera",
    "Un affitto giusto per le case del centro",
    "Le visite sono lontane e il bus è raro",
    "zzz",
]


@pytest.fixture(scope="module")
def gold() -> tuple[list[str], np.ndarray, np.ndarray]:
    with GOLD.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    topic = np.unique([row["tema"] for row in rows], return_inverse=True)[1]
    return [row["testo"] for row in rows], topic, np.array([row["voce"] in APART for row in rows])


@pytest.fixture(scope="module")
def corpus(gold: tuple[list[str], np.ndarray, np.ndarray]) -> Corpus:
    return prepare(gold[0], rng=np.random.default_rng(0))


def rand_index(truth: np.ndarray, found: np.ndarray) -> float:
    """Hubert and Arabie's adjusted Rand index, by its definition over the contingency table."""
    table = np.zeros((truth.max() + 1, found.max() - found.min() + 1))
    np.add.at(table, (truth, found - found.min()), 1)

    def pairs(counts: np.ndarray) -> float:
        return float((counts * (counts - 1) / 2).sum())

    both, one, other = pairs(table), pairs(table.sum(axis=1)), pairs(table.sum(axis=0))
    chance = one * other / pairs(np.array([len(truth)]))
    return (both - chance) / ((one + other) / 2 - chance)


def ten_labels(topic: np.ndarray, seed: int) -> np.ndarray:
    rng = np.random.default_rng(seed)
    label = np.full(len(topic), -1)
    for each in np.unique(topic):
        label[rng.choice(np.flatnonzero(topic == each), 10, replace=False)] = each
    return label


def partition(groups: np.ndarray) -> set[frozenset[int]]:
    return {frozenset(np.flatnonzero(groups == each).tolist()) for each in np.unique(groups) if each >= 0}


def test_the_gold_is_six_hundred_different_texts_in_twelve_topics_all_marked_synthetic() -> None:
    with GOLD.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    assert len({row["testo"] for row in rows}) == 600
    assert sorted(np.unique([row["tema"] for row in rows], return_counts=True)[1]) == [50] * 12
    assert {row["sintetico"] for row in rows} == {"sì"}
    assert len({row["voce"] for row in rows}) == 7


def test_without_a_label_the_topics_are_found_also_in_the_voices_held_out(gold, corpus) -> None:
    _texts, topic, apart = gold
    found = corpus.group().groups
    assert rand_index(topic, found) >= 0.40
    assert rand_index(topic[apart], found[apart]) >= 0.40


def test_ten_labels_per_topic_place_the_others(gold, corpus) -> None:
    _texts, topic, apart = gold
    right = []
    for seed in range(3):
        label = ten_labels(topic, seed)
        found = corpus.group(labels=label).groups
        assert (found[label >= 0] == label[label >= 0]).all()
        right.append([(found == topic)[label < 0].mean(), (found == topic)[(label < 0) & apart].mean()])
    assert min(np.mean(right, axis=0)) >= 0.72


@pytest.mark.parametrize("path", UNSEEN, ids=lambda path: path.stem)
def test_the_same_holds_of_texts_written_when_the_lexicon_was_closed(path: Path) -> None:
    with path.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    assert {row["sintetico"] for row in rows} == {"sì"}
    assert len({row["testo"] for row in rows}) == len(rows)
    topic = np.unique([row["tema"] for row in rows], return_inverse=True)[1]
    assert np.bincount(topic).tolist() == [UNSEEN[path]] * 12
    corpus = prepare([row["testo"] for row in rows], rng=np.random.default_rng(0))
    assert rand_index(topic, corpus.group().groups) >= 0.40
    labels = [ten_labels(topic, seed) for seed in range(10)]
    right = [(corpus.group(labels=each).groups == topic)[each < 0].mean() for each in labels]
    assert np.mean(right) >= 0.72


@pytest.mark.parametrize(
    "texts", [["...", "!!!", "è"], ["il la di", "e ma però", "non che"], ["zebra", "fiume", "bo"]]
)
def test_texts_that_have_nothing_in_common_stand_alone(texts: list[str]) -> None:
    assert group(texts, rng=np.random.default_rng(0)).alone == (0, 1, 2)


def test_the_groups_show_the_words_that_made_them_and_every_text_is_placed_or_alone(gold, corpus) -> None:
    found = corpus.group()
    assert any("sfratto" in topic.words or "affitto" in topic.words for topic in found.topics)
    assert all(topic.words and topic.label is None for topic in found.topics)
    assert [topic.size for topic in found.topics] == sorted(
        (topic.size for topic in found.topics), reverse=True
    )
    assert sum(topic.size for topic in found.topics) + len(found.alone) == 600
    assert len(found.alone) < 30
    assert all(found.groups[topic.typical] == nth for nth, topic in enumerate(found.topics))
    assert ((found.sureness >= 0) & (found.sureness <= 1)).all()


def test_corrections_are_kept_and_each_batch_makes_it_better(gold, corpus) -> None:
    _texts, topic, _apart = gold
    rng = np.random.default_rng(5)
    must, cannot, reached = [], [], []
    for _batch in range(4):
        found = corpus.group(must_link=must, cannot_link=cannot).groups
        assert all(found[one] == found[other] for one, other in must)
        assert all(found[one] != found[other] for one, other in cannot)
        reached.append(rand_index(topic, found))
        for one, other in rng.integers(0, 600, (4000, 2)):
            if topic[one] == topic[other] and found[one] != found[other] and len(must) < 60 * (len(reached)):
                must.append((one, other))
            if (
                topic[one] != topic[other]
                and found[one] == found[other]
                and len(cannot) < 60 * (len(reached))
            ):
                cannot.append((one, other))
    assert reached == sorted(reached)
    assert reached[-1] > reached[0] + 0.05


def test_more_labels_are_better_than_fewer(gold, corpus) -> None:
    _texts, topic, _apart = gold
    reached = np.zeros((10, 3))
    for seed in range(10):
        order = np.random.default_rng(seed).permutation(600)
        for nth, size in enumerate((60, 180, 400)):
            label = np.full(600, -1)
            label[order[:size]] = topic[order[:size]]
            reached[seed, nth] = (corpus.group(labels=label).groups == topic)[order[400:]].mean()
    assert (np.diff(reached.mean(axis=0)) > 0).all()


def test_the_order_of_the_texts_does_not_matter(gold) -> None:
    texts = gold[0][::3]
    order = np.random.default_rng(3).permutation(len(texts))
    one = group(texts, rng=np.random.default_rng(0), must_link=[(4, 9)], cannot_link=[(1, 2), (7, 8)])
    place = np.argsort(order)
    other = group(
        [texts[each] for each in order],
        rng=np.random.default_rng(0),
        must_link=[(place[4], place[9])],
        cannot_link=[(place[2], place[1]), (place[7], place[8])],
    )
    assert (one.groups[order] == other.groups).all()
    assert [topic.words for topic in one.topics] == [topic.words for topic in other.topics]


def test_the_same_generator_gives_the_same_groups() -> None:
    assert (
        group(SOME, rng=np.random.default_rng(2)).groups == group(SOME, rng=np.random.default_rng(2)).groups
    ).all()


def test_a_text_that_shares_no_word_stands_alone_until_a_person_places_it() -> None:
    found = group(SOME, groups=2, rng=np.random.default_rng(0))
    assert found.alone == (6,)
    assert found.groups.tolist() == [0, 0, 1, 1, 0, 1, -1] or found.groups.tolist() == [1, 1, 0, 0, 1, 0, -1]
    placed = group(SOME, groups=2, must_link=[(6, 2)], rng=np.random.default_rng(0))
    assert placed.groups[6] == placed.groups[2] >= 0
    assert placed.alone == ()


def test_nearly_the_same_texts_stay_together_unless_a_person_parts_them() -> None:
    texts = [*SOME[:6], "Corse del bus, la sera!!", "CORSE DEL BUS LA SERA"]
    found = group(texts, groups=2, rng=np.random.default_rng(0))
    assert found.duplicates == ((3, 6, 7),)
    parted = group(texts, groups=2, cannot_link=[(3, 6)], rng=np.random.default_rng(0))
    assert parted.groups[3] != parted.groups[6]
    assert all(not {3, 6} <= set(bunch) for bunch in parted.duplicates)


def test_more_enemies_than_groups_make_new_groups() -> None:
    texts = ["casa", "casa casa bus", "casa bus", "bus", "bus bus casa", "casa", "casa casa bus", "casa bus"]
    apart = [(one, other) for one in range(5) for other in range(one)]
    ties = [(0, 5), (1, 6), (2, 7)]
    found = group(texts, groups=2, cannot_link=apart, must_link=ties, rng=np.random.default_rng(0))
    assert all(found.groups[one] == found.groups[other] >= 0 for one, other in ties)
    assert all(found.groups[one] != found.groups[other] or found.groups[one] == -1 for one, other in apart)
    named = ["casa", "", "", "bus", "", "", "", ""]
    taught = group(texts, labels=named, cannot_link=apart, must_link=ties, rng=np.random.default_rng(0))
    assert [topic.label for topic in taught.topics] == ["bus", "casa", None, None]
    assert all(taught.groups[one] != taught.groups[other] or taught.groups[one] == -1 for one, other in apart)


def test_labels_name_the_groups_and_what_is_tied_to_them_follows() -> None:
    found = group(
        SOME,
        labels=["casa", None, "bus", None, None, None, None],
        must_link=[(6, 0)],
        rng=np.random.default_rng(0),
    )
    assert [topic.label for topic in found.topics] == ["bus", "casa"]
    assert found.groups.tolist() == [1, 1, 0, 0, 1, 0, 1]


def test_one_label_takes_all_but_what_shares_nothing() -> None:
    found = group(SOME, labels=[7.0, *[np.nan] * 6], rng=np.random.default_rng(0))
    assert found.topics[0].label == 7.0
    assert found.groups.tolist()[:2] == [0, 0]
    assert found.groups[6] == -1


@pytest.mark.parametrize("texts", [["..."], ["", "!"], ["solo uno"], ["una casa", "un bus"], ["zzz", "Ètà"]])
def test_where_nothing_is_shared_all_stand_alone(texts: list[str]) -> None:
    found = group(texts, rng=np.random.default_rng(0))
    assert found.groups.tolist() == [-1] * len(texts)
    assert found.topics == ()


def test_three_times_the_same_text_is_one_group() -> None:
    assert group(["casa popolare"] * 3, rng=np.random.default_rng(0)).groups.tolist() == [0, 0, 0]
    assert group(["casa popolare"] * 3, groups=3, rng=np.random.default_rng(0)).groups.tolist() == [0, 0, 0]


def test_another_lexicon_brings_other_ideas() -> None:
    texts = ["mele", "pere", "bulloni", "viti", "la carta igienica", "una carta igienica"]
    lexicon = {"frutta": ["mel*", "pera"], "ferramenta": ["bullone", "vit*"], "bagno": ["carta igienica"]}
    found = group(texts, lexicon=lexicon, groups=3, rng=np.random.default_rng(0))
    assert partition(found.groups) == {frozenset({0, 1}), frozenset({2, 3}), frozenset({4, 5})}
    assert any("frutta" in topic.words for topic in found.topics)


def test_accents_and_doubled_letters_do_not_part_words() -> None:
    assert split("Perché la CARROZZINA?") == ["perche", "la", "carozina"]
    assert folded("carozzina") == folded("carrozzina")


def test_a_lexicon_reads_one_idea_to_a_line() -> None:
    assert read("# remark\n\ncasa: alloggi*, case popolari\ncasa: tetto") == {
        "casa": ["alloggi*", "case popolari", "tetto"]
    }
    lexicon = Lexicon.of({"casa": ["alloggi*"], "acqua": ["acqua alta in piazza"]})
    assert lexicon.of_word(folded("alloggiare")) == {"casa"}
    assert lexicon.of_phrases(split("l'acqua alta in piazza")) == ["acqua"]
    with pytest.raises(InvalidInput, match="must be 'idea: words'"):
        read("senza due punti")
    with pytest.raises(InvalidInput, match="empty word"):
        Lexicon.of({"casa": ["!"]})


@pytest.mark.parametrize(
    ("texts", "given", "why"),
    [
        ([], {}, "at least one string"),
        ("una", {}, "at least one string"),
        (["a", 3], {}, "at least one string"),
        (["a", "b"], {"groups": 0}, "whole number from 1"),
        (["a", "b"], {"groups": 3}, "whole number from 1"),
        (["a", "b"], {"groups": True}, "whole number from 1"),
        (["a", "b"], {"rng": 3}, "Generator"),
        (["a", "b"], {"must_link": [(0, 2)]}, "from 0 to 1"),
        (["a", "b"], {"must_link": [0, 1]}, "pairs"),
        (["a", "b"], {"cannot_link": [(0.0, 1.0)]}, "pairs"),
        (["a", "b"], {"cannot_link": [(0, 0)]}, "together and apart"),
        (["a", "b"], {"cannot_link": [(0, 1)], "must_link": [(1, 0)]}, "together and apart"),
        (["a", "b"], {"labels": ["x"]}, "as many as the texts"),
        (["a", "b"], {"labels": ["x", 1]}, "all strings or all numbers"),
        (["a", "b"], {"labels": [(1,), (2,)]}, "all strings or all numbers"),
        (["a", "b"], {"labels": ["x", "y"], "must_link": [(0, 1)]}, "different labels"),
        (["a", "b"], {"labels": ["x", "x"], "cannot_link": [(0, 1)]}, "same label"),
    ],
)
def test_what_cannot_be_used_is_refused(texts, given, why) -> None:
    with pytest.raises(InvalidInput, match=why):
        group(texts, **({"rng": np.random.default_rng(0)} | given))


@settings(max_examples=40, deadline=None)
@given(
    texts=st.lists(st.sampled_from([*SOME, "", "casa", "bus bus", "Ètà"]), min_size=2, max_size=12),
    data=st.data(),
)
def test_whatever_comes_constraints_hold_and_every_text_is_told(
    texts: list[str], data: st.DataObject
) -> None:
    place = st.integers(0, len(texts) - 1)
    truth = data.draw(st.lists(st.integers(0, 2), min_size=len(texts), max_size=len(texts)))
    drawn = data.draw(st.lists(st.tuples(place, place), max_size=6))
    must = [pair for pair in drawn if truth[pair[0]] == truth[pair[1]]]
    cannot = [pair for pair in drawn if truth[pair[0]] != truth[pair[1]]]
    found: Grouping = group(texts, must_link=must, cannot_link=cannot, rng=np.random.default_rng(0))
    for one, other in must:
        assert found.groups[one] == found.groups[other] >= 0
    for one, other in cannot:
        assert found.groups[one] != found.groups[other] or found.groups[one] == -1
    assert set(found.alone) == set(np.flatnonzero(found.groups < 0))
    assert sum(topic.size for topic in found.topics) == (found.groups >= 0).sum()


def test_each_text_says_which_words_put_it_in_its_group_and_a_lonely_one_says_none() -> None:
    found = group(SOME, groups=2, rng=np.random.default_rng(0))
    house, bus, lonely = found.shared[0], found.shared[3], found.shared[6]
    assert ("affitti" in house, "bus" in bus, lonely) == (True, True, ())
    for text, words in enumerate(found.shared):
        mine = [each for each in range(len(SOME)) if found.groups[each] == found.groups[text]]
        for word in words:
            assert len(words) == len(set(words)) <= 8
            assert any(word in found.shared[other] for other in mine if other != text)


def test_the_words_of_an_example_are_those_that_its_label_has_and_the_others_have_less() -> None:
    labels = ["casa", None, "bus", None, None, None, None]
    found = group(SOME, labels=labels, rng=np.random.default_rng(0))
    turned = group(SOME[::-1], labels=labels[::-1], rng=np.random.default_rng(0))
    assert found.shared == turned.shared[::-1]
    assert found.shared[1]
    assert "bus" not in found.shared[1]
