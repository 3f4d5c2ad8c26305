"""The tables of calls come back as they left."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from ordito.core.models import District
from ordito.core.tables import WrongTables, export_tables, import_tables
from ordito.governance.models import Body
from ordito.participation.commands.applications import Paper, answer_integration, ask_integration
from ordito.participation.commands.outcome import declare_conflicts, score_application
from ordito.participation.models import Application, Call
from tests.participation.conftest import LAST_DAY, NOON, OPERATOR, TODAY, recorded, with_all


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def test_calls_and_applications_come_back_byte_for_byte(
    district: District,
    elsewhere: District,
    opened: Call,
    scored: Call,
    labs: tuple[Body, Body],
    tmp_path: Path,
) -> None:
    one = with_all(recorded(opened, "Il Filo", *labs))
    asked = ask_integration(one, by=OPERATOR, text="Lo statuto", on=TODAY, due_on=LAST_DAY)
    answer_integration(asked, by=OPERATOR, answer="Eccolo", papers=[Paper("a.pdf", b"%PDF-1")], at=NOON)
    two, three = recorded(scored, "Caritas"), recorded(scored, "Auser")
    ada = scored.commission.get(name="Ada")
    declare_conflicts(ada, by=OPERATOR, conflicts={three: "Ne è socia"}, on=TODAY)
    ada.refresh_from_db()
    experience = scored.criteria.get(text="Esperienza")
    score_application(two, by=OPERATOR, points={(experience, ada): Decimal("12.5")})
    export_tables(district, tmp_path / "one", "folder", by=OPERATOR)
    import_tables(elsewhere, tmp_path / "one", by=OPERATOR, at=NOON)
    export_tables(elsewhere, tmp_path / "two", "folder", by=OPERATOR)
    first = contents(tmp_path / "one")
    assert first == contents(tmp_path / "two")
    lines = {
        name: text.count(b"\n") - 1
        for name, text in first.items()
        if b"application" in name.encode() or name.startswith("call")
    }
    assert lines == {
        "application_checks.csv": 2,
        "application_conflicts.csv": 1,
        "application_integrations.csv": 1,
        "application_labs.csv": 2,
        "application_scores.csv": 1,
        "applications.csv": 3,
        "call_commission.csv": 2,
        "call_criteria.csv": 2,
        "call_labs.csv": 2,
        "call_requirements.csv": 4,
        "calls.csv": 2,
    }
    import_tables(elsewhere, tmp_path / "one", by=OPERATOR, at=NOON)
    assert Application.objects.filter(call__district=elsewhere).count() == 3


def test_a_call_typed_in_a_sheet_needs_little(district: District, tmp_path: Path) -> None:
    (tmp_path / "calls.csv").write_text("code,title,kind\navviso,Avviso,interest\n")
    (tmp_path / "call_requirements.csv").write_text("call,number,text\navviso,1,Sede nel distretto\n")
    import_tables(district, tmp_path, by=OPERATOR, at=NOON)
    assert [str(each) for each in Call.objects.get().requirements.all()] == ["Sede nel distretto"]


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ("code,call,number,text\naltro/1,avviso,1,Sede\n", "avviso/1"),
        ("call,number,text\nnessuno,1,Sede\n", "nessuno"),
        ("call,number,text\navviso,0,Sede\n", "«0»"),
    ],
)
def test_a_wrong_row_is_told_and_nothing_is_written(
    district: District, tmp_path: Path, rows: str, said: str
) -> None:
    (tmp_path / "calls.csv").write_text("code,title,kind\navviso,Avviso,interest\n")
    (tmp_path / "call_requirements.csv").write_text(rows)
    with pytest.raises(WrongTables, match=said):
        import_tables(district, tmp_path, by=OPERATOR, at=NOON)
    assert not Call.objects.exists()
