"""A search reaches what paths hold, grids and maps included, and only for whoever may see it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client

from ordito.core.models import District, User
from ordito.participation.commands.concepts import add_concept, begin_map
from ordito.participation.commands.synthesis import Spot, place, summarise
from ordito.participation.models import Doing, Gathering, Opening, Phase, Process, Whom
from ordito.participation.queries import at_home, shelves
from tests.home import found_on, told_by
from tests.participation.conftest import TODAY
from tests.participation.synthesis_case import AT, grid_of, path_of, say

pytestmark = pytest.mark.django_db
_stations, due = told_by(at_home)
search = found_on(shelves)
NOBODY = AnonymousUser()


@pytest.fixture
def path(district: District, planner: User) -> Process:
    """A path with a grid in which a cell says something, and a map with a concept."""
    made = path_of(district)
    say(made, "Una teleferica per la frazione")
    grid = grid_of(made, rows=("Abitare insieme", "Muoversi"))
    place(grid, by=planner, numbers=[1], spot=Spot(2, 1), at=AT)
    summarise(grid, by=planner, spot=Spot(2, 1), text="La frazione resta isolata")
    drawn = begin_map(made, by=planner, title="Le cause")
    add_concept(drawn, by=planner, text="Strade che franano")
    return made


def found(district: District, user: User | AnonymousUser, words: str) -> list[tuple[str, str, str]]:
    return [(hit.kind, hit.title, hit.url) for hit in search(district, user, words)]


def test_cells_and_concepts_are_found_where_they_open(district: District, path: Process) -> None:
    here = path.get_absolute_url()
    cell = ("Celle delle griglie", "Muoversi × Progetti", f"{here}griglie/macro-questioni/celle/2-1/")
    assert found(district, NOBODY, "isolate") == [cell]
    assert cell in found(district, NOBODY, "muoversi")
    assert [each[0] for each in found(district, NOBODY, "frazione")] == ["Contributi", "Celle delle griglie"]
    concept = ("Concetti delle mappe", "Strade che franano", f"{here}mappe/le-cause/")
    assert found(district, NOBODY, "franare") == [concept]


def test_of_a_path_that_is_not_public_strangers_find_nothing(
    district: District, path: Process, delegate: User
) -> None:
    path.is_public = False
    path.save()
    for words in ("isolata", "franano", "teleferica"):
        assert found(district, NOBODY, words) == []
        assert len(found(district, delegate, words)) == 1


def test_a_line_that_was_taken_away_is_not_found(district: District, path: Process) -> None:
    path.grids.get().lines.filter(title="Muoversi").update(removed_at=AT)
    assert found(district, NOBODY, "isolata") == []


@pytest.fixture
def gathering(path: Process) -> Gathering:
    """A gathering that is open now, in a phase that lets the insiders speak."""
    phase = Phase.objects.create(process=path, number=1, title="Ora", starts_on=TODAY)
    Opening.objects.create(phase=phase, doing=Doing.CONTRIBUTE, whom=Whom.INSIDERS)
    now = path.district.now()
    return Gathering.objects.create(
        process=path, code="ora", title="Ora", join_word="oraora", opens_at=now - timedelta(hours=1)
    )


def told(district: District, user: User | AnonymousUser) -> list[tuple[str, str]]:
    return [(each.when, each.title) for each in due(district, user, TODAY)]


def test_where_one_may_speak_now_is_told_to_whoever_may(
    district: District, gathering: Gathering, planner: User, delegate: User, at_planners_desk: Client
) -> None:
    here = ("adesso", "Si ascolta: Ora")
    assert (told(district, planner), told(district, delegate), told(district, NOBODY)) == ([here], [here], [])
    Opening.objects.update(whom=Whom.MEMBERS)
    assert (told(district, planner), told(district, delegate), told(district, NOBODY)) == ([here], [], [])
    Opening.objects.update(whom=Whom.ROOM)
    assert told(district, NOBODY) == [here]
    assert "si ascolta:" in at_planners_desk.get(gathering.process.get_absolute_url()).content.decode()
    gathering.closes_at = district.now()
    gathering.save()
    assert told(district, planner) == []
    assert "si ascolta:" not in at_planners_desk.get(gathering.process.get_absolute_url()).content.decode()
