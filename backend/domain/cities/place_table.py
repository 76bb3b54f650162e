"""The gazetteer in memory: every place in columns, every name in one sorted run of bytes.

Names are folded only where a search looks at them, so the table is there as soon as its file is
unpacked, in a few megabytes.
"""

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from functools import lru_cache
from itertools import accumulate, compress
from pathlib import Path

from backend.domain.cities.packing import (
    unpack,
    unpack_lines,
    unpack_names,
    unpack_numbers,
    unpack_places,
)
from backend.domain.cities.spelling import key

FILE = Path(__file__).with_name("gazetteer.xz")
_AFTER_ALL = "\U0010ffff"
_KEYS_KEPT = 8192


class PlaceTable:
    """Places are numbered by GeoNames id; names by their key, all names of all places in one."""

    def __init__(self, packed: bytes) -> None:
        sections = unpack(packed)
        names, self.is_main = unpack_names(sections["shared"], sections["rests"])
        self.place_of_name = unpack_places(sections["places"])
        self.main_name = array("I", bytes(len(sections["id steps"])))
        for name in compress(self.all_names(), self.is_main):
            self.main_name[self.place_of_name[name]] = name
        self._written = b"\n".join([b"", *names, b""])
        self._starts = array("I", accumulate((len(name) + 1 for name in names), initial=1))
        self.key_of_name = lru_cache(_KEYS_KEPT)(self._key_of_name)

        self.ids = array("I", accumulate(unpack_numbers(sections["id steps"])))
        self.latitudes = unpack_numbers(sections["latitudes"])
        self.longitudes = unpack_numbers(sections["longitudes"])
        figures = unpack_numbers(sections["populations"])
        self.populations = array("I", (first % 1000 * 10 ** (first // 1000) for first in figures))
        self.zones = unpack_numbers(sections["zones"])
        self.areas = unpack_numbers(sections["areas"])
        self.zone_names = unpack_lines(sections["zone names"])
        lines = [line.split("\t") for line in unpack_lines(sections["area names"])]
        self.area_countries = [line[0] for line in lines]
        self.area_letters = [line[1] for line in lines]
        self.area_names = [line[2] for line in lines]
        self.country_names = unpack_lines(sections["country names"])
        by_size = sorted(range(len(self.ids)), key=self.populations.__getitem__, reverse=True)
        self.rank = array("H", bytes(2 * len(by_size)))
        for rank, place in enumerate(by_size):
            self.rank[place] = rank

    def name(self, number: int) -> str:
        return self._written[self._starts[number] : self._starts[number + 1] - 1].decode()

    def _key_of_name(self, number: int) -> str:
        return key(self.name(number))

    def country(self, place: int) -> str:
        return self.area_countries[self.areas[place]]

    def all_names(self) -> range:
        return range(len(self.place_of_name))

    def names_from(self, start: str, within: range) -> range:
        """The numbers of the names whose key begins so; `within` begins with most of it."""
        first = bisect_left(within, start, key=self.key_of_name)
        last = bisect_left(within, start + _AFTER_ALL, lo=first, key=self.key_of_name)
        return within[first:last]

    def names_exactly(self, spelled: str, begun: range) -> range:
        """Of the names that begin so, those that also end there: they come first."""
        return begun[: bisect_right(begun, spelled, key=self.key_of_name)]

    def next_letters(self, start: str, within: range) -> Iterator[tuple[str, range]]:
        """The letters that follow this beginning, each with its names."""
        names = within[len(self.names_exactly(start, within)) :]
        while names:
            letter = self.key_of_name(names[0])[len(start)]
            with_letter = self.names_from(start + letter, names)
            yield letter, with_letter
            names = names[len(with_letter) :]

    def names_with_word(self, written: str, *, most: int) -> list[int]:
        """Names in which a later word begins so, as it is written; at most so many."""
        found: list[int] = []
        for before in (" ", "-"):
            sought = (before + written).encode()
            at = self._written.find(sought)
            while at >= 0 and len(found) < most:
                found.append(bisect_right(self._starts, at) - 1)
                at = self._written.find(sought, at + 1)
        return found

    def place_with_id(self, geonames_id: int) -> int | None:
        at = bisect_left(self.ids, geonames_id)
        return at if at < len(self.ids) and self.ids[at] == geonames_id else None


@lru_cache(maxsize=1)
def place_table() -> PlaceTable:
    """The one table of a process, unpacked when it is first asked for."""
    return PlaceTable(FILE.read_bytes())
