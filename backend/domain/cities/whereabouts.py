"""What people write behind a town's name: its country or region, by name or by letters."""

from collections import defaultdict
from collections.abc import Container
from functools import lru_cache
from typing import TypeAlias

from backend.domain.cities.place_table import place_table
from backend.domain.cities.spelling import key

Areas: TypeAlias = Container[int]
"""Numbers of areas in the table: the regions of countries."""
ANYWHERE: Areas = range(2**16)


def areas_of_country(code: str) -> frozenset[int]:
    countries = place_table().area_countries
    return frozenset(area for area, country in enumerate(countries) if country == code.upper())


def areas_meant(hints: list[str]) -> list[frozenset[int]]:
    """The areas in which all these hints agree: as they stand, then as beginnings of words.

    Hints that nobody knows count for nothing; without any other, the list is empty.
    """
    exact = [_called().get(hint, frozenset()) for hint in hints]
    begun = [_begun(hint) for hint in hints if hint]
    both = _agreed([areas or wider for areas, wider in zip(exact, begun, strict=False)])
    return [areas for areas in dict.fromkeys([both, _agreed(begun)]) if areas]


def _agreed(sets: list[frozenset[int]]) -> frozenset[int]:
    known = [areas for areas in sets if areas]
    return frozenset.intersection(*known) if known else frozenset()


def _begun(hint: str) -> frozenset[int]:
    return frozenset().union(*(areas for name, areas in _called().items() if name.startswith(hint)))


@lru_cache(maxsize=1)
def _called() -> dict[str, frozenset[int]]:
    """The areas of everything that a country or region is called, and of its letters."""
    table = place_table()
    called: defaultdict[str, set[int]] = defaultdict(set)
    for area, (name, letters) in enumerate(zip(table.area_names, table.area_letters, strict=True)):
        called[key(name)].add(area)
        called[letters.lower()].add(area)
    for line in table.country_names:
        code, *names = line.split("\t")
        areas = areas_of_country(code)
        for name in (code.lower(), *names):
            called[name] |= areas
    called.pop("", None)
    return {name: frozenset(areas) for name, areas in called.items()}
