"""The tables of what was said and of what was thought of it come back as they left."""

from __future__ import annotations

from pathlib import Path

import pytest

from ordito.community.models import Organisation
from ordito.core.models import District, User
from ordito.core.tables import WrongTables, export_tables, import_tables
from ordito.participation.models import Contribution, CountedVote, Gathering, Phone, Process, Statement, Vote
from tests.participation.conftest import NOON, OPERATOR
from tests.participation.test_path_tables import contents


def said(process: Process, number: int, text: str, **more: object) -> Contribution:
    told = {"channel": "note", "at": NOON, "kind": "need"} | more
    return Contribution.objects.create(process=process, number=number, text=text, **told)


@pytest.fixture
def full(plenary: Gathering, planner: User) -> Gathering:
    """A gathering with one of everything."""
    process = plenary.process
    caritas = Organisation.objects.create(district=process.district, code="caritas", name="Caritas")
    phone = Phone.objects.create(
        gathering=plenary, number=1, key_sha256="a" * 64, joined_at=NOON, table="3", email="a@example.org"
    )
    first = said(process, 2, "Spazi\nper i compiti 🏠", gathering=plenary, table="1", group="mamme", size=12)
    said(process, 1, "D'accordo", about=first, kind="pro", organisation=caritas, channel="delegate")
    said(process, 3, "Da un telefono", gathering=plenary, phone=phone, channel="phone")
    said(process, 4, "Nomi", state="hidden", state_because="ci sono nomi", author=planner)
    statement = Statement.objects.create(
        gathering=plenary, number=1, text="Servono spazi", contribution=first, is_open=False
    )
    Vote.objects.create(statement=statement, phone=phone, value=-1, at=NOON)
    Vote.objects.create(statement=statement, user=planner, value=1, at=NOON)
    CountedVote.objects.create(statement=statement, agree=12, disagree=3, passed=1, at=NOON)
    CountedVote.objects.create(statement=statement, table="2", agree=4, at=NOON)
    return plenary


def test_what_was_said_comes_back_byte_for_byte(
    full: Gathering, district: District, elsewhere: District, tmp_path: Path
) -> None:
    export_tables(district, tmp_path / "one", "folder", by=OPERATOR)
    import_tables(elsewhere, tmp_path / "one", by=OPERATOR, at=NOON)
    export_tables(elsewhere, tmp_path / "two", "folder", by=OPERATOR)
    first = contents(tmp_path / "one")
    assert first == contents(tmp_path / "two")
    import_tables(elsewhere, tmp_path / "one", by=OPERATOR, at=NOON)
    there = {
        model.__name__: model.objects.filter(**{f"{way}district": elsewhere}).count()
        for model, way in (
            (Gathering, "process__"),
            (Phone, "gathering__process__"),
            (Contribution, "process__"),
            (Statement, "gathering__process__"),
            (Vote, "statement__gathering__process__"),
            (CountedVote, "statement__gathering__process__"),
        )
    }
    assert there == {
        "Gathering": 1,
        "Phone": 1,
        "Contribution": 4,
        "Statement": 1,
        "Vote": 1,
        "CountedVote": 2,
    }


def test_no_secret_leaves_and_each_copy_has_a_word_of_its_own(
    full: Gathering, district: District, elsewhere: District, tmp_path: Path
) -> None:
    export_tables(district, tmp_path / "one", "folder", by=OPERATOR)
    written = b"".join(contents(tmp_path / "one").values())
    for secret in (b"a" * 64, b"a@example.org", full.join_word.encode()):
        assert secret not in written
    import_tables(elsewhere, tmp_path / "one", by=OPERATOR, at=NOON)
    copy = Gathering.objects.get(process__district=elsewhere)
    assert copy.join_word not in ("", full.join_word)
    assert len(Phone.objects.get(gathering=copy).key_sha256) == 64
    import_tables(elsewhere, tmp_path / "one", by=OPERATOR, at=NOON)
    assert Gathering.objects.get(pk=copy.pk).join_word == copy.join_word


def test_a_word_that_is_free_is_kept_and_one_that_is_taken_is_not(
    plenary: Gathering, district: District, tmp_path: Path
) -> None:
    (tmp_path / "gatherings.csv").write_text(
        "process,slug,title,opens_at,join_word\n"
        "labgo,seconda,Seconda,2017-01-09T10:00:00+01:00,famiglia\n"
        f"labgo,terza,Terza,2017-01-09T10:00:00+01:00,{plenary.join_word}\n"
    )
    import_tables(district, tmp_path, by=OPERATOR, at=NOON)
    words = dict(Gathering.objects.values_list("code", "join_word"))
    assert words["seconda"] == "famiglia"
    assert len({*words.values()}) == 3


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("labgo,1,pro,Bene,,,note", "il contributo a favore o contro cui si parla"),
        ("labgo,1,need,Nomi,hidden,,note", "il motivo per cui è nascosto"),
        ("labgo,0,need,Bene,,,note", "«0»"),
        ("nessuno,1,need,Bene,,,note", "nessuno"),
        (f"labgo,1,need,{'è' * 4_001},,,note", "4000"),
    ],
)
def test_a_wrong_row_is_told_and_nothing_is_written(
    plenary: Gathering, district: District, tmp_path: Path, row: str, expected: str
) -> None:
    (tmp_path / "contributions.csv").write_text(
        f"process,number,kind,text,state,state_because,channel,at\n{row},2017-01-09T10:00:00+01:00\n"
    )
    with pytest.raises(WrongTables, match=expected):
        import_tables(district, tmp_path, by=OPERATOR, at=NOON)
    assert not Contribution.objects.exists()
