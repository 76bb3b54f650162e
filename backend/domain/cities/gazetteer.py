"""Every town of the world with 15,000 people or a capital's rank, found by any of its names.

The places are those of GeoNames (https://www.geonames.org), used under CC BY 4.0 and changed by
`make_gazetteer`: populations rounded to three figures, positions to about 100 metres, some of the
alternative names left out.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from heapq import nsmallest
from typing import TypeAlias

from backend.core.i18n import N_
from backend.domain.cities.place_table import PlaceTable, place_table
from backend.domain.cities.spelling import key
from backend.domain.cities.typos import nearly
from backend.domain.cities.whereabouts import ANYWHERE, Areas, areas_meant, areas_of_country

ATTRIBUTION = N_("Places: GeoNames (geonames.org), CC BY 4.0")
ATTRIBUTION_LINK = "https://www.geonames.org/"
LICENCE_LINK = "https://creativecommons.org/licenses/by/4.0/"

TAKEN_ON = date(2026, 11, 23)
"""The day on which the file was made from what GeoNames knew then."""

LONGEST = 120
"""No name of a town with its region and country is longer; more is not searched for."""
_COMMAS = re.compile(r"[,،、，;\n]")
_SHORTEST_WORD = 3
_MOST_WORDS = 400
_MAIN_COUNTS = 10
"""So many times more people a place must have to stand first by a name that isn't its main one.

Every town was once called something else; Bristol is not Independence, Missouri.
"""

Groups: TypeAlias = Sequence[Sequence[int]]
"""Numbers of names, the better matches in an earlier group."""


@dataclass(frozen=True, slots=True)
class Place:
    """A town as GeoNames has it."""

    id: int
    name: str
    country: str
    """ISO 3166-1 alpha-2."""
    region: str
    """The state, province or region, by its English name; empty where there is none."""
    latitude: float
    longitude: float
    population: int
    zone: str
    matched: str | None = None
    """The name that was found, when it isn't the main one: München for Munich."""


def find(
    text: str, *, country: str | None = None, near: str | None = None, limit: int = 8
) -> list[Place]:
    """The places that this text may mean, the likeliest first, each once.

    Any language's name or the beginning of one, with the region or country after a comma or
    not: "Cordoba, Argentina", "Cambridge Massachusetts". `country` leaves only its places; `near`
    puts that country's first among equals. After that, larger places come first.
    """
    if len(text) > LONGEST:
        return []
    name, *hints = [key(part) for part in _COMMAS.split(text)]
    if not name:
        return []
    table = place_table()
    only = ANYWHERE if country is None else areas_of_country(country)
    for groups, areas in _attempts(table, name, hints):
        if chosen := _chosen(table, groups, (areas, only), (near or "").upper(), limit):
            return [_place(table, place, matched) for place, matched in chosen.items()]
    return []


def by_id(geonames_id: int) -> Place | None:
    """The place with this number of GeoNames."""
    table = place_table()
    place = table.place_with_id(geonames_id)
    return None if place is None else _place(table, place, table.main_name[place])


def names(geonames_id: int) -> list[str]:
    """Every name of a place, in any language."""
    table = place_table()
    place = table.place_with_id(geonames_id)
    if place is None:
        return []
    return [table.name(name) for name, of in enumerate(table.place_of_name) if of == place]


def largest(count: int) -> list[Place]:
    """The places with the most people, the largest first."""
    table = place_table()
    first = nsmallest(count, range(len(table.ids)), key=table.rank.__getitem__)
    return [_place(table, place, table.main_name[place]) for place in first]


def _attempts(table: PlaceTable, name: str, hints: list[str]) -> Iterator[tuple[Groups, Areas]]:
    """Ways to read the text, the plainest first: names to choose from, and where they may lie."""
    begun = table.names_from(name, table.all_names())
    spelled = [table.names_exactly(name, begun), begun]
    meant = areas_meant(hints)
    for areas in meant:
        yield spelled, areas
    if meant:
        yield nearly(table, name), meant[-1]
    yield spelled, ANYWHERE
    for cut in _cuts(name):
        head = table.names_exactly(name[:cut], table.names_from(name[:cut], table.all_names()))
        for areas in areas_meant([name[cut + 1 :]]) if head else []:
            yield [head], areas
    if len(name) >= _SHORTEST_WORD:
        written = [name, name.title()]
        yield [table.names_with_word(word, most=_MOST_WORDS) for word in written], ANYWHERE
    yield nearly(table, name), ANYWHERE


def _cuts(name: str) -> list[int]:
    """Where the name may end and a region or country begin, the last space first."""
    return [at for at in range(len(name) - 1, 0, -1) if name[at] == " "]


def _chosen(
    table: PlaceTable, groups: Groups, within: tuple[Areas, Areas], near: str, limit: int
) -> dict[int, int]:
    """The places to show, in their order, each with the name by which it was found."""
    areas, only = within
    chosen: dict[int, int] = {}
    for names in groups:
        places = {table.place_of_name[name] for name in names}.difference(chosen)
        area_of = table.areas
        allowed = [p for p in places if area_of[p] in areas and area_of[p] in only]
        home = {place for place in allowed if table.country(place) == near}
        mains = {table.place_of_name[name] for name in names if table.is_main[name]}
        ranked = _ranked(table, home, mains, limit) + _ranked(
            table, home.symmetric_difference(allowed), mains, limit
        )
        chosen |= _found_by(table, names, ranked[: limit - len(chosen)])
    return chosen


def _ranked(table: PlaceTable, places: set[int], mains: set[int], limit: int) -> list[int]:
    """The largest of the places, those found by other names than their main one far behind."""
    by_main = nsmallest(limit, places & mains, key=table.rank.__getitem__)
    by_other = nsmallest(limit, places - mains, key=table.rank.__getitem__)
    weights = {place: table.populations[place] * _MAIN_COUNTS for place in by_main}
    weights |= {place: table.populations[place] for place in by_other}
    return sorted(weights, key=lambda place: (-weights[place], place))


def _found_by(table: PlaceTable, names: Sequence[int], places: list[int]) -> dict[int, int]:
    """Each of the places with the first of the names that is its, or its main one."""
    found = dict.fromkeys(places, -1)
    for name in names:
        place = table.place_of_name[name]
        if place in found and (found[place] < 0 or table.is_main[name]):
            found[place] = name
    return found


def _place(table: PlaceTable, place: int, found_by: int) -> Place:
    area = table.areas[place]
    main = table.main_name[place]
    return Place(
        id=table.ids[place],
        name=table.name(main),
        country=table.area_countries[area],
        region=table.area_names[area],
        latitude=round(table.latitudes[place] / 1000 - 90, 3),
        longitude=round(table.longitudes[place] / 1000 - 180, 3),
        population=table.populations[place],
        zone=table.zone_names[table.zones[place]],
        matched=None if found_by == main else table.name(found_by),
    )
