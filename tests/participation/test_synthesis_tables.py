"""The tables of grids and concept maps come back as they left, and say what is wrong before writing."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from ordito.core.models import District
from ordito.core.tables import WrongTables, export_tables, import_tables
from ordito.participation.models import (
    Cell,
    Concept,
    ConceptMap,
    ConceptTie,
    Correction,
    Grid,
    Placement,
    Process,
)
from tests.participation.conftest import NOON, OPERATOR
from tests.participation.synthesis_case import AT, SAID, grid_of, path_of, say

LATER = AT + timedelta(minutes=5)


@pytest.fixture
def famiglia(district: District) -> Process:
    """A grid and a map with one of everything."""
    process = path_of(district)
    said = say(process, *SAID)
    grid = grid_of(process)
    rows, columns = ([*grid.lines.filter(axis=axis).order_by("number")] for axis in ("row", "column"))
    cell = Cell.objects.create(grid=grid, row=rows[0], column=columns[1], summary="La casa\nprima di tutto")
    Cell.objects.create(grid=grid, row=rows[1], column=columns[1])
    Placement.objects.create(contribution=said[0], cell=cell, placed_at=AT, removed_at=LATER)
    Placement.objects.create(contribution=said[0], cell=cell, placed_at=LATER, was_suggested=True)
    Correction.objects.create(grid=grid, number=1, contribution=said[2], cell=cell, at=AT)
    Correction.objects.create(
        grid=grid, number=2, contribution=said[3], other=said[5], together=True, at=LATER
    )
    sheet = ConceptMap.objects.create(process=process, code="cause", title="Le cause")
    house = Concept.objects.create(map=sheet, number=1, text="Affitti", contribution=said[0], x=0, y=1000)
    leaving = Concept.objects.create(map=sheet, number=2, text="Chi se ne va")
    ConceptTie.objects.create(map=sheet, source=house, target=leaving, kind="leads_to")
    return process


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def test_grids_and_maps_come_back_byte_for_byte(
    district: District, elsewhere: District, famiglia: Process, tmp_path: Path
) -> None:
    export_tables(district, tmp_path / "one", "folder", by=OPERATOR)
    import_tables(elsewhere, tmp_path / "one", by=OPERATOR, at=NOON)
    export_tables(elsewhere, tmp_path / "two", "folder", by=OPERATOR)
    first = contents(tmp_path / "one")
    assert first == contents(tmp_path / "two")
    lines = {name: first[f"{name}.csv"].decode().splitlines()[1:] for name in ("cells", "placements")}
    assert lines["cells"][-1] == (
        "famiglia/macro-questioni/2/2,famiglia/macro-questioni,famiglia/macro-questioni/row/2,"
        "famiglia/macro-questioni/column/2,"
    )
    assert [line.split(",")[:2] for line in lines["placements"]] == [
        ["famiglia/1", "famiglia/macro-questioni/1/2"]
    ] * 2
    for model, path in (
        (Placement, "cell__grid__process__district"),
        (Correction, "grid__process__district"),
        (ConceptTie, "map__process__district"),
    ):
        again = model.objects.filter(**{path: elsewhere}).count()
        assert again == model.objects.filter(**{path: district}).count() > 0
    import_tables(elsewhere, tmp_path / "one", by=OPERATOR, at=NOON)
    assert Placement.objects.filter(cell__grid__process__district=elsewhere).count() == 2


def test_a_grid_typed_in_a_sheet_needs_little(district: District, tmp_path: Path) -> None:
    process = path_of(district)
    say(process, "Casa cara")
    (tmp_path / "grids.csv").write_text(
        "process,slug,title,rows_name,columns_name\nfamiglia,g,Griglia,Temi,Servizi\n"
    )
    (tmp_path / "grid_lines.csv").write_text(
        "grid,axis,number,title\nfamiglia/g,row,1,Casa\nfamiglia/g,column,1,Progetti\n"
    )
    (tmp_path / "cells.csv").write_text("grid,row,column\nfamiglia/g,famiglia/g/row/1,famiglia/g/column/1\n")
    (tmp_path / "placements.csv").write_text(
        "contribution,cell,placed_at\nfamiglia/1,famiglia/g/1/1,2017-01-09T12:00:00\n"
    )
    import_tables(district, tmp_path, by=OPERATOR, at=NOON)
    placed = Placement.objects.get(cell__grid=Grid.objects.get())
    assert (str(placed.cell), placed.contribution.text, placed.was_suggested) == (
        "Casa × Progetti",
        "Casa cara",
        False,
    )


CELLS = "grid,row,column\nfamiglia/macro-questioni,famiglia/macro-questioni/row/1,{column}\n"


@pytest.mark.parametrize(
    ("name", "rows", "said"),
    [
        ("cells", CELLS.format(column="famiglia/macro-questioni/row/2"), "code"),
        ("cells", CELLS.format(column="altra/griglia/column/1"), "code"),
        (
            "placements",
            "contribution,cell,placed_at\nfamiglia/1,famiglia/macro-questioni/1/2,2017-01-10T12:00:00\n",
            "una volta sola",
        ),
        (
            "placements",
            "contribution,cell,placed_at\naltra/1,famiglia/macro-questioni/1/2,2017-01-10T12:00:00\n",
            "stesso percorso",
        ),
        (
            "placements",
            (
                "contribution,cell,placed_at,removed_at\n"
                "famiglia/2,famiglia/macro-questioni/1/2,2017-01-10T12:00:00,2017-01-09T12:00:00\n"
            ),
            "successivo",
        ),
        (
            "grid_corrections",
            "grid,number,contribution,at\nfamiglia/macro-questioni,9,famiglia/1,2017-01-10T12:00:00\n",
            "altro contributo",
        ),
        (
            "grid_corrections",
            (
                "grid,number,contribution,other,at\n"
                "famiglia/macro-questioni,9,famiglia/1,altra/1,2017-01-10T12:00:00\n"
            ),
            "stesso percorso",
        ),
        (
            "grid_corrections",
            (
                "grid,number,contribution,other,at\n"
                "famiglia/macro-questioni,9,famiglia/1,famiglia/1,2017-01-10T12:00:00\n"
            ),
            "diverso",
        ),
        (
            "concept_ties",
            "concept_map,source,target,kind\nfamiglia/cause,famiglia/cause/1,altra/mappa/1,needs\n",
            "stessa mappa",
        ),
    ],
)
def test_a_wrong_row_is_told_and_nothing_is_written(
    district: District, famiglia: Process, tmp_path: Path, name: str, rows: str, said: str
) -> None:
    other = path_of(district, "altra")
    say(other, "Altrove")
    grid_of(other, code="griglia")
    sheet = ConceptMap.objects.create(process=other, code="mappa", title="Altra")
    Concept.objects.create(map=sheet, number=1, text="Altro")
    before = [model.objects.count() for model in (Cell, Placement, Correction, ConceptTie)]
    (tmp_path / f"{name}.csv").write_text(rows)
    with pytest.raises(WrongTables, match=said):
        import_tables(district, tmp_path, by=OPERATOR, at=NOON)
    assert [model.objects.count() for model in (Cell, Placement, Correction, ConceptTie)] == before


def test_a_placement_taken_away_in_the_sheet_makes_room_for_a_new_one(
    district: District, famiglia: Process, tmp_path: Path
) -> None:
    standing = Placement.objects.get(removed_at__isnull=True)
    (tmp_path / "placements.csv").write_text(
        "contribution,cell,placed_at,removed_at\n"
        f"famiglia/1,famiglia/macro-questioni/1/2,{standing.placed_at.isoformat()},2017-01-10T12:00:00\n"
        "famiglia/1,famiglia/macro-questioni/1/2,2017-01-11T12:00:00,\n"
    )
    import_tables(district, tmp_path, by=OPERATOR, at=NOON)
    assert Placement.objects.filter(removed_at__isnull=True).count() == 1
    assert Placement.objects.count() == 3
