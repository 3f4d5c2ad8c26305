"""A table declared wrongly stops the program at once, and one declared rightly describes itself."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from ordito.core.tables import Alias, Field, Registry, Table, inclusive, reference_markdown
from ordito.core.tables import tables as installed
from ordito.core.tables.package import schema
from tests.core.toy_tables import Shelf, toy_registry

if TYPE_CHECKING:
    from collections.abc import Iterable


def table(name: str, *fields: Field, **more: Any) -> Table:
    def nothing(_given: object) -> Iterable[Any]:
        return ()

    options: dict[str, Any] = {
        "primary_key": ("code",),
        "rows": nothing,
        "load": nothing,
        "keys": nothing,
        **more,
    }
    return Table(name, name, "", (Field("code", "string", "Codice"), *fields), room="toys", **options)


def refers(name: str, to: str | tuple[str, ...]) -> Field:
    return Field(name, "string", name, references=to)


@pytest.mark.parametrize("name", ["Code", "1st", "codice fiscale", "x" * 32, ""])
def test_names_of_columns_and_tables_are_plain(name: str) -> None:
    with pytest.raises(ValueError, match="is not a column name"):
        Field(name, "string", "")
    with pytest.raises(ValueError, match="is not a table name"):
        table(name)


def test_a_field_has_a_known_type_and_only_what_suits_it() -> None:
    with pytest.raises(ValueError, match="'text' is not a type of field"):
        Field("code", "text", "")  # type: ignore[arg-type]
    for unsuited in ({"choices": [("a", "A")]}, {"pattern": "a"}, {"max_length": 1}):
        with pytest.raises(ValueError, match="choices, pattern and max_length are for strings"):
            Field("code", "integer", "", **unsuited)  # type: ignore[arg-type]


def test_no_heading_means_two_things() -> None:
    with pytest.raises(ValueError, match="headings that mean two things: from, note"):
        table(
            "t",
            Field("from", "date", ""),
            Field("x", "date", "", aliases=("From", inclusive("to"))),
            Field("note", "string", ""),
            ignores=("Note",),
        )


def test_a_key_is_made_of_exported_columns() -> None:
    hidden = Field("hint", "string", "", import_only=True)
    for key in ((), ("nope",), ("code", "hint")):
        with pytest.raises(ValueError, match="the primary key must be made of exported columns"):
            table("t", hidden, primary_key=key)


def test_tables_come_after_those_that_they_refer_to() -> None:
    registry = Registry(
        [
            table(
                "attendance",
                refers("meeting", "meetings.code"),
                refers("member", ("people.code", "bodies.code")),
            ),
            table("meetings", refers("body", "bodies.code")),
            table("bodies", refers("mandated_by", "bodies.code")),
            table("people"),
        ]
    )
    assert [each.name for each in registry] == ["bodies", "meetings", "people", "attendance"]
    assert len(registry) == 4


def test_a_table_is_found_by_any_of_its_names() -> None:
    registry = Registry([table("places", aliases=("boundaries",)), table("people")])
    found = [registry.called(name) for name in ("places", " Boundaries ", "PEOPLE", "luoghi")]
    assert [each and each.name for each in found] == ["places", "places", "people", None]


@pytest.mark.parametrize(
    ("declared", "why"),
    [
        ([table("a"), table("b", aliases=("A",))], "two tables are called a"),
        ([table("a", refers("b", "b.code"))], "a.b refers to b, which nobody declares"),
        ([table("a", refers("b", "a.b"))], "a.b refers to a.b, which must be the whole primary key"),
        (
            [table("a", refers("a", "a.code"), keys=None)],
            "a.a refers to a.code, which must be the whole primary key",
        ),
        (
            [table("a", refers("b", "b.code")), table("b", refers("a", "a.code"))],
            "refer to each other in a circle",
        ),
    ],
)
def test_tables_that_cannot_be_loaded_in_any_order_are_refused(declared: list[Table], why: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=why):
        Registry(declared)


def test_a_reference_to_itself_is_a_tree_unless_it_is_said_not_to_be() -> None:
    tree = table("bodies", refers("mandated_by", "bodies.code"))
    assert tree.parent == tree.field("mandated_by")
    assert replace(tree, tree=False).parent is None


def test_the_installed_rooms_declare_tables_that_hold_together() -> None:
    assert [each.name for each in installed()] == [each.name for each in Registry(list(installed()))]


def test_a_schema_says_what_the_field_says() -> None:
    described = table(
        "t",
        Field("kind", "string", _("Tipo"), "Che cosa è.", choices=[("a", "A"), ("b", "B")], required=True),
        Field("share", "number", "Quota", minimum=0, maximum=1, unique=True),
        Field("more", "json", "Altro"),
        Field("hint", "string", "Solo in entrata", import_only=True),
        Field("short", "string", "Breve", max_length=3, pattern="[a-z]*"),
        refers("parent", "t.code"),
        refers("place", "places.code"),
        refers("member", ("people.code", "bodies.code")),
    )
    found = schema(described)
    assert found["fields"][1:5] == [
        {
            "name": "kind",
            "type": "string",
            "title": "Tipo",
            "description": "Che cosa è.",
            "categories": [{"value": "a", "label": "A"}, {"value": "b", "label": "B"}],
            "constraints": {"required": True, "enum": ["a", "b"]},
        },
        {
            "name": "share",
            "type": "number",
            "title": "Quota",
            "constraints": {"unique": True, "minimum": 0, "maximum": 1},
        },
        {"name": "more", "type": "any", "title": "Altro"},
        {
            "name": "short",
            "type": "string",
            "title": "Breve",
            "constraints": {"maxLength": 3, "pattern": "[a-z]*"},
        },
    ]
    assert found["primaryKey"] == ["code"]
    assert found["foreignKeys"] == [
        {"fields": ["parent"], "reference": {"resource": "", "fields": ["code"]}},
        {"fields": ["place"], "reference": {"resource": "places", "fields": ["code"]}},
    ]


def test_the_reference_page_tells_every_column() -> None:
    registry = Registry(
        [
            table(
                "bodies",
                Field("kind", "string", "Tipo", choices=[("a", "A|B")], required=True),
                Field(
                    "starts_on",
                    "date",
                    "Dal",
                    "Il primo giorno.",
                    required=True,
                    aliases=("from", Alias("dal")),
                ),
                Field(
                    "seats", "integer", "Posti", minimum=0, maximum=9, default=lambda _row: 1, required=True
                ),
                Field("phone", "string", "Telefono", personal=True, pattern="[0-9]*"),
                Field("hint", "string", "Solo in entrata", import_only=True),
                refers("mandated_by", ("bodies.code", "people.code")),
                aliases=("organismi",),
            ),
            table("people"),
        ]
    )
    page = reference_markdown(registry)
    assert page.partition("### `bodies`")[2].partition("\n### ")[0] == (
        " · bodies\n\n\n\nChiave: `code`.\n\nIl file può chiamarsi anche: `organismi`.\n\n"
        "| colonna | tipo | obbligatoria | che cosa contiene |\n|---|---|---|---|\n"
        "| `code` | testo |  | **Codice.** |\n"
        "| `kind` | testo | sì | **Tipo.** Uno fra: `a` (A\\|B). |\n"
        "| `starts_on` | data | sì | **Dal.** Il primo giorno. La colonna può chiamarsi anche: `from`,"
        " `dal`. |\n"
        "| `seats` | numero intero |  | **Posti.** Non minore di 0. Non maggiore di 9. Se manca, si"
        " ricava dal resto"
        " della riga. |\n"
        "| `phone` | testo |  | **Telefono.** Forma: `[0-9]*`. Dato personale. |\n"
        "| `hint` | testo |  | **Solo in entrata.** Si legge soltanto: non è mai esportata. |\n"
        "| `mandated_by` | testo |  | **mandated_by.** Rimanda a `bodies.code` o `people.code`. |\n"
    )
    assert page.startswith("# Le tabelle\n")
    assert "\n## toys\n" in page


def test_the_reference_page_of_the_installed_rooms_is_made_of_their_names() -> None:
    assert reference_markdown().count("\n### ") == len(installed())
    room = Registry([replace(table("people"), room="core")])
    assert "\n## Fondamenta\n" in reference_markdown(room)


def test_the_toy_register_is_in_the_order_in_which_it_is_loaded() -> None:
    assert [each.name for each in toy_registry(Shelf())][-3:] == ["memberships", "meetings", "attendance"]


def test_a_table_comes_after_those_that_it_names_without_referring_to_them() -> None:
    first, last = table("first", after=("last",)), table("last")
    assert [each.name for each in Registry([first, last])] == ["last", "first"]
    with pytest.raises(ImproperlyConfigured, match="first comes after last, which nobody declares"):
        Registry([first])
