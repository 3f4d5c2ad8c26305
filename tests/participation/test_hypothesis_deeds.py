"""Documents of hypotheses are written version by version, and what they rest on goes along."""

from __future__ import annotations

from typing import Any

import pytest

from ordito.core.access import Forbidden
from ordito.core.models import District, JournalEntry, User
from ordito.governance.models import Body
from ordito.participation.commands.hypotheses import (
    HypothesisRefused,
    WrittenMeanwhile,
    close_hypothesis,
    ground_paragraph,
    open_hypothesis,
    rename_hypothesis,
    save_hypothesis,
    write_hypothesis,
)
from ordito.participation.models import (
    Cell,
    Contribution,
    Gathering,
    Grid,
    GridLine,
    Hypothesis,
    Placement,
    Process,
    Source,
)
from ordito.participation.queries.hypotheses import last_version, texts_of
from ordito.participation.queries.pieces import (
    Piece,
    cut,
    from_grid,
    join_pieces,
    pieces_of,
    split_piece,
    stepped,
)
from tests.participation.conftest import NOON, OPERATOR
from tests.participation.ideas import document, paragraph

PASTED = """# Premessa

Il welfare locale cambia.
Da solo non basta.

L'accoglienza

Una porta sola in ogni comune, con
persone formate che ascoltano e
orientano.

Il lavoro di comunità
Le associazioni e i vicini fanno la rete: chi opera nei servizi la cura ogni giorno, con loro.

- primo punto
- secondo punto
"""


def saved(made: Hypothesis, pieces: list[Piece], **facts: Any) -> list[tuple[int, str]]:
    """Save a version, and tell its paragraphs."""
    told = {"note": "", "based_on": last_version(made).number, "by": OPERATOR, "at": NOON} | facts
    save_hypothesis(made, pieces=pieces, **told)
    return [(each.paragraph.number, each.text) for each in texts_of(last_version(made))]


def now(made: Hypothesis) -> list[Piece]:
    return pieces_of(texts_of(last_version(made)))


def test_a_pasted_text_is_cut_at_blank_lines_and_short_lines_are_headings() -> None:
    assert [(piece.heading, piece.text) for piece in cut(PASTED)] == [
        ("Premessa", "Il welfare locale cambia.\nDa solo non basta."),
        ("L'accoglienza", "Una porta sola in ogni comune, con persone formate che ascoltano e orientano."),
        (
            "Il lavoro di comunità",
            "Le associazioni e i vicini fanno la rete: chi opera nei servizi la cura ogni giorno, con loro.",
        ),
        ("", "- primo punto\n- secondo punto"),
    ]
    assert cut(" \n\n \r\n") == []
    assert [piece.text for piece in cut("Uno.\r\n\r\nDue.\x00")] == ["Uno.", "Due."]


def test_pieces_are_moved_joined_and_divided_and_keep_who_they_are() -> None:
    pieces = [Piece("Uno", "A. B.", 1), Piece("Due", "C.", 2), Piece("", "D.", 3)]
    assert [piece.number for piece in stepped(pieces, "su-2")] == [1, 3, 2]
    assert [piece.number for piece in stepped(pieces, "giu-0")] == [2, 1, 3]
    assert stepped(pieces, "su-0") == stepped(pieces, "giu-2") == stepped(pieces, "unisci-0") == pieces
    assert stepped(pieces, "vola-1") == stepped(pieces, "su-9") == stepped(pieces, "") == pieces
    assert stepped(pieces, "togli-1") == [pieces[0], pieces[2]]
    assert stepped(pieces, "aggiungi-0")[1].is_empty
    (joined, _last) = stepped(pieces, "unisci-1")
    assert joined == Piece("Uno", "A. B.\nC.", 1, None, (2,))
    first, second, *_rest = stepped(pieces, "dividi-0")
    assert (first, second) == (Piece("Uno", "A.", 1), Piece("", "B.", None, 1))
    assert join_pieces(Piece("", "Nuovo."), pieces[1]) == Piece("Due", "Nuovo.\nC.", 2)
    assert split_piece(Piece(text="Una frase sola")) == [Piece(text="Una frase sola")]


