"""What cannot be used is refused, and the message says what was expected."""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np
import pytest

from ordito.methods import InvalidInput
from ordito.methods.staffing import Case, Limits, conflict, front, scenario, shadows, standard_hours
from tests.methods.oracles.staffing_tiny import tiny

CASE = tiny(0, n=3, posts=3)
N, P = 3, 3

REFUSED: list[tuple[str, dict[str, Any], str]] = [
    ("municipalities", {"name": ["A", "A", "B"]}, "all different"),
    ("municipalities", {"name": ["A", "", "B"]}, "none empty"),
    ("municipalities", {"name": []}, "at least one"),
    ("municipalities", {"name": 5}, "must be texts"),
    ("municipalities", {"name": "ABC"}, "must be texts"),
    ("municipalities", {"population": [1e18, 1, 1]}, "at most 1e[+]10: use a larger unit"),
    ("municipalities", {"population": [1, 2]}, "shape"),
    ("municipalities", {"population": [[1], [2, 3]]}, "array of shape"),
    ("municipalities", {"population": [1, float("nan"), 2]}, "finite"),
    ("municipalities", {"population": [1, -1, 2]}, "finite numbers >= 0"),
    ("municipalities", {"population": ["1", "2", "3"]}, "finite"),
    ("municipalities", {"population": [0, 0, 0]}, "zero everywhere"),
    ("municipalities", {"travel": np.ones((N, N))}, "to itself"),
    ("municipalities", {"travel": np.full((N, N), np.inf)}, "finite"),
    ("municipalities", {"adjacency": np.triu(np.ones((N, N), dtype=bool), 1)}, "symmetric"),
    ("municipalities", {"must_have_desk": [1, 0, 1]}, "true or false"),
    ("municipalities", {"centre": 3}, "0 to 2"),
    ("municipalities", {"centre": 1.0}, "integer"),
    ("municipalities", {"centre": True}, "integer"),
    ("professions", {"team": [0, -1]}, "integers from 0"),
    ("professions", {"team": [0.5, 1.0]}, "integers"),
    ("posts", {"hours": [0, 36, 36]}, "more than zero"),
    ("posts", {"seats": [0, 1, 1]}, "integers from 1"),
    ("posts", {"able": [True, False, True]}, "shape"),
    ("functions", {"floor": [0.5, 1.5]}, "0 to 1"),
    ("functions", {"today": [0, 3]}, "0 to 2"),
    ("functions", {"allowed": np.zeros((2, 3), dtype=bool)}, "at least one level"),
]


@pytest.mark.parametrize(("table", "changed", "expected"), REFUSED)
def test_a_table_with_a_wrong_value_is_refused(table: str, changed: dict[str, Any], expected: str) -> None:
    with pytest.raises(InvalidInput, match=expected):
        dataclasses.replace(getattr(CASE, table), **changed)


@pytest.mark.parametrize(
    ("table", "changed", "expected"),
    [
        ("posts", {"seat": [0, 1, 3]}, "rows of the municipalities"),
        ("posts", {"profession": [0, 1, 2]}, "rows of the professions"),
        ("posts", {"able": np.ones((P, 3), dtype=bool)}, "column for each"),
        ("functions", {"need": np.ones((2, 2))}, "row for each"),
    ],
)
def test_tables_that_do_not_speak_of_each_other_are_refused(
    table: str, changed: dict[str, Any], expected: str
) -> None:
    other = dataclasses.replace(getattr(CASE, table), **changed)
    with pytest.raises(InvalidInput, match=expected):
        dataclasses.replace(CASE, **{table: other})


def test_a_function_at_poles_only_asks_for_a_municipality_that_may_be_one() -> None:
    with pytest.raises(InvalidInput, match="poles only"):
        Case(
            dataclasses.replace(CASE.municipalities, may_be_pole=[False] * N),
            CASE.professions,
            CASE.posts,
            dataclasses.replace(CASE.functions, allowed=np.array([[0, 1, 0], [1, 0, 0]], dtype=bool)),
        )


