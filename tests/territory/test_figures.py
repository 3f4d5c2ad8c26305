"""Drawings of a territory: what they show, to whom they show it, and where they can be put."""

import io
import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any
from xml.etree import ElementTree as ET

import pypdf
import pytest
import shapely
import typst
from django.utils import translation

from ordito.territory import italy
from ordito.territory.figures import (
    BLUES,
    AgeCount,
    Bar,
    Classes,
    Indicator,
    Place,
    bars_svg,
    map_svg,
    pyramid_svg,
)
from ordito.territory.figures._svg import Box, text_width

SVG = "{http://www.w3.org/2000/svg}"
PEOPLE = {
    "036011": 2943,
    "036014": 1175,
    "036018": 2634,
    "036024": 930,
    "036030": 18103,
    "036031": 2151,
    "036032": 1583,
    "036035": 665,
    "036042": 8645,
    "036043": 2410,
}
SUB_AREAS = {
    "Basso Frignano": ["036030", "036042", "036032", "036018"],
    "Alto Frignano": ["036031", "036014", "036035"],
    "Cimone": ["036043", "036024", "036011"],
}
WIDTHS = [360, 480, 720]
NOTHING_UNDER_THE_LAW = re.compile(r"\sstyle=|<style|href|script|@import|url\((?!#)", re.IGNORECASE)


@pytest.fixture(scope="module")
def frignano() -> Sequence[Mapping[str, Any]]:
    return italy.boundaries(PEOPLE)["features"]


@pytest.fixture(scope="module")
def square() -> Sequence[Mapping[str, Any]]:
    """Four square towns in two rows."""
    corners = {"000001": (10.0, 44.2), "000002": (10.2, 44.2), "000003": (10.0, 44.0), "000004": (10.2, 44.0)}
    return [
        {
            "properties": {"istat_code": code, "name": f"Borgo {code[-1]}"},
            "geometry": shapely.geometry.mapping(shapely.box(x, y, x + 0.2, y + 0.2)),
        }
        for code, (x, y) in corners.items()
    ]


def tree(svg: str) -> ET.Element:
    return ET.fromstring(svg)  # noqa: S314 - our own drawing


def words(svg: str) -> list[str]:
    return [each.text or "" for each in tree(svg).iter(f"{SVG}text")]


def colours(svg: str) -> list[str]:
    """What the municipalities are filled with, in the order of the features."""
    return [
        each.get("fill", "") for each in tree(svg).iter(f"{SVG}path") if each.get("fill-rule") == "evenodd"
    ]


def described(svg: str) -> str:
    return tree(svg).findtext(f"{SVG}desc") or ""


def boxes(svg: str, *, above: float) -> Iterator[tuple[str, Box]]:
    """Where the words of a map are."""
    for each in tree(svg).iter(f"{SVG}text"):
        said, size = each.text or "", float(each.get("font-size", 0))
        wide = text_width(said, size, bold=each.get("font-weight") is not None)
        x, y = float(each.get("x", 0)), float(each.get("y", 0))
        left = {"middle": x - wide / 2, "end": x - wide}.get(each.get("text-anchor", "start"), x)
        if y < above:
            yield said, Box(left, y - 0.75 * size, left + wide, y + 0.2 * size)


# Maps


def test_every_municipality_is_named_with_its_value_written_the_italian_way(
    frignano: Sequence[Mapping[str, Any]],
) -> None:
    drawn = words(map_svg(frignano, title="Popolazione", indicator=Indicator(values=PEOPLE), width=720))
    for name, value in [("Pavullo nel Frignano", "18.103"), ("Fanano", "2.943"), ("Riolunato", "665")]:
        assert drawn[drawn.index(name) + 1] == value


def test_numbers_follow_the_language_of_the_reader(frignano: Sequence[Mapping[str, Any]]) -> None:
    with translation.override("en"):
        drawn = words(map_svg(frignano, title="Population", indicator=Indicator(values=PEOPLE), width=720))
    assert "18,103" in drawn


