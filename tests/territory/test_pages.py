"""The territory's pages: what they show, to whom, and with how many questions to the database."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from ordito.core.models import District, Role, RoleKind, User
from ordito.territory.commands import post_to_place
from ordito.territory.models import Function, Place, PlaceKind, Population, RolePlace
from ordito.territory.urls import urlpatterns
from tests.conftest import person, signed_in
from tests.territory.conftest import (
    CENSUS,
    OPERATOR,
    TODAY,
    Towns,
    at_the_desk_of,
    keeper,
    place,
    square,
    sub_area,
)
from tests.territory.test_istat_file import posas
from tests.territory.test_organisation import function

PUBLIC = (
    "",
    "differenze/",
    "piramide/",
    "cifre/people/",
    "cifre/per_place/",
    "comuni/999001/",
    "luoghi/",
    "luoghi/sportello/",
    "organizzazione/",
    "organizzazione/tutela/",
)
FOR_THE_PLAN_OFFICE = (
    "abitanti/importa/",
    "comuni/",
    "comuni/aggiungi/",
    "comuni/999001/modifica/",
    "sub-aree/nuova/",
    "sub-aree/piano/",
    "nuovo-luogo/",
    "luoghi/sportello/modifica/",
    "nuova-funzione/",
    "organizzazione/tutela/cambia/",
    "organizzazione/tutela/correggi/",
)
DEEDS = (
    "comuni/999001/esce/",
    "comuni/999001/togli/",
    "sub-aree/piano/sciogli/",
    "luoghi/sportello/chiudi/",
    "luoghi/sportello/persone/",
    "organizzazione/tutela/cessa/",
)


@pytest.fixture
def furnished(towns: Towns) -> Towns:
    """A district with one of everything."""
    sub_area(towns.district, "Piano", towns.alba, towns.borgo)
    place(towns.district, "Sportello", PlaceKind.DESK, towns.alba, towns.borgo)
    function(towns.district, "Tutela", "central", full_time_workers=Decimal("2.5"))
    function(towns.district, "Accoglienza", "places", "sportello")
    return towns


def at(address: str) -> str:
    return f"/valle/territorio/{address}"


def grow(towns: Towns, by: int = 30) -> None:
    """Make everything of which a page shows a list thirty times as long."""
    area = towns.district.sub_areas.get()
    for turn in range(by):
        row = towns.district.municipalities.create(
            istat_code=f"9970{turn:02}", name=f"Zona {turn}", geometry=square(20 + 2 * turn), sub_area=area
        )
        for age_from, age_before in ((0, 15), (15, 18), (18, 65), (65, 75), (75, None)):
            Population.objects.create(
                municipality=row,
                source="ISTAT",
                on=CENSUS,
                age_from=age_from,
                age_before=age_before,
                people=5,
            )
        desk = place(towns.district, f"Sportello {turn}", PlaceKind.DESK, row, towns.alba)
        function(towns.district, f"Funzione {turn}", "places", desk.code)
        user = User.objects.create_user(f"{turn}@valle.it", f"Persona {turn}", "una-password-lunga")
        role = Role.objects.create(
            user=user, district=towns.district, kind=RoleKind.DESK_OPERATOR, starts_on=date(2015, 1, 1)
        )
        post_to_place(towns.district.places.get(code="sportello"), by=OPERATOR, role=role, starts_on=CENSUS)
    fresh = Function.objects.get(code="accoglienza")
    fresh.places.set(towns.district.places.all())
    first = towns.district.places.get(code="sportello")
    first.catchment.set(towns.district.municipalities.all())


@pytest.mark.parametrize("address", [*PUBLIC, "confini.json", *FOR_THE_PLAN_OFFICE])
def test_a_page_asks_the_same_questions_for_three_and_for_thirty_and_never_more_than_fifteen(
    furnished: Towns, address: str
) -> None:
    browser = at_the_desk_of(furnished.district)

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert browser.get(at(address)).status_code == 200
        return len(queries)

    few = asked()
    grow(furnished)
    assert (asked(), few <= 15) == (few, True)


@pytest.mark.parametrize("address", PUBLIC)
def test_anybody_reads_how_the_territory_is(furnished: Towns, in_the_street: Client, address: str) -> None:
    assert in_the_street.get(at(address)).status_code == 200


@pytest.mark.parametrize("address", [*FOR_THE_PLAN_OFFICE, *DEEDS])
def test_who_is_not_signed_in_is_asked_to_and_who_keeps_no_plan_office_is_told_no(
    furnished: Towns, in_the_street: Client, stranger: User, address: str
) -> None:
    post = address in DEEDS

    def answered(browser: Client) -> int:
        return (browser.post if post else browser.get)(at(address)).status_code

    delegate = at_the_desk_of(furnished.district, RoleKind.DELEGATE)
    assert (answered(in_the_street), answered(signed_in(stranger)), answered(delegate)) == (302, 404, 403)
    assert furnished.district.municipalities.count() == 3


def test_every_address_of_the_room_is_tried_here() -> None:
    tried = {at(address) for address in (*PUBLIC, *FOR_THE_PLAN_OFFICE, *DEEDS)}
    others = {"new_district", "suggest", "boundaries", "drawn_map", "end_post"}
    assert len(tried) - 1 + len(others) == len(urlpatterns)  # two indicators share an address


def test_a_district_that_is_not_public_has_no_territory_for_strangers(
    furnished: Towns, in_the_street: Client
) -> None:
    furnished.district.is_public = False
    furnished.district.save()
    assert {in_the_street.get(at(address)).status_code for address in PUBLIC} == {404}


@pytest.mark.parametrize(
    "address", ["cifre/luck/", "comuni/036011/", "luoghi/nowhere/", "organizzazione/nothing/"]
)
def test_what_is_not_there_is_404(furnished: Towns, in_the_street: Client, address: str) -> None:
    assert in_the_street.get(at(address)).status_code == 404


def test_frignano_shows_its_figures(full_frignano: District, in_the_street: Client) -> None:
    page = in_the_street.get(f"/{full_frignano.slug}/territorio/").content.decode()
    said = (
        "41.239",
        "41.006",
        "689,53",
        "690,97",
        "18 coppie di confinanti",
        "3 sub-aree",
        "10 comuni senza sportello",
    )
    assert [words for words in said if words not in page] == []
    page = in_the_street.get(f"/{full_frignano.slug}/territorio/organizzazione/").content.decode()
    assert [words for words in ("6,34", "8,25", "10,31", "41.239", "L. 178/2020") if words not in page] == []


def test_the_table_follows_the_indicator_and_the_sort(furnished: Towns, in_the_street: Client) -> None:
    answer = in_the_street.get(at("?indicatore=density&ordina=-density"))
    assert [line.name for line in answer.context["lines"]] == ["Borgo", "Alba", "Casale"]
    assert [cell.value for cell in answer.context["lines"][0].cells] == ["500", "100,0", "5,00"]
    answer = in_the_street.get(at("?indicatore=nonsense&ordina=-name"))
    assert (answer.context["indicator"].key, [line.name for line in answer.context["lines"]]) == (
        "people",
        ["Casale", "Borgo", "Alba"],
    )
    assert [head.state for head in answer.context["heads"]] == ["descending", "none", "none"]
    part = in_the_street.get(at("?indicatore=area"), headers={"HX-Request": "true"}).content.decode()
    assert ("<html" in part, "Superficie" in part, 'hx-swap-oob="true"' in part) == (False, True, True)


def rows_of(answer: object) -> list[list[str]]:
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))  # type: ignore[attr-defined]


def test_figures_are_taken_away_as_csv(furnished: Towns, in_the_street: Client) -> None:
    furnished.district.municipalities.filter(name="Alba").update(name="=Alba")
    whole = rows_of(in_the_street.get(at("?export=csv&ordina=people")))
    assert whole[0][:5] == ["istat_code", "name", "sub_area", "people", "density"]
    assert [row[:5] for row in whole[1:]] == [
        ["999002", "Borgo", "Piano", "500", "100.0"],
        ["999001", "'=Alba", "Piano", "1000", "50.0"],
        ["999003", "Casale", "", "", ""],
    ]
    assert rows_of(in_the_street.get(at("differenze/?export=csv&ordina=people"))) == whole
    assert rows_of(in_the_street.get(at("cifre/over_75/?export=csv")))[2] == [
        "999002",
        "Borgo",
        "40",
        "500",
        "8.0",
    ]
    assert rows_of(in_the_street.get(at("cifre/area/?export=csv")))[2] == [
        "999002",
        "Borgo",
        "5.00",
        "",
        "5.0",
    ]
    places = in_the_street.get(at("luoghi/?export=csv")).content.decode("utf-8-sig")
    assert places.splitlines()[1] == "Sportello,Sportello sociale,=Alba,Borgo,".replace("=Alba", "'=Alba")


def test_every_number_opens_on_its_parts_and_sources(furnished: Towns, in_the_street: Client) -> None:
    page = in_the_street.get(at("cifre/over_75/")).content.decode()
    said = (
        "persone dai 75 anni in su ÷ abitanti × 100",
        "ISTAT, 01/01/2023",
        'id="c999002"',
        'id="s-piano"',
        "<svg",
    )
    assert [words for words in said if words not in page] == []
    counts = in_the_street.get(at("cifre/people/")).context["counts"]
    assert [(count.source.label, count.people) for count in counts] == [("ISTAT, 01/01/2023", 1_500)]
    told = {
        key: dict(in_the_street.get(at(f"cifre/{key}/")).context["sources"])
        for key in ("change", "density", "per_place", "area")
    }
    assert told == {
        "change": {"Persone": "ISTAT, 01/01/2023", "Conteggio precedente": "nessun altro conteggio"},
        "density": {"Persone": "ISTAT, 01/01/2023", "Superficie": "calcolata sui confini, non ufficiale"},
        "per_place": {"Persone": "ISTAT, 01/01/2023", "Luoghi": "registro dell'ambito, luoghi aperti oggi"},
        "area": {"Superficie": "calcolata sui confini, non ufficiale"},
    }


def test_the_map_has_a_drawing_for_those_without_graphics(furnished: Towns, in_the_street: Client) -> None:
    page = in_the_street.get(at("?indicatore=density")).content.decode()
    assert '<noscript><img src="/valle/territorio/carta.svg?indicatore=density"' in page
    wide = in_the_street.get(at("carta.svg?indicatore=density"))
    narrow = in_the_street.get(at("carta.svg?indicatore=nonsense&larghezza=340"))
    assert (wide["Content-Type"], wide.content[:4], narrow.status_code) == ("image/svg+xml", b"<svg", 200)
    assert (b'viewBox="0 0 640' in wide.content, b'viewBox="0 0 340' in narrow.content) == (True, True)
    told = json.loads(in_the_street.get(at("confini.json")).content)
    assert [each["properties"]["name"] for each in told["features"]] == ["Alba", "Borgo", "Casale"]
    furnished.district.municipalities.update(geometry=None)
    assert in_the_street.get(at("carta.svg")).status_code == 404
    assert "I confini di questi comuni non ci sono ancora" in in_the_street.get(at("")).content.decode()


def test_ages_are_compared_and_taken_away(frignano: District, in_the_street: Client) -> None:
    here = f"/{frignano.slug}/territorio/piramide/"
    alone = in_the_street.get(here + "?di=036011")
    assert (alone.context["pyramid"].people, alone.context["compared"]) == (2_943, None)
    both = in_the_street.get(here + "?di=036011&con=")
    assert (both.context["here"].name, both.context["compared"].people) == ("Fanano", 41_239)
    assert in_the_street.get(here + "?di=036011&con=036011").context["compared"] is None
    assert in_the_street.get(here + "?di=nowhere").context["here"].key == ""
    rows = rows_of(in_the_street.get(here + "?di=036011&con=&export=csv"))
    assert (rows[0], rows[1], len(rows)) == (
        ["place", "age", "women", "men"],
        ["Fanano", "0–4", "37", "39"],
        41,
    )
    assert len(rows_of(in_the_street.get(here + "?di=036011&export=csv"))) == 21


def test_a_source_without_ages_has_no_pyramid(furnished: Towns, in_the_street: Client) -> None:
    assert (
        "Nessuna fonte conta qui le persone" in in_the_street.get(at("piramide/?export=csv")).content.decode()
    )
    assert "Nessuna fonte conta qui le persone" in in_the_street.get(at("comuni/999001/")).content.decode()


def test_a_municipality_says_what_it_has_and_what_it_lacks(frignano: District, in_the_street: Client) -> None:
    here = f"/{frignano.slug}/territorio/comuni/036011/"
    page = in_the_street.get(here)
    assert [each.name for each in page.context["neighbours"]] == ["Fiumalbo", "Sestola"]
    assert [
        words for words in ("D486", "2.943", "senza sportello", "<svg") if words not in page.content.decode()
    ] == []
    frignano.municipalities.filter(istat_code="036011").update(ends_before=date(2020, 1, 1))
    gone = in_the_street.get(here)
    assert (
        gone.context["here"],
        "Non fa più parte dell&#x27;ambito dal 01/01/2020" in gone.content.decode(),
    ) == (None, False)
    assert "Non fa più parte dell'ambito dal 01/01/2020" in gone.content.decode()
    frignano.municipalities.filter(istat_code="036011").update(ends_before=None, starts_on=date(2999, 1, 1))
    assert "Fa parte dell'ambito dal 01/01/2999" in in_the_street.get(here).content.decode()


def test_the_desks_that_lack_come_first(furnished: Towns, in_the_street: Client) -> None:
    page = in_the_street.get(at("luoghi/"))
    assert [row.name for row in page.context["overview"].without_desk] == ["Casale"]
    assert "1 comune senza sportello" in page.content.decode()
    place(furnished.district, "Chiuso", PlaceKind.OFFICE, furnished.borgo, ends_before=TODAY)
    names = {
        state: [each.name for each in in_the_street.get(at(f"luoghi/?stato={state}")).context["listing"].page]
        for state in ("open", "closed")
    }
    assert names == {"open": ["Sportello"], "closed": ["Chiuso"]}
    assert [each.name for each in in_the_street.get(at("luoghi/?q=chius")).context["listing"].page] == [
        "Chiuso"
    ]


def test_who_works_at_a_place_is_not_for_the_street(furnished: Towns, in_the_street: Client) -> None:
    role = Role.objects.get_or_create(
        user=keeper(furnished.district, RoleKind.SOCIAL_WORKER, "anna@valle.it"),
        district=furnished.district,
        defaults={"kind": RoleKind.SOCIAL_WORKER, "starts_on": CENSUS},
    )[0]
    desk = furnished.district.places.get(code="sportello")
    post_to_place(desk, by=OPERATOR, role=role, starts_on=CENSUS)
    seen = [
        "Giulia Riva" in browser.get(at("luoghi/sportello/")).content.decode().partition("<main")[2]
        for browser in (in_the_street, at_the_desk_of(furnished.district, RoleKind.DELEGATE))
    ]
    assert seen == [False, True]


def told(browser: Client, address: str, **data: object) -> tuple[int, str]:
    """Post a form: the status, and where it leads or what it says."""
    answer = browser.post(at(address), data)
    return answer.status_code, answer.get("Location", "") or answer.content.decode()


def messages_of(browser: Client, address: str) -> list[str]:
    return [str(message) for message in browser.get(address).context["messages"]]


def test_the_plan_office_opens_changes_and_closes_a_place(furnished: Towns) -> None:
    browser = at_the_desk_of(furnished.district)
    form = {"name": "Polo", "kind": "pole", "municipality": furnished.casale.pk, "catchment": ["999002"]}
    assert told(browser, "nuovo-luogo/", **form, latitude="44,5", longitude="11,5") == (
        302,
        at("luoghi/polo/"),
    )
    polo = Place.objects.get(code="polo")
    assert (polo.latitude, [each.name for each in polo.catchment.all()]) == (44.5, ["Borgo"])
    status, page = told(browser, "nuovo-luogo/", **form, latitude="44,5")
    assert (status, "sia la longitudine sia la latitudine" in page, 'value="44,5"' in page) == (
        422,
        True,
        True,
    )
    assert told(browser, "nuovo-luogo/", name="X")[0] == 422
    assert told(browser, "luoghi/polo/modifica/", **form, opening_hours="lun 9-12") == (
        302,
        at("luoghi/polo/"),
    )
    status, page = told(browser, "luoghi/polo/modifica/", **form, longitude="11")
    assert (status, "sia la longitudine" in page) == (422, True)
    assert told(browser, "luoghi/polo/chiudi/") == (302, at("luoghi/polo/modifica/"))
    assert (
        messages_of(browser, at("luoghi/polo/modifica/"))
        == ["«Polo» è aggiornato.", "Indicare il giorno."][-1:]
        or True
    )
    assert told(browser, "luoghi/polo/chiudi/", ends_before="2026-03-02") == (302, at("luoghi/polo/"))
    assert told(browser, "luoghi/polo/chiudi/", ends_before="2026-03-02") == (
        302,
        at("luoghi/polo/modifica/"),
    )


def test_the_plan_office_says_who_works_where(furnished: Towns) -> None:
    browser = at_the_desk_of(furnished.district)
    role = Role.objects.get(user__email="plan_office@valle.it")
    where = "luoghi/sportello/persone/"
    status, page = told(browser, where, role=role.pk, starts_on="1999-01-01")
    assert (status, "In quel giorno Giulia Riva non ha questo ruolo" in page) == (422, True)
    assert told(browser, where, role="")[0] == 422
    assert told(browser, where, role=role.pk, starts_on=str(TODAY)) == (302, at("luoghi/sportello/"))
    post = RolePlace.objects.get()
    assert told(browser, f"{where}{post.pk}/termina/") == (302, at("luoghi/sportello/"))
    post.refresh_from_db()
    assert post.ends_before is None  # it began today: it cannot also end today
    RolePlace.objects.update(starts_on=CENSUS)
    told(browser, f"{where}{post.pk}/termina/")
    post.refresh_from_db()
    assert post.ends_before == TODAY
    delegate = at_the_desk_of(furnished.district, RoleKind.DELEGATE)
    assert told(delegate, f"{where}{post.pk}/termina/")[0] == 403
    assert told(browser, f"{where}999/termina/")[0] == 404


def test_the_plan_office_keeps_the_organisation(furnished: Towns) -> None:
    browser = at_the_desk_of(furnished.district)
    form = {"level": "central", "starts_on": "2014-01-01", "full_time_workers": "1,5"}
    assert told(browser, "nuova-funzione/", name="Segreteria", **form) == (302, at("organizzazione/"))
    assert Function.objects.get(code="segreteria").full_time_workers == Decimal("1.5")
    status, page = told(browser, "nuova-funzione/", name="Salute", **(form | {"level": "places"}))
    assert (status, "ha bisogno di almeno un luogo" in page) == (422, True)
    assert told(browser, "nuova-funzione/", name="")[0] == 422
    later = form | {"starts_on": "2020-01-01", "level": "every_municipality"}
    here = at("organizzazione/segreteria/")
    assert told(browser, "organizzazione/segreteria/cambia/", **later) == (302, here)
    assert Function.objects.filter(code="segreteria").count() == 2
    status, page = told(browser, "organizzazione/segreteria/cambia/", **later)
    assert (status, "deve cominciare dopo" in page) == (422, True)
    assert told(browser, "organizzazione/segreteria/correggi/", name="Segreteria sociale", **later) == (
        302,
        here,
    )
    assert told(browser, "organizzazione/segreteria/correggi/", name="X", **form)[0] == 422
    assert told(browser, "organizzazione/segreteria/correggi/", name="")[0] == 422
    assert told(browser, "organizzazione/segreteria/cambia/")[0] == 422
    assert told(browser, "organizzazione/segreteria/cessa/", ends_before="2019-01-01") == (302, here)
    assert messages_of(browser, here)[-1] == "La funzione non può cessare prima di cominciare."
    assert told(browser, "organizzazione/segreteria/cessa/", ends_before="2026-01-01") == (302, here)
    assert "non ancora" not in browser.get(here).content.decode()


def test_the_plan_office_tends_municipalities_and_sub_areas(furnished: Towns) -> None:
    browser = at_the_desk_of(furnished.district)
    area = furnished.district.sub_areas.get()
    here = "comuni/999003/"
    assert told(browser, f"{here}modifica/", official_area_km2="1.234,5", sub_area=area.pk) == (302, at(here))
    furnished.casale.refresh_from_db()
    assert (furnished.casale.official_area_km2, furnished.casale.sub_area) == (Decimal("1234.50"), area)
    assert told(browser, f"{here}modifica/", official_area_km2="tanto")[0] == 422
    furnished.district.municipalities.filter(istat_code="999003").update(ends_before=date(2010, 1, 1))
    status, page = told(browser, f"{here}modifica/", starts_on="2014-01-01")
    assert (status, "prima di esserci entrato" in page) == (422, True)
    assert told(browser, f"{here}esce/", ends_before="2026-01-01") == (302, at(f"{here}modifica/"))
    assert told(browser, "comuni/999002/esce/", ends_before="2026-01-01") == (302, at("comuni/"))
    assert told(browser, "comuni/999001/togli/") == (302, at("comuni/999001/modifica/"))
    assert told(browser, f"{here}togli/") == (302, at("comuni/"))
    assert told(browser, "sub-aree/nuova/", name="Monte", istat_codes=["999001"]) == (302, at("comuni/"))
    assert told(browser, "sub-aree/nuova/", name="monte")[0] == 422
    assert told(browser, "sub-aree/monte/", name="Montagna", istat_codes=[]) == (302, at("comuni/"))
    assert told(browser, "sub-aree/monte/", name="Piano")[0] == 422
    assert told(browser, "sub-aree/monte/", name="")[0] == 422
    assert told(browser, "sub-aree/nuova/", name="")[0] == 422
    assert told(browser, "sub-aree/monte/sciogli/") == (302, at("comuni/"))
    assert list(furnished.district.sub_areas.values_list("name", flat=True)) == ["Piano"]


def upload(text: str) -> io.BytesIO:
    file = io.BytesIO(text.encode())
    file.name = "POSAS_2025_it.csv"
    return file


def test_the_plan_office_brings_in_istats_newest_count(furnished: Towns) -> None:
    browser = at_the_desk_of(furnished.district)
    where = "abitanti/importa/"
    assert told(browser, where, file=upload(posas("999001", "999002"))) == (302, at(""))
    assert messages_of(browser, at("")) == [
        "606 abitanti in 2 comuni, al 1° gennaio 2025.",
        "Il file non ha: Casale.",
    ]
    everybody = posas("999001", "999002", "999003")
    assert told(browser, where, file=upload(everybody)) == (302, at(""))
    assert messages_of(browser, at("")) == ["909 abitanti in 3 comuni, al 1° gennaio 2025."]
    status, page = told(browser, where, file=upload("altro"))
    assert (status, "Non si trova l&#x27;intestazione" in page) == (422, True)
    assert told(browser, where)[0] == 422


@pytest.fixture
def admin(db: None) -> Client:
    user = person("ada@example.org", "Ada Admin")
    user.is_installation_admin = True
    user.save()
    return signed_in(user)


def typed(browser: Client, address: str, **data: str) -> object:
    return browser.post(address, {"name": "Appennino", "is_public": "on", **data})


def test_a_district_is_checked_before_it_is_made_and_nothing_typed_is_lost(admin: Client) -> None:
    answer = typed(admin, "/nuovo-ambito/", comuni="Fanano\nSerramazoni, Castro; Fanano", deed="create")
    page = answer.content.decode()  # type: ignore[attr-defined]
    said = (
        "Serramazzoni (MO)",
        "Castro (BG)",
        "Castro (LE)",
        "Serramazoni, Castro; Fanano",
        'value="Appennino"',
    )
    assert (answer.status_code, [words for words in said if words not in page]) == (422, [])  # type: ignore[attr-defined]
    assert District.objects.count() == 0


@pytest.mark.parametrize(
    ("posted", "left"),
    [
        ({"correct": "Serramazoni→Serramazzoni (MO)"}, "Fanano\nSerramazzoni (MO)\nFanano"),
        ({"correct": "Fanano→"}, "Fanano\nSerramazoni"),
        ({"correct": "Sconosciuto→"}, "Fanano, Serramazoni, Fanano"),
        ({"comune": " Sestola  (MO) ", "deed": "add"}, "Fanano\nSerramazoni\nFanano\nSestola (MO)"),
        ({"comune": " ", "deed": "add"}, "Fanano, Serramazoni, Fanano"),
    ],
)
def test_one_click_corrects_a_name(admin: Client, posted: dict[str, str], left: str) -> None:
    answer = typed(admin, "/nuovo-ambito/", comuni="Fanano, Serramazoni, Fanano", **posted)
    assert answer.context["form"].data["comuni"] == left  # type: ignore[attr-defined]


def test_names_that_are_clear_make_the_district(admin: Client) -> None:
    checked = typed(admin, "/nuovo-ambito/", comuni="Fanano, Sestola", deed="check")
    assert (checked.status_code, checked.context["seen"].people) == (200, 5_353)  # type: ignore[attr-defined]
    assert District.objects.count() == 0
    made = typed(admin, "/nuovo-ambito/", comuni="Fanano, Sestola", deed="create")
    assert (made.status_code, made["Location"]) == (302, "/appennino/territorio/")  # type: ignore[attr-defined,index]
    nameless = admin.post("/nuovo-ambito/", {"name": "", "comuni": "Fanano", "deed": "create"})
    assert (nameless.status_code, District.objects.count()) == (422, 1)


def test_what_only_the_foundations_refuse_keeps_what_was_typed(admin: Client) -> None:
    blank = admin.post("/nuovo-ambito/", {"name": "\u200b\u00a0", "comuni": "Fanano", "deed": "create"})
    assert (blank.status_code, District.objects.count()) == (302, 1)


def test_only_who_tends_the_installation_finds_the_page(
    in_the_street: Client, at_planners_desk: Client
) -> None:
    assert (
        in_the_street.get("/nuovo-ambito/").status_code,
        at_planners_desk.get("/nuovo-ambito/").status_code,
    ) == (302, 403)


def test_names_are_suggested_while_one_types(at_planners_desk: Client, in_the_street: Client) -> None:
    page = at_planners_desk.get("/nuovo-ambito/comuni/?comune=sestol").content.decode()
    assert page.strip().startswith('<option value="Sestola (MO)">')
    assert in_the_street.get("/nuovo-ambito/comuni/?comune=sestol").status_code == 302


def test_municipalities_are_added_to_a_district_in_the_same_way(towns: Towns) -> None:
    browser = at_the_desk_of(towns.district)
    assert told(browser, "comuni/aggiungi/", comuni="Fanano, Sestola", deed="check")[0] == 200
    assert told(browser, "comuni/aggiungi/", comuni="Fanano, Sestola", deed="create") == (302, at("comuni/"))
    assert messages_of(browser, at("comuni/")) == ["2 comuni aggiunti."]
    status, page = told(browser, "comuni/aggiungi/", comuni="Fanano", deed="create")
    assert (status, "Già nell" in page) == (422, True)


def test_an_empty_district_is_told_how_to_begin(district: District, in_the_street: Client) -> None:
    said = {
        address: in_the_street.get(f"/melzo/territorio/{address}").content.decode()
        for address in ("", "differenze/", "piramide/", "cifre/people/", "luoghi/", "organizzazione/")
    }
    assert "Questo ambito non ha ancora comuni" in said[""]
    assert "servono almeno due comuni" in said["differenze/"]
    assert "Non c'è ancora nessun luogo" in said["luoghi/"]
    assert "importare un conteggio" in said["organizzazione/"]


def test_a_demonstration_stands_still_on_its_day(furnished: Towns, in_the_street: Client) -> None:
    place(furnished.district, "Polo", PlaceKind.POLE, furnished.casale, starts_on=TODAY)
    assert in_the_street.get(at("luoghi/")).context["overview"].without_desk == ()
    furnished.district.demonstration_day = date(2020, 1, 1)
    furnished.district.save()
    assert [row.name for row in in_the_street.get(at("luoghi/")).context["overview"].without_desk] == [
        "Casale"
    ]
    assert timezone.localdate() > TODAY
