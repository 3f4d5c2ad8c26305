"""Who took part, over who could: the numbers that a register publishes about itself.

What counts, everywhere:

* a meeting counts when it was held; one that was planned, convened or cancelled does not;
* a member is convened to the held meetings of its body whose day falls while the membership is in force
  (half-open: the day it ends no longer counts); several memberships in the same body add up;
* *present* and *delegate* (somebody came in its place) are presence; *justified* and *absent* are not, and
  neither is *observer*, who was there without a say; *not entitled* takes the meeting out of that member's
  denominator, because nobody can miss what was not theirs;
* a member without a line in a meeting of which attendance was taken was absent;
* a meeting of which only the number of people is known enters no member's denominator, because nobody knows
  who came; the number still enters the mean of its body. Of a meeting with neither, nothing is known: it is
  held, and enters neither;
* attendance written for somebody who was not a member that day does not count.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Any

from django.db import connection

from ordito.core.addresses import address
from ordito.core.models import District
from ordito.governance.models import Body
from ordito.governance.queries.register import in_tree_order

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date


@dataclass(frozen=True, slots=True)
class Presence:
    """One held meeting: who was there among the formal members, over those who could be.

    Parameters
    ----------
    present : formal members present, in person or by a delegate; the head count when only that is known; None
        when nothing is
    entitled : formal members that day, less those who had no title
    formal : formal members that day
    only_counted : whether `present` is a head count, which says how many and not who
    """

    meeting: int
    body: int
    day: date
    present: int | None
    entitled: int
    formal: int
    only_counted: bool


@dataclass(frozen=True, slots=True)
class Participation:
    """How much a body is taken part in, as Melzo published it: 14 of 28, over 4 meetings."""

    body: Body
    meetings: int
    mean_attendance: Decimal | None
    formal_members: int

    @property
    def url(self) -> str:
        """Where the figure opens on the meetings from which it comes."""
        return address("governance:body_participation", self.body.district.slug, self.body.code)

    @property
    def mean(self) -> Decimal | None:
        """The mean as people read it: 14, or 13,7."""
        if self.mean_attendance is None:
            return None
        rounded = self.mean_attendance.quantize(Decimal("0.1"), ROUND_HALF_UP)
        return rounded.to_integral_value() if rounded == rounded.to_integral_value() else rounded

    @property
    def ratio(self) -> float | None:
        """The mean over the members, for a picture; None when either is unknown."""
        if self.mean_attendance is None or not self.formal_members:
            return None
        return float(self.mean_attendance / self.formal_members)


@dataclass(frozen=True, slots=True)
class AttendanceRate:
    """One member in one body: over the meetings held while it was a member, how many it was at."""

    body: str
    member: str
    name: str
    is_person: bool
    convened: int
    present: int
    justified: int

    @property
    def rate(self) -> Decimal | None:
        return Decimal(self.present) / self.convened if self.convened else None


_TOLD = """
WITH held AS (
    SELECT id, body_id, date, head_count FROM governance_meeting
    WHERE district_id = %(district)s AND state = 'held'
      AND (%(body)s::bigint IS NULL OR body_id = %(body)s)
      AND (%(on)s::date IS NULL OR date <= %(on)s)
), told AS (
    SELECT a.meeting_id,
           count(*) FILTER (WHERE a.state IN ('present', 'delegate')) AS present,
           count(*) FILTER (WHERE a.state = 'not_entitled') AS not_entitled
    FROM held JOIN governance_attendance a ON a.meeting_id = held.id
    WHERE a.state IN ('present', 'delegate', 'not_entitled') AND EXISTS (
        SELECT FROM governance_membership s
        WHERE s.is_formal AND s.body_id = held.body_id
          AND COALESCE(s.organisation_id, -s.person_id) = COALESCE(a.organisation_id, -a.person_id)
          AND s.starts_on <= held.date AND (s.ends_before IS NULL OR s.ends_before > held.date)
    )
    GROUP BY 1
), known AS (
    SELECT held.id, held.body_id, held.date, taken,
           CASE WHEN taken THEN COALESCE(told.present, 0) ELSE held.head_count END AS present,
           COALESCE(told.not_entitled, 0) AS not_entitled
    FROM held LEFT JOIN told ON told.meeting_id = held.id
    CROSS JOIN LATERAL (
        SELECT EXISTS (SELECT FROM governance_attendance a WHERE a.meeting_id = held.id) AS taken OFFSET 0
    ) AS attendance
)"""

_PRESENCES = """, seat AS (
    SELECT body_id, COALESCE(organisation_id, -person_id) AS member,
           range_agg(daterange(starts_on, ends_before)) AS periods
    FROM governance_membership
    WHERE is_formal AND body_id IN (SELECT body_id FROM held)
    GROUP BY 1, 2
), seated AS (
    SELECT held.id AS meeting_id, count(*) AS formal
    FROM held JOIN seat ON seat.body_id = held.body_id AND seat.periods @> held.date
    GROUP BY 1
)
SELECT known.id, known.body_id, known.date, known.present,
       COALESCE(seated.formal, 0) - known.not_entitled, COALESCE(seated.formal, 0),
       NOT known.taken AND known.present IS NOT NULL
FROM known LEFT JOIN seated ON seated.meeting_id = known.id
ORDER BY known.date, known.id
"""

# Who was entitled to each meeting is not asked here: it costs as much as who was there.
_MEANS = """, body AS (
    SELECT body_id, count(*) AS meetings, count(present) AS known, sum(present) AS present, max(date) AS last
    FROM known GROUP BY 1
)
SELECT body.body_id, body.meetings, body.known, body.present,
       (SELECT count(DISTINCT COALESCE(s.organisation_id, -s.person_id)) FROM governance_membership s
        WHERE s.is_formal AND s.body_id = body.body_id
          AND s.starts_on <= body.last AND (s.ends_before IS NULL OR s.ends_before > body.last))
