"""What the package `holidays` calls a part of a country that a city is said to lie in.

Cities carry the English name of their state or region; the package knows codes, and names in the
country's own languages. Letter case and accents never matter.
"""

from collections.abc import Mapping
from functools import lru_cache

import holidays

from backend.core.text import fold

# English names that the package has under another.
_ENGLISH: Mapping[str, Mapping[str, str]] = {
    "AT": {
        "carinthia": "2",
        "lower austria": "3",
        "styria": "6",
        "tyrol": "7",
        "upper austria": "4",
        "vienna": "9",
    },
    "DE": {
        "bavaria": "BY",
        "hesse": "HE",
        "lower saxony": "NI",
        "mecklenburg-western pomerania": "MV",
        "north rhine-westphalia": "NW",
        "rhineland-palatinate": "RP",
        "saxony": "SN",
        "saxony-anhalt": "ST",
        "state of berlin": "BE",
        "thuringia": "TH",
    },
    "ES": {
        "andalusia": "AN",
        "balearic islands": "IB",
        "basque country": "PV",
        "canary islands": "CN",
        "castille and leon": "CL",
        "catalonia": "CT",
        "navarre": "NC",
        "valencia": "VC",
    },
    "CH": {"geneva": "GE", "grisons": "GR", "lucerne": "LU", "zurich": "ZH"},
}


@lru_cache(maxsize=2048)
def code_of(country: str, named: str) -> str:
    """The package's own code; nothing where it has no calendar for that part."""
    try:
        known = holidays.country_holidays(country)
    except NotImplementedError:
        return ""
    wanted = fold(named.removeprefix(f"{country}-"))
    codes = {fold(code): code for code in known.subdivisions}
    aliases = {fold(name): code for name, code in known.subdivisions_aliases.items()}
    found: Mapping[str, str] = {**_ENGLISH.get(country, {}), **aliases, **codes}
    return found.get(wanted, "")
