"""The form of the gazetteer's file: named sections of bytes, compressed as one."""

import json
import lzma
import sys
from array import array
from collections.abc import Iterable, Mapping, Sequence
from itertools import takewhile

# For text in many alphabets: more of the byte before is looked at, none of the position.
_FILTERS = [{"id": lzma.FILTER_LZMA2, "preset": 9 | lzma.PRESET_EXTREME, "lc": 4, "pb": 0}]
_MAIN = 0x80
"""Set in the byte of a name's shared beginning when it is the main name of its place."""


def pack(sections: Mapping[str, bytes]) -> bytes:
    contents = json.dumps({name: len(section) for name, section in sections.items()})
    raw = b"\n".join([contents.encode(), b"".join(sections.values())])
    return lzma.compress(raw, check=lzma.CHECK_CRC32, filters=_FILTERS)


def unpack(packed: bytes) -> dict[str, bytes]:
    contents, _newline, raw = lzma.decompress(packed).partition(b"\n")
    sections: dict[str, bytes] = {}
    start = 0
    for name, length in json.loads(contents).items():
        sections[name] = raw[start : start + length]
        start += length
    return sections


def pack_numbers(numbers: Sequence[int]) -> bytes:
    """All lowest bytes, then all next ones: what resembles stands together and packs well."""
    return b"".join(bytes(n >> shift & 0xFF for n in numbers) for shift in (0, 8, 16, 24))


def unpack_numbers(packed: bytes) -> "array[int]":
    count = len(packed) // 4
    raw = bytearray(len(packed))
    for place in range(4):
        raw[place::4] = packed[place * count : (place + 1) * count]
    return _native("I", bytes(raw))


def pack_places(places: Iterable[int]) -> bytes:
    """Numbers of places, two bytes each."""
    return b"".join(place.to_bytes(2, "little") for place in places)


def unpack_places(packed: bytes) -> "array[int]":
    return _native("H", packed)


def pack_lines(lines: Iterable[str]) -> bytes:
    return "\n".join(lines).encode()


def unpack_lines(packed: bytes) -> list[str]:
    return packed.decode().split("\n")


def pack_names(names: Iterable[tuple[str, bool]]) -> tuple[bytes, bytes]:
    """Sorted names, each without what it shares with the one before; True marks main names."""
    shared, rests = bytearray(), []
    last = b""
    for name, is_main in names:
        spelled = name.encode()
        pairs = zip(last, spelled, strict=False)
        same = min(sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs)), _MAIN - 1)
        shared.append(same | (_MAIN if is_main else 0))
        rests.append(spelled[same:])
        last = spelled
    return bytes(shared), b"\n".join(rests)


def unpack_names(shared: bytes, rests: bytes) -> tuple[list[bytes], bytes]:
    """The names in UTF-8, and for each a byte that is true if it is a main name."""
    names = []
    last = b""
    for same, rest in zip(shared, rests.split(b"\n"), strict=True):
        last = last[: same & ~_MAIN] + rest
        names.append(last)
    return names, shared.translate(bytes(_MAIN) + bytes([1]) * _MAIN)


def _native(kind: str, raw: bytes) -> "array[int]":
    numbers = array(kind)
    numbers.frombytes(raw)
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers
