"""Melzo calls the third sector to its labs: the office, two labs, a call with two requirements."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from ordito.community.models import OrganisationKind
from ordito.core.models import District, Operator
from ordito.governance.models import Body
from ordito.participation.commands.applications import (
    ApplicantFacts,
    Arrival,
    check_requirements,
    record_application,
)
from ordito.participation.commands.calls import CallFacts, publish_call, write_call
from ordito.participation.models import (
    Application,
    Call,
    CallKind,
    Channel,
    Doing,
    Finding,
    Gathering,
    Opening,
    Phase,
    Process,
    Whom,
)

OPERATOR = Operator()
TODAY = date(2017, 1, 9)
LAST_DAY = date(2017, 1, 30)
NOON = datetime(2017, 1, 9, 11, tzinfo=UTC)
YESTERDAY = datetime(2017, 1, 8, 7, tzinfo=UTC)
LAST_NIGHT = datetime(2017, 1, 8, 20, tzinfo=UTC)
"""Before now, at whatever hour the tests run: the clock of a demonstration stands still only by the day."""
TAX_CODES = ("00795710151", "00743110157", "01654010345", "02046570426")

NOTICE = CallFacts(
    title="Manifestazione di interesse per i LabGo",
    officer="Nora Orditelli",
    purpose="Si cercano organizzazioni che vogliano lavorare nei laboratori.",
    terms="Dal sito, o per PEC.",
    timing="Entro l'ultimo giorno.",
    conclusion="Con l'elenco degli ammessi.",
    transparency="Sul sito dell'ambito.",
    requirements=("Sede o attività nel distretto", "Statuto o atto costitutivo"),
)


@pytest.fixture
def labs(district: District) -> tuple[Body, Body]:
    """LabGo Famiglia and LabGo ISEL."""
    return (
        Body.objects.create(district=district, code="labgo-famiglia", name="LabGo Famiglia", kind="lab"),
        Body.objects.create(district=district, code="labgo-isel", name="LabGo ISEL", kind="lab"),
    )


@pytest.fixture
def draft(district: District, labs: tuple[Body, Body]) -> Call:
    """A call that is ready to be published."""
    return write_call(district, by=OPERATOR, facts=replace(NOTICE, labs=labs))


@pytest.fixture
def opened(draft: Call) -> Call:
    """A call that is open until the end of the month."""
    return publish_call(draft, by=OPERATOR, on=TODAY, closes_on=LAST_DAY)


@pytest.fixture
def scored(district: District) -> Call:
    """A co-design, open, with two criteria and a commission of two."""
    facts = replace(
        NOTICE,
        title="Co-progettazione",
        kind=CallKind.CO_DESIGN,
        frame="Tre anni, 90.000 euro.",
        criteria=(("Esperienza", Decimal(20)), ("Idee", Decimal(30))),
        commission=(("Ada", "presidente"), ("Ugo", "")),
    )
    made = write_call(district, by=OPERATOR, facts=facts)
    return publish_call(made, by=OPERATOR, on=TODAY, closes_on=LAST_DAY)


def applicant(name: str = "Il Filo", *labs: Body, **facts: Any) -> ApplicantFacts:
    told: dict[str, Any] = {
        "kind": OrganisationKind.ASSOCIATION,
        "represented_by": "Anna Bianchi",
        "email": "filo@example.org",
    }
    return ApplicantFacts(name=name, labs=labs, **told | facts)


def recorded(call: Call, name: str, *labs: Body, at: datetime = NOON, **facts: Any) -> Application:
    arrival = Arrival(channel=Channel.CERTIFIED_MAIL, received_at=at, protocol=f"{name}/2017")
    later = max(at, NOON)
    return record_application(
        call, by=OPERATOR, facts=applicant(name, *labs, **facts), arrival=arrival, at=later
    )


def with_all(application: Application) -> Application:
    """Every requirement found."""
    found = dict.fromkeys(application.call.requirements.all(), (Finding.MET, ""))
    return check_requirements(application, by=OPERATOR, found=found)


@pytest.fixture
def path(district: District, labs: tuple[Body, Body]) -> Process:
    """LabGo Famiglia's path, in which everybody in the room speaks and votes."""
    made = Process.objects.create(
        district=district, code="labgo", title="LabGo Famiglia", body=labs[0], starts_on=date(2016, 9, 1)
    )
    phase = Phase.objects.create(process=made, number=1, title="Dirsi", starts_on=date(2016, 9, 1))
    for doing in (Doing.CONTRIBUTE, Doing.VOTE):
        Opening.objects.create(phase=phase, doing=doing, whom=Whom.ROOM)
    return made


@pytest.fixture
def plenary(path: Process) -> Gathering:
    """The plenary, open since yesterday: whatever the hour at which the tests are run."""
    return Gathering.objects.create(
        process=path,
        code="plenaria",
        title="Plenaria",
        question="Di che cosa hanno bisogno le famiglie?",
        join_word="bolareti",
        opens_at=YESTERDAY,
    )