def test_colours_go_by_class_and_the_legend_says_the_classes(square: Sequence[Mapping[str, Any]]) -> None:
    values = {"000001": 5.0, "000002": 10.0, "000003": 99.0, "000004": 100.0}
    indicator = Indicator(values=values, unit="abitanti", classes=Classes((10, 100)))
    drawing = map_svg(square, title="Popolazione", indicator=indicator)
    assert colours(drawing) == [BLUES[0], BLUES[2], BLUES[2], BLUES[4]]
    assert [each for each in words(drawing) if "10" in each and each not in {"10", "100"}] == [
        "100 e oltre",
        "da 10 a 100",
        "meno di 10",
    ]
    assert {"Popolazione", "abitanti"} <= set(words(drawing))


def test_classes_as_wide_or_as_full_as_each_other_can_be_asked(square: Sequence[Mapping[str, Any]]) -> None:
    values = {"000001": 1.0, "000002": 2.0, "000003": 3.0, "000004": 100.0}
    full = map_svg(square, title="t", indicator=Indicator(values=values))
    wide = map_svg(square, title="t", indicator=Indicator(values=values, classes="equal"))
    assert len(set(colours(full))) == 4
    assert len(set(colours(wide))) == 2


def test_one_same_value_everywhere_is_one_class(square: Sequence[Mapping[str, Any]]) -> None:
    values = dict.fromkeys(["000001", "000002", "000003", "000004"], 7.0)
    drawing = map_svg(square, title="t", indicator=Indicator(values=values))
    assert set(colours(drawing)) == {BLUES[2]}
    assert "tutti i valori" in words(drawing)


def test_a_missing_value_is_hatched_and_said_in_the_legend_and_aloud(
    square: Sequence[Mapping[str, Any]],
) -> None:
    values = {"000001": 1.0, "000002": None, "000003": float("nan")}
    drawing = map_svg(square, title="t", indicator=Indicator(values=values, decimals=1))
    own = tree(drawing).find(f".//{SVG}pattern")
    assert own is not None
    assert colours(drawing) == [BLUES[2], *[f"url(#{own.get('id')})"] * 3]
    assert "dato mancante (3 Comuni)" in words(drawing)
    assert described(drawing) == (
        "Carta di 4 Comuni. Il valore più alto è di Borgo 1 (1,0), il più basso di Borgo 1 (1,0). "
        "Manca il dato di: Borgo 2, Borgo 3, Borgo 4."
    )


def test_a_map_without_any_value_says_so(square: Sequence[Mapping[str, Any]]) -> None:
    drawing = map_svg(square, title="t", indicator=Indicator(values={}))
    assert "dato mancante (4 Comuni)" in words(drawing)
    assert "tutti i valori" not in words(drawing)
    assert described(drawing).startswith("Carta di 4 Comuni. Manca il dato di: Borgo 1")


def test_sub_areas_have_thicker_borders_and_their_names(frignano: Sequence[Mapping[str, Any]]) -> None:
    drawing = map_svg(frignano, title="Popolazione", indicator=Indicator(values=PEOPLE), sub_areas=SUB_AREAS)
    thick = [
        each
        for each in tree(drawing).iter(f"{SVG}path")
        if each.get("stroke-width") == "2.4" and "Z" in each.get("d", "")
    ]
    assert len(thick) == 3
    assert {"BASSO FRIGNANO", "ALTO FRIGNANO", "CIMONE", "confine di sub-area"} <= set(words(drawing))
    assert "Cimone: Sestola, Montecreto, Fanano." in described(drawing)


def test_without_values_each_sub_area_has_its_tint_and_the_rest_is_white(
    square: Sequence[Mapping[str, Any]],
) -> None:
    drawing = map_svg(
        square,
        title="Sub-aree",
        sub_areas={"Alta": ["000001", "000002"], "Bassa": ["000003"], "Altrove": ["9"]},
    )
    first, second, third, fourth = colours(drawing)
    assert first == second != third
    assert fourth == "#ffffff"
    assert {"Alta", "Bassa"} <= set(words(drawing))
    assert "confine di sub-area" not in words(drawing)