def test_each_saving_is_a_version_with_who_when_and_what_changed(path: Process, planner: User) -> None:
    made = document(path, 3)
    pieces = now(made)
    changed = [pieces[2], pieces[0], Piece("Nuovo", "Un paragrafo nuovo."), Piece("", "Altro.", 2)]
    numbers = saved(made, changed, by=planner)
    assert [number for number, _text in numbers] == [3, 1, 4, 2]
    version = last_version(made)
    assert (version.number, version.by, version.at) == (2, planner, NOON)
    assert version.note == "1 paragrafo riscritto, 1 aggiunto, 1 spostato"
    assert JournalEntry.objects.latest("pk").deed == "participation.save_hypothesis"
    assert made.versions.get(number=1).texts.count() == 3


def test_what_did_not_change_is_no_version(path: Process) -> None:
    made = document(path, 2)
    with pytest.raises(HypothesisRefused, match="Non è cambiato niente"):
        saved(made, [*now(made), Piece()])


def test_who_wrote_meanwhile_is_not_written_over(path: Process, planner: User) -> None:
    made = document(path, 2)
    saved(made, [*now(made), Piece("", "Di Giulia.")], by=planner)
    with pytest.raises(WrittenMeanwhile, match="Giulia Riva ha salvato la versione 2"):
        saved(made, [Piece("", "Tutto altro.", 1)], based_on=1)


def test_a_blank_line_divides_and_both_halves_rest_on_the_same(path: Process) -> None:
    made = document(path, 2)
    said = Contribution.objects.create(process=path, number=1, text="Spazi", channel="note", at=NOON)
    ground_paragraph(paragraph(made, 1), by=OPERATOR, add=[said])
    assert saved(made, [Piece("Porta", "Una.\n\nDue.", 1), now(made)[1]])[:2] == [(1, "Una."), (3, "Due.")]
    new = paragraph(made, 3)
    assert new.split_from == paragraph(made, 1)
    assert [each.number for each in new.contributions.all()] == [1]


def test_a_paragraph_that_is_joined_gives_what_it_rests_on(path: Process) -> None:
    made = document(path, 2)
    source = Source.objects.create(district=path.district, code="relazione", title="Relazione")
    ground_paragraph(paragraph(made, 2), by=OPERATOR, add=[source])
    saved(made, stepped(now(made), "unisci-1"))
    assert paragraph(made, 2).joined_to == paragraph(made, 1)
    assert list(paragraph(made, 1).sources.all()) == [source]


@pytest.mark.parametrize(
    ("pieces", "said"),
    [
        ([], "almeno un paragrafo"),
        ([Piece("", "x" * 20_001, 1)], "troppo lungo"),
        ([Piece("x" * 201, "Testo", 1)], "troppo lungo"),
        ([Piece("", f"{number}") for number in range(151)], "al massimo 150"),
        ([Piece("", "x" * 20_000)] * 21, "se ne possono fare due"),
        ([Piece("", "Uno", 1), Piece("", "Due", 1)], "ricaricata"),
        ([Piece("", "Uno", 99)], "ricaricata"),
    ],
)
def test_what_cannot_be_kept_is_refused_in_words(path: Process, pieces: list[Piece], said: str) -> None:
    made = document(path, 1)
    with pytest.raises(HypothesisRefused, match=said):
        saved(made, pieces)
    assert made.versions.count() == 1


def test_a_hundred_thousand_characters_scripts_and_odd_letters_are_kept_as_they_are(path: Process) -> None:
    text = "<script>alert(1)</script> \u202eallegria 👩‍👧 " + "parola " * 14_000
    made = write_hypothesis(
        path,
        by=OPERATOR,
        title="Ipotesi\nlunga\x00",
        decided_by=path.body,
        pieces=cut("\n\n".join(text[start : start + 15_000] for start in range(0, len(text), 15_000))),
        at=NOON,
    )
    assert made.title == "Ipotesi lunga"
    kept = texts_of(last_version(made))
    assert len(kept) == 7
    assert kept[0].text.startswith("<script>alert(1)</script> \u202eallegria 👩‍👧 parola")


