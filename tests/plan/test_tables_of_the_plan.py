"""The plan leaves a district whole and comes in whole; what is wrong is said with its row."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.db import DatabaseError, transaction

from ordito.core.models import District
from ordito.core.tables import WrongTables, export_tables, import_tables
from ordito.plan.models import AreaPlan, BudgetLine, Ground, PlanVersion
from tests.plan.rich import OFFICE, rich_plan

NEW = {
    "sharing_keys.csv",
    "sharing_weights.csv",
    "expenses.csv",
    "action_steps.csv",
    "grounds.csv",
    "plan_versions.csv",
    "signatures.csv",
    "year_notes.csv",
}


@pytest.fixture
def plan(district: District) -> AreaPlan:
    return rich_plan(district)


def test_a_whole_plan_leaves_and_comes_back_the_same(
    plan: AreaPlan, elsewhere: District, tmp_path: Path
) -> None:
    export_tables(plan.district, tmp_path / "one", "folder", by=OFFICE)
    for _twice in range(2):
        import_tables(elsewhere, tmp_path / "one", by=OFFICE, at=plan.district.now())
    export_tables(elsewhere, tmp_path / "two", "folder", by=OFFICE)
    files = {path.name for path in (tmp_path / "one").iterdir()}
    assert files >= NEW
    empty = [name for name in NEW if (tmp_path / "one" / name).read_bytes().count(b"\n") < 2]
    assert empty == []
    assert [
        name
        for name in sorted(files)
        if (tmp_path / "one" / name).read_bytes() != (tmp_path / "two" / name).read_bytes()
    ] == []
    assert AreaPlan.objects.get(district=elsewhere, code="piano-di-zona").previous is not None


@pytest.mark.parametrize(
    ("table", "rows", "says"),
    [
        (
            "budget_lines",
            "action,year,source,amount,sharing_key\npiano-di-zona/1.1,2016,regional,5,piano-di-zona/abitanti\n",
            "si ripartiscono solo le quote comunali",
        ),
        (
            "expenses",
            "action,year,source,number,on,amount\npiano-di-zona/1.1,2017,municipal,1,2017-01-01,5\n",
            "una riga di bilancio dell'azione in quell'anno",
        ),
        (
            "grounds",
            "objective,action,kind,cited\npiano-di-zona/1,,contribution,percorso/1\n",
            "qualcosa che c'è nel registro",
        ),
        (
            "grounds",
            "objective,action,kind,cited\n,,decision,assemblea-2015-11-17/20\n",
            "un obiettivo oppure un'azione",
        ),
        (
            "plan_versions",
            'plan,number,document,at\npiano-di-zona,2,"{""is"": ""x""}",2015-11-17T12:00:00+01:00\n',
            "un atto come lo scrive l'esportazione",
        ),
        (
            "plans",
            "code,title,starts_on,ends_before,decided_at,decision\nb,B,2018-01-01,2021-01-01,assemblea-2015-11-17,9\n",
            "il numero di una decisione di quell'incontro",
        ),
    ],
)
def test_a_wrong_row_is_refused_with_what_was_expected(
    plan: AreaPlan, tmp_path: Path, table: str, rows: str, says: str
) -> None:
    (tmp_path / f"{table}.csv").write_text(rows)
    before = (BudgetLine.objects.count(), Ground.objects.count(), AreaPlan.objects.count())
    with pytest.raises(WrongTables) as wrong:
        import_tables(plan.district, tmp_path, by=OFFICE, at=plan.district.now())
    assert says in str(wrong.value)
    assert (BudgetLine.objects.count(), Ground.objects.count(), AreaPlan.objects.count()) == before


def test_a_version_that_is_there_does_not_change(plan: AreaPlan, tmp_path: Path) -> None:
    export_tables(plan.district, tmp_path / "one", "folder", by=OFFICE)
    kept = (tmp_path / "one" / "plan_versions.csv").read_text()
    (tmp_path / "two").mkdir()
    (tmp_path / "two" / "plan_versions.csv").write_text(kept.replace("Poi.", "Prima."))
    with pytest.raises(WrongTables) as wrong:
        import_tables(plan.district, tmp_path / "two", by=OFFICE, at=plan.district.now())
    assert "quelle che ci sono non cambiano" in str(wrong.value)


@pytest.mark.parametrize("change", ["update", "delete"])
def test_the_database_keeps_a_version_of_the_plan_as_it_is(plan: AreaPlan, change: str) -> None:
    version = PlanVersion.objects.filter(plan=plan)
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        version.update(note="altro") if change == "update" else version.delete()
    assert version.update(number=1) == 1
