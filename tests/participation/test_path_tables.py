"""The tables of paths and of what is known together come back as they left."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from ordito.community.models import Organisation, Person
from ordito.core.attachments import attachment
from ordito.core.models import District
from ordito.core.tables import WrongTables, export_tables, import_tables
from ordito.governance.models import Body, Document, DocumentStep, Mandate, Meeting
from ordito.participation.models import (
    Elaboration,
    EmblematicActivity,
    Opening,
    Phase,
    Process,
    Product,
    Source,
    SuggestedReading,
    Workshop,
)
from ordito.territory.models import Municipality, SubArea
from tests.participation.conftest import NOON, OPERATOR

PDF = b"%PDF-1.7 " + bytes(range(256)) * 200
APRIL = date(2011, 4, 15)


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


@pytest.fixture
def crema(district: District) -> Process:
    """A path with one of everything that hangs from it."""
    mayors = Body.objects.create(district=district, code="assemblea", name="Assemblea dei Sindaci")
    group = Body.objects.create(district=district, code="gruppo-misto", name="Gruppo misto")
    mandate = Mandate.objects.create(
        body=group, mandated_by=mayors, date=APRIL, object="Ripensare il welfare"
    )
    path = Process.objects.create(
        district=district,
        code="verso-il-piano",
        title="Verso il piano 2012-2014",
        kind="path_to_plan",
        purpose="Ripensare\nil welfare locale",
        body=group,
        technical_group=mayors,
        mandate=mandate,
        starts_on=APRIL,
        is_public=False,
    )
    phase = Phase.objects.create(
        process=path, number=1, title="Conoscere", starts_on=APRIL, ends_before=date(2011, 9, 1)
    )
    Opening.objects.create(phase=phase, doing="contribute", whom="room")
    meeting = Meeting.objects.create(body=group, code="gruppo-misto-1", date=APRIL)
    north = SubArea.objects.create(district=district, code="nord", name="Nord")
    ada = Person.objects.create(district=district, code="ada", name="Ada Bini")
    ground = Document.objects.create(body=group, code="contesto", title="Contesto")
    DocumentStep.objects.create(document=ground, number=1, status=ground.status)
    Workshop.objects.create(
        process=path,
        phase=phase,
        meeting=meeting,
        sub_area=north,
        addressed_to="operatori",
        administrator=ada,
        grounded_on=ground,
    )
    Product.objects.create(process=path, number=1, title="Ipotesi", due_on=date(2011, 11, 1), document=ground)
    source = Source.objects.create(
        district=district, code="bilanci", title="Bilanci", year=2010, user_area="ELD", link="https://e.org/a"
    )
    town = Municipality.objects.create(district=district, istat_code="019035", name="Crema")
    source.municipalities.add(town)
    SuggestedReading.objects.create(process=path, source=source, number=1, why="Dice quanto si spende")
    filo = Organisation.objects.create(district=district, code="filo", name="Il Filo", kind="association")
    EmblematicActivity.objects.create(
        process=path, number=1, title="Doposcuola", organisation=filo, sub_area=north, positive="C'è"
    )
    kept = [attachment(district=district, name=name, content=PDF, at=NOON) for name in ("a.pdf", "b.pdf")]
    for each in kept:
        each.save()
    Source.objects.update(file=kept[0])
    paper = Elaboration.objects.create(
        process=path, number=1, meeting=meeting, title="Quanti siamo", text="…", file=kept[1]
    )
    paper.cites.add(source)
    return path


def test_paths_come_back_byte_for_byte(
    district: District, elsewhere: District, crema: Process, tmp_path: Path
) -> None:
    export_tables(district, tmp_path / "one", "folder", by=OPERATOR)
    import_tables(elsewhere, tmp_path / "one", by=OPERATOR, at=NOON)
    export_tables(elsewhere, tmp_path / "two", "folder", by=OPERATOR)
    first = contents(tmp_path / "one")
    assert first == contents(tmp_path / "two")
    names = (
        "processes phases openings workshops products sources source_municipalities suggested_readings "
        "emblematic_activities elaborations elaboration_sources"
    )
    assert {name: first[f"{name}.csv"].count(b"\n") for name in names.split()} == {
        name: 3 if name == "processes" else 2 for name in names.split()
    }  # a line more where the purpose has two
    assert (first["source_files.csv"].count(b"\n"), first["elaboration_files.csv"].count(b"\n")) == (4, 4)
    assert bytes(Source.objects.get(district=elsewhere).file.content) == PDF  # type: ignore[union-attr]
    import_tables(elsewhere, tmp_path / "one", by=OPERATOR, at=NOON)
    again = Process.objects.get(district=elsewhere)
    assert again.mandate is not None
    assert again.mandate.body.district == elsewhere
    assert again.mandate.object == "Ripensare il welfare"


@pytest.mark.parametrize("mandate", ["assemblea/2011-04-16", "/", "gruppo-misto/2011-04-15"])
def test_a_mandate_that_nobody_gave_is_told(
    district: District, crema: Process, tmp_path: Path, mandate: str
) -> None:
    (tmp_path / "processes.csv").write_text(
        f"code,title,body,starts_on,mandate\naltro,Altro,gruppo-misto,2011-04-15,{mandate}\n"
    )
    with pytest.raises(WrongTables, match="un mandato di chi conduce"):
        import_tables(district, tmp_path, by=OPERATOR, at=NOON)


def test_a_path_typed_in_a_sheet_needs_little(district: District, tmp_path: Path) -> None:
    (tmp_path / "bodies.csv").write_text("code,name\nlab,LabGo\n")
    (tmp_path / "processes.csv").write_text("code,title,body,from\nlab,Il LabGo,lab,2016-01-01\n")
    (tmp_path / "phases.csv").write_text(
        "process,number,title,from,to\nlab,1,Primo giro,2016-01-01,2016-03-31\n"
    )
    (tmp_path / "openings.csv").write_text("phase,doing\nlab/1,contribute\n")
    import_tables(district, tmp_path, by=OPERATOR, at=NOON)
    opening = Opening.objects.get()
    assert opening.whom == "members"
    assert opening.phase.ends_before == date(2016, 4, 1)
    assert opening.phase.process.is_public


@pytest.mark.parametrize(
    ("part", "content", "said"),
    [("2", "JVBERi0=", "tutte le parti"), ("1", "JVB", "base64"), ("1", "TVo=", "non contiene quello che")],
)
def test_a_file_that_is_not_whole_or_not_what_it_says_is_told(
    district: District, crema: Process, tmp_path: Path, part: str, content: str, said: str
) -> None:
    (tmp_path / "source_files.csv").write_text(f"source,part,name,content\nbilanci,{part},a.pdf,{content}\n")
    with pytest.raises(WrongTables, match=said):
        import_tables(district, tmp_path, by=OPERATOR, at=NOON)


@pytest.mark.parametrize(
    ("table", "row"),
    [
        ("sources", "code,title\nmatrice,Matrice\n"),
        ("processes", "code,title,body,from\nnuovo,N,lab,2016-01-01\n"),
    ],
)
def test_a_code_that_is_a_word_of_the_addresses_is_told(
    district: District, tmp_path: Path, table: str, row: str
) -> None:
    (tmp_path / "bodies.csv").write_text("code,name\nlab,LabGo\n")
    (tmp_path / f"{table}.csv").write_text(row)
    with pytest.raises(WrongTables, match="una parola degli indirizzi"):
        import_tables(district, tmp_path, by=OPERATOR, at=NOON)