FROM body
"""

_RATES = """
WITH line AS (
    SELECT a.meeting_id, COALESCE(a.organisation_id, -a.person_id) AS member, a.state
    FROM governance_attendance a JOIN governance_meeting m ON m.id = a.meeting_id
    WHERE m.district_id = %(district)s AND m.state = 'held'
      AND (%(body)s::bigint IS NULL OR m.body_id = %(body)s)
), roll AS (
    SELECT id, body_id, date FROM governance_meeting WHERE id IN (SELECT meeting_id FROM line)
), seat AS (
    SELECT s.body_id, COALESCE(s.organisation_id, -s.person_id) AS member, s.starts_on, s.ends_before
    FROM governance_membership s JOIN governance_body b ON b.id = s.body_id
    WHERE b.district_id = %(district)s AND (%(body)s::bigint IS NULL OR b.id = %(body)s)
), convened AS (
    SELECT DISTINCT seat.body_id, seat.member, roll.id AS meeting_id
    FROM seat JOIN roll ON roll.body_id = seat.body_id
      AND seat.starts_on <= roll.date AND (seat.ends_before IS NULL OR seat.ends_before > roll.date)
), counted AS (
    SELECT convened.body_id, convened.member,
           count(*) FILTER (WHERE line.state IS DISTINCT FROM 'not_entitled') AS convened,
           count(*) FILTER (WHERE line.state IN ('present', 'delegate')) AS present,
           count(*) FILTER (WHERE line.state = 'justified') AS justified
    FROM convened LEFT JOIN line
      ON line.meeting_id = convened.meeting_id AND line.member = convened.member
    GROUP BY convened.body_id, convened.member
), who AS (
    SELECT DISTINCT body_id, member FROM seat
)
SELECT b.code, COALESCE(o.code, p.code), COALESCE(o.name, p.name), p.id IS NOT NULL,
       COALESCE(c.convened, 0), COALESCE(c.present, 0), COALESCE(c.justified, 0)
FROM who JOIN governance_body b ON b.id = who.body_id
LEFT JOIN community_organisation o ON o.id = who.member
LEFT JOIN community_person p ON p.id = -who.member
LEFT JOIN counted c ON c.body_id = who.body_id AND c.member = who.member
ORDER BY 1, 2
"""

_FORMAL_MEMBERS = """
SELECT s.body_id, count(DISTINCT COALESCE(s.organisation_id, -s.person_id))
FROM governance_membership s JOIN governance_body b ON b.id = s.body_id
WHERE b.district_id = %(district)s AND (%(body)s::bigint IS NULL OR b.id = %(body)s)
  AND s.is_formal AND s.starts_on <= %(on)s AND (s.ends_before IS NULL OR s.ends_before > %(on)s)
GROUP BY s.body_id
"""


def presences(district: District, *, body: Body | None = None, on: date | None = None) -> list[Presence]:
    """Every held meeting up to a day, in order of day, with who was there over who could be."""
    return [Presence(*row) for row in _rows(_TOLD + _PRESENCES, district, body=body, on=on)]


def participation(
    district: District, *, on: date | None = None, bodies: Iterable[Body] | None = None
) -> list[Participation]:
    """Mean participation of every body of the district, in the order of the tree.

    The mean is over the held meetings of which presence is known, of the *formal* members present: the number
    of which it is said to be a part, `formal_members`, counts formal members only, and a mean that counted
    invited people above the line and not below it could exceed the whole. `formal_members` are those of the
    day of the body's last held meeting, the last day on which the mean says something; of a body that never
    met, those of `on` (by default, the district's today). `bodies` narrows the answer to some.
    """
    if bodies is None:
        bodies = Body.objects.filter(district=district)
    met = {body: told for body, *told in _rows(_TOLD + _MEANS, district, on=on)}
    formal = dict(_rows(_FORMAL_MEMBERS, district, on=on or district.today()))

    def told(body: Body) -> Participation:
        meetings, known, present, seated = met.get(body.pk, (0, 0, 0, formal.get(body.pk, 0)))
        return Participation(body, meetings, Decimal(present) / known if known else None, seated)

    return [told(body) for body in in_tree_order(bodies)]


def participation_of(body: Body, *, on: date) -> tuple[Participation, list[Presence]]:
    """Say the same of one body, with the meetings from which the number comes."""
    told = presences(body.district, body=body, on=on)
    formal = {} if told else dict(_rows(_FORMAL_MEMBERS, body.district, body=body, on=on))
    known = [presence.present for presence in told if presence.present is not None]
    mean = Decimal(sum(known)) / len(known) if known else None
    seated = told[-1].formal if told else formal.get(body.pk, 0)
    return Participation(body, len(told), mean, seated), told


def attendance_rates(district: District, *, body: Body | None = None) -> list[AttendanceRate]:
    """Every member that a body has or had, by code of body and of member."""
    return [AttendanceRate(*row) for row in _rows(_RATES, district, body=body)]


def _rows(
    sql: str, district: District, *, body: Body | None = None, on: date | None = None
) -> list[tuple[Any, ...]]:
    asked: dict[str, int | date | None] = {
        "district": district.pk,
        "body": body.pk if body else None,
        "on": on,
    }
    with connection.cursor() as cursor:
        cursor.execute(sql, asked)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows
