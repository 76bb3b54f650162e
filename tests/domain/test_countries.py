import pytest

from backend.core.i18n import _
from backend.domain.cities import countries
from backend.domain.cities.countries import REGIONS, official_languages, region, resting, weekend

FRIDAY, SATURDAY, SUNDAY = 4, 5, 6


@pytest.mark.parametrize(
    ("code", "language", "called"),
    [
        ("DE", "en", "Germany"),
        ("DE", "fr", "Allemagne"),
        ("DE", "ar", "ألمانيا"),
        ("CI", "pt", "Costa do Marfim"),
        ("NL", "pt-PT", "Países Baixos"),
        ("NL", "pt_BR", "Países Baixos"),
        ("TW", "zh-Hant", "台灣"),
        ("SE", "en-XX", "Sweden"),
    ],
)
def test_a_country_is_called_by_its_name_in_the_language(
    code: str, language: str, called: str
) -> None:
    assert countries.name(code, language) == called


@pytest.mark.parametrize("language", ["", "xx", "../..", "ar-XB", "e" * 500, "en\x00"])
def test_where_nobody_knows_the_language_the_name_is_english_or_the_nearest(language: str) -> None:
    assert countries.name("SE", language) in {"Sweden", "السويد"}


@pytest.mark.parametrize("code", ["", "xyz", "Ω1", "se"])
def test_what_is_no_country_is_called_by_its_code(code: str) -> None:
    assert countries.name(code, "en") == code


def test_every_country_has_a_name_in_every_language_of_the_interface() -> None:
    nameless = [
        (code, language)
        for code in sorted(countries.CODES)
        for language in ("en", "es", "pt", "fr", "ar")
        if countries.name(code, language) == code
    ]
    assert nameless == []


def test_there_are_all_countries_of_iso_3166_and_kosovo() -> None:
    """249 codes, less Antarctica, and XK."""
    assert len(countries.CODES) == 249
    assert all(code.isascii() and code.isupper() and len(code) == 2 for code in countries.CODES)


@pytest.mark.parametrize(
    ("code", "where"),
    [
        ("KE", "africa"),
        ("RE", "africa"),
        ("TR", "asia"),
        ("CY", "asia"),
        ("GE", "asia"),
        ("TW", "asia"),
        ("RU", "europe"),
        ("XK", "europe"),
        ("MX", "latin_america"),
        ("GF", "latin_america"),
        ("GL", "northern_america"),
        ("US", "northern_america"),
        ("FJ", "oceania"),
        ("AQ", None),
        ("", None),
    ],
)
def test_a_country_lies_in_one_region_of_the_united_nations(code: str, where: str | None) -> None:
    assert region(code) == where


def test_every_region_has_a_label_and_the_countries_that_m49_counts() -> None:
    counts = dict.fromkeys(REGIONS, 0)
    for code in countries.CODES:
        counts[region(code) or ""] += 1
    assert counts == {
        "africa": 60,
        "asia": 51,
        "europe": 52,
        "latin_america": 52,
        "northern_america": 5,
        "oceania": 29,
    }
    assert _(REGIONS["latin_america"]) == "Latin America and the Caribbean"


@pytest.mark.parametrize(
    ("code", "tags"),
    [
        ("BR", ("pt",)),
        ("US", ("en",)),
        ("BE", ("nl", "fr", "de")),
        ("CM", ("fr", "en")),
        ("SG", ("en", "zh", "ms", "ta")),
        ("", ()),
        ("xx", ()),
    ],
)
def test_a_country_has_its_official_languages(code: str, tags: tuple[str, ...]) -> None:
    assert official_languages(code) == tags


@pytest.mark.parametrize(
    ("code", "days"),
    [
        ("GB", {SATURDAY, SUNDAY}),
        ("AE", {SATURDAY, SUNDAY}),
        ("EG", {FRIDAY, SATURDAY}),
        ("IL", {FRIDAY, SATURDAY}),
        ("BD", {FRIDAY, SATURDAY}),
        ("BN", {FRIDAY, SUNDAY}),
        ("IR", {FRIDAY}),
        ("BQ", {SATURDAY, SUNDAY}),
        ("??", {SATURDAY, SUNDAY}),
    ],
)
def test_offices_rest_on_their_countrys_days(code: str, days: set[int]) -> None:
    assert weekend(code) == days


def test_every_day_some_offices_rest() -> None:
    rest = {day: {"GB", "EG", "BN", "IR"} & resting(day) for day in (FRIDAY, SATURDAY, SUNDAY)}
    assert rest == {FRIDAY: {"EG", "BN", "IR"}, SATURDAY: {"GB", "EG"}, SUNDAY: {"GB", "BN"}}
