"""What a district brings to the question of its staff: places, people, tasks, limits."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ordito.methods.errors import InvalidInput

DESK, POLE, CENTRE = 0, 1, 2
LEVELS = ("desk", "pole", "centre")
LEPS = (6500.0, 5000.0, 4000.0)
"""Inhabitants for each full-time social worker: where funding starts, the essential level, its target."""
LARGEST = 1e10
"""What a solver that works to seven digits can still tell beside hours and minutes."""

Array = NDArray[Any]


@dataclass(frozen=True, slots=True, eq=False)
class Municipalities:
    """The municipalities of a district, which are also the places where someone may work.

    Parameters
    ----------
    name : (n,) texts, all different
    population : (n,) finite floats >= 0, not all zero; inhabitants
    travel : (n, n) finite floats >= 0, zero on the diagonal; minutes from row to column
    adjacency : (n, n) bool, symmetric; true where two municipalities share a border
    must_have_desk : (n,) bool; a desk must be kept there
    opening : (n,) finite floats >= 0; hours a week that a desk is open, where there is one
    has_desk : (n,) bool; there is a desk today
    may_be_pole : (n,) bool; a pole or health house stands there, around which a catchment may be drawn.
        None anywhere: no catchment is drawn.
    centre : 0 <= centre < n; the seat of what is done for all
    """

    name: Sequence[str]
    population: ArrayLike
    travel: ArrayLike
    adjacency: ArrayLike
    must_have_desk: ArrayLike
    opening: ArrayLike
    has_desk: ArrayLike
    may_be_pole: ArrayLike
    centre: int

    def __post_init__(self) -> None:
        n = _names(self, "name")
        _numbers(self, "population", (n,))
        _numbers(self, "travel", (n, n))
        _numbers(self, "opening", (n,))
        for each in ("must_have_desk", "has_desk", "may_be_pole"):
            _flags(self, each, (n,))
        _flags(self, "adjacency", (n, n))
        if not np.any(self.population):
            raise InvalidInput("population is zero everywhere; at least one inhabitant was expected")
        if np.any(np.diagonal(self.travel)):
            raise InvalidInput("travel must be zero from a municipality to itself")
        if not np.array_equal(self.adjacency, np.transpose(self.adjacency)):
            raise InvalidInput("adjacency must be symmetric")
        if not 0 <= _whole(self.centre, "centre") < n:
            raise InvalidInput(f"centre must be a row of the municipalities, 0 to {n - 1}; got {self.centre}")


@dataclass(frozen=True, slots=True, eq=False)
class Professions:
    """The professions among the posts.

    Parameters
    ----------
    name : (q,) texts, all different
    team : (q,) integers >= 0; the least persons of each profession who must be present at every open desk
    counts : (q,) bool; the profession that the standard per inhabitant counts (social workers)
    """

    name: Sequence[str]
    team: ArrayLike
    counts: ArrayLike

    def __post_init__(self) -> None:
        q = _names(self, "name")
        _integers(self, "team", (q,), 0, None)
        _flags(self, "counts", (q,))


@dataclass(frozen=True, slots=True, eq=False)
class Posts:
    """The posts that exist and those that might be created.

    Parameters
    ----------
    name : (p,) texts, all different
    profession : (p,) integers, rows of the professions
    seat : (p,) integers, rows of the municipalities: where the contract says, from where travel is counted
    hours : (p,) finite floats > 0; hours a week of the contract
    cost : (p,) finite floats >= 0; euros a year
    exists : (p,) bool; it is paid today; otherwise it may be created
    may_end : (p,) bool; an existing post that may be left empty (retirement, a term that ends)
    reach : (p,) finite floats >= 0; minutes from its seat within which the person may be asked to work
    seats : (p,) integers >= 1; the most municipalities in which the person may work
    at_desk : (p,) bool; able to keep the front desk
    able : (p, f) bool; able to do each function
    """

    name: Sequence[str]
    profession: ArrayLike
    seat: ArrayLike
    hours: ArrayLike
    cost: ArrayLike
    exists: ArrayLike
    may_end: ArrayLike
    reach: ArrayLike
    seats: ArrayLike
    at_desk: ArrayLike
    able: ArrayLike

    def __post_init__(self) -> None:
        p = _names(self, "name")
        _integers(self, "profession", (p,), 0, None)
        _integers(self, "seat", (p,), 0, None)
        _integers(self, "seats", (p,), 1, None)
        for each in ("hours", "cost", "reach"):
            _numbers(self, each, (p,))
        for each in ("exists", "may_end", "at_desk"):
            _flags(self, each, (p,))
        _flags(self, "able", (p, None))
        if not np.all(np.asarray(self.hours) > 0):
            raise InvalidInput("hours of a post must be more than zero")


@dataclass(frozen=True, slots=True, eq=False)
class Functions:
    """What is done for people, besides the desk; columns of levels are desk, pole, centre.

    Parameters
    ----------
    name : (f,) texts, all different
    need : (n, f) finite floats >= 0; hours a week that the inhabitants of each municipality ask of each
        function at full standard (see `standard_hours`)
    allowed : (f, 3) bool, at least one in each row; the levels at which it may be organised
    share : (f, 3) finite floats >= 0; hours that it takes at each level, as a share of need (less than 1
        where working together saves)
    floor : (f,) floats 0 to 1; the share of the hours which must be given everywhere, whatever happens
    equal : (f,) bool; its coverage counts in equity
    visits : (f,) finite floats >= 0; how often an inhabitant goes there, in any one unit
    today : (f,) integers 0, 1, 2; the level at which it is organised today
    """

    name: Sequence[str]
    need: ArrayLike
    allowed: ArrayLike
    share: ArrayLike
    floor: ArrayLike
    equal: ArrayLike
    visits: ArrayLike
    today: ArrayLike

    def __post_init__(self) -> None:
        f = _names(self, "name")
        _numbers(self, "need", (None, f))
        _flags(self, "allowed", (f, 3))
        _numbers(self, "share", (f, 3))
        _numbers(self, "floor", (f,))
        _flags(self, "equal", (f,))
        _numbers(self, "visits", (f,))
        _integers(self, "today", (f,), DESK, CENTRE)
        if np.any(np.asarray(self.floor) > 1):
            raise InvalidInput("floor is a share: 0 to 1 was expected")
        if not np.all(np.any(self.allowed, axis=1)):
            raise InvalidInput("each function must be allowed on at least one level")


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits that are one for the whole district; all others stand beside what they limit.

    Parameters
    ----------
    expenditure : euros a year for personnel, at most; None for what the existing posts cost today
        (TUEL art. 32 c. 5)
    standard : inhabitants for each full-time social worker, at most (e.g. 6500, 5000, 4000); None: no limit
    poles : the least and the most poles; most None for as many as may be
    pole_population : the least and the most inhabitants of a catchment
    contiguous : whether a catchment must be one piece around its pole
    presence : hours a week; less than these at a seat is no presence
    day : hours a person works at a seat for each journey there and back, which contract hours pay
    week : hours a week of full time
    most_hours : hours a week that a person may work at all (D.Lgs. 66/2003 art. 4: 48)
    """

    expenditure: float | None = None
    standard: float | None = None
    poles: tuple[int, int | None] = (1, None)
    pole_population: tuple[float, float | None] = (0.0, None)
    contiguous: bool = True
    presence: float = 3.0
    day: float = 6.0
    week: float = 36.0
    most_hours: float = 48.0

    def __post_init__(self) -> None:
        least, most = _ends(self.poles, "poles")
        if _whole(least, "poles") < 1 or (most is not None and _whole(most, "poles") < least):
            raise InvalidInput(f"poles must be (least >= 1, most >= least or None); got {self.poles}")
        light, heavy = _ends(self.pole_population, "pole_population")
        if _number(light, "pole_population") < 0 or (
            heavy is not None and _number(heavy, "pole_population") < light
        ):
            raise InvalidInput(
                f"pole_population must be (least >= 0, most >= least); got {self.pole_population}"
            )
        if self.expenditure is not None and _number(self.expenditure, "expenditure") < 0:
            raise InvalidInput(f"expenditure must be 0 or more; got {self.expenditure}")
        if not isinstance(self.contiguous, bool | np.bool_):
            raise InvalidInput(f"contiguous must be true or false; got {self.contiguous!r}")
        if _number(self.presence, "presence") < 0:
            raise InvalidInput(f"presence must be 0 or more; got {self.presence}")
        above_zero = (("standard", self.standard), ("day", self.day), ("week", self.week))
        for name, value in (*above_zero, ("most_hours", self.most_hours)):
            if value is not None and _number(value, name) <= 0:
                raise InvalidInput(f"{name} must be more than zero; got {value}")


