"""The map of opinions: planted groups, noise, published conversations, and what must not matter."""

from __future__ import annotations

import csv
import math
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import adjusted_rand_score

from ordito.methods.errors import InvalidInput
from ordito.methods.opinion import OpinionMap, _positions, _votes, opinion_map

POLIS = Path(__file__).resolve().parents[3] / "shared/data/methods/polis"
CONVERSATIONS = sorted(POLIS.glob("*/votes.csv")) if POLIS.exists() else []
published = pytest.mark.parametrize("conversation", CONVERSATIONS, ids=lambda path: path.parent.name)
Ballots = tuple[np.ndarray, np.ndarray, np.ndarray]


def some(seed: int = 1) -> np.random.Generator:
    return np.random.default_rng(seed)


def ballots(table: np.ndarray) -> Ballots:
    """Voters by statements, NaN where there is no vote."""
    voter, statement = np.nonzero(np.isfinite(table))
    return voter, statement, table[voter, statement].astype(int)


def planted(
    rng: np.random.Generator, voters: int, statements: int, k: int, density: float, faithful: float = 0.95
) -> tuple[np.ndarray, np.ndarray]:
    """Groups of equal size, each with a side on each statement, followed by its members nearly always."""
    group = rng.integers(k, size=voters)
    side = rng.choice([-1.0, 1.0], (k, statements))
    table = np.where(rng.random((voters, statements)) < faithful, side[group], -side[group])
    table[rng.random(table.shape) < 0.05] = 0
    table[rng.random(table.shape) >= density] = np.nan
    return table, group


def noise(rng: np.random.Generator, voters: int, statements: int, density: float) -> np.ndarray:
    """Statements more and less liked, and voters who have nothing in common."""
    liked = rng.beta(2, 1.2, statements)
    table = np.where(rng.random((voters, statements)) < liked, 1.0, -1.0)
    table[rng.random(table.shape) < 0.1] = 0
    table[rng.random(table.shape) >= density] = np.nan
    return table


# --- groups that are there, and groups that are not


@pytest.mark.parametrize(
    ("voters", "statements", "k", "density"),
    [(80, 60, 2, 0.5), (80, 60, 3, 0.8), (600, 500, 2, 0.05), (1000, 600, 3, 0.05), (1000, 800, 5, 0.05)],
)
def test_planted_groups_are_found(voters: int, statements: int, k: int, density: float) -> None:
    table, group = planted(some(2), voters, statements, k, density)
    found = opinion_map(*ballots(table), rng=some(), replicates=5)
    assert found.k == k
    assert found.components == k - 1
    assert found.stability > 0.9
    assert adjusted_rand_score(group[found.voters], found.groups) >= 0.99