@pytest.mark.parametrize("visits", [-1.0, float("nan"), "1", True])
def test_visits_to_the_desk_are_a_number(visits: Any) -> None:
    with pytest.raises(InvalidInput, match="desk_visits"):
        dataclasses.replace(CASE, desk_visits=visits)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("expenditure", -1.0),
        ("expenditure", float("inf")),
        ("standard", 0.0),
        ("poles", (0, 1)),
        ("poles", (1,)),
        ("poles", 5),
        ("pole_population", None),
        ("presence", "x"),
        ("contiguous", "yes"),
        ("standard", 1e300),
        ("poles", (2, 1)),
        ("pole_population", (-1.0, None)),
        ("pole_population", (10.0, 5.0)),
        ("presence", -1.0),
        ("presence", float("nan")),
        ("day", 0.0),
        ("week", -36.0),
        ("most_hours", 0.0),
    ],
)
def test_a_limit_out_of_its_range_is_refused(name: str, value: Any) -> None:
    with pytest.raises(InvalidInput, match=name):
        Limits(**{name: value})


@pytest.mark.parametrize(
    ("wishes", "expected"),
    [
        ({"minimise": "beauty"}, "minimise"),
        ({"minimise": "cost", "equity": 1.5}, "equity"),
        ({"minimise": "cost", "equity": None}, "equity"),
        ({"minimise": "cost", "equity": True}, "equity"),
        ({"minimise": "cost", "nearness": "x"}, "nearness"),
        ({"minimise": "cost", "time_limit": "1"}, "time_limit"),
        ({"minimise": ["cost"]}, "minimise"),
        ({"minimise": "cost", "equity": float("nan")}, "equity"),
        ({"minimise": "cost", "nearness": -1.0}, "nearness"),
        ({"minimise": "cost", "expenditure": float("nan")}, "expenditure"),
        ({"minimise": "cost", "time_limit": float("inf")}, "time_limit"),
    ],
)
def test_a_wish_out_of_its_range_is_refused(wishes: dict[str, Any], expected: str) -> None:
    with pytest.raises(InvalidInput, match=expected):
        scenario(CASE, **wishes)


def test_levels_steps_and_kinds_are_known() -> None:
    for levels in ((), (0.5, 1.5), 5, ["a"], "ab", [float("nan")]):
        with pytest.raises(InvalidInput, match="levels"):
            front(CASE, levels=levels)
    with pytest.raises(InvalidInput, match="cost_step"):
        front(CASE, cost_step=0.0)
    with pytest.raises(InvalidInput, match="cost_step must be a finite number > 0; got x"):
        front(CASE, cost_step="x")  # type: ignore[arg-type]
    free = dataclasses.replace(CASE, posts=dataclasses.replace(CASE.posts, cost=[0, 0, 0]))
    with pytest.raises(InvalidInput, match="no post costs anything"):
        front(free)
    for facts in (5, "contract"):
        with pytest.raises(InvalidInput, match="facts must be kinds of limits"):
            conflict(CASE, facts=facts)  # type: ignore[arg-type]
    with pytest.raises(InvalidInput, match="facts"):
        conflict(CASE, facts=("weather",))
    with pytest.raises(InvalidInput, match="each"):
        shadows(CASE, minimise="cost", each=("weather",))


def test_hours_of_a_standard_ask_for_people_and_a_ratio() -> None:
    assert standard_hours([6500], per=6500).tolist() == [36.0]
    assert standard_hours([]).tolist() == []
    for people in ([[1.0]], [-1.0], [float("nan")], ["a"], [[1], [1, 2]], None):
        with pytest.raises(InvalidInput, match="population"):
            standard_hours(people)
    with pytest.raises(InvalidInput, match="per and week"):
        standard_hours([1.0], per=0.0)
    with pytest.raises(InvalidInput, match="too large"):
        standard_hours([1e300], per=1e-300)


@pytest.mark.parametrize("table", ["municipalities", "professions", "posts", "functions", "limits"])
def test_a_case_is_made_of_its_five_tables(table: str) -> None:
    with pytest.raises(InvalidInput, match=f"{table} must be what {table.capitalize()} makes; got 5"):
        dataclasses.replace(CASE, **{table: 5})


def test_a_question_is_about_a_case() -> None:
    for ask in (lambda: scenario(5, minimise="cost"), lambda: front(5), lambda: conflict(5)):  # type: ignore[arg-type]
        with pytest.raises(InvalidInput, match="the case must be what Case makes; got int"):
            ask()


def test_what_a_case_holds_cannot_be_changed_behind_it() -> None:
    with pytest.raises(ValueError, match="read-only"):
        np.asarray(CASE.municipalities.population)[0] = 0.0