def test_without_values_nor_sub_areas_all_have_one_tint(square: Sequence[Mapping[str, Any]]) -> None:
    assert len(set(colours(map_svg(square, title="Comuni")))) == 1


def test_labels_replace_names_and_an_empty_one_writes_nothing(square: Sequence[Mapping[str, Any]]) -> None:
    drawing = map_svg(square, title="Comuni", labels={"000001": "Uno", "000002": ""})
    assert {"Uno", "Borgo 3", "Borgo 4"} == {each for each in words(drawing) if each[:2] in {"Un", "Bo"}}


def test_places_are_marked_by_kind_and_named(square: Sequence[Mapping[str, Any]]) -> None:
    places = [
        Place(kind="Sportello Sociale", longitude=10.1, latitude=44.05, label="Centro"),
        Place(kind="Casa della Salute", longitude=10.3, latitude=44.05),
        Place(kind="Sportello Sociale", longitude=10.3, latitude=44.35),
    ]
    drawing = map_svg(square, title="Luoghi", places=places)
    marks = [
        each[0].get("fill")
        for each in tree(drawing).iter(f"{SVG}g")
        if len(each) and each[0].get("stroke-width") == "1.6"
    ]
    desk, house = marks[0], marks[1]
    assert desk != house
    assert marks == [desk, house, desk, desk, house]  # three on the map, two in the legend
    assert {"Centro", "Sportello Sociale", "Casa della Salute"} <= set(words(drawing))
    assert described(drawing).endswith("Luoghi segnati: Sportello Sociale, Casa della Salute.")


def test_places_on_one_spot_stand_side_by_side(square: Sequence[Mapping[str, Any]]) -> None:
    places = [
        Place(kind=kind, longitude=10.1, latitude=44.1) for kind in ("Polo", "Sportello", "Consultorio")
    ]
    drawing = map_svg(square, title="Luoghi", places=places)
    moved = [
        each.get("transform", "")
        for each in tree(drawing).iter(f"{SVG}g")
        if len(each) and each[0].get("stroke-width") == "1.6"
    ][:3]
    across = [float(each[10:].split()[0]) for each in moved]
    assert [round(b - a, 1) for a, b in pairwise(across)] == [11.5, 11.5]
    assert len({each.split()[1] for each in moved}) == 1


def test_places_far_from_the_district_are_counted_not_drawn(square: Sequence[Mapping[str, Any]]) -> None:
    drawing = map_svg(square, title="Luoghi", places=[Place(kind="Ospedale", longitude=11, latitude=44.1)])
    assert "1 luogo è fuori dalla carta: è nella tabella." in words(drawing)


def test_names_that_find_no_room_are_counted() -> None:
    slivers = [
        {
            "properties": {"istat_code": f"{turn:06d}", "name": f"Borgo San Lorenzo {turn}"},
            "geometry": shapely.geometry.mapping(
                shapely.box(10 + turn / 100, 44, 10.01 + turn / 100, 44.001)
            ),
        }
        for turn in range(30)
    ]
    drawing = map_svg(slivers, title="Borghi", width=360)
    assert "30 nomi non trovano posto sulla carta: sono nella tabella." in " ".join(words(drawing))


def test_places_whose_names_find_no_room_keep_their_mark(square: Sequence[Mapping[str, Any]]) -> None:
    name = "Casa della comunità di tutto quanto il distretto e dei suoi dintorni"
    places = [Place(kind="Casa", longitude=10.1, latitude=44.1, label=name)]
    drawing = map_svg(square, title="Luoghi", places=places, width=300)
    assert name not in words(drawing)
    assert "1 nome non trova posto sulla carta: è nella tabella." in words(drawing)
    assert drawing.count('stroke-width="1.6"') == 2  # the mark and its legend


