"""A list of people as they send one: a file's bytes made text, and text made records. Pure.

Spreadsheets save what they call CSV in many ways: with commas, semicolons or tabs, in UTF-8 with
a mark before it or without, in UTF-16, in the letters of an older Windows.
"""

import codecs
import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

MARKED = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
WINDOWS = "cp1252"
DELIMITERS = ("\t", ";", ",")
LOOKED_AT = 500
"""Lines by which the delimiter is told."""
MOST_BROKEN = 100
"""Records with broken quotation marks; each is an attempt to begin anew behind it."""

_SIGN = r"[^\s@<>\",;]+"
_ADDRESS = re.compile(rf"{_SIGN}@{_SIGN}|[^<>]*<{_SIGN}@{_SIGN}>")
_QUOTED_NAME = re.compile(r'\s*"([^"]*)"\s*(<[^<>]*>)\s*[,;]?\s*')


class Unreadable(ValueError):
    """Not text in any of these ways, or no list of records."""


@dataclass(frozen=True, slots=True)
class Record:
    """One record: the line of the file on which it begins, and its cells."""

    line: int
    cells: tuple[str, ...]
    is_broken: bool = False
    """A quotation mark opens in it that isn't closed, or is closed within a word."""


def decoded(raw: bytes) -> str:
    """The text: as a mark at its beginning says, or in UTF-8, or else as Windows wrote it."""
    for mark, encoding in MARKED:
        if raw.startswith(mark):
            return _decoded(raw[len(mark) :], encoding)
    if b"\0" in raw:
        raise Unreadable
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return _decoded(raw, WINDOWS)


def records(text: str) -> list[Record]:
    """Every record that isn't blank, in order.

    What comes behind a broken one is read as if it had ended with its first line.
    """
    lines = list(io.StringIO(text, newline=""))
    found = _read(lines, _delimiter(lines))
    if sum(one.is_broken for one in found) > MOST_BROKEN:
        raise Unreadable
    return found


def _decoded(raw: bytes, encoding: str) -> str:
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError as error:
        raise Unreadable from error


def _delimiter(lines: Sequence[str]) -> str:
    """The sign that leaves most addresses in a cell of their own, or else makes most cells."""
    sample = lines[:LOOKED_AT]

    def fitness(sign: str) -> tuple[int, int]:
        found = _read(sample, sign)
        return sum(map(_has_address, found)), sum(len(one.cells) for one in found)

    return max(DELIMITERS, key=fitness)


def _has_address(record: Record) -> bool:
    found = sum(1 for cell in record.cells if _ADDRESS.fullmatch(cell.strip()))
    return found == 1 and not record.is_broken


def _read(lines: Sequence[str], delimiter: str) -> list[Record]:
    found: list[Record] = []
    at, broken = 0, 0
    while at < len(lines):
        for one in _until_broken(lines, at, delimiter):
            found.append(one)
            if one.is_broken:
                at, broken = one.line, broken + 1
        if not found or not found[-1].is_broken:
            break
        found[-1] = _as_mailers_write(lines, found[-1])
        if broken > MOST_BROKEN:
            break
    return [one for one in found if any(cell.strip() for cell in one.cells)]


def _until_broken(lines: Sequence[str], at: int, delimiter: str) -> Iterator[Record]:
    """The records from this line on, the last of them a broken one if there is any."""
    reader = csv.reader(
        islice(lines, at, None), delimiter=delimiter, skipinitialspace=True, strict=True
    )
    begins = at
    try:
        for cells in reader:
            yield Record(begins + 1, tuple(cells))
            begins = at + reader.line_num
    except csv.Error:
        yield Record(begins + 1, (lines[begins].strip(),), is_broken=True)


def _as_mailers_write(lines: Sequence[str], broken: Record) -> Record:
    """`"Mensah, Amina" <amina@bristol.gov.uk>`: broken as CSV, and quite right in a letter."""
    meant = _QUOTED_NAME.fullmatch(lines[broken.line - 1])
    if meant is None:
        return broken
    return Record(broken.line, (f"{meant[1]} {meant[2]}",))
