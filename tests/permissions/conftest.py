"""The demonstration, in which every address is tried."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import transaction
from django.test import override_settings

from ordito.core.attachments import attachment
from ordito.core.models import District, Operator, Role, RoleKind
from ordito.core.press import Document
from ordito.governance.models import Meeting
from ordito.governance.queries.frozen import freeze
from ordito.participation.commands.concepts import add_concept, begin_map
from ordito.participation.commands.grids import GridFacts, begin_grid
from ordito.participation.commands.hypotheses import open_hypothesis, write_hypothesis
from ordito.participation.commands.synthesis import Spot, place
from ordito.participation.models import (
    Amendment,
    Application,
    ApplicationFile,
    Ballot,
    BallotMark,
    BallotOption,
    BallotPaper,
    CallState,
    Contribution,
    Elaboration,
    EmblematicActivity,
    Gathering,
    Opening,
    Phase,
    Process,
    Product,
    Source,
    Statement,
    SuggestedReading,
    Workshop,
)
from ordito.participation.queries.pieces import Piece
from ordito.plan.models import PlanVersion, SharingKey
from ordito.site.demo.accounts import SINCE
from ordito.site.demo.load import load_demonstration
from ordito.territory.models import Place, RolePlace, SubArea


@pytest.fixture(scope="module", autouse=True)
def demonstration(
    django_db_setup: None,
    django_db_blocker: pytest.FixtureDef[None],
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[None]:
    """The demonstration, taken back at the end."""
    var = tmp_path_factory.mktemp("var")
    with django_db_blocker.unblock(), override_settings(VAR=var), transaction.atomic():  # type: ignore[attr-defined]
        load_demonstration(say=lambda _line: None)
        melzo = District.objects.get(slug="melzo")
        SubArea.objects.create(district=melzo, code="est", name="Est")
        planner = Role.objects.get(district=melzo, kind=RoleKind.PLAN_OFFICE)
        place = Place.objects.filter(district=melzo).order_by("pk")[0]
        RolePlace.objects.create(role=planner, place=place, starts_on=SINCE)
        _add_a_paper(melzo)
        _add_a_path(melzo)
        _add_to_the_plan(melzo)
        yield
        transaction.set_rollback(True)


def _add_to_the_plan(melzo: District) -> None:
    plan = melzo.plans.order_by("pk")[0]
    SharingKey.objects.create(plan=plan, code="a-mano", name="A mano", kind="other")
    act = Document(title=plan.title, issuer=melzo.name, date=melzo.today(), blocks=())
    PlanVersion.objects.get_or_create(
        plan=plan, number=1, defaults={"document": freeze(act), "at": melzo.now()}
    )


def _add_a_paper(melzo: District) -> None:
    one = Application.objects.get(call__district=melzo, call__state=CallState.PUBLISHED, number=1)
    paper = attachment(district=melzo, name="statuto.pdf", content=b"%PDF-1.7", at=melzo.now())
    paper.save()
    ApplicationFile.objects.create(application=one, attachment=paper)


def _add_a_path(melzo: District) -> None:
    """A path of the lab of families with one of everything: one of its meetings is a step of it."""
    held = Meeting.objects.filter(body__code="labgo-famiglia", district=melzo, minutes__isnull=False)
    meeting = held.order_by("pk")[0]
    path = Process.objects.create(
        district=melzo, code="prova", title="Prova", body=meeting.body, starts_on=meeting.date
    )
    phase = Phase.objects.create(process=path, number=1, title="Prima", starts_on=meeting.date)
    for doing in ("contribute", "vote"):
        Opening.objects.create(phase=phase, doing=doing, whom="room")
    Workshop.objects.filter(meeting=meeting).delete()  # the demonstration has it as a step of another
    Workshop.objects.create(process=path, phase=phase, meeting=meeting)
    Product.objects.create(process=path, number=1, title="Griglia")
    paper = attachment(district=melzo, name="fonte.pdf", content=b"%PDF-1.7", at=melzo.now())
    paper.save()
    source = Source.objects.create(district=melzo, code="prova", title="Prova", file=paper)
    SuggestedReading.objects.create(process=path, source=source, number=1)
    EmblematicActivity.objects.create(process=path, number=1, title="Doposcuola")
    made = Elaboration.objects.create(process=path, number=1, title="Dati", file=paper, meeting=meeting)
    made.cites.add(source)
    _add_hypotheses(path)
    _add_voices(path)
    _add_synthesis(path)
    _add_ballots(path)


def _add_voices(path: Process) -> None:
    """A gathering that is open, with a statement."""
    gathering = Gathering.objects.create(
        process=path,
        code="prova",
        title="Prova",
        join_word="provami",
        opens_at=path.district.now() - timedelta(days=1),
    )
    Statement.objects.create(gathering=gathering, number=1, text="Servono spazi")


def _add_synthesis(path: Process) -> None:
    """A grid with something in its only cell, and a map with a concept."""
    Contribution.objects.create(
        process=path, number=1, text="Gli affitti", channel="note", at=path.district.now()
    )
    facts = GridFacts(
        title="Prova", rows_name="Temi", columns_name="Servizi", rows=("Casa",), columns=("Sportello",)
    )
    grid = begin_grid(path, by=Operator(), facts=facts)
    place(grid, by=Operator(), numbers=[1], spot=Spot(1, 1), at=path.district.now())
    add_concept(begin_map(path, by=Operator(), title="Prova"), by=Operator(), text="", contribution=1)


def _add_ballots(path: Process) -> None:
    """A gathering that is open, and a ballot in preparation, one open, one closed."""
    Opening.objects.create(phase=path.phases.get(), doing="prioritise", whom="insiders")
    before = path.district.now() - timedelta(days=2)
    gathering, _made = Gathering.objects.get_or_create(
        process=path, code="prova", defaults={"title": "Prova", "join_word": "provami", "opens_at": before}
    )
    Statement.objects.get_or_create(gathering=gathering, number=1, defaults={"text": "Servono spazi"})
    for code, opens, closes in (
        ("preparata", None, None),
        ("aperta", before, None),
        ("chiusa", before, before + timedelta(days=1)),
    ):
        ballot = Ballot.objects.create(
            process=path,
            code=code,
            title=code,
            method="approval",
            gathering=gathering,
            opens_at=opens,
            closes_at=closes,
        )
        for number in (1, 2):
            BallotOption.objects.create(ballot=ballot, number=number, title=f"Opzione {number}")
        if opens is not None:
            paper = BallotPaper.objects.create(ballot=ballot, number=123_456, on_paper="1", at=before)
            BallotMark.objects.create(paper=paper, option=ballot.options.get(number=1), value=1)


def _add_hypotheses(path: Process) -> None:
    """A document that is open, with an amendment."""
    Opening.objects.create(phase=path.phases.get(), doing="amend", whom="insiders")
    made = write_hypothesis(
        path,
        by=Operator(),
        title="Prova",
        decided_by=path.body,
        pieces=[Piece("Una porta", "Una porta sola.")],
        at=path.district.now(),
    )
    open_hypothesis(made, by=Operator())
    Amendment.objects.create(
        hypothesis=made,
        number=1,
        kind="remove",
        based_on=made.versions.get(),
        paragraph=made.paragraphs.get(),
        reason="Non serve",
        at=path.district.now(),
    )
