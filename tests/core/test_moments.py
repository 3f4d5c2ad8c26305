"""When something ends, as people say it."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone, translation

from ordito.core.moments import until

ROME = ZoneInfo("Europe/Rome")


@pytest.mark.parametrize(
    ("at", "told"),
    [
        (datetime(2026, 11, 26, 17, tzinfo=ROME), "al 26/11/2026 17:00"),
        (datetime(2026, 11, 27, tzinfo=ROME), "alla fine di giovedì 26 novembre 2026"),
        (datetime(2026, 11, 26, 23, tzinfo=UTC), "alla fine di giovedì 26 novembre 2026"),  # midnight in Rome
        (datetime(2027, 1, 1, tzinfo=ROME), "alla fine di giovedì 31 dicembre 2026"),
        (datetime(2026, 11, 27, 0, 1, tzinfo=ROME), "al 27/11/2026 00:01"),
    ],
)
def test_what_ends_at_midnight_ends_with_the_day_before(at: datetime, told: str) -> None:
    with translation.override("it"), timezone.override(ROME):
        assert until(at) == told