def test_a_sub_area_whose_name_finds_no_room_is_still_in_the_legend(
    square: Sequence[Mapping[str, Any]],
) -> None:
    name = "Ambito di tutti i borghi che stanno a monte della strada provinciale"
    drawing = map_svg(square, title="Sub-aree", sub_areas={name: ["000001"]}, width=300)
    assert name.upper() not in words(drawing)
    assert name.split(maxsplit=1)[0] in " ".join(words(drawing))


@pytest.mark.parametrize("width", WIDTHS)
def test_no_words_cover_others_and_none_leaves_the_sheet(
    frignano: Sequence[Mapping[str, Any]], width: int
) -> None:
    drawing = map_svg(
        frignano,
        title="Popolazione",
        indicator=Indicator(values=PEOPLE, unit="abitanti"),
        sub_areas=SUB_AREAS,
        places=[
            Place(kind="Casa della Salute", longitude=10.77, latitude=44.21, label="Cimone"),
            Place(kind="Casa della Salute", longitude=10.62, latitude=44.21, label="Alto Frignano"),
        ],
        width=width,
    )
    high = float(tree(drawing).get("viewBox", "").split()[3])
    placed = list(boxes(drawing, above=high))
    assert {said for said, box in placed if not box.within(Box(0, 0, width, high))} == set()
    pairs = [
        (a, b)
        for turn, (a, one) in enumerate(placed)
        for b, other in placed[turn + 1 :]
        if one.overlaps(other)
    ]
    assert pairs == []
    assert {"Pievepelago", "Riolunato", "Fiumalbo", "Montecreto", "665", "930"} <= {
        said for said, _box in placed
    }


@pytest.mark.parametrize(("width", "beside"), [(480, False), (720, True)])
def test_the_legend_goes_under_a_narrow_map_and_beside_a_wide_one(
    frignano: Sequence[Mapping[str, Any]], width: int, *, beside: bool
) -> None:
    drawing = map_svg(frignano, title="Popolazione", indicator=Indicator(values=PEOPLE), width=width)
    (legend,) = [each for each in tree(drawing).iter(f"{SVG}text") if each.text == "Popolazione"]
    assert (float(legend.get("x", 0)) > width * 0.68) is beside


# Everything drawn


def drawings(features: Sequence[Mapping[str, Any]], width: float) -> dict[str, str]:
    rows = italy.population(["036011"], year=2023).rows
    return {
        "map": map_svg(
            features,
            title="Popolazione",
            indicator=Indicator(values=PEOPLE | {"036011": None}, unit="abitanti"),
            sub_areas=SUB_AREAS,
            places=[Place(kind="Polo", longitude=10.7, latitude=44.2, label="Polo")],
            source="Fonte: ISTAT",
            width=width,
        ),
        "pyramid": pyramid_svg(
            rows, name="Fanano", compared=("Italia", rows), source="Fonte: ISTAT", width=width
        ),
        "bars": bars_svg(
            [Bar("Fanano", -3.0), Bar("Sestola", 2.0), Bar("Polinago", None)],
            title="Differenze",
            unit="persone",
            reference=Bar("Distretto", 1.0),
            source="Fonte: ISTAT",
            width=width,
        ),
    }


@pytest.mark.parametrize("kind", ["map", "pyramid", "bars"])
def test_a_drawing_stands_alone_and_can_be_heard(frignano: Sequence[Mapping[str, Any]], kind: str) -> None:
    drawing = drawings(frignano, 480)[kind]
    root = tree(drawing)
    title, description = root[0], root[1]
    assert root.get("role") == "img"
    assert root.get("aria-labelledby") == f"{title.get('id')} {description.get('id')}"
    assert title.text
    assert description.text
    assert NOTHING_UNDER_THE_LAW.findall(drawing) == []
    assert "Fonte: ISTAT" in words(drawing)


