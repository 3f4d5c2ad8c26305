"""The limits by name, so that each can be let go and be spoken of."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from ordito.methods.staffing._case import LEVELS, Case

Key = tuple[str, int, int]
"""Kind, row of what it limits, row of the function or profession; -1 where there is none."""

KINDS = (
    "expenditure",
    "standard",
    "equity",
    "nearness",
    "kept",
    "contract",
    "reach",
    "seats",
    "desk",
    "opening",
    "team",
    "work",
    "level",
    "poles_least",
    "poles_most",
    "pole_population_least",
    "pole_population_most",
    "contiguity",
)


def are_kinds(given: object) -> bool:
    """Whether these are kinds of limits, in a list."""
    listed = given if isinstance(given, Iterable) and not isinstance(given, str) else (None,)
    return all(each in KINDS for each in listed)


@dataclass(frozen=True, slots=True)
class Wishes:
    """The limits that come with the question: the ε of the ε-constraint.

    `equity` is the least coverage everywhere, 0 for none asked; `nearness` the most mean minutes or None.
    """

    equity: float = 0.0
    nearness: float | None = None
    expenditure: float | None = None


@dataclass(frozen=True, slots=True)
class Limit:
    """One limit: its kind (one of `KINDS`), whom or where it limits, what for, and what it asks in words.

    `where` is the name of a post or a municipality, empty for the district; `what` that of a function or
    profession, empty where it is about none.
    """

    kind: str
    where: str
    what: str
    words: str

    def __str__(self) -> str:
        return self.words


def keys_of(case: Case, wishes: Wishes) -> tuple[Key, ...]:
    """Every limit that the case and the question set, in the order of `KINDS` and of the rows."""
    some = case.municipalities, case.posts, case.functions, case.limits
    municipalities, posts, functions, limits = some
    found: list[Key] = [("expenditure", -1, -1)]
    found += [("standard", -1, -1)] if limits.standard is not None else []
    found += [("equity", -1, -1)] if wishes.equity > 0 else []
    found += [("nearness", -1, -1)] if wishes.nearness is not None else []
    stays = np.asarray(posts.exists) & ~np.asarray(posts.may_end)
    found += [("kept", int(p), -1) for p in np.flatnonzero(stays)]
    for kind in ("contract", "reach", "seats"):
        found += [(kind, p, -1) for p in range(len(posts.name))]
    found += [("desk", int(i), -1) for i in np.flatnonzero(municipalities.must_have_desk)]
    found += [("opening", int(i), -1) for i in np.flatnonzero(municipalities.opening)]
    found += [
        ("team", i, int(q))
        for i in range(len(municipalities.name))
        for q in np.flatnonzero(case.professions.team)
    ]
    found += [
        ("work", i, int(f)) for i in range(len(municipalities.name)) for f in np.flatnonzero(functions.floor)
    ]
    found += [("level", -1, int(f)) for f in np.flatnonzero(~np.all(functions.allowed, axis=1))]
    if np.any(municipalities.may_be_pole):
        found += _keys_of_poles(case)
    return tuple(found)


def _keys_of_poles(case: Case) -> list[Key]:
    least, most = case.limits.poles
    light, heavy = case.limits.pole_population
    asked = (
        ("poles_least", least > 1),
        ("poles_most", most is not None),
        ("pole_population_least", light > 0),
        ("pole_population_most", heavy is not None),
        ("contiguity", case.limits.contiguous),
    )
    return [(kind, -1, -1) for kind, present in asked if present]


def weight_of(case: Case, key: Key) -> float:
    """How much a limit asks, beside others of its kind: euros, hours a week, or inhabitants."""
    kind, row, other = key
    posts, towns = case.posts, case.municipalities
    if kind == "work":
        return float(np.asarray(case.functions.need)[row, other] * np.asarray(case.functions.floor)[other])
    asks = {
        "kept": posts.cost, "contract": posts.hours, "reach": posts.hours, "seats": posts.hours,
        "opening": towns.opening, "desk": towns.population, "team": towns.population,
    }  # fmt: skip
    return float(np.asarray(asks[kind])[row]) if kind in asks else 0.0


def limit_of(case: Case, wishes: Wishes, key: Key) -> Limit:
    """The limit behind a key, in words."""
    kind, row, other = key
    if kind in {"kept", "contract", "reach", "seats"}:
        return Limit(kind, case.posts.name[row], "", _words_of_a_post(case, kind, row))
    if kind in {"desk", "opening", "team", "work"}:
        names = case.professions.name if kind == "team" else case.functions.name
        what = names[other] if kind in {"team", "work"} else ""
        return Limit(kind, case.municipalities.name[row], what, _words_of_a_place(case, kind, row, other))
    if kind == "level":
        allowed = [
            level for level, may in zip(LEVELS, np.asarray(case.functions.allowed)[other], strict=True) if may
        ]
        function = case.functions.name[other]
        return Limit(kind, "", function, f"{function} may be organised only at: {', '.join(allowed)}")
    return Limit(kind, "", "", _words_of_the_district(case, wishes, kind))


def _words_of_a_post(case: Case, kind: str, row: int) -> str:
    posts = case.posts
    post = f"{posts.name[row]} (seat {case.municipalities.name[np.asarray(posts.seat)[row]]})"
    return {
        "kept": f"{post} must be kept",
        "contract": f"{post} works at most {np.asarray(posts.hours)[row]:g} hours a week, travel included",
        "reach": f"{post} may be asked to work only within {np.asarray(posts.reach)[row]:g} minutes",
        "seats": f"{post} may work in at most {np.asarray(posts.seats)[row]} municipalities",
    }[kind]


def _words_of_a_place(case: Case, kind: str, row: int, other: int) -> str:
    place = case.municipalities.name[row]
    if kind == "team":
        return (
            f"the desk of {place} needs at least {np.asarray(case.professions.team)[other]} "
            f"present as {case.professions.name[other]}"
        )
    if kind == "work":
        function = case.functions.name[other]
        share = np.asarray(case.functions.floor)[other]
        return f"{function} given at {place} must be at least {share:.0%} of the hours it asks"
    hours = np.asarray(case.municipalities.opening)[row]
    return {
        "desk": f"{place} must have a desk",
        "opening": f"the desk of {place} must be kept {hours:g} hours a week",
    }[kind]


def _words_of_the_district(case: Case, wishes: Wishes, kind: str) -> str:
    limits = case.limits
    ceiling = case.expenditure if wishes.expenditure is None else wishes.expenditure
    return {
        "expenditure": f"personnel may cost at most {ceiling:.0f} euros a year",
        "standard": f"at least one full-time social worker every {limits.standard or 0:g} inhabitants",
        "equity": f"at least {wishes.equity:.1%} of the hours of full standard everywhere",
        "nearness": f"at most {wishes.nearness or 0:g} minutes of mean travel",
        "poles_least": f"at least {limits.poles[0]} poles",
        "poles_most": f"at most {limits.poles[1]} poles",
        "pole_population_least": f"at least {limits.pole_population[0]:g} inhabitants in each catchment",
        "pole_population_most": f"at most {limits.pole_population[1] or 0:g} inhabitants in each catchment",
        "contiguity": "each catchment must be one piece around its pole",
    }[kind]
