"""The thread: from what somebody said forth to what became of it, and from a commitment back to who asked.

A room tells what it knows without knowing the others. Going forth, the rooms are asked from the lowest to the
highest, and each adds the things that came of those found so far; going back, from the highest to the lowest.
Every thing remembers from which origins it was reached: many threads take as many queries as one.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

from ordito.core.loop import Urgency

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date

    from ordito.core.models import Actor, District


class Stage(models.TextChoices):
    """The stages of a thread, in the order in which it is walked."""

    SAID = "said", _("Detto")
    WEIGHED = "weighed", _("Pesato insieme")
    PLACED = "placed", _("Messo nella sintesi")
    WRITTEN = "written", _("Scritto nelle ipotesi")
    DECIDED = "decided", _("Deciso")
    AIMED = "aimed", _("Obiettivo del piano")
    DONE = "done", _("Azione")
    PAID = "paid", _("Risorse")
    SEEN = "seen", _("Che cosa se ne vede")


ORDER = {stage: place for place, stage in enumerate(Stage)}

Key = tuple[str, int]
"""A thing by the label of its model and its number: ("participation.cell", 12)."""


def key_of(thing: models.Model) -> Key:
    """Name a saved thing on a thread."""
    return (thing._meta.label_lower, thing.pk)


@dataclass(frozen=True, slots=True)
class Knot:
    """One thing on a thread: what it is, where it opens, how it stands."""

    key: Key
    stage: Stage
    kind: str
    title: str
    url: str
    on: date | None = None
    detail: str = ""
    urgency: Urgency | str = ""


@dataclass
class Thread:
    """What was reached from some origins; `follow` and `seek` functions read it and add to it."""

    district: District
    user: Actor
    on: date
    until: Stage = Stage.SEEN
    _knots: dict[Key, Knot] = field(default_factory=dict)
    _origins: dict[Key, set[Key]] = field(default_factory=dict)

    def begin(self, *things: models.Model) -> Thread:
        """Start from these things, which are their own origins."""
        for thing in things:
            self._origins.setdefault(key_of(thing), set()).add(key_of(thing))
        return self

    def begin_with(self, model: type[models.Model], numbers: Iterable[int]) -> Thread:
        """Start from the things of a model with these numbers."""
        label = model._meta.label_lower
        for number in numbers:
            self._origins[label, number] = {(label, number)}
        return self

    def goes_to(self, stage: Stage) -> bool:
        """Say whether who asks wants to know so far: what lies beyond need not be read."""
        return ORDER[stage] <= ORDER[self.until]

    def among(self, model: type[models.Model]) -> list[int]:
        """The numbers of the things of a model found so far."""
        label = model._meta.label_lower
        return [number for name, number in self._origins if name == label]

    def point(self, key: Key, *causes: Key) -> bool:
        """Let a thing be on the thread of others; say whether it is. Causes not on the thread are ignored."""
        origins = {origin for cause in causes for origin in self._origins.get(cause, ())}
        if origins:
            self._origins.setdefault(key, set()).update(origins)
        return key in self._origins

    def reach(self, knot: Knot, *causes: Key) -> None:
        """Add a thing reached from others, or say what a thing pointed to is."""
        if self.point(knot.key, *causes):
            self._knots.setdefault(knot.key, knot)

    def knots(self, origin: models.Model | None = None) -> list[Knot]:
        """What was reached, or only what was reached from one origin, by stage and then by day and title."""
        begun = None if origin is None else key_of(origin)
        found = [
            knot
            for key, knot in self._knots.items()
            if (begun is None or begun in self._origins[key]) and key not in self._origins[key]
        ]
        return sorted(found, key=_place)

    def stages(self, origin: models.Model | None = None) -> list[tuple[Stage, list[Knot]]]:
        """The same, gathered by stage; stages that nothing reached are left out."""
        gathered: dict[Stage, list[Knot]] = {}
        for knot in self.knots(origin):
            gathered.setdefault(knot.stage, []).append(knot)
        return list(gathered.items())

    def furthest(self, origin: models.Model, *, until: Stage = Stage.SEEN) -> Knot | None:
        """The last stage that the thread of one origin came to, or came to up to a stage."""
        return self.ends(until=until).get(key_of(origin))

    def ends(self, *, until: Stage = Stage.SEEN) -> dict[Key, Knot]:
        """The last thing that the thread of each origin came to, or came to up to a stage; none for none."""
        knots = [knot for knot in self.knots() if ORDER[knot.stage] <= ORDER[until]]
        return {origin: knot for knot in knots for origin in self._origins[knot.key]}


_rooms: list[tuple[Callable[[Thread], None], Callable[[Thread], None]]] = []


def tell(*, follow: Callable[[Thread], None], seek: Callable[[Thread], None]) -> None:
    """Let a room tell its part, from its AppConfig's `ready`: Django asks the highest room first."""
    _rooms.append((follow, seek))


def forth(
    district: District,
    things: Iterable[models.Model],
    *,
    user: Actor,
    on: date,
    until: Stage = Stage.SEEN,
) -> Thread:
    """What became of these things, up to a stage: only what the reader may see."""
    return followed(Thread(district, user, on, until).begin(*things))


def followed(thread: Thread) -> Thread:
    """Follow a thread that has begun: each room adds what came of what was found so far."""
    for follow, _seek in reversed(_rooms):
        follow(thread)
    return thread


def back(district: District, things: Iterable[models.Model], *, user: Actor, on: date) -> Thread:
    """What these things rest on, back to who asked for them: only what the reader may see."""
    thread = Thread(district, user, on).begin(*things)
    for _follow, seek in _rooms:
        seek(thread)
    return thread


def _place(knot: Knot) -> tuple[int, str, str]:
    return (ORDER[knot.stage], knot.on.isoformat() if knot.on else "", knot.title)
