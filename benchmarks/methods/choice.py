"""Assen, ten thousand small elections against another program, and one the size of a city's."""

from __future__ import annotations

import os
import tempfile
import time
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from benchmarks.methods.frame import PUBLISHED, Figure, Growth, alone, peak_megabytes, peer
from ordito.methods.choice import equal_shares, greedy

NAME = "choice"
CASES = 10_000
ASSEN = PUBLISHED / "pabulib" / "Netherlands_Assen_2024.pb"
CITY = 183, 7260
TOWN = 3, 30, 300
"""Seed, projects and voters of one that the other program can do in the memory of a small machine."""


@dataclass(frozen=True, slots=True)
class Election:
    """What `equal_shares` takes."""

    cost: list[int]
    table: NDArray[np.int64]
    budget: int
    utility: str = "cost"
    rule: str = "add_one"

    def question(self) -> dict[str, Any]:
        """The same for the other program."""
        ballots: list[Any] = [np.flatnonzero(row).tolist() for row in self.table]
        if self.utility == "given":
            ballots = [
                {each: int(row[each]) for each in ballot}
                for row, ballot in zip(self.table, ballots, strict=True)
            ]
        words = {"cost": self.cost, "budget": self.budget, "utility": self.utility, "rule": self.rule}
        return words | {"ballots": ballots}

    def solved(self) -> list[int]:
        """Our choice, in ascending order."""
        if self.rule == "greedy":
            return sorted(greedy(self.cost, self.table, self.budget, utility=self.utility).selected)
        words = {"completion": self.rule, "utility": self.utility}
        return sorted(equal_shares(self.cost, csr_array(self.table), self.budget, **words).selected)


def small(rng: np.random.Generator) -> Election:
    """A few projects and voters, with costs that make ties frequent or rare."""
    voters, projects = int(rng.integers(1, 14)), int(rng.integers(1, 9))
    cost = rng.integers(1, rng.choice([4, 12, 20, 200]), projects).tolist()
    table = (rng.random((voters, projects)) < rng.choice([0.2, 0.5, 0.8])).astype(int)
    table = np.repeat(table, rng.integers(1, 4), axis=0)
    utility = str(rng.choice(["cost", "cardinality", "given"]))
    if utility == "given":
        table = table * rng.integers(1, 5, table.shape)
    budget = int(rng.integers(1, max(2, sum(cost) + 1)))
    return Election(cost, table, budget, utility, str(rng.choice(["none", "add_one", "greedy"])))