@dataclass(frozen=True, slots=True, eq=False)
class Case:
    """A district with its question.

    Parameters
    ----------
    municipalities, professions, posts, functions, limits : what each says of itself
    desk_visits : finite float >= 0; how often an inhabitant goes to the desk, in the unit of `visits`
    """

    municipalities: Municipalities
    professions: Professions
    posts: Posts
    functions: Functions
    limits: Limits = field(default_factory=Limits)
    desk_visits: float = 1.0

    def __post_init__(self) -> None:
        for name, table in (
            ("municipalities", Municipalities),
            ("professions", Professions),
            ("posts", Posts),
            ("functions", Functions),
            ("limits", Limits),
        ):
            if not isinstance(getattr(self, name), table):
                raise InvalidInput(f"{name} must be what {table.__name__} makes; got {getattr(self, name)!r}")
        n, q = len(self.municipalities.name), len(self.professions.name)
        f = len(self.functions.name)
        _rows_of(self.posts.seat, n, "seat", "municipalities")
        _rows_of(self.posts.profession, q, "profession", "professions")
        if np.shape(self.functions.need)[0] != n:
            raise InvalidInput(f"need must have a row for each of the {n} municipalities")
        if np.shape(self.posts.able)[1] != f:
            raise InvalidInput(f"able must have a column for each of the {f} functions")
        if _number(self.desk_visits, "desk_visits") < 0:
            raise InvalidInput(f"desk_visits must be 0 or more; got {self.desk_visits}")
        allowed = np.asarray(self.functions.allowed)
        if not np.any(self.municipalities.may_be_pole) and np.any(
            allowed[:, POLE] & ~allowed[:, DESK] & ~allowed[:, CENTRE]
        ):
            raise InvalidInput("a function is allowed at poles only, and no municipality may be a pole")

    @property
    def today(self) -> float:
        """What the existing posts cost today, euros a year."""
        return float(np.sum(np.asarray(self.posts.cost)[np.asarray(self.posts.exists)]))

    @property
    def expenditure(self) -> float:
        """The most that personnel may cost, euros a year."""
        return self.today if self.limits.expenditure is None else self.limits.expenditure


