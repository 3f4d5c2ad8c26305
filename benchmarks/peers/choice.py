"""pabutools on the cases that come in: the projects selected, the seconds and the memory that it takes."""

from __future__ import annotations

import json
import resource
import sys
import time
from typing import Any

from pabutools.election import (
    ApprovalBallot,
    ApprovalProfile,
    CardinalBallot,
    Cardinality_Sat,
    CardinalProfile,
    Cost_Sat,
    Instance,
    Project,
)
from pabutools.election.satisfaction import Additive_Cardinal_Sat
from pabutools.fractions import frac
from pabutools.rules import greedy_utilitarian_welfare, method_of_equal_shares

SATISFACTION = {"cost": Cost_Sat, "cardinality": Cardinality_Sat, "given": Additive_Cardinal_Sat}


def solve(case: dict[str, Any]) -> list[int]:
    """The projects selected, in ascending order."""
    projects = [Project(f"{place:06d}", frac(cost)) for place, cost in enumerate(case["cost"])]
    instance = Instance(projects, budget_limit=frac(case["budget"]))
    if case["utility"] == "given":
        profile = CardinalProfile(
            [
                CardinalBallot({projects[int(j)]: frac(use) for j, use in ballot.items()})
                for ballot in case["ballots"]
            ],
            instance=instance,
        )
    else:
        profile = ApprovalProfile(
            [ApprovalBallot(projects[j] for j in ballot) for ballot in case["ballots"]], instance=instance
        )
    words: dict[str, Any] = {"sat_class": SATISFACTION[case["utility"]]}
    if case["rule"] == "greedy":
        found = greedy_utilitarian_welfare(instance, profile, **words)
    else:
        if case["rule"] == "add_one":
            words["voter_budget_increment"] = 1
        found = method_of_equal_shares(instance, profile, **words)
    return sorted(int(project.name) for project in found)


def main() -> None:
    """Read the cases, solve them, say what was found."""
    sys.setrecursionlimit(100_000)
    cases = json.load(sys.stdin)["cases"]
    start = time.process_time()
    selected = [solve(case) for case in cases]
    seconds = time.process_time() - start
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"selected": selected, "seconds": seconds, "megabytes": megabytes}))


main()
