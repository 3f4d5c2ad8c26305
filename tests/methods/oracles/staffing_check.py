"""Every limit of a case, checked on an arrangement by sums and not by the model."""

from __future__ import annotations

import numpy as np

from ordito.methods.staffing import Arrangement, Case
from tests.methods.oracles.staffing import nearness, one_piece

CLOSE = 1e-4


def broken(case: Case, made: Arrangement, equity: float = 0.0) -> list[str]:
    """The limits that an arrangement does not meet; none when all is well."""
    m, f, posts, limits = case.municipalities, case.functions, case.posts, case.limits
    n = len(m.name)
    there = made.desk_hours + made.hours.sum(axis=2) + made.free_hours
    present = there > CLOSE
    journeys = np.array([[m.travel[s, j] + m.travel[j, s] for j in range(n)] for s in posts.seat])
    used = (there * (1 + journeys / (60 * limits.day))).sum(axis=1)
    far = (
        np.array([[m.travel[s, j] for j in range(n)] for s in posts.seat]) > np.asarray(posts.reach)[:, None]
    )
    least = np.minimum(limits.presence, posts.hours)[:, None]
    found = {
        "expenditure": np.dot(made.kept, posts.cost) > case.expenditure + CLOSE,
        "kept": bool((~made.kept & posts.exists & ~np.asarray(posts.may_end)).any()),
        "contract": bool((used > np.where(made.kept, posts.hours, 0) + CLOSE).any()),
        "spare": not np.allclose(made.spare_hours, np.where(made.kept, posts.hours - used, 0), atol=CLOSE),
        "reach": bool((present & far).any()),
        "seats": bool((present.sum(axis=1) > posts.seats).any()),
        "presence": bool((present & (there < least - CLOSE)).any()),
        "desk": bool((~made.desk & m.must_have_desk).any()),
        "opening": bool((made.desk_hours.sum(axis=0) < np.where(made.desk, m.opening, 0) - CLOSE).any()),
        "skill": bool(
            (made.hours[:, :, :] > CLOSE)[~np.asarray(posts.able)[:, None, :].repeat(n, axis=1)].any()
        ),
        "at desk": bool((made.desk_hours > CLOSE)[~np.asarray(posts.at_desk)].any()),
        "level": not all(row[level] for row, level in zip(f.allowed, made.level, strict=True)),
    }
    for q, team in enumerate(case.professions.team):
        mine = present[np.asarray(posts.profession) == q].sum(axis=0)
        found[f"team {q}"] = bool((mine[made.desk] < team).any())
    found |= _catchments(case, made) | _work(case, made, equity)
    away = [m.centre if k < 0 else int(k) for k in made.pole]
    minutes = nearness(case, tuple(made.level), tuple(made.desk), tuple(away))
    found["nearness"] = abs(minutes - made.nearness) > CLOSE
    found["cost"] = abs(np.dot(made.kept, posts.cost) - made.cost) > CLOSE
    return [name for name, wrong in found.items() if wrong]


def _catchments(case: Case, made: Arrangement) -> dict[str, bool]:
    m, limits = case.municipalities, case.limits
    if not np.any(m.may_be_pole):
        return {"no poles": bool((made.pole != -1).any())}
    poles = sorted(set(made.pole.tolist()))
    groups = [np.flatnonzero(made.pole == k).tolist() for k in poles]
    return {
        "poles": not limits.poles[0] <= len(poles) <= (limits.poles[1] or len(m.name)),
        "own pole": not all(m.may_be_pole[k] and made.pole[k] == k for k in poles),
        "contiguity": limits.contiguous and not all(one_piece(m.adjacency, group) for group in groups),
    }


def _work(case: Case, made: Arrangement, equity: float) -> dict[str, bool]:
    m, f = case.municipalities, case.functions
    needed, given = np.zeros_like(f.need), made.hours.sum(axis=0)
    for k, level in enumerate(made.level):
        for i in range(len(m.name)):
            place = (i, made.pole[i], m.centre)[level]
            needed[place, k] += f.share[k, level] * f.need[i, k]
    asked = np.maximum(f.floor, np.where(f.equal, equity, 0.0))
    told = made.coverage[~np.isnan(made.coverage)]
    short = bool((given < asked * needed - CLOSE).any())
    counted = made.coverage[:, np.asarray(f.equal)]
    counted = counted[~np.isnan(counted)]
    return {
        "work": short,
        "coverage": bool(len(told)) and bool((told < -CLOSE).any()),
        "equity": bool(len(counted)) and abs(counted.min() - made.equity) > CLOSE,
    }
