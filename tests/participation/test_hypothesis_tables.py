"""The tables of hypotheses and amendments come back as they left, and versions stay."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from django.db import DatabaseError, connection, transaction

from ordito.community.models import Organisation
from ordito.core.models import District, User
from ordito.core.tables import WrongTables, export_tables, import_tables
from ordito.governance.models import Decision, Meeting
from ordito.participation.models import (
    Amendment,
    AmendmentRemark,
    Cell,
    Contribution,
    Gathering,
    Grid,
    GridLine,
    Hypothesis,
    HypothesisVersion,
    Paragraph,
    ParagraphText,
    Source,
)
from tests.participation.conftest import NOON, OPERATOR
from tests.participation.test_path_tables import contents

LATER = NOON + timedelta(days=2)


@pytest.fixture
def full(plenary: Gathering, planner: User) -> Hypothesis:
    """A hypothesis with one of everything that hangs from it."""
    process, district = plenary.process, plenary.district
    caritas = Organisation.objects.create(district=district, code="caritas", name="Caritas")
    meeting = Meeting.objects.create(body=process.body, code="labgo-1", date=date(2017, 1, 9))
    decision = Decision.objects.create(meeting=meeting, number="1/2017", text="Si accoglie")
    grid = Grid.objects.create(process=process, code="famiglia", title="Griglia")
    row, column = (
        GridLine.objects.create(grid=grid, axis=axis, number=1, title="Conciliare")
        for axis in ("row", "column")
    )
    cell = Cell.objects.create(grid=grid, row=row, column=column, summary="Tempi")
    said = Contribution.objects.create(process=process, number=1, text="Spazi", channel="note", at=NOON)
    source = Source.objects.create(district=district, code="relazione", title="Relazione")
    made = Hypothesis.objects.create(
        process=process, code="ipotesi", title="Ipotesi", decided_by=process.body, state="open"
    )
    one, two = (
        HypothesisVersion.objects.create(hypothesis=made, number=number, note="Perché sì", at=at, by=planner)
        for number, at in ((1, NOON), (2, LATER))
    )
    first = Paragraph.objects.create(hypothesis=made, number=1)
    second = Paragraph.objects.create(hypothesis=made, number=2, split_from=first)
    Paragraph.objects.create(hypothesis=made, number=3, joined_to=first)
    first.cells.add(cell)
    first.contributions.add(said)
    first.sources.add(source)
    for version, paragraph, place in ((one, first, 1), (two, second, 1), (two, first, 2)):
        ParagraphText.objects.create(
            version=version, paragraph=paragraph, position=place, heading="Porta", text="Una\nsola 🏠"
        )
    amendment = Amendment.objects.create(
        hypothesis=made,
        number=1,
        kind="add",
        based_on=one,
        paragraph=first,
        text="Anche qui",
        reason="Manca",
        organisation=caritas,
        author=planner,
        gathering=plenary,
        at=NOON,
        state="accepted",
        decision=decision,
        decided_at=LATER,
        answer="Sì",
        is_changed=True,
        result=two,
        added=second,
    )
    Amendment.objects.create(hypothesis=made, number=2, kind="remove", based_on=two, paragraph=first, at=NOON)
    AmendmentRemark.objects.create(
        amendment=amendment, number=1, text="D'accordo", organisation=caritas, author=planner, at=NOON
    )
    return made


def test_hypotheses_come_back_byte_for_byte(
    full: Hypothesis, district: District, elsewhere: District, tmp_path: Path
) -> None:
    export_tables(district, tmp_path / "one", "folder", by=OPERATOR)
    import_tables(elsewhere, tmp_path / "one", by=OPERATOR, at=NOON)
    export_tables(elsewhere, tmp_path / "two", "folder", by=OPERATOR)
    first = contents(tmp_path / "one")
    assert first == contents(tmp_path / "two")
    lines = {
        name.removesuffix(".csv"): text.count(b"\n") - 1
        for name, text in first.items()
        if name.startswith(("hypothes", "paragraph", "amendment")) and name != "paragraph_texts.csv"
    }
    assert lines == {
        "hypotheses": 1,
        "hypothesis_versions": 2,
        "paragraphs": 3,
        "paragraph_cells": 1,
        "paragraph_contributions": 1,
        "paragraph_sources": 1,
        "amendments": 2,
        "amendment_remarks": 1,
    }
    import_tables(elsewhere, tmp_path / "one", by=OPERATOR, at=NOON)
    assert ParagraphText.objects.filter(version__hypothesis__process__district=elsewhere).count() == 3


def test_a_document_typed_in_a_sheet_needs_little(
    plenary: Gathering, district: District, tmp_path: Path
) -> None:
    write(tmp_path, "hypotheses", "process,slug,title,decided_by\nlabgo,ipotesi,Ipotesi,labgo-famiglia\n")
    write(tmp_path, "hypothesis_versions", "hypothesis,number,at\nlabgo/ipotesi,1,2017-01-09T12:00:00\n")
    write(tmp_path, "paragraphs", "hypothesis,number\nlabgo/ipotesi,1\n")
    write(
        tmp_path,
        "paragraph_texts",
        "version,paragraph,position,text\nlabgo/ipotesi/1,labgo/ipotesi/1,1,Una porta sola\n",
    )
    import_tables(district, tmp_path, by=OPERATOR, at=NOON)
    assert ParagraphText.objects.get().text == "Una porta sola"
    assert Hypothesis.objects.get().state == "draft"


@pytest.mark.parametrize(
    ("table", "rows", "said"),
    [
        (
            "hypothesis_versions",
            "hypothesis,number,at,note\nlabgo/ipotesi,1,2017-01-09T12:00:00,Altro\n",
            "quelle che ci sono non cambiano",
        ),
        (
            "paragraph_texts",
            "version,paragraph,position,text\nlabgo/ipotesi/1,labgo/ipotesi/1,1,Altro\n",
            "quelle che ci sono non cambiano",
        ),
        (
            "paragraph_texts",
            "version,paragraph,position,text\nlabgo/ipotesi/1,labgo/ipotesi/2,2,Altro\n",
            "non si aggiunge",
        ),
        (
            "amendments",
            "hypothesis,number,kind,based_on,at,text\nlabgo/ipotesi,9,replace,labgo/ipotesi/1,2017-01-09T12:00:00,Altro\n",
            "un paragrafo",
        ),
        (
            "amendments",
            (
                "hypothesis,number,kind,based_on,paragraph,at,state,decision\n"
                "labgo/ipotesi,9,remove,labgo/ipotesi/1,labgo/ipotesi/1,2017-01-09T12:00:00,rejected,9\n"
            ),
            "chi è respinto ne riceve una",
        ),
        (
            "amendments",
            (
                "hypothesis,number,kind,based_on,paragraph,at,decided_in,decision\n"
                "labgo/ipotesi,9,remove,labgo/ipotesi/1,labgo/ipotesi/1,2017-01-09T12:00:00,labgo-1,9\n"
            ),
            "il numero di una decisione",
        ),
        ("paragraphs", "code,hypothesis,number\naltro/1,labgo/ipotesi,9\n", "labgo/ipotesi/9"),
    ],
)
def test_a_wrong_row_is_told_and_nothing_is_written(
    full: Hypothesis, district: District, tmp_path: Path, table: str, rows: str, said: str
) -> None:
    write(tmp_path, table, rows)
    with pytest.raises(WrongTables, match=said):
        import_tables(district, tmp_path, by=OPERATOR, at=NOON)
    assert not Amendment.objects.filter(number=9).exists()


@pytest.mark.parametrize("model", [HypothesisVersion, ParagraphText])
@pytest.mark.parametrize("change", ["DELETE FROM {0}", "UPDATE {0} SET {1} = 'Altro'"])
def test_the_database_refuses_to_change_a_version(
    full: Hypothesis, model: type[HypothesisVersion | ParagraphText], change: str
) -> None:
    for one in model._default_manager.all():
        one.save()  # as it is, it is no change
    name = "note" if model is HypothesisVersion else "text"
    with (
        pytest.raises(DatabaseError, match="is never changed"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(change.format(model._meta.db_table, name))


def write(folder: Path, table: str, rows: str) -> None:
    (folder / f"{table}.csv").write_text(rows)
