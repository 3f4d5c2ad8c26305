"""What the deeds on paths and on what is known refuse, and why; who may do what while a phase is open."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

import pytest

from ordito.community.models import Organisation
from ordito.core.access import may
from ordito.core.models import District, RoleKind, User
from ordito.core.refused import Refused
from ordito.governance.commands.meetings import MeetingFacts
from ordito.governance.models import Document, Meeting
from ordito.participation.commands.knowledge import (
    ActivityFacts,
    ElaborationFacts,
    SourceFacts,
    add_activity,
    add_elaboration,
    add_source,
    suggest_reading,
)
from ordito.participation.commands.phases import (
    WorkshopFacts,
    add_phase,
    attach_meeting,
    change_phase,
    change_workshop,
    close_phase,
    plan_workshop,
    reopen_phase,
)
from ordito.participation.commands.processes import (
    PhaseFacts,
    ProductFacts,
    add_product,
    deliver_product,
    strike_process,
)
from ordito.participation.models import Contribution, Phase, Process
from ordito.participation.queries.phases import open_to, phases_on
from ordito.territory.models import Municipality, SubArea
from tests.conftest import person
from tests.participation.conftest import NOON
from tests.participation.paths import OPERATOR, TODAY, WEEK, begun, due, lab, met, phase


def refused(deed: Callable[..., object], *args: Any, **told: Any) -> str:
    with pytest.raises(Refused) as why:
        deed(*args, by=OPERATOR, **told)
    return str(why.value)


@pytest.fixture
def path(district: District) -> Process:
    return begun(district, phase("Una", TODAY - 4 * WEEK, 8))


def test_what_is_of_another_district_stays_there(
    district: District, elsewhere: District, path: Process
) -> None:
    theirs = begun(elsewhere)
    far = Meeting.objects.create(body=theirs.body, code="altrove-1", date=TODAY)
    paper = Document.objects.create(body=theirs.body, code="doc", title="Doc")
    town = Municipality.objects.create(district=elsewhere, istat_code="036011", name="Fanano")
    area = SubArea.objects.create(district=elsewhere, code="est", name="Est")
    filo = Organisation.objects.create(district=elsewhere, code="filo", name="Il Filo", kind="association")
    book = add_source(elsewhere, by=OPERATOR, facts=SourceFacts(title="Libro"), at=NOON)
    step, product = met(path, TODAY), due(path, "Griglia", None)
    told = "altro ambito"
    assert told in refused(attach_meeting, path, meeting=far, facts=WorkshopFacts())
    assert told in refused(deliver_product, product, on=TODAY, document=paper)
    assert told in refused(suggest_reading, path, source=book)
    cites, meets = (
        ElaborationFacts(title="D", text="d", cites=(book,)),
        ElaborationFacts(title="D", text="d", meeting=far),
    )
    for facts in (cites, meets):
        assert told in refused(add_elaboration, path, facts=facts, at=NOON)
    told = "stesso ambito"
    assert told in refused(change_workshop, step, facts=WorkshopFacts(sub_area=area))
    assert told in refused(
        plan_workshop, path, body=theirs.body, meeting=MeetingFacts(date=TODAY), facts=WorkshopFacts()
    )
    facts_of_ours = SourceFacts(title="Nostra", municipalities=(town,))
    assert told in refused(add_source, district, facts=facts_of_ours, at=NOON)
    assert told in refused(add_activity, path, facts=ActivityFacts(title="A", organisation=filo))
    with pytest.raises(Refused, match=told):
        begun(district, title="Misto", technical_group=theirs.body)
    other = begun(district, phase("Altra", TODAY), title="Un altro")
    assert "altro percorso" in refused(change_workshop, step, facts=WorkshopFacts(phase=other.phases.get()))


def test_what_has_no_name_is_not_written(district: District, path: Process) -> None:
    assert "ha un nome" in refused(add_product, path, facts=ProductFacts(title="  "))
    assert "ha un titolo" in refused(add_phase, path, facts=PhaseFacts(title=" ", starts_on=TODAY))
    assert "Serve un titolo" in refused(add_source, district, facts=SourceFacts(title=" "), at=NOON)
    with pytest.raises(Refused, match="ha un titolo"):
        begun(district, title=" ")


def test_the_days_of_a_phase_hold_together(district: District) -> None:
    path = begun(
        district, phase("Una", TODAY - 4 * WEEK, 8), phase("Due", TODAY - 3 * WEEK, None), ends_before=TODAY
    )
    one, two = path.phases.order_by("number")
    path.refresh_from_db()
    assert path.ends_before == TODAY + 4 * WEEK  # the first phase made it longer
    late = PhaseFacts(title="Una", starts_on=TODAY, ends_before=TODAY)
    assert "finisce prima di cominciare" in refused(change_phase, one, facts=late)
    assert "finisce prima di cominciare" in refused(reopen_phase, one, ends_before=one.starts_on)
    early = PhaseFacts(title="Una", starts_on=one.starts_on, ends_before=one.starts_on + timedelta(days=1))
    assert "prima dell'inizio" in refused(change_phase, one, facts=early, with_those_after=True)
    longer = PhaseFacts(title="Una", starts_on=one.starts_on, ends_before=TODAY + 5 * WEEK)
    change_phase(one, by=OPERATOR, facts=longer, with_those_after=True)
    two.refresh_from_db()
    assert (two.starts_on, two.ends_before) == (TODAY - 2 * WEEK, None)
    reopen_phase(two, by=OPERATOR, ends_before=TODAY + WEEK)
    longest = PhaseFacts(title="Una", starts_on=one.starts_on, ends_before=TODAY + 9 * WEEK)
    change_phase(one, by=OPERATOR, facts=longest, with_those_after=True)
    path.refresh_from_db()
    assert path.ends_before == TODAY + 9 * WEEK
    close_phase(two, by=OPERATOR, on=TODAY + 3 * WEEK)
    assert "già finita" in refused(close_phase, two, on=TODAY + 3 * WEEK)


def test_a_path_in_which_somebody_spoke_stays(path: Process) -> None:
    Contribution.objects.create(process=path, number=1, text="Mancano i doposcuola", channel="note", at=NOON)
    assert "già contributi" in refused(strike_process, path)


def test_who_may_do_what_while_a_phase_is_open(
    district: District, planner: User, delegate: User, stranger: User
) -> None:
    administrator = person("sindaca@example.org", "Sindaca", district, RoleKind.ADMINISTRATOR)
    path = begun(district, phase("Aperta", TODAY, 4, vote="room", amend="insiders", prioritise="members"))
    again = Phase.objects.get()
    add_phase(path, by=OPERATOR, facts=phase("Insieme", TODAY, 4, prioritise="insiders"))
    assert [each.title for each in phases_on(path, TODAY)] == ["Aperta", "Insieme"]
    assert (open_to(path, "prioritise", TODAY), open_to(path, "contribute", TODAY)) == ("insiders", None)  # type: ignore[arg-type]
    asked = partial(_may, Process.objects.get(pk=path.pk))
    for user, able in ((planner, "vote amend prioritise"), (administrator, "vote amend prioritise")):
        assert asked(user) == able
    assert asked(stranger) == ""
    Phase.objects.exclude(pk=again.pk).delete()
    again.openings.filter(doing="amend").delete()
    fresh = partial(_may, Process.objects.get(pk=path.pk))
    assert fresh(planner) == "vote prioritise"
    assert fresh(delegate) == "vote"  # Marco speaks for nobody who sits in the lab
    assert lab(district) == path.body


def _may(path: Process, user: User) -> str:
    doings = ("contribute", "vote", "amend", "prioritise")
    return " ".join(doing for doing in doings if may(user, f"participation.{doing}", path))