def standard_hours(
    population: ArrayLike, *, per: float = LEPS[-1], week: float = 36.0
) -> NDArray[np.float64]:
    """Hours of work a week that a standard of one full-time worker `per` inhabitants asks for.

    Parameters
    ----------
    population : (n,) finite floats >= 0
    per : inhabitants for each full-time worker, > 0
    week : hours a week of full time, > 0

    Returns
    -------
    (n,) floats, hours a week

    Raises
    ------
    InvalidInput : a value is out of its range

    Examples
    --------
    >>> standard_hours([4000, 1000]).tolist()
    [36.0, 9.0]
    """
    try:
        people = np.asarray(population)
    except ValueError:
        people = np.empty((0, 0))
    usable = people.ndim == 1 and (people.dtype.kind in "iuf" or not people.size)
    if not usable or not np.all(np.isfinite(people)) or np.any(people < 0):
        raise InvalidInput("population must be one row of finite numbers >= 0")
    if _number(per, "per") <= 0 or _number(week, "week") <= 0:
        raise InvalidInput("per and week must be more than zero")
    with np.errstate(over="ignore"):
        hours: NDArray[np.float64] = people / float(per) * week
    if not np.all(np.isfinite(hours)):
        raise InvalidInput("population over per is too large to be told")
    return hours