def test_a_grid_becomes_paragraphs_that_rest_on_its_cells(path: Process) -> None:
    grid = Grid.objects.create(process=path, code="famiglia", title="Griglia")
    rows, (left, right) = (
        [GridLine.objects.create(grid=grid, axis=axis, number=n, title=f"{axis} {n}") for n in (1, 2)]
        for axis in ("row", "column")
    )
    one = Cell.objects.create(grid=grid, row=rows[0], column=left, summary="Orari più larghi.")
    two = Cell.objects.create(grid=grid, row=rows[0], column=right)
    Cell.objects.create(grid=grid, row=rows[1], column=left)
    said = Contribution.objects.create(process=path, number=1, text="Il sabato", channel="note", at=NOON)
    Placement.objects.create(contribution=said, cell=two, placed_at=NOON)
    pieces = from_grid(grid)
    assert pieces == [
        Piece("row 1", "Orari più larghi.\n- Il sabato", cells=(one.pk, two.pk)),
        Piece("row 2", "", cells=()),
    ]
    assert [piece.heading for piece in from_grid(grid, by_cell=True)] == [
        "row 1: column 1",
        "row 1: column 2",
    ]
    made = document(path, pieces=1)
    saved(made, [*now(made), *pieces])
    assert list(paragraph(made, 2).cells.order_by("pk")) == [one, two]


def test_a_paragraph_rests_only_on_what_is_of_its_path(
    path: Process, plenary: Gathering, elsewhere: District
) -> None:
    made = document(path, 1)
    other = Process.objects.create(
        district=path.district, code="altro", title="Altro", body=path.body, starts_on=path.starts_on
    )
    said = Contribution.objects.create(process=other, number=1, text="Altrove", channel="note", at=NOON)
    source = Source.objects.create(district=elsewhere, code="altrove", title="Altrove")
    for thing in (said, source):
        with pytest.raises(HypothesisRefused, match="non è di questo percorso"):
            ground_paragraph(paragraph(made, 1), by=OPERATOR, add=[thing])
    mine = Contribution.objects.create(process=path, number=1, text="Qui", channel="note", at=NOON)
    ground_paragraph(paragraph(made, 1), by=OPERATOR, add=[mine])
    ground_paragraph(paragraph(made, 1), by=OPERATOR, remove=[mine])
    assert not paragraph(made, 1).contributions.exists()


def test_only_who_writes_writes(path: Process, delegate: User, stranger: User) -> None:
    made = document(path, 1)
    for person in (delegate, stranger):
        with pytest.raises(Forbidden):
            saved(made, [Piece("", "Altro", 1)], by=person)
        with pytest.raises(Forbidden):
            open_hypothesis(made, by=person)


def test_a_document_is_renamed_opened_and_closed(
    path: Process, labs: tuple[Body, Body], elsewhere: District
) -> None:
    made = document(path, 1)
    again = document(path, 1)
    assert (made.code, again.code) == (
        "nuove-ipotesi-per-il-welfare-locale",
        "nuove-ipotesi-per-il-welfare-locale-2",
    )
    assert rename_hypothesis(made, by=OPERATOR, title=" Nuova ", decided_by=labs[1]).title == "Nuova"
    assert document(path, 1, title="Nuova").code == "nuova-2"
    with pytest.raises(HypothesisRefused, match="Serve un titolo"):
        rename_hypothesis(made, by=OPERATOR, title=" ", decided_by=labs[1])
    foreign = Body.objects.create(district=elsewhere, code="altrove", name="Altrove")
    with pytest.raises(HypothesisRefused, match="un organismo dell'ambito"):
        rename_hypothesis(made, by=OPERATOR, title="Nuova", decided_by=foreign)
    with pytest.raises(HypothesisRefused, match="non è aperto"):
        close_hypothesis(made, by=OPERATOR)
    assert open_hypothesis(made, by=OPERATOR).state == "open"
    assert close_hypothesis(made, by=OPERATOR).state == "closed"
