"""Words: what the sources say in Italian, the catalogs say in English."""

from pathlib import Path

import pytest
from babel.messages.mofile import read_mo

from ordito.site.setup import messages

SOURCE = """
from django.utils.translation import gettext as _, ngettext, pgettext

def says(n, name):
    # Translators: a button
    _("Convoca un "
      "incontro")
    ngettext("%(n)s ente", "%(n)s enti", n)
    pgettext("mese", "marzo")
    _(f"nessuno estrae {name}")
"""
TEMPLATE = """
  <div>
{% if x %}
      {% translate "Tutto 'bene' al 100%" %}
   {% blocktranslate trimmed count n=rows|length with a=b %}
      {{ n }} riga
      su {{ a }}
   {% plural %}
      {{ n }} righe su {{ a }}
   {% endblocktranslate %}
 {{ _("Costante") }} {{ x|default:_("Niente") }} {% include "a" with t=_("Titolo") %}
 {% translate "Mese" context "anno" as m %} {% blocktranslate %}Ciao {{ name }}{% endblocktranslate %}
{% endif %}
"""


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A room with one source and one template, in a package of its own."""
    monkeypatch.setattr(messages, "PACKAGE", tmp_path / "ordito")
    make_room(tmp_path, "room")
    (tmp_path / "ordito" / "room" / "views.py").write_text(SOURCE)
    (tmp_path / "ordito" / "room" / "templates" / "room" / "page.html").write_text(TEMPLATE)
    return "room"


def make_room(place: Path, name: str) -> None:
    (place / "ordito" / name / "templates" / name).mkdir(parents=True)
    (place / "ordito" / name / "__init__.py").touch()


def translate(room: str, italian: str, english: str) -> None:
    path = messages._po(room)
    before = path.read_text()
    after = before.replace(f'msgid "{italian}"\nmsgstr ""', f'msgid "{italian}"\nmsgstr "{english}"')
    assert after != before
    path.write_text(after)


def test_words_are_found_in_sources_and_in_templates(room: str) -> None:
    assert messages.missing(room) == [
        "%(n)s ente",
        "%(n)s riga su %(a)s",
        "Ciao %(name)s",
        "Convoca un incontro",
        "Costante",
        "Mese",
        "Niente",
        "Titolo",
        "Tutto 'bene' al 100%%",
        "marzo",
    ]


def test_a_catalog_keeps_its_translations_and_changes_only_when_words_do(room: str) -> None:
    messages.extract([room])
    translate(room, "Convoca un incontro", "Convene a meeting")
    translate(room, "Costante", "Constant")
    before = messages._po(room).read_text()
    messages.extract([room])
    assert messages._po(room).read_text() == before
    assert "POT-Creation-Date" not in before
    assert "#. Translators: a button\n#: ordito/room/views.py\n" in before
    assert "Costante" not in messages.missing(room)


def test_words_that_are_said_no_more_leave_the_catalog(room: str) -> None:
    messages.extract([room])
    translate(room, "Convoca un incontro", "Convene a meeting")
    (messages.PACKAGE / room / "views.py").write_text("")
    messages.extract([room])
    assert "Convoca" not in messages._po(room).read_text()


def test_a_translation_with_other_blanks_to_fill_is_told(room: str) -> None:
    messages.extract([room])
    translate(room, "Ciao %(name)s", "Hello %(nome)s")
    told = [each for each in messages.missing(room) if each.startswith("Ciao")]
    assert told == ["Ciao %(name)s (unknown named placeholder 'nome')"]


def test_half_a_plural_is_not_a_translation(room: str) -> None:
    messages.extract([room])
    path = messages._po(room)
    path.write_text(path.read_text().replace('msgstr[0] ""', 'msgstr[0] "%(n)s body"', 1))
    assert "%(n)s ente" in messages.missing(room)


def test_two_rooms_that_translate_the_same_words_differently_are_told(room: str, tmp_path: Path) -> None:
    make_room(tmp_path, "other")
    (tmp_path / "ordito" / "other" / "views.py").write_text('_("Costante")')
    messages.extract([room, "other"])
    translate(room, "Costante", "Constant")
    assert messages.at_odds() == []
    translate("other", "Costante", "Steady")
    assert messages.at_odds() == ["'Costante': 'Steady' (other), 'Constant' (room)"]


def test_a_binary_catalog_is_made_when_its_text_is_newer(room: str) -> None:
    messages.extract([room])
    translate(room, "Costante", "Constant")
    messages.compile_newer()
    made = messages._po(room).with_suffix(".mo")
    with made.open("rb") as file:
        assert read_mo(file).get("Costante").string == "Constant"
    first = made.stat().st_mtime_ns
    messages.compile_newer()
    assert made.stat().st_mtime_ns == first


@pytest.mark.parametrize("name", messages.rooms())
def test_english_readers_find_no_italian(name: str) -> None:
    assert messages.missing(name) == []


def test_no_word_has_two_translations_by_chance() -> None:
    assert messages.at_odds() == []
