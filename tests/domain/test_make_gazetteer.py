from typing import Any

import pytest

from backend.domain.cities.make_gazetteer import packed, read_places, scripts_of, three_figures
from backend.domain.cities.names_kept import Home, names_kept
from backend.domain.cities.place_table import PlaceTable

GERMAN = Home(frozenset(), frozenset("Münche"))


def city(number: int, name: str, *others: str, **facts: object) -> dict[str, Any]:
    return {
        "geonameid": number,
        "name": name,
        "alternatenames": list(others),
        "countrycode": "DE",
        "admin1code": "02",
        "latitude": 48.13743,
        "longitude": -11.57549,
        "population": 1_505_005,
        "timezone": "Europe/Berlin",
        **facts,
    }


CITIES = [
    city(7, "Munich", "München", "Munchen", "Мюнхен", "慕尼黑", "mynkn", "MUC"),
    city(9, "Münchehof"),
    city(3, "Perth", "Пърт", countrycode="AU", admin1code="08", timezone="Australia/Perth"),
]


def test_what_is_packed_is_what_the_table_holds() -> None:
    table = PlaceTable(packed(read_places(CITIES), {"DE.02": "Bavaria"}))
    names = [
        (table.name(name), table.ids[table.place_of_name[name]], bool(table.is_main[name]))
        for name in table.all_names()
    ]
    assert names == [
        ("Münchehof", 9, True),
        ("München", 7, False),
        ("Munich", 7, True),
        ("Perth", 3, True),
        ("Мюнхен", 7, False),
        ("Пърт", 3, False),
        ("慕尼黑", 7, False),
    ]
    assert list(zip(table.area_countries, table.area_letters, table.area_names, strict=True)) == [
        ("AU", "WA", ""),
        ("DE", "", "Bavaria"),
    ]
    assert (list(table.populations), list(table.latitudes)) == (
        [1_510_000] * 3,
        [138_137] * 3,
    )
    assert [table.zone_names[zone] for zone in table.zones] == [
        "Australia/Perth",
        "Europe/Berlin",
        "Europe/Berlin",
    ]


def test_the_same_places_in_any_order_make_the_same_file() -> None:
    once, again = packed(read_places(CITIES), {}), packed(read_places(CITIES[::-1]), {})
    assert once == again


def test_a_small_place_keeps_one_name_a_script_and_none_that_only_sounds_alike() -> None:
    names = ["Лене", "Лёне", "Лонэ", "Lene", "Lohnen", "Laune", "Lauhne", "レーネ", "勒讷"]
    kept = names_kept("Löhne", names, 39_521, GERMAN)
    assert kept == ["Löhne", "Лене", "勒讷", "レーネ", "Lauhne"]
    at_home = Home(frozenset({"CYRILLIC"}), frozenset())
    assert "Лонэ" in names_kept("Löhne", names, 39_521, at_home)


def test_a_large_place_keeps_every_real_name() -> None:
    names = ["Minga", "Monaco di Baviera", "Мюнхен", "Мүнхен", "ميونخ", "ميونخ، ألمانيا", "mi wnik"]
    assert names_kept("Munich", names, 1_505_005, GERMAN) == [
        "Munich",
        "Мюнхен",
        "ميونخ",
        "Мүнхен",
        "Minga",
        "Monaco di Baviera",
    ]


@pytest.mark.parametrize(
    ("population", "kept"), [(0, 0), (999, 999), (2179, 1218), (1_504_999, 4150), (999_900, 3999)]
)
def test_populations_keep_three_figures(population: int, kept: int) -> None:
    assert three_figures(population) == kept


def test_a_countrys_scripts_are_those_of_its_languages() -> None:
    assert scripts_of("JP") == {"CJK", "HIRAGANA", "KATAKANA"}
    assert scripts_of("RS") == {"CYRILLIC"}
    assert scripts_of("FR") == frozenset()
