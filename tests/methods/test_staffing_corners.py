"""Turns of the search for rosters that few districts take, each in one that does."""

import dataclasses
from typing import Any

import numpy as np
import pytest
from benchmarks.methods.staffing_district import district

from ordito.methods.staffing import Case, Limit, _search, front, scenario
from ordito.methods.staffing._conflict import MANY, _Filter, _told
from ordito.methods.staffing._limits import Wishes
from ordito.methods.staffing._mend import _parts
from ordito.methods.staffing._program import INF
from ordito.methods.staffing._search import Search
from ordito.methods.staffing._solve import CLOSE, Answer, Solver
from tests.methods.oracles.staffing import best
from tests.methods.oracles.staffing_check import broken
from tests.methods.oracles.staffing_tiny import tiny


def test_a_limit_is_told_in_its_words() -> None:
    assert str(Limit("reach", "Fanano", "", "nobody goes further")) == "nobody goes further"


def test_many_limits_alike_are_told_by_the_first_and_by_their_number() -> None:
    limits = [Limit("reach", f"M{each}", "", f"limit {each}") for each in range(MANY + 3)]
    assert "and 3 more limits like the last one" in _told(limits)


def test_the_gap_of_an_answer_is_a_share_of_it() -> None:
    assert Answer(np.zeros(1), 4.0, 3.0, impossible=False).gap == pytest.approx(0.25)
    assert Answer(np.zeros(1), 4.0, 4.0, impossible=False).gap == 0


@pytest.mark.parametrize(
    ("case", "objective"),
    [
        (
            tiny(7, n=3, posts=4, poles=(1, 2)),
            "nearness",
        ),  # the best plan has no roster, one with reserve has
        (tiny(7), "cost"),  # a catchment falls apart and is cut back
    ],
)
def test_what_no_roster_carries_at_once_is_still_the_best(case: Case, objective: str) -> None:
    found = scenario(case, minimise=objective, equity=0.6)  # type: ignore[arg-type]
    least = best(case, objective, 0.6)  # type: ignore[arg-type]
    assert found.impossible == np.isinf(least)
    if found.arrangement is not None:
        assert found.value == pytest.approx(least, abs=1e-4)
        assert not broken(case, found.arrangement, 0.6)


def test_a_roster_in_doubt_leaves_a_gap_and_no_claim() -> None:
    found = scenario(district(8, np.random.default_rng(30), poles=(2, 2)), minimise="cost", time_limit=20.0)
    assert found.gap >= 0
    assert not found.impossible


def test_where_no_roster_is_as_near_the_front_goes_on_to_the_next() -> None:
    case = tiny(44)
    found = front(case, levels=(0.0, 0.6))
    assert found.complete
    for point in found.points:
        assert not broken(case, point.arrangement, point.equity_level)


def test_a_front_told_in_one_step_has_one_point_a_level() -> None:
    found = front(tiny(0), levels=(0.0,), cost_step=1e9)
    assert len(found.points) <= 1


def test_the_whole_by_person_keeps_the_ceilings_it_was_given() -> None:
    search = Search(tiny(0), Wishes())
    free = search._by_person("cost", until=INF, known=-INF, near=CLOSE)
    search.ceiling(cost=free.value * 1000 - 1000, nearness=INF)
    assert search._by_person("cost", until=INF, known=-INF, near=CLOSE).impossible


def test_a_limit_that_could_not_be_tried_in_time_leaves_the_conflict_unsure() -> None:
    kept = _Filter(tiny(0), Wishes(), -INF)
    kept.let_go([("expenditure", -1, -1)])
    kept.ask(("expenditure", -1, -1))
    assert not kept.sure
    assert not kept.gone


@pytest.mark.parametrize("seed", [*range(24), 44])
def test_mended_part_by_part_or_not_the_cheapest_is_the_same(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_search, "SMALL", 0)
    case, equity = tiny(seed), (0.0, 0.6)[seed % 2]
    found, least = scenario(case, minimise="cost", equity=equity), best(case, "cost", equity)
    assert found.impossible == np.isinf(least)
    assert found.value == pytest.approx(least, abs=1e-4) or found.impossible
    assert found.arrangement is None or broken(case, found.arrangement, equity) == []
    walked = front(case, levels=(equity,), cost_step=1.0)
    assert walked.complete


def test_parts_are_mended_until_the_cheapest_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    case = district(12, np.random.default_rng(2))
    least = scenario(case, minimise="cost")
    monkeypatch.setattr(_search, "SMALL", 0)
    monkeypatch.setattr(_search, "NEARBY", 1)
    found = scenario(case, minimise="cost")
    assert found.arrangement is not None
    assert not broken(case, found.arrangement)
    assert (found.gap, found.value) == (least.gap, least.value)


