"""How much a minute takes from one sender, whichever worker hears it."""

from __future__ import annotations

import pytest
from django.db import connection

from ordito.participation.live.pace import MINUTE, Pace

pytestmark = pytest.mark.django_db
BEGINS = 30_000_000 * MINUTE


def test_two_workers_take_together_no_more_than_one() -> None:
    one, other = Pace(most=4), Pace(most=4)
    taken = [worker.takes("a phone", now=BEGINS + second) for second, worker in enumerate([one, other] * 4)]
    assert taken == [True] * 4 + [False] * 4
    assert one.takes("another phone", now=BEGINS + 9)


def test_the_minute_before_counts_for_the_part_that_is_not_over() -> None:
    pace = Pace(most=4)
    assert [pace.takes("a phone", now=BEGINS + 50) for _turn in range(5)] == [True] * 4 + [False]
    assert not pace.takes("a phone", now=BEGINS + 61)
    half = BEGINS + 90
    assert [pace.takes("a phone", now=half) for _turn in range(3)] == [True, True, False]
    assert pace.takes("a phone", now=BEGINS + 300)


def test_whoever_is_silent_is_forgotten_and_no_secret_is_kept() -> None:
    pace = Pace(most=4)
    pace.takes("a secret", now=BEGINS)
    pace.takes("another", now=BEGINS + 10 * MINUTE)
    with connection.cursor() as cursor:
        cursor.execute("SELECT sender FROM participation_pace")
        kept = [bytes(sender) for (sender,) in cursor.fetchall()]
    assert len(kept) == 1
    assert b"another" not in kept[0]
