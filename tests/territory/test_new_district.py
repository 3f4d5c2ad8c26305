"""A working district out of names alone."""

from __future__ import annotations

import time
from datetime import date
from decimal import Decimal

from django.db.models import Sum

from ordito.core.models import District, JournalEntry, Operator
from ordito.territory.commands import new_district
from ordito.territory.models import Adjacency, Municipality, Population
from tests.territory.conftest import names_of_province


def test_names_alone_make_codes_people_ground_and_neighbours(frignano: District) -> None:
    fanano = Municipality.objects.get(district=frignano, name="Fanano")
    assert (fanano.istat_code, fanano.cadastral_code, fanano.province) == ("036011", "D486", "MO")
    assert (fanano.official_area_km2, fanano.polygon_area_km2) == (None, Decimal("89.78"))
    assert (fanano.longitude, fanano.latitude) == (10.78243, 44.18851)
    assert (frignano.slug, frignano.region) == ("unione-dei-comuni-del-frignano", "Emilia-Romagna")
    assert Adjacency.objects.filter(one__district=frignano).count() == 18
    people = Population.objects.filter(municipality__district=frignano)
    assert people.aggregate(all=Sum("people"))["all"] == 41_239
    assert set(people.values_list("source", "on")) == {("ISTAT", date(2023, 1, 1))}
    assert set(people.filter(age_from=100).values_list("age_before", flat=True)) == {None}


def test_each_pair_of_neighbours_is_written_once_the_lower_code_first(frignano: District) -> None:
    pairs = Adjacency.objects.values_list("one__istat_code", "other__istat_code")
    assert [pair for pair in pairs if pair[0] >= pair[1]] == []


def test_the_whole_is_written_in_the_journal_by_who_did_it(frignano: District) -> None:
    deeds = JournalEntry.objects.filter(district=frignano).values_list("deed", "by_name")
    assert set(deeds) == {("core.create_district", "ordito"), ("territory.new_district", "ordito")}


def test_forty_municipalities_are_a_district_in_less_than_three_seconds(db: None) -> None:
    began = time.process_time()
    made = new_district(District(name="Modena"), by=Operator(), comuni=names_of_province("MO", 40))
    assert made.municipalities.count() == 40
    assert time.process_time() - began < 3