def test_parts_lie_around_every_place_where_none_may_be_a_pole() -> None:
    case = tiny(0, n=3, posts=3)
    places = dataclasses.replace(case.municipalities, may_be_pole=[False] * 3)
    parts = _parts(dataclasses.replace(case, municipalities=places), 2)
    assert [int(part[0]) for part in parts] == [0, 1, 2]
    assert [len(part) for part in parts] == [2, 2, 2]


class Hurried(Solver):
    """Finds an answer, and is told that the time is over; then finds none."""

    runs = 0

    def _late(self) -> bool:
        self.runs += 1
        if self.runs == 1:
            self.fix(np.array([0]), np.array([-1.0]))
        return True

    def _cut(self, values: np.ndarray) -> bool:  # noqa: ARG002
        return False


def test_an_answer_is_kept_when_the_rest_of_the_time_finds_none() -> None:
    case = tiny(7)
    model = Search(case, Wishes(equity=0.6)).crews.model
    plain, hurried = Solver(case, model), Hurried(case, model)
    best_of = plain.minimise(np.asarray(model.cost))
    told = hurried.minimise(np.asarray(model.cost))
    assert told.values is not None
    assert told.value >= best_of.value - CLOSE
    assert told.bound <= told.value


class Slow(Solver):
    """Finds nothing in its first try, and is told that only that try was too short."""

    open_again: tuple[float, float]

    def _late(self) -> bool:
        self.highs.changeColBounds(0, *self.open_again)
        return True


def test_where_the_first_try_finds_nothing_the_rest_of_the_time_is_spent_too() -> None:
    case = tiny(7)
    model = Search(case, Wishes(equity=0.6)).crews.model
    plain, slow = Solver(case, model), Slow(case, model)
    slow.open_again = model.program.lower[0], model.program.upper[0]
    slow.fix(np.array([0]), np.array([-1.0]))
    told = slow.minimise(np.asarray(model.cost))
    assert told.values is not None
    assert told.value == pytest.approx(plain.minimise(np.asarray(model.cost)).value)


def shuffled(case: Case, rng: np.random.Generator) -> tuple[Case, np.ndarray, np.ndarray, np.ndarray]:
    """The same district with the rows of every table in another order, and those orders."""
    towns, trades, posts, functions = (
        rng.permutation(len(table.name))
        for table in (case.municipalities, case.professions, case.posts, case.functions)
    )

    def taken(table: object, rows: np.ndarray, **own: object) -> Any:
        fields = {each.name: np.asarray(getattr(table, each.name)) for each in dataclasses.fields(table)}  # type: ignore[arg-type]
        names = tuple(fields.pop("name")[rows].tolist())
        columns = {name: value[rows] for name, value in fields.items() if value.ndim}
        return dataclasses.replace(table, **(columns | {"name": names} | own))  # type: ignore[type-var]

    old = case.municipalities
    town_of, trade_of = np.argsort(towns), np.argsort(trades)
    here = np.ix_(towns, towns)
    return (
        dataclasses.replace(
            case,
            municipalities=taken(
                old,
                towns,
                travel=np.asarray(old.travel)[here],
                adjacency=np.asarray(old.adjacency)[here],
                centre=int(town_of[old.centre]),
            ),
            professions=taken(case.professions, trades),
            posts=taken(
                case.posts,
                posts,
                seat=town_of[np.asarray(case.posts.seat)[posts]],
                profession=trade_of[np.asarray(case.posts.profession)[posts]],
                able=np.asarray(case.posts.able)[posts][:, functions],
            ),
            functions=taken(
                case.functions, functions, need=np.asarray(case.functions.need)[towns][:, functions]
            ),
        ),
        towns,
        posts,
        functions,
    )


@pytest.mark.parametrize("objective", ["cost", "nearness"])
def test_in_any_order_of_its_rows_a_district_of_twelve_has_the_same_arrangement(objective: Any) -> None:
    case = district(12, np.random.default_rng(1), poles=(1, 2))
    other, towns, posts, functions = shuffled(case, np.random.default_rng(10))
    one, two = (scenario(each, minimise=objective, equity=0.6) for each in (case, other))
    assert (one.gap, two.gap) == (0, 0)
    assert one.arrangement is not None
    assert two.arrangement is not None
    assert two.value == pytest.approx(one.value, rel=1e-9)
    assert two.arrangement.changes == one.arrangement.changes
    assert two.arrangement.kept.tolist() == one.arrangement.kept[posts].tolist()
    moved = one.arrangement.hours[posts][:, towns][:, :, functions]
    assert two.arrangement.hours == pytest.approx(moved, abs=1e-6)


def test_without_time_nothing_is_claimed() -> None:
    case = district(12, np.random.default_rng(1), poles=(1, 2))
    found = scenario(case, minimise="cost", equity=0.6, time_limit=1e-9)
    best = scenario(case, minimise="cost", equity=0.6)
    assert not found.impossible
    assert found.bound <= best.value <= found.value
    assert found.gap > 0
    ladder = front(case, time_limit=1e-9)
    assert not ladder.complete
    assert ladder.impossible == ()
    assert len(ladder.unexplored) == len(ladder.levels)