def city(seed: int, projects: int, voters: int) -> Election:
    """Six quarters, each voter approves some eight projects, more often of the own quarter; 700 per voter."""
    rng = np.random.default_rng(seed)
    liked, where = rng.dirichlet(np.full(projects, 0.5)), rng.integers(0, 6, projects)
    table = np.zeros((voters, projects), dtype=int)
    for row, lives in zip(table, rng.integers(0, 6, voters), strict=True):
        chance = (liked + 1e-6) * np.where(where == lives, 4, 1)
        size = min(projects, 1 + rng.poisson(7))
        row[rng.choice(projects, size, replace=False, p=chance / chance.sum())] = 1
    budget = 700 * voters
    cost = np.clip(rng.lognormal(np.log(budget / 80), 1, projects).round(-2), 100, budget // 2)
    return Election(cost.astype(int).tolist(), table, budget)


def measured(projects: str, voters: str) -> dict[str, float]:
    """Seconds of one election and memory, in a process of its own, where nothing was compiled before."""
    election = city(1, int(projects), int(voters))
    seconds = []
    with tempfile.TemporaryDirectory() as kept:
        os.environ["NUMBA_CACHE_DIR"] = kept
        for _time in range(2):
            start = time.process_time()
            found = equal_shares(election.cost, csr_array(election.table), election.budget)
            seconds.append(time.process_time() - start)
    return {
        "first": seconds[0],
        "seconds": seconds[1],
        "megabytes": peak_megabytes(),
        "raised": found.raised,
    }


def figures() -> list[Figure]:
    """Assen, the small elections, the city."""
    return [*_assen(), _many(), _city()]


def _assen() -> list[Figure]:
    if not ASSEN.exists():
        return []
    sections: dict[str, list[list[str]]] = {}
    for line in ASSEN.read_text(encoding="utf-8").splitlines():
        if line in {"META", "PROJECTS", "VOTES"}:
            rows = sections.setdefault(line, [])
        else:
            rows.append(line.split(";"))
    projects, votes = sections["PROJECTS"][1:], sections["VOTES"][1:]
    table = np.array([[each[0] in vote[1].split(",") for each in projects] for vote in votes]).astype(int)
    budget = int(next(each[1] for each in sections["META"] if each[0] == "budget"))
    election = Election([int(each[1]) for each in projects], table, budget)
    truth = {place for place, each in enumerate(projects) if each[4] == "1"}
    ours = set(election.solved())
    told = peer(NAME, {"cases": [election.question()]})
    theirs = "" if told is None else f"{len(truth & set(told['selected'][0]))} su {len(truth)}"
    reached = f"{len(truth & ours)} su {len(truth)}, {len(ours - truth)} altri"
    return [Figure(NAME, "Assen 2024", "9 su 9", reached, ours == truth, "pabutools", theirs)]


def _many() -> Figure:
    rng = np.random.default_rng(0)
    elections = [small(rng) for _case in range(CASES)]
    equal_shares([1], np.ones((1, 1)), 1)
    start = time.process_time()
    ours = [each.solved() for each in elections]
    seconds = time.process_time() - start
    told = peer(NAME, {"cases": [each.question() for each in elections]})
    if told is None:
        return Figure(NAME, f"{CASES} elezioni piccole", "0 differenze", "altri non installati", met=False)
    apart = sum(a != b for a, b in zip(ours, told["selected"], strict=True))
    return Figure(
        NAME,
        f"{CASES} elezioni piccole, con parità, tre utilità, tre regole",
        "0 differenze",
        f"{apart} differenze, {seconds:.1f} s con le spiegazioni".replace(".", ","),
        apart == 0,
        "pabutools",
        f"{told['seconds']:.1f} s".replace(".", ","),
    )


def _city() -> Figure:
    found = alone("benchmarks.methods.choice", "measured", *map(str, CITY))
    election = city(*TOWN)
    start = time.process_time()
    ours = election.solved()
    seconds = time.process_time() - start
    told = peer(NAME, {"cases": [election.question()]})
    theirs = ""
    if told is not None:
        same = "stessa scelta" if told["selected"][0] == ours else "scelta diversa"
        size = " × ".join(map(str, TOWN[1:]))
        ratio = told["seconds"] / seconds
        theirs = f"{size}: {told['seconds']:.1f} s, {told['megabytes']:.0f} MB".replace(".", ",")
        theirs += f" (Ordito {seconds:.2f} s, {ratio:.0f} volte, {same})".replace(".", ",")
    reached = f"{found['first']:.1f} s la prima volta, che compila, poi {found['seconds']:.1f} s"
    reached += f"; {found['megabytes']:.0f} MB, {found['raised']:.0f} aumenti"
    return Figure(
        NAME,
        "183 progetti × 7.260 votanti, con aumenti di uno",
        "10 s",
        reached.replace(".", ","),
        found["first"] <= 10 and (told is None or told["selected"][0] == ours),
        "pabutools",
        theirs,
    )


def growth() -> list[Growth]:
    """With the voters, and with the projects: of one run, since how often the share is raised varies."""
    voters, projects = (1000, 3000, 9000), (45, 90, 180)
    by_voters = tuple(_seconds_a_run(60, each) for each in voters)
    by_projects = tuple(_seconds_a_run(each, 3000) for each in projects)
    return [
        Growth(NAME, "un giro di quote: votanti (60 progetti)", voters, by_voters),
        Growth(NAME, "un giro di quote: progetti (3.000 votanti)", projects, by_projects),
    ]


def _seconds_a_run(projects: int, voters: int) -> float:
    election = city(1, projects, voters)
    start = time.process_time()
    found = equal_shares(election.cost, csr_array(election.table), election.budget)
    return (time.process_time() - start) / (found.raised + 1)
