"""An age pyramid."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from ._axis import decimals_of, ticks
from ._legend import Block, Entry
from ._palette import FIRST, GRID, INK, PAPER, QUIET, SECOND
from ._svg import Anchor, drawing, element, number, text, text_width, wrapped

_YEARS = 5
_LAST = 95  # this age and over make the last class
_CLASSES = _LAST // _YEARS + 1
_ROW = 15.0
_GUTTER = 46.0
_TOP = 44.0
_SIDES = ("M", "F")
_COLOURS = {"M": FIRST, "F": SECOND}
_YOUNG, _OLD = 15, 65
_WIDE = 420.0
_TICK = 10.5


class Counted(Protocol):
    """People of one sex ("F" or "M") and one age in completed years."""

    @property
    def sex(self) -> str: ...
    @property
    def age(self) -> int: ...
    @property
    def people(self) -> int: ...


class AgeCount(NamedTuple):
    """The plainest thing that can be drawn in a pyramid."""

    sex: str
    age: int
    people: int


@dataclass(frozen=True, slots=True)
class _People:
    """People of a place by sex and class of age."""

    name: str
    by_sex: Mapping[str, Sequence[int]]
    by_age: Mapping[str, int]

    @property
    def total(self) -> int:
        return sum(map(sum, self.by_sex.values()))

    def shares(self, sex: str) -> list[float]:
        return [100 * people / (self.total or 1) for people in self.by_sex[sex]]


@dataclass(frozen=True, slots=True)
class _Scale:
    """Where a length falls on either side of the ages."""

    width: float
    most: float

    @property
    def reach(self) -> float:
        return (self.width - _GUTTER) / 2 - 4

    def x(self, sex: str, value: float) -> float:
        away = _GUTTER / 2 + self.reach * value / self.most
        return self.width / 2 + (away if sex == "F" else -away)


def pyramid_svg(
    people: Iterable[Counted],
    *,
    name: str,
    compared: tuple[str, Iterable[Counted]] | None = None,
    source: str = "",
    width: float = 480,
) -> SafeString:
    """Draw a population by classes of five years, men at the left and women at the right.

    Without a comparison bars are people; with one they are shares of each population, and the other
    population is an outline, so that a valley can be compared with a town.

    Parameters
    ----------
    people : counts by sex and age, in any order; counts of one sex and age add up
    name : of the place
    compared : name and counts of another place
    source : where the figures are from, written small at the foot
    width : pixels, >= 300

    Returns
    -------
    SafeString : a standalone SVG document
    """
    here = _gathered(name, people)
    there = _gathered(*compared) if compared else None
    values = {sex: here.shares(sex) if there else list(here.by_sex[sex]) for sex in _SIDES}
    outline = {sex: there.shares(sex) for sex in _SIDES} if there else {}
    longest = max(value for side in (*values.values(), *outline.values()) for value in side)
    scale = _Scale(width, longest * 1.03 or 1.0)
    marks = [mark for mark in ticks(0, longest, 4 if width >= _WIDE else 3) if mark <= scale.most]
    bottom = _TOP + _CLASSES * _ROW
    unit = _("% della popolazione") if there else _("persone")
    key = _key(here, there)
    key_top = bottom + 38
    foot_top = key_top + key.height(width) + 4
    feet = [_in_three(one) for one in (here, there) if one] + [source] * bool(source)
    lines = [line for words in feet for line in wrapped(words, width - 8, 11)]
    parts = [
        _grid(scale, marks, bottom),
        *(_bars(scale, sex, values[sex]) for sex in _SIDES),
        *(_outline(scale, sex, side) for sex, side in outline.items()),
        *_heads(here, scale),
        _ages(width),
        text(unit, width / 2, bottom + 32, size=11, fill=QUIET, anchor="middle"),
        key.draw(4, key_top, width - 8),
        *(text(line, 4, foot_top + 14 * (turn + 1), size=11, fill=QUIET) for turn, line in enumerate(lines)),
    ]
    return drawing(
        parts,
        width=width,
        height=foot_top + 14 * len(lines) + 6,
        title=_("Piramide delle età: %(name)s") % {"name": name},
        description=" ".join(_in_words(one) for one in (here, there) if one),
    )


def _gathered(name: str, people: Iterable[Counted]) -> _People:
    by_sex = {sex: [0] * _CLASSES for sex in _SIDES}
    by_age = {"young": 0, "working": 0, "old": 0}
    for count in people:
        by_sex[count.sex][min(count.age, _LAST) // _YEARS] += count.people
        part = "young" if count.age < _YOUNG else "old" if count.age >= _OLD else "working"
        by_age[part] += count.people
    return _People(name, by_sex, by_age)


def _grid(scale: _Scale, marks: Sequence[float], bottom: float) -> str:
    decimals = max(decimals_of(mark) for mark in (*marks[1:2], 1.0))
    parts = []
    for sex in _SIDES:
        for mark in marks:
            x, words = scale.x(sex, mark), number(mark, decimals)
            half = text_width(words, _TICK) / 2 + 1
            middle = min(max(x, half), scale.width - half)
            parts += [
                element("path", d=f"M{x:.1f} {_TOP - 4:.1f}V{bottom + 4:.1f}", stroke=GRID, stroke_width=1),
                text(words, middle, bottom + 16, size=_TICK, fill=QUIET, anchor="middle"),
            ]
    return "".join(parts)


def _bars(scale: _Scale, sex: str, values: Sequence[float]) -> str:
    zero = scale.x(sex, 0)
    bars = []
    for turn, value in enumerate(values):
        end = scale.x(sex, value)
        bars.append(
            element(
                "rect",
                x=min(zero, end),
                y=_row(turn) + 1,
                width=abs(end - zero),
                height=_ROW - 2,
                fill=_COLOURS[sex],
            )
        )
    return "".join(bars)


def _outline(scale: _Scale, sex: str, values: Sequence[float]) -> str:
    """The other population as a staircase, dark on a light edge so that it is seen over the bars too."""
    points = [f"M{scale.x(sex, 0):.1f} {_row(0) + _ROW:.1f}"]
    for turn, value in enumerate(values):
        points.append(f"H{scale.x(sex, value):.1f}V{_row(turn):.1f}")
    points.append(f"H{scale.x(sex, 0):.1f}")
    path = "".join(points)
    return element("path", d=path, fill="none", stroke=PAPER, stroke_width=4) + element(
        "path", d=path, fill="none", stroke=INK, stroke_width=1.8
    )


def _heads(here: _People, scale: _Scale) -> list[str]:
    named = {"M": _("Maschi"), "F": _("Femmine")}
    parts = []
    for sex in _SIDES:
        x = scale.x(sex, scale.most)
        anchor: Anchor = "end" if sex == "F" else "start"
        parts.append(text(named[sex], x, 15, size=13, bold=True, fill=_COLOURS[sex], anchor=anchor))
        people = number(sum(here.by_sex[sex]))
        parts.append(text(people, x, 31, size=12, fill=INK, anchor=anchor))
    parts.append(text(_("età"), scale.width / 2, 31, size=11, fill=QUIET, anchor="middle"))
    return parts


def _ages(width: float) -> str:
    names = [f"{turn * _YEARS}–{turn * _YEARS + _YEARS - 1}" for turn in range(_CLASSES - 1)]
    return "".join(
        text(name, width / 2, _row(turn) + _ROW - 4, size=10.5, fill=INK, anchor="middle")
        for turn, name in enumerate([*names, f"{_LAST}+"])
    )


def _row(turn: int) -> float:
    return _TOP + (_CLASSES - 1 - turn) * _ROW


def _key(here: _People, there: _People | None) -> Block:
    if there is None:
        return Block("", "", [])
    both = element("rect", x=-11, y=-5, width=11, height=10, fill=FIRST) + element(
        "rect", x=0, y=-5, width=11, height=10, fill=SECOND
    )
    line = element("path", d="M-11 4V-4H11V4", fill="none", stroke=INK, stroke_width=1.8)
    return Block(
        "",
        "",
        [Entry(both, _with_total(here)), Entry(line, _with_total(there))],
    )


def _with_total(one: _People) -> str:
    return _("%(name)s (%(people)s abitanti)") % {"name": one.name, "people": number(one.total)}


def _in_three(one: _People) -> str:
    said = {
        part: f"{number(100 * people / (one.total or 1), 1)}\u00a0%" for part, people in one.by_age.items()
    }
    return _("%(name)s: fino a 14 anni %(young)s, da 15 a 64 anni %(working)s, da 65 anni in su %(old)s.") % {
        "name": one.name,
        **said,
    }


def _in_words(one: _People) -> str:
    men, women = (number(sum(one.by_sex[sex])) for sex in _SIDES)
    said = {"people": number(one.total), "men": men, "women": women}
    return f"{_in_three(one)} " + _("%(people)s abitanti: %(men)s maschi, %(women)s femmine.") % said