def test_two_drawings_on_one_page_share_no_name(frignano: Sequence[Mapping[str, Any]]) -> None:
    page = "".join([*drawings(frignano, 480).values(), *drawings(frignano, 360).values()])
    names = re.findall(r' id="([^"]+)"', page)
    assert len(names) == len(set(names)) == 14


def test_a_document_sets_the_same_words(frignano: Sequence[Mapping[str, Any]]) -> None:
    page = b'#set page(width: 16cm, height: auto)\n#image(bytes(sys.inputs.svg), format: "svg", width: 100%)'
    said = {"map": "Serramazzoni", "pyramid": "95+", "bars": "dato mancante"}
    for kind, drawing in drawings(frignano, 600).items():
        pdf = typst.compile(
            page, sys_inputs={"svg": drawing}, font_paths=typst.Fonts(include_system_fonts=False)
        )
        assert said[kind] in pypdf.PdfReader(io.BytesIO(pdf)).pages[0].extract_text()


def test_names_are_words_not_markup(square: Sequence[Mapping[str, Any]]) -> None:
    drawing = map_svg(
        square,
        title="<script>",
        labels={"000001": "A & <b>\x00\ue000"},
        indicator=Indicator(values={"000001": 1}, unit='"&'),
    )
    assert {"<script>", "A & <b>", '"&'} <= set(words(drawing))
    assert "<script>" not in drawing


# Pyramids


def lengths(svg: str, colour: str) -> list[float]:
    return [
        float(each.get("width", 0)) for each in tree(svg).iter(f"{SVG}rect") if each.get("fill") == colour
    ]


def test_a_pyramid_has_twenty_classes_for_each_sex_in_proportion() -> None:
    counts = [
        AgeCount("F", 0, 10),
        AgeCount("F", 4, 10),
        AgeCount("F", 5, 40),
        AgeCount("M", 95, 5),
        AgeCount("M", 100, 5),
    ]
    drawing = pyramid_svg(counts, name="Borgo")
    women, men = lengths(drawing, "#b35900"), lengths(drawing, "#0066cc")
    assert (len(women), len(men)) == (20, 20)
    assert women[1] == pytest.approx(2 * women[0], abs=0.02)
    assert men[19] == pytest.approx(women[0] / 2, abs=0.02)
    assert sum(women[2:]) + sum(men[:19]) == 0


def test_a_pyramid_says_ages_and_totals_in_words(frignano: Sequence[Mapping[str, Any]]) -> None:
    drawing = pyramid_svg(italy.population(PEOPLE, year=2023).rows, name="Unione del Frignano", width=720)
    assert described(drawing) == (
        "Unione del Frignano: fino a 14 anni 11,8\u00a0%, da 15 a 64 anni 62,6\u00a0%, "
        "da 65 anni in su 25,5\u00a0%. "
        "41.239 abitanti: 20.697 maschi, 20.542 femmine."
    )
    assert {"Maschi", "20.697", "Femmine", "20.542", "età", "persone", "0–4", "90–94", "95+"} <= set(
        words(drawing)
    )


def test_a_comparison_is_in_shares_so_that_size_does_not_matter() -> None:
    small = [AgeCount("F", 1, 10), AgeCount("M", 1, 10)]
    large = [AgeCount("F", 1, 1000), AgeCount("M", 1, 1000)]
    drawing = pyramid_svg(small, name="Borgo", compared=("Unione", large))
    assert {"% della popolazione", "Borgo (20 abitanti)", "Unione (2.000 abitanti)"} <= set(words(drawing))
    women = lengths(drawing, "#b35900")
    # The outline reaches exactly as far as the bar.
    outline = [
        each.get("d", "") for each in tree(drawing).iter(f"{SVG}path") if each.get("stroke-width") == "1.8"
    ]
    reached = re.findall(r"H([\d.]+)V", outline[1])[0]
    assert float(reached) == pytest.approx(240 + 23 + women[0], abs=0.1)
    assert described(drawing).count("fino a 14 anni 100,0\u00a0%") == 2


