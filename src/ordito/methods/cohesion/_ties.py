"""Who took part in what, how much and when."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from ordito.methods.cohesion._input import Floats, Integers, count, floats, integers, weights
from ordito.methods.errors import InvalidInput


@dataclass(frozen=True, slots=True, eq=False)
class Ties:
    """Two-mode ties, weighted and dated, as `ties` makes them: sorted, one for each actor and event."""

    actors: int
    events: int
    actor: Integers  # (t,)
    event: Integers  # (t,)
    weight: Floats  # (t,), above 0
    date: Floats  # (events,)


@dataclass(frozen=True, slots=True, eq=False)
class Network:
    """One-mode ties, weighted: rows of `edges` are pairs of nodes, the smaller first."""

    n: int
    edges: Integers  # (m, 2)
    weight: Floats  # (m,)


def ties(
    actor: ArrayLike,
    event: ArrayLike,
    *,
    actors: int,
    events: int,
    weight: ArrayLike | None = None,
    date: ArrayLike | None = None,
) -> Ties:
    """Take in who took part in what. An agreement between two is an event of two.

    Parameters
    ----------
    actor, event : (t,) integers from 0 to actors - 1, and from 0 to events - 1; in any order
    actors, events : how many there are, also of those that no tie names
    weight : (t,) floats above 0, any one unit (1 each if not given); what an actor has twice in an event adds
        up
    date : (events,) finite floats, any one unit (days, years; 0 each if not given)

    Returns
    -------
    Ties

    Raises
    ------
    InvalidInput : lengths disagree, or a value is out of its range

    Examples
    --------
    >>> ties([1, 0, 1], [0, 0, 0], actors=2, events=1).weight.tolist()
    [1.0, 2.0]
    """
    actors, events = count(actors, "actors"), count(events, "events")
    who, what = integers(actor, "actor", below=actors), integers(event, "event", below=events)
    if who.size != what.size:
        raise InvalidInput(
            f"actor and event: expected as many of one as of the other, found {who.size}, {what.size}"
        )
    share = np.ones(who.size) if weight is None else weights(weight, "weight", size=who.size)
    when = np.zeros(events) if date is None else floats(date, "date", size=events)
    order = np.lexsort((share, what, who))
    pair, place = np.unique(who[order] * max(events, 1) + what[order], return_inverse=True)
    total = np.bincount(place, weights=share[order], minlength=pair.size).astype(np.float64)
    return Ties(actors, events, pair // max(events, 1), pair % max(events, 1), total, when)


def check(given: object) -> Ties:
    """Refuse what is not made by `ties`."""
    if not isinstance(given, Ties):
        raise InvalidInput(f"ties: expected what `ties` makes, found {type(given).__name__}")
    return given


def chosen(given: Ties, events: Integers) -> Ties:
    """Keep the events named, in that order; one named twice is there twice."""
    order = np.argsort(given.event, kind="stable")
    start = np.searchsorted(given.event[order], np.arange(given.events + 1))
    sizes = (start[1:] - start[:-1])[events]
    new = np.repeat(np.arange(events.size), sizes)
    within = np.arange(new.size) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    old = order[start[events][new] + within]
    return Ties(given.actors, events.size, given.actor[old], new, given.weight[old], given.date[events])


def between(given: Ties, start: float, before: float) -> Ties:
    """Keep the events from `start` to `before`, that one not included; they are numbered anew, in order.

    Parameters
    ----------
    given : ties whose events are dated
    start, before : in the unit of the dates

    Returns
    -------
    Ties of the same actors

    Raises
    ------
    InvalidInput : the period has no length, or is not of numbers

    Examples
    --------
    >>> between(ties([0, 1], [0, 1], actors=2, events=2, date=[2016., 2017.]), 2017, 2018).actor.tolist()
    [1]
    """
    ends = floats([start, before], "start, before", size=2)
    if ends[0] >= ends[1]:
        raise InvalidInput(f"start, before: expected a period, found from {start!r} to {before!r}")
    check(given)
    return chosen(given, np.flatnonzero((given.date >= ends[0]) & (given.date < ends[1])))


def faded(given: Ties, at: float, half_life: float) -> Ties:
    """Let ties fade: each weighs half after every `half_life`; what is after `at` has not happened yet.

    Parameters
    ----------
    given : ties whose events are dated
    at, half_life : in the unit of the dates; half_life above 0

    Returns
    -------
    Ties of the same actors, and of the events until `at`; a tie so old that a float cannot tell its weight
        from 0 is no longer there

    Raises
    ------
    InvalidInput : a value is out of its range

    Examples
    --------
    >>> faded(ties([0, 1], [0, 1], actors=2, events=2, date=[2016., 2018.]), 2018, 2).weight.tolist()
    [0.5, 1.0]
    """
    moment = float(floats([at], "at", size=1)[0])
    half = float(floats([half_life], "half_life", size=1, least=0, above=True)[0])
    past = chosen(check(given), np.flatnonzero(given.date <= moment))
    with np.errstate(over="ignore"):
        weight = past.weight * 0.5 ** ((moment - past.date[past.event]) / half)
    left = weight > 0
    return Ties(past.actors, past.events, past.actor[left], past.event[left], weight[left], past.date)


def participation(given: Ties) -> Floats:
    """Add up what each actor took part in.

    Parameters
    ----------
    given : ties; with weight 1 each, the sum is the number of events

    Returns
    -------
    (actors,) floats, 0 for who took part in nothing

    Raises
    ------
    InvalidInput : `given` is not made by `ties`

    Examples
    --------
    >>> participation(ties([0, 0, 1], [0, 1, 1], actors=3, events=2)).tolist()
    [2.0, 1.0, 0.0]
    """
    return np.bincount(check(given).actor, weights=given.weight, minlength=given.actors).astype(np.float64)


def projection(given: Ties) -> Network:
    """Tie the actors that met, so that a large meeting does not weigh more than its people.

    Of an event of s actors each pair shares the smaller of their two weights, divided by s - 1: who comes
    once, with weight 1, gets ties of 1 in all, however many were there. Prefer the two-mode measures where
    they exist.

    Parameters
    ----------
    given : ties; an event of one actor ties nobody

    Returns
    -------
    Network : pairs in order, each with the sum over its events

    Raises
    ------
    InvalidInput : `given` is not made by `ties`

    References
    ----------
    Newman (2001), Physical Review E 64, 016132.

    Examples
    --------
    >>> met = projection(ties([0, 1, 2, 0, 1], [0, 0, 0, 1, 1], actors=3, events=2))
    >>> met.edges.tolist(), met.weight.tolist()
    ([[0, 1], [0, 2], [1, 2]], [1.5, 0.5, 0.5])
    """
    check(given)
    pairs: list[Integers] = [np.empty(0, np.int64)]
    shares: list[Floats] = [np.empty(0)]
    order = np.lexsort((given.actor, given.event))
    for group in np.split(order, np.cumsum(np.bincount(given.event, minlength=given.events)))[:-1]:
        if group.size > 1:
            one, other = np.triu_indices(group.size, 1)
            pairs.append(given.actor[group][one] * given.actors + given.actor[group][other])
            weight = given.weight[group]
            shares.append(np.minimum(weight[one], weight[other]) / (group.size - 1))
    found, place = np.unique(np.concatenate(pairs), return_inverse=True)
    total = np.bincount(place, weights=np.concatenate(shares), minlength=found.size).astype(np.float64)
    edges = np.column_stack([found // max(given.actors, 1), found % max(given.actors, 1)])
    return Network(given.actors, edges, total)
