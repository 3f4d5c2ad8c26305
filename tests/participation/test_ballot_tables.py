"""The tables of ballots come back as they left, and say of papers a number and nothing else."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from ordito.community.models import Organisation
from ordito.core.models import District, User
from ordito.core.tables import WrongTables, export_tables, import_tables
from ordito.participation.models import (
    Ballot,
    BallotMark,
    BallotOption,
    BallotPaper,
    Cell,
    Contribution,
    Gathering,
    Grid,
    GridLine,
    Phone,
)
from tests.participation.ballot_town import NOON
from tests.participation.conftest import OPERATOR
from tests.participation.test_path_tables import contents

YESTERDAY = datetime(2017, 1, 7, 8, tzinfo=UTC)
NAMES = ("ballots.csv", "ballot_options.csv", "ballot_papers.csv", "ballot_marks.csv")


@pytest.fixture
def chosen(plenary: Gathering, planner: User) -> Ballot:
    """A closed choice within a budget: a person's paper, a phone's, one of paper that is blank."""
    process = plenary.process
    said = Contribution.objects.create(
        process=process, number=1, text="Spazi compiti", kind="need", channel="note", at=NOON
    )
    ballot = Ballot.objects.create(
        process=process,
        code="bilancio",
        title="Come spendere 1.000 euro",
        method="budget",
        budget=Decimal("1000.50"),
        gathering=plenary,
        opens_at=YESTERDAY,
        closes_at=NOON,
    )
    first = BallotOption.objects.create(ballot=ballot, number=1, title="Compiti", cost=400, contribution=said)
    grid = Grid.objects.create(process=process, code="griglia", title="Griglia")
    row = GridLine.objects.create(grid=grid, axis="row", number=1, title="Conciliazione")
    column = GridLine.objects.create(grid=grid, axis="column", number=2, title="Interventi")
    cell = Cell.objects.create(grid=grid, row=row, column=column)
    second = BallotOption.objects.create(
        ballot=ballot, number=2, title="Affidi", cost=Decimal("612.25"), cell=cell
    )
    phone = Phone.objects.create(gathering=plenary, number=1, key_sha256="a" * 64, joined_at=NOON)
    one = BallotPaper.objects.create(ballot=ballot, number=712_345, user=planner, at=YESTERDAY)
    two = BallotPaper.objects.create(
        ballot=ballot, number=112_345, phone=phone, at=YESTERDAY, void_because="due volte"
    )
    BallotPaper.objects.create(ballot=ballot, number=412_345, on_paper="17", at=YESTERDAY)
    BallotMark.objects.create(paper=one, option=first, value=1)
    BallotMark.objects.create(paper=one, option=second, value=1)
    BallotMark.objects.create(paper=two, option=second, value=1)
    return ballot


def test_ballots_come_back_byte_for_byte(
    chosen: Ballot, district: District, elsewhere: District, tmp_path: Path
) -> None:
    export_tables(district, tmp_path / "one", "folder", by=OPERATOR)
    import_tables(elsewhere, tmp_path / "one", by=OPERATOR, at=NOON)
    export_tables(elsewhere, tmp_path / "two", "folder", by=OPERATOR)
    first = contents(tmp_path / "one")
    assert first == contents(tmp_path / "two")
    assert {name: first[name].count(b"\n") - 1 for name in NAMES} == {
        "ballots.csv": 1,
        "ballot_options.csv": 2,
        "ballot_papers.csv": 3,
        "ballot_marks.csv": 3,
    }
    import_tables(elsewhere, tmp_path / "one", by=OPERATOR, at=NOON)
    assert BallotMark.objects.filter(paper__ballot__process__district=elsewhere).count() == 3
    one, two = BallotOption.objects.filter(ballot__process__district=elsewhere).order_by("number")
    assert (one.contribution is not None, two.cell is not None) == (True, True)


def test_a_paper_leaves_as_numbers_alone(chosen: Ballot, district: District, tmp_path: Path) -> None:
    export_tables(district, tmp_path, "folder", by=OPERATOR)
    assert (tmp_path / "ballot_papers.csv").read_text("utf-8-sig").splitlines() == [
        "code,ballot,number,on_paper,void_because",
        "labgo/bilancio/112345,labgo/bilancio,112345,,due volte",
        "labgo/bilancio/412345,labgo/bilancio,412345,17,",
        "labgo/bilancio/712345,labgo/bilancio,712345,,",
    ]


def test_the_papers_of_an_open_ballot_do_not_leave(
    chosen: Ballot, district: District, tmp_path: Path
) -> None:
    Ballot.objects.filter(pk=chosen.pk).update(closes_at=None)
    export_tables(district, tmp_path, "folder", by=OPERATOR)
    lines = [len((tmp_path / name).read_text("utf-8-sig").splitlines()) - 1 for name in NAMES]
    assert lines == [1, 2, 0, 0]


def test_an_organisation_that_has_chosen_is_read_and_is_not_written(
    chosen: Ballot, district: District, tmp_path: Path
) -> None:
    Organisation.objects.create(district=district, code="caritas", name="Caritas")
    (tmp_path / "ballot_papers.csv").write_text(
        "ballot,number,organisation\nlabgo/bilancio,5,caritas\n", encoding="utf-8"
    )
    import_tables(district, tmp_path, by=OPERATOR, at=NOON)
    assert BallotPaper.objects.get(number=5).organisation == Organisation.objects.get(code="caritas")


@pytest.mark.parametrize(
    ("name", "rows", "said"),
    [
        (
            "ballot_marks.csv",
            "paper,option,value\nlabgo/bilancio/712345,labgo/altra/1,1\n",
            "la stessa|stessa scelta",
        ),
        ("ballot_marks.csv", "paper,option,value\nlabgo/bilancio/712345,labgo/bilancio/1,0\n", "«0»"),
        ("ballot_papers.csv", "code,ballot,number\naltro/1,labgo/bilancio,1\n", "labgo/bilancio/1"),
        ("ballots.csv", "process,slug,title,method\nlabgo,nuova,Nuova,sorteggio\n", "sorteggio"),
        ("ballots.csv", "process,slug,title,method\nlabgo,nuova,Nuova,points\n", "i punti a testa"),
        ("ballots.csv", "process,slug,title,method,budget\nlabgo,nuova,Nuova,budget,\n", "il bilancio"),
        (
            "ballots.csv",
            "process,slug,title,method,closes_at\nlabgo,nuova,Nuova,ranking,2017-01-09T10:00:00+01:00\n",
            "quando si è aperta",
        ),
        (
            "ballots.csv",
            (
                "process,slug,title,method,opens_at,closes_at\n"
                "labgo,nuova,Nuova,ranking,2017-01-09T10:00:00+01:00,2017-01-08T10:00:00+01:00\n"
            ),
            "prima dell'apertura",
        ),
    ],
)
def test_a_wrong_row_is_told(
    chosen: Ballot, district: District, tmp_path: Path, name: str, rows: str, said: str
) -> None:
    other = Ballot.objects.create(process=chosen.process, code="altra", title="Altra", method="approval")
    BallotOption.objects.create(ballot=other, number=1, title="Una")
    (tmp_path / name).write_text(rows, encoding="utf-8")
    with pytest.raises(WrongTables, match=said):
        import_tables(district, tmp_path, by=OPERATOR, at=NOON)