def test_a_place_without_people_draws_an_empty_pyramid() -> None:
    drawing = pyramid_svg([], name="Borgo")
    assert sum(lengths(drawing, "#0066cc")) == 0
    assert "0 abitanti" in described(drawing)


@pytest.mark.parametrize("width", WIDTHS)
def test_no_words_of_a_pyramid_cover_others(width: int) -> None:
    rows = italy.population(PEOPLE, year=2023).rows
    fanano = [row for row in rows if row.istat_code == "036011"]
    for drawing in (
        pyramid_svg(rows, name="Unione dei Comuni del Frignano", width=width),
        pyramid_svg(fanano, name="Fanano", compared=("Unione dei Comuni del Frignano", rows), width=width),
    ):
        placed = list(boxes(drawing, above=9e9))
        assert [said for said, box in placed if box.left < 0 or box.right > width] == []
        assert [
            (a, b)
            for turn, (a, one) in enumerate(placed)
            for b, other in placed[turn + 1 :]
            if one.overlaps(other)
        ] == []


# Bars


def test_bars_go_from_the_greatest_and_missing_ones_are_last() -> None:
    drawing = bars_svg(
        [Bar("Fanano", 30.8), Bar("Polinago", None), Bar("Sestola", 32.5), Bar("Zocca", 30.8)],
        title="Persone di 65 anni e più",
        unit="% della popolazione",
        decimals=1,
        reference=Bar("Distretto", 25.5),
    )
    drawn = words(drawing)
    assert [each for each in drawn if each in {"Fanano", "Polinago", "Sestola", "Zocca"}] == [
        "Sestola",
        "Fanano",
        "Zocca",
        "Polinago",
    ]
    assert drawn[-4:] == ["32,5", "30,8", "30,8", "dato mancante"]
    assert "Distretto 25,5" in drawn
    assert described(drawing) == (
        "% della popolazione: Sestola 32,5, Fanano 30,8, Zocca 30,8, Polinago dato mancante, Distretto 25,5."
    )


def test_bars_are_in_proportion_and_losses_go_the_other_way() -> None:
    drawing = bars_svg([Bar("Su", 300.0), Bar("Giù", -100.0)], title="Differenze")
    up, down = (
        next(each for each in tree(drawing).iter(f"{SVG}rect") if each.get("fill") == c)
        for c in ("#0066cc", "#b35900")
    )
    assert float(up.get("width", 0)) == pytest.approx(3 * float(down.get("width", 0)), abs=0.1)
    assert float(up.get("x", 0)) == pytest.approx(
        float(down.get("x", 0)) + float(down.get("width", 0)), abs=0.1
    )
    assert "−100" in words(drawing)
    assert described(drawing) == "Su 300, Giù −100."


def test_bars_without_a_value_to_compare_with_draw_no_line() -> None:
    without = bars_svg([Bar("Fanano", 3.0)], title="t", reference=Bar("Distretto", None))
    assert "stroke-dasharray" not in without
    assert described(without) == "Fanano 3, Distretto dato mancante."


def test_bars_of_nothing_at_all_still_say_who_is_missing() -> None:
    drawing = bars_svg([Bar("Fanano", None), Bar("Sestola", 0.0)], title="t")
    assert words(drawing)[-2:] == ["0", "dato mancante"]


def test_a_long_name_is_broken_and_does_not_reach_the_bars() -> None:
    drawing = bars_svg(
        [Bar("Appiano sulla strada del vino/Eppan an der Weinstraße", 3.0)], title="t", width=360
    )
    (bar,) = tree(drawing).iter(f"{SVG}rect")
    names = [box for said, box in boxes(drawing, above=9e9) if said not in {"t", "3"}]
    assert len(names) >= 2
    assert max(box.right for box in names) <= float(bar.get("x", 0))
