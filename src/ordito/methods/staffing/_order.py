"""One order for a case, whatever the order in which its rows come."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ordito.methods.staffing._case import Case

Array = NDArray[Any]
ROUNDS = 3


def in_order(case: Case) -> tuple[Case, Array, Array, Array]:
    """The case with its rows in order, and the rows of municipalities, posts and functions in that order.

    The order comes from what each row is and stands beside; names only decide between rows otherwise alike.
    """
    towns, professions, posts, functions = _colours(case)
    rows = [
        np.array(sorted(range(len(names)), key=lambda row, c=colour, t=names: (c[row], t[row])))  # type: ignore[misc]
        for colour, names in (
            (towns, case.municipalities.name),
            (professions, case.professions.name),
            (posts, case.posts.name),
            (functions, case.functions.name),
        )
    ]
    return _taken(case, *rows), rows[0], rows[2], rows[3]


def _colours(case: Case) -> tuple[list[int], list[int], list[int], list[int]]:
    m, q, p, f = case.municipalities, case.professions, case.posts, case.functions
    n = len(m.name)
    need = np.asarray(f.need)
    flags = (m.population, m.must_have_desk, m.opening, m.has_desk, m.may_be_pole, np.arange(n) == m.centre)
    towns = _ranks([tuple(float(np.asarray(each)[i]) for each in flags) for i in range(n)])
    own = (p.hours, p.cost, p.exists, p.may_end, p.reach, p.seats, p.at_desk)
    posts = _ranks([tuple(float(np.asarray(each)[i]) for each in own) for i in range(len(p.name))])
    functions = _ranks(
        [
            (*np.asarray(f.allowed)[i], *np.asarray(f.share)[i], *(float(np.asarray(each)[i]) for each in (
                f.floor, f.equal, f.visits, f.today)))
            for i in range(len(f.name))
        ]
    )  # fmt: skip
    professions = _ranks([(np.asarray(q.team)[i], np.asarray(q.counts)[i]) for i in range(len(q.name))])
    travel, adjacency, able = np.asarray(m.travel), np.asarray(m.adjacency), np.asarray(p.able)
    seat, profession = np.asarray(p.seat), np.asarray(p.profession)
    for _round in range(ROUNDS):
        beside = [
            sorted((travel[i, j], travel[j, i], adjacency[i, j], towns[j]) for j in range(n))
            for i in range(n)
        ]
        asks = [sorted(zip(functions, need[i], strict=True)) for i in range(n)]
        at_home = [sorted(posts[k] for k in np.flatnonzero(seat == i)) for i in range(n)]
        new_towns = [(towns[i], beside[i], asks[i], at_home[i]) for i in range(n)]
        new_functions = [
            (
                functions[i],
                sorted(zip(towns, need[:, i], strict=True)),
                sorted(zip(posts, able[:, i], strict=True)),
            )
            for i in range(len(f.name))
        ]
        new_posts = [
            (
                posts[k],
                towns[seat[k]],
                professions[profession[k]],
                sorted(zip(functions, able[k], strict=True)),
            )
            for k in range(len(p.name))
        ]
        new_professions = [
            (professions[i], sorted(posts[k] for k in np.flatnonzero(profession == i)))
            for i in range(len(q.name))
        ]
        towns, functions = _ranks(new_towns), _ranks(new_functions)
        posts, professions = _ranks(new_posts), _ranks(new_professions)
    return towns, professions, posts, functions


def _ranks(keys: list[Any]) -> list[int]:
    """The place of each key among the different keys."""
    order = sorted(range(len(keys)), key=lambda row: keys[row])
    rank, found = [0] * len(keys), 0
    for before, row in zip([None, *order], order, strict=False):
        found += before is not None and keys[before] != keys[row]
        rank[row] = found
    return rank


def _taken(case: Case, towns: Array, professions: Array, posts: Array, functions: Array) -> Case:
    m, q, p, f = case.municipalities, case.professions, case.posts, case.functions
    new_town, new_profession = np.argsort(towns), np.argsort(professions)
    return replace(
        case,
        municipalities=replace(
            m,
            name=[m.name[i] for i in towns],
            travel=np.asarray(m.travel)[np.ix_(towns, towns)],
            adjacency=np.asarray(m.adjacency)[np.ix_(towns, towns)],
            centre=int(new_town[m.centre]),
            **_rows(m, towns, "population", "must_have_desk", "opening", "has_desk", "may_be_pole"),
        ),
        professions=replace(
            q, name=[q.name[i] for i in professions], **_rows(q, professions, "team", "counts")
        ),
        posts=replace(
            p,
            name=[p.name[i] for i in posts],
            profession=new_profession[np.asarray(p.profession)[posts]],
            seat=new_town[np.asarray(p.seat)[posts]],
            able=np.asarray(p.able)[np.ix_(posts, functions)],
            **_rows(p, posts, "hours", "cost", "exists", "may_end", "reach", "seats", "at_desk"),
        ),
        functions=replace(
            f,
            name=[f.name[i] for i in functions],
            need=np.asarray(f.need)[np.ix_(towns, functions)],
            **_rows(f, functions, "allowed", "share", "floor", "equal", "visits", "today"),
        ),
    )


def _rows(table: object, rows: Array, *names: str) -> dict[str, Any]:
    return {name: np.asarray(getattr(table, name))[rows] for name in names}
