"""Half-open periods: facts are true from `starts_on` up to, and not including, `ends_before`."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import CheckConstraint, F, Q


@dataclass(frozen=True, slots=True)
class Period:
    """A half-open span of days; `ends_before` is None while nobody knows the end."""

    starts_on: date
    ends_before: date | None = None

    def __contains__(self, day: date) -> bool:
        return self.starts_on <= day and (self.ends_before is None or day < self.ends_before)

    def overlaps(self, other: "Period") -> bool:
        return (other.ends_before is None or self.starts_on < other.ends_before) and (
            self.ends_before is None or other.starts_on < self.ends_before
        )

    @property
    def last_day(self) -> date | None:
        """The last day on which the fact holds, as people write it."""
        return None if self.ends_before is None else self.ends_before - timedelta(days=1)


def in_force(on: date, path: str = "") -> Q:
    """Rows whose period holds on a day; `path` reaches the row that has the period ("memberships__")."""
    return Q(**{f"{path}starts_on__lte": on}) & (
        Q(**{f"{path}ends_before__isnull": True}) | Q(**{f"{path}ends_before__gt": on})
    )


def ends_after_it_starts(name: str) -> CheckConstraint:
    """Let the database refuse a period that ends before it starts."""
    return CheckConstraint(
        condition=Q(ends_before__isnull=True) | Q(ends_before__gt=F("starts_on")), name=name
    )