def _keep(table: object, name: str, value: Array) -> None:
    value = value.copy()
    value.setflags(write=False)
    object.__setattr__(table, name, value)


def _names(table: object, name: str) -> int:
    given = getattr(table, name)
    texts = tuple(given) if isinstance(given, Iterable) and not isinstance(given, str) else ()
    if not texts or not all(isinstance(each, str) and each for each in texts):
        raise InvalidInput(f"{name} of {type(table).__name__} must be texts, at least one, none empty")
    if len(set(texts)) < len(texts):
        raise InvalidInput(f"{name} of {type(table).__name__} must be all different")
    object.__setattr__(table, name, texts)
    return len(texts)


def _shaped(table: object, name: str, shape: tuple[int | None, ...]) -> Array:
    try:
        value = np.asarray(getattr(table, name))
    except ValueError as ragged:
        raise InvalidInput(f"{name} must be an array of shape {shape}") from ragged
    agrees = value.ndim == len(shape) and all(
        want is None or want == got for want, got in zip(shape, value.shape, strict=True)
    )
    if not agrees:
        raise InvalidInput(f"{name} must have shape {shape} (None: any); got {value.shape}")
    return value


def _numbers(table: object, name: str, shape: tuple[int | None, ...]) -> None:
    value = _shaped(table, name, shape)
    if value.dtype.kind not in "iuf" or not np.all(np.isfinite(value)) or np.any(value < 0):
        raise InvalidInput(f"{name} must be finite numbers >= 0")
    if np.any(value > LARGEST):
        raise InvalidInput(f"{name} must be at most {LARGEST:g}: use a larger unit")
    _keep(table, name, value.astype(float))


def _integers(table: object, name: str, shape: tuple[int | None, ...], least: int, most: int | None) -> None:
    value = _shaped(table, name, shape)
    if value.dtype.kind not in "iu" or np.any(value < least) or (most is not None and np.any(value > most)):
        raise InvalidInput(f"{name} must be integers from {least} to {'any' if most is None else most}")
    _keep(table, name, value.astype(np.int64))


def _flags(table: object, name: str, shape: tuple[int | None, ...]) -> None:
    value = _shaped(table, name, shape)
    if value.dtype.kind != "b":
        raise InvalidInput(f"{name} must be true or false")
    _keep(table, name, value)


def _ends(value: object, name: str) -> tuple[Any, Any]:
    if not isinstance(value, tuple | list) or len(value) != 2:  # noqa: PLR2004 - least and most
        raise InvalidInput(f"{name} must be (least, most); got {value!r}")
    return value[0], value[1]


def _rows_of(index: ArrayLike, length: int, name: str, table: str) -> None:
    if np.any(np.asarray(index) >= length):
        raise InvalidInput(f"{name} must name rows of the {table}, 0 to {length - 1}")


def _whole(value: object, name: str) -> int:
    if isinstance(value, bool) or not isinstance(value, int | np.integer):
        raise InvalidInput(f"{name} must be an integer; got {value!r}")
    return int(value)


def _number(value: object, name: str) -> float:
    if (
        isinstance(value, bool)
        or not isinstance(value, int | float | np.integer | np.floating)
        or not abs(float(value)) <= LARGEST
    ):
        raise InvalidInput(f"{name} must be a finite number, within {LARGEST:g}; got {value!r}")
    return float(value)
