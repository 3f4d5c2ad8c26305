"""When a document cannot be made, the message says what is wrong and what to do; nothing is left behind."""

import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pypandoc
import pytest

from ordito.core.press import Document, Figure, Paragraph, PressFailed, docx, odt, pdf, typeset
from ordito.core.press import pandoc as door
from ordito.core.press.archive import parts
from ordito.core.press.typeset import png
from tests.core.press_acts import BARS, act, whole_act

Write = Callable[[Document], bytes]
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9" width="9" height="9">{}</svg>'
ENTITIES = "".join(f"<!ENTITY e{n} '{f'&e{n - 1};' * 10 if n else 'a' * 10}'>" for n in range(9))


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


@pytest.fixture
def no_pandoc(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(pypandoc, "__file__", str(tmp_path / "pypandoc" / "__init__.py"))
    door.program.cache_clear()
    yield
    door.program.cache_clear()


@pytest.mark.parametrize("write", [docx, odt])
@pytest.mark.usefixtures("no_pandoc")
def test_without_pandoc_it_says_how_to_get_it_back(write: Write) -> None:
    with pytest.raises(PressFailed, match="Reinstallare le dipendenze con «make run» e riprovare"):
        write(act(Paragraph("x")))


@pytest.mark.usefixtures("no_pandoc")
def test_the_pdf_of_an_act_where_nothing_was_typed_needs_no_pandoc() -> None:
    assert pdf(act(Paragraph("x")))[:5] == b"%PDF-"


def test_what_takes_too_long_is_stopped() -> None:
    with pytest.raises(PressFailed, match="Il documento non è stato scritto in 0 secondi"):
        door.pandoc("-f", "markdown", "-t", "json", source=b"x", seconds=0.001)


def test_what_pandoc_refuses_is_told_in_its_words() -> None:
    with pytest.raises(PressFailed, match=r"Segnalare all'assistenza questo messaggio: .*JSON"):
        door.pandoc("-f", "json", "-t", "docx", source=b"{")


def test_pandoc_reads_no_file_that_it_is_not_given() -> None:
    for kind in ("html", "docx", "odt"):
        source = b"![passwd](/etc/passwd)"
        made = door.pandoc("-f", "markdown", "-t", kind, "--embed-resources", "-o", "-", source=source)
        assert b"root:" not in (made if kind == "html" else b"".join(parts(made).values()))


@pytest.mark.parametrize(
    "svg",
    [
        "",
        "<svg",
        "non è un disegno",
        b"\xff\xfe",
        '<svg xmlns="http://www.w3.org/2000/svg" width="0" height="0"/>',
        SVG.format('<image href="file:///etc/hostname" width="9" height="9"/>'),
        SVG.format('<image href="http://127.0.0.1:9/a.png" width="9" height="9"/>'),
        f"<!DOCTYPE svg [{ENTITIES}]>" + SVG.format("<text>&e8;</text>"),
    ],
    ids=["empty", "cut", "words", "bytes", "no size", "a file", "the net", "a bomb"],
)
@pytest.mark.parametrize("write", [docx, odt, pdf])
def test_a_drawing_that_cannot_be_drawn_is_named(write: Write, svg: str | bytes) -> None:
    document = act(Figure(BARS, "Buona", "la buona"), Figure(svg, "Cattiva", "le presenze"))
    with pytest.raises(PressFailed, match="La figura «le presenze» non è un disegno SVG leggibile"):
        write(document)


def test_what_typst_refuses_is_told_in_its_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = tmp_path / "page.typ"
    page.write_text('#panic("carta finita")')
    monkeypatch.setattr(typeset, "_PAGE", page)
    with pytest.raises(PressFailed, match=r"Segnalare all'assistenza questo messaggio: .*carta finita"):
        pdf(whole_act())


def test_a_drawing_as_tall_as_a_tower_fits_the_page() -> None:
    tower = SVG.replace('"0 0 9 9"', '"0 0 9 9000"').replace('height="9"', 'height="9000"').format("")
    assert len(png(tower)) < 100_000
    assert pdf(act(Figure(tower, "", "una torre")))[:5] == b"%PDF-"
    assert docx(act(Figure(tower, "", "una torre")))[:2] == b"PK"


def test_nothing_is_left_behind(folder: Path) -> None:
    png.cache_clear()
    for write in (docx, odt, pdf):
        write(whole_act())
    with pytest.raises(PressFailed):
        pdf(act(Figure("<svg", "", "x")))
    assert list(folder.iterdir()) == []