def unequal(part: float, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Six hundred voters on 500 statements at a density of 5 %, a part of whom are a group of their own."""
    rng = some(seed)
    group = (rng.random(600) < part).astype(int)
    side = rng.choice([-1.0, 1.0], (2, 500))
    table = np.where(rng.random((600, 500)) < 0.95, side[group], -side[group])
    table[rng.random(table.shape) >= 0.05] = np.nan
    return group, table


@pytest.mark.parametrize("seed", range(4))
def test_a_smaller_group_is_not_parted_by_what_is_chance(seed: int) -> None:
    group, table = unequal(0.2, seed)
    found = opinion_map(*ballots(table), rng=some(), replicates=5)
    assert (found.k, found.components) == (2, 1)
    assert adjusted_rand_score(group[found.voters], found.groups) > 0.97


@pytest.mark.parametrize("seed", range(6))
def test_a_tenth_of_the_voters_is_found_with_three_votes_of_theirs_on_each_statement(seed: int) -> None:
    group, table = unequal(0.1, seed)
    found = opinion_map(*ballots(table), rng=some())
    assert found.k == 2
    assert found.stability > 0.85
    assert adjusted_rand_score(group[found.voters], found.groups) > 0.97


def test_chance_is_not_taken_for_a_component_more_often_in_large_conversations(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    votes = [_votes.read(*ballots(noise(some(seed), 1500, 200, 0.4)), None) for seed in range(12)]
    for large in (_positions.LARGE, 100_000):
        monkeypatch.setattr(_positions, "LARGE", large)
        found = [_positions.place(each, some(seed)).real for seed, each in enumerate(votes)]
        assert sum(each > 0 for each in found) <= 1


def uneven(rng: np.random.Generator, voters: int, statements: int) -> np.ndarray:
    """Noise where most vote on little and a few on nearly all, more often on what is in sight."""
    table = noise(rng, voters, statements, 1)
    made = np.clip(rng.zipf(1.3, voters), 1, min(200, statements))
    sight = np.log(rng.dirichlet(np.full(statements, 2.0))) + rng.gumbel(size=table.shape)
    table[np.argsort(np.argsort(-sight, axis=1), axis=1) >= made[:, None]] = np.nan
    return table


@pytest.mark.parametrize(("voters", "statements", "seeds"), [(300, 100, 8), (1000, 300, 3)])
def test_no_groups_are_found_in_noise_of_voters_more_and_less_active(
    voters: int, statements: int, seeds: int
) -> None:
    found = [
        opinion_map(*ballots(uneven(some(seed), voters, statements)), rng=some(seed), replicates=5)
        for seed in range(seeds)
    ]
    assert {each.k for each in found} == {0}
    assert max(each.stability for each in found) < 0.75


def test_no_groups_are_found_in_noise() -> None:
    sizes = [(80, 60, 0.3), (80, 60, 1.0), (200, 40, 0.15), (60, 200, 0.1)]
    found = [
        opinion_map(*ballots(noise(some(seed), *sizes[seed % 4])), rng=some(seed), replicates=10)
        for seed in range(40)
    ]
    assert sum(each.k > 0 for each in found) <= 2
    assert max(each.stability for each in found if each.k == 0) < 0.75
    assert all((each.groups == -1).all() and each.representative == () for each in found if each.k == 0)
    assert all(np.isnan(each.divisive).all() and each.by_division.size == 0 for each in found if each.k == 0)


def test_there_are_no_groups_of_one_nor_below_the_threshold() -> None:
    table, _group = planted(some(3), 60, 40, 2, 0.9)
    table[0] = -table[1]
    table[0, ::3] *= -1
    found = opinion_map(*ballots(table), rng=some())
    assert found.k == 2
    assert np.bincount(found.groups).min() > 1
    severe = opinion_map(*ballots(noise(some(), 60, 40, 0.9)), rng=some(), threshold=0)
    assert severe.k == 0
    loose = opinion_map(*ballots(planted(some(3), 90, 30, 3, 0.3, 0.7)[0]), rng=some(), threshold=1)
    assert (loose.k, loose.groups.max()) == (0, -1)
    assert 0 < loose.stability == max(loose.stabilities.values()) < 1


def test_an_odd_voter_alone_does_not_make_a_group() -> None:
    table = np.ones((30, 12))
    table[0] = -1
    found = opinion_map(*ballots(table), rng=some(), threshold=0)
    assert found.components >= 1
    assert found.k == 0


def test_few_voters_or_one_statement_tell_no_groups() -> None:
    four = opinion_map([1, 2, 3, 4], [1, 1, 1, 1], [1, 1, -1, -1], rng=some())
    assert (four.k, four.groups.tolist(), four.stabilities) == (0, [-1] * 4, {})
    assert math.isnan(four.stability)
    assert math.isnan(four.stability_error)
    assert four.positions.shape == (4, 2)
    one = opinion_map(range(40), [7] * 40, [1, -1] * 20, rng=some())
    assert one.k == 0
    same = opinion_map(*ballots(np.ones((30, 8))), rng=some())
    assert (same.k, same.components) == (0, 0)


def test_who_voted_little_is_placed_only_when_that_is_sure() -> None:
    table, group = planted(some(8), 200, 60, 2, 0.6)
    differ = np.flatnonzero(np.nanmean(table[group == 0], 0) * np.nanmean(table[group == 1], 0) < 0)
    table[:2] = np.nan
    table[0, differ[:5]] = np.sign(np.nanmean(table[group == 0], 0))[differ[:5]]
    alike = np.setdiff1d(np.arange(60), differ)[:2]
    table[1, alike] = 1
    found = opinion_map(*ballots(table), rng=some())
    of_first_group = np.bincount(found.groups[2:][group[2:] == 0]).argmax()
    assert found.groups[0] == of_first_group
    assert found.groups[1] == -1


def test_that_nine_agreed_does_not_make_sure_of_one_who_said_the_same_once() -> None:
    table = np.array([[1.0] * 6 + [-1, -1, 1]] * 12 + [[-1.0] * 6 + [1, 1, 1]] * 9 + [[math.nan] * 9])
    table[-1, [3, 8]] = 1
    found = opinion_map(*ballots(table), rng=some())
    assert found.groups.tolist() == [0] * 12 + [1] * 9 + [-1]


# --- published conversations


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def conversation_votes(path: Path) -> tuple[Ballots, np.ndarray]:
    votes = rows(path)
    columns = [np.array([int(each[name]) for each in votes]) for name in ("voter-id", "comment-id", "vote")]
    return (columns[0], columns[1], columns[2]), np.array([int(each["timestamp"]) for each in votes])


@pytest.mark.skipif(not CONVERSATIONS, reason="the published conversations are not here")
@published
def test_a_published_conversation_has_its_counts_and_where_stable_the_groups_it_had(
    conversation: Path,
) -> None:
    votes, when = conversation_votes(conversation)
    found = opinion_map(*votes, rng=some(), when=when, replicates=5)
    told = {int(each["comment-id"]): each for each in rows(conversation.with_name("comments.csv"))}
    for statement, (agree, disagree, _passed) in zip(found.statements, found.counts, strict=True):
        assert (int(told[statement]["agrees"]), int(told[statement]["disagrees"])) == (agree, disagree)
    people = rows(conversation.with_name("participants-votes.csv"))
    theirs = {int(each["participant"]): each["group-id"] for each in people}
    pairs = [
        (group, theirs[voter])
        for voter, group in zip(found.voters.tolist(), found.groups, strict=True)
        if group >= 0 and theirs.get(voter, "")
    ]
    assert found.k == 0 or adjusted_rand_score(*zip(*pairs, strict=True)) > 0.8


# --- what statements say


def fields(found: OpinionMap) -> dict[str, Any]:
    return {name: getattr(found, name) for name in OpinionMap.__slots__}


def two_sides() -> OpinionMap:
    """Twenty for and ten against statements 10 and 11; all agree on 12, nobody on 13, most pass on 14."""
    table = np.array([[1, 1, 1, -1, 0]] * 20 + [[-1, -1, 1, -1, 0]] * 10, dtype=float)
    voter, statement, value = ballots(table)
    return opinion_map(voter + 100, statement + 10, value, rng=some())


def test_consensus_is_the_product_of_what_each_group_says() -> None:
    found = two_sides()
    assert found.k == 2
    assert found.groups.tolist() == [0] * 20 + [1] * 10
    assert found.voters.tolist() == list(range(100, 130))
    large, small = 1 / 22, 1 / 12
    assert found.consensus == pytest.approx(
        [21 / 22 * small] * 2 + [21 / 22 * 11 / 12, large * small, large * small]
    )
    assert found.rejection == pytest.approx(
        [large * 11 / 12] * 2 + [large * small, 21 / 22 * 11 / 12, large * small]
    )
    assert found.by_consensus[0] == 12
    assert set(found.by_division[:2]) == {10, 11}
    assert found.divisive[0] == pytest.approx(21 / 22 - 1 / 12)
    assert found.group_counts[1].tolist() == [[0, 10, 0], [0, 10, 0], [10, 0, 0], [0, 10, 0], [0, 0, 10]]
    assert found.counts.tolist() == found.group_counts.sum(0).tolist()


def test_a_group_is_represented_by_what_tells_it_from_the_others() -> None:
    found = two_sides()
    large, small = found.representative
    assert [(each.statement, each.agrees) for each in large] == [(10, True), (11, True)]
    assert [(each.statement, each.agrees) for each in small] == [(10, False), (11, False)]
    one = large[0]
    assert (one.share, one.elsewhere) == (pytest.approx(21 / 22), pytest.approx(1 / 12))
    assert one.z_share == pytest.approx(2 * math.sqrt(21) * 0.5)
    both = (21 + 1) / (21 + 11)
    error = math.sqrt(both * (1 - both) * (1 / 21 + 1 / 11))
    assert one.z_difference == pytest.approx((1 - 1 / 11) / error)
    assert one.weight == pytest.approx(one.share / one.elsewhere * one.z_difference * one.share * one.z_share)
    votes = ballots(planted(some(), 60, 30, 2, 1)[0])
    assert [len(each) for each in opinion_map(*votes, rng=some(), most=3).representative] == [3, 3]
    assert opinion_map(*votes, rng=some(), most=0).representative == ((), ())


def test_what_to_show_next_is_seldom_seen_and_leaves_out_what_one_has_voted_on() -> None:
    table, _group = planted(some(2), 60, 12, 2, 1.0)
    table[2:, 5] = np.nan
    found = opinion_map(*ballots(table), rng=some())
    assert found.to_show_next().tolist() == [5]
    rest = found.to_show_next(seen=[5, 3], count=20)
    assert sorted(rest) == [0, 1, 2, 4, 6, 7, 8, 9, 10, 11]
    order = found.priority[rest]
    assert (np.diff(order) <= 0).all()
    assert found.to_show_next(seen={5, 3}, count=20).tolist() == rest.tolist()
    assert found.to_show_next(seen=[-9, 2**40], count=12).size == 12
    for count in (0, 2.5, None):
        with pytest.raises(InvalidInput, match="count"):
            found.to_show_next(count=count)  # type: ignore[arg-type]
    for seen in (["5"], [math.nan], 5, [[5]]):
        with pytest.raises(InvalidInput, match="seen"):
            found.to_show_next(seen=seen)


def test_what_is_told_is_not_written_over() -> None:
    found = two_sides()
    arrays = [each for each in fields(found).values() if isinstance(each, np.ndarray)]
    assert len(arrays) == 10
    for each in arrays:
        with pytest.raises(ValueError, match="read-only"):
            each[...] = 0


# --- what must not matter


def test_the_order_of_rows_changes_nothing() -> None:
    table, _group = planted(some(1), 80, 60, 3, 0.4)
    votes = ballots(table)
    mixed = some(9).permutation(votes[0].size)
    first = opinion_map(*votes, rng=some())
    second = opinion_map(*(each[mixed] for each in votes), rng=some())
    for name, value in fields(first).items():
        assert np.array_equal(value, getattr(second, name)) if isinstance(value, np.ndarray) else True
    assert (first.stability, first.stabilities) == (second.stability, second.stabilities)
    assert first.representative == second.representative


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10**6))
def test_names_change_nothing_but_the_names(seed: int) -> None:
    rng = some(seed)
    table, _group = planted(rng, 40, 25, 2, 0.5, 0.85)
    voter, statement, value = ballots(table)
    voters, statements = rng.permutation(10**6)[:40] - 1000, rng.permutation(10**12 % 997)[:25]
    first = opinion_map(voter, statement, value, rng=some())
    second = opinion_map(voters[voter], statements[statement], value, rng=some())
    at, of = (
        np.searchsorted(second.voters, voters[first.voters]),
        np.searchsorted(second.statements, statements[first.statements]),
    )
    assert (first.k, first.stability, first.stabilities) == (second.k, second.stability, second.stabilities)
    assert np.array_equal(first.groups, second.groups[at])
    assert np.array_equal(first.positions, second.positions[at])
    assert np.array_equal(first.counts, second.counts[of])
    assert np.array_equal(first.consensus, second.consensus[of])
    assert np.array_equal(first.priority, second.priority[of])


def test_names_may_be_any_integers_and_arrays_of_any_kind() -> None:
    voter, statement, value = ballots(planted(some(1), 80, 60, 3, 0.5)[0])
    first = opinion_map(voter, statement, value, rng=some())
    for low, high in ((-(2**63), 2**63 - 1), (-(2**40), -1), (0, 2**53)):
        names = np.sort(np.r_[low, some().integers(low + 1, high, 78), high])
        found = opinion_map(names[voter], statement, value, rng=some())
        assert np.array_equal(found.voters, names)
        assert np.array_equal(found.groups, first.groups)
    kinds: list[Any] = [np.int8, ">i4", np.uint64, np.float32]
    for kind in kinds:
        mine = [np.repeat(each, 2)[::2].astype(kind) for each in (voter, statement)]
        for each in mine:
            each.setflags(write=False)
        found = opinion_map(*mine, value.tolist(), rng=some())
        assert np.array_equal(found.groups, first.groups)


def test_neither_the_seed_of_numpy_nor_an_earlier_call_changes_the_answer() -> None:
    votes = ballots(planted(some(1), 80, 60, 3, 0.5)[0])
    np.random.seed(1)  # noqa: NPY002 - what must not matter
    first, again = (opinion_map(*votes, rng=some()) for _time in range(2))
    np.random.seed(2)  # noqa: NPY002
    for found in (again, opinion_map(*votes, rng=some())):
        for name, value in fields(first).items():
            assert (
                np.array_equal(value, getattr(found, name), equal_nan=False) or value == fields(found)[name]
            )
    other = opinion_map(*votes, rng=some(2))
    assert np.array_equal(first.groups, other.groups)
    assert first.stabilities != other.stabilities


def test_agreeing_and_disagreeing_exchanged_change_the_sides_alone() -> None:
    voter, statement, value = ballots(planted(some(1), 80, 60, 3, 0.5)[0])
    first, second = (
        opinion_map(voter, statement, value, rng=some()),
        opinion_map(voter, statement, -value, rng=some()),
    )
    assert adjusted_rand_score(first.groups, second.groups) == 1
    assert np.allclose(first.consensus, second.rejection)
    assert np.array_equal(first.counts[:, [1, 0, 2]], second.counts)


def test_a_vote_said_twice_is_cast_twice_and_stands_once() -> None:
    voter, statement, value = ballots(planted(some(1), 80, 60, 3, 0.5)[0])
    first = opinion_map(voter, statement, value, rng=some())
    twice = opinion_map(
        np.r_[voter, voter[:9]], np.r_[statement, statement[:9]], np.r_[value, value[:9]], rng=some()
    )
    assert np.array_equal(first.groups, twice.groups)
    assert np.array_equal(first.group_counts, twice.group_counts)
    assert twice.counts.sum() == first.counts.sum() + 9
    assert twice.contradicted == 0


def test_the_latest_vote_stands_and_without_dates_contradictions_stand_as_a_pass() -> None:
    voter, statement, value = [1, 1, 2, 2, 2], [5, 5, 5, 6, 6], [1, -1, 1, -1, 1]
    later = opinion_map(voter, statement, value, rng=some(), when=[2, 1, 9, 4, 4])
    assert later.consensus.tolist() == [3 / 4, 1 / 3]
    assert later.contradicted == 1
    dated = opinion_map(voter, statement, value, rng=some(), when=np.array([2, 1, 9, 4, 5], "datetime64[D]"))
    assert (dated.consensus.tolist(), dated.contradicted) == ([3 / 4, 2 / 3], 0)
    undated = opinion_map(voter, statement, value, rng=some())
    assert undated.consensus.tolist() == [2 / 4, 1 / 3]
    assert undated.contradicted == 2
    assert undated.counts.tolist() == [[2, 1, 0], [1, 1, 0]]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(-1, 2), st.integers(0, 2), st.sampled_from([-1, 0, 1]), st.integers(0, 1)),
        min_size=1,
    )
)
def test_standing_votes_and_counts_are_those_counted_one_by_one(
    cast: list[tuple[int, int, int, int]],
) -> None:
    voter, statement, value, when = (list(each) for each in zip(*cast, strict=True))
    found = opinion_map(voter, statement, value, rng=some(), when=when, replicates=2)
    kinds = Counter((each, vote) for _voter, each, vote, _when in cast)
    assert found.counts.tolist() == [
        [kinds[each, vote] for vote in (1, -1, 0)] for each in sorted(set(statement))
    ]
    latest = defaultdict(list)
    for who, what, vote, time in cast:
        latest[who, what].append((time, vote))
    stands = {
        cell: next(iter(last))
        if len(last := {vote for time, vote in votes if time == max(votes)[0]}) == 1
        else 0
        for cell, votes in latest.items()
    }
    agree = Counter(what for (_who, what), vote in stands.items() if vote == 1)
    votes = Counter(what for _who, what in stands)
    assert found.consensus == pytest.approx(
        [(agree[each] + 1) / (votes[each] + 2) for each in found.statements]
    )
