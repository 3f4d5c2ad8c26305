"""red-dwarf on conversations made from a seed, and the makers of those conversations."""

from __future__ import annotations

import json
import resource
import sys
import time
from typing import Any

import numpy as np
from numpy.typing import NDArray

Integers = NDArray[np.int64]


def planted(seed: int, voters: int, statements: int, k: int, density: float) -> tuple[Any, Integers]:
    """Votes of k groups, each with a side that is followed 19 times in 20, and the group of each voter."""
    rng = np.random.default_rng(seed)
    group = rng.integers(k, size=voters)
    side = rng.choice(np.array([-1, 1], np.int8), (k, statements))
    voter, statement = np.nonzero(rng.random((voters, statements), dtype=np.float32) < density)
    value = side[group[voter], statement] * np.where(rng.random(voter.size) < 0.95, 1, -1)
    value[rng.random(voter.size) < 0.05] = 0
    return (voter, statement, value), group


def unequal(seed: int, voters: int, statements: int, shares: tuple[float, ...], density: float) -> Any:
    """The same, of groups with these shares of the voters: votes, the group of each voter, the sides."""
    rng = np.random.default_rng(seed)
    group = rng.choice(len(shares), size=voters, p=shares)
    side = rng.choice(np.array([-1, 1], np.int8), (len(shares), statements))
    voter, statement = np.nonzero(rng.random((voters, statements), dtype=np.float32) < density)
    value = side[group[voter], statement] * np.where(rng.random(voter.size) < 0.95, 1, -1)
    value[rng.random(voter.size) < 0.05] = 0
    return (voter, statement, value), group, side


def knowing(votes: Any, side: Integers, shares: tuple[float, ...], voters: int) -> Integers:
    """The likeliest group of each voter for one who knows the sides and how they are followed."""
    voter, statement, value = votes
    likely = np.tile(np.log(shares), (voters, 1))
    for group, sides in enumerate(side):
        chance = np.where(value == sides[statement], 0.95 * 0.95, 0.05 * 0.95)
        likely[:, group] += np.bincount(voter, np.log(np.where(value == 0, 0.05, chance)), voters)
    return likely.argmax(1)


def noise(seed: int, voters: int, statements: int, density: float) -> Any:
    """Votes on statements more and less liked, of voters with nothing in common."""
    rng = np.random.default_rng(seed)
    liked = rng.beta(2, 1.2, statements)
    voter, statement = np.nonzero(rng.random((voters, statements)) < density)
    value = np.where(rng.random(voter.size) < liked[statement], 1, -1)
    value[rng.random(voter.size) < 0.1] = 0
    return voter, statement, value


def uneven(seed: int, voters: int, statements: int) -> Any:
    """The same of voters of whom most vote on little and some on 200, more on what is in sight."""
    rng = np.random.default_rng(seed)
    made = np.clip(rng.zipf(1.3, voters), 1, min(200, statements))
    liked = rng.beta(2, 1.2, statements)
    sight = np.log(rng.dirichlet(np.full(statements, 2.0))) + rng.gumbel(size=(voters, statements))
    voter, statement = np.nonzero(np.argsort(np.argsort(-sight, axis=1), axis=1) < made[:, None])
    value = np.where(rng.random(voter.size) < liked[statement], 1, -1)
    value[rng.random(voter.size) < 0.1] = 0
    return voter, statement, value


def main() -> None:
    """Read which conversations, find their groups, say them with the seconds and the memory it took."""
    from reddwarf.implementations.polis import run_pipeline

    question = json.load(sys.stdin)
    told = []
    for words in question["cases"]:
        votes = planted(*words)[0] if len(words) == 5 else noise(*words)
        rows = [
            {"participant_id": int(voter), "statement_id": int(statement), "vote": int(value)}
            for voter, statement, value in zip(*votes, strict=True)
        ]
        start = time.process_time()
        found = run_pipeline(votes=rows, random_state=0)
        seconds = time.process_time() - start
        groups = found.participants_df["cluster_id"].dropna()
        sizes = groups.value_counts().tolist()
        told.append({"k": len(sizes), "smallest": min(sizes), "seconds": seconds})
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"cases": told, "megabytes": megabytes}))


if __name__ == "__main__":
    main()
