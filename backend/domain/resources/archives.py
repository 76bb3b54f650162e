"""ZIP files and what is built on them, read without unpacking and without trusting their sums."""

import stat
import struct
from typing import IO
from zipfile import BadZipFile, ZipFile, ZipInfo, is_zipfile

_LOCAL = b"PK\x03\x04"
_END = struct.Struct("<4s4H2LH")
_END_SIGN = b"PK\x05\x06"
_LARGE_SIGN, _LARGE_LENGTH = b"PK\x06\x07", 20
"""Stands before the end where a second, larger list of contents counts: for files of gigabytes."""
_FURTHEST_END = 64 * 1024 + _END.size
_CONTENTS_MOST = 2 * 1024 * 1024
"""Bytes of an archive's list of contents that are read: some twenty thousand names."""
_UNPACKED_MOST = 2 * 1024 * 1024 * 1024
_READ_MOST = 1024 * 1024

OFFICE = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml", "pptx": "ppt/presentation.xml"}
OPEN_DOCUMENT = {"odt": "text", "ods": "spreadsheet", "odp": "presentation"}
_MACROS = (b"macroEnabled", b"vbaProject")


def is_archive(source: IO[bytes]) -> bool:
    """Whether unpacking programs take it for an archive, whatever it looks like at its start."""
    source.seek(0)
    return is_zipfile(source)


def is_plain(source: IO[bytes]) -> bool:
    """An archive whose files, unpacked, stay in their folder and fit on a disk."""
    return _opened(source) is not None


def is_office(source: IO[bytes], sort: str) -> bool:
    """A document of Word, Excel or PowerPoint, of the sort its name says, without macros."""
    archive = _opened(source)
    if archive is None or not {"[Content_Types].xml", OFFICE[sort]} <= set(archive.namelist()):
        return False
    kinds = _read(archive, "[Content_Types].xml")
    has_macros = any(mark in kinds for mark in _MACROS)
    return bool(kinds) and not has_macros and not _holds(archive, "vbaproject.bin")


def is_open_document(source: IO[bytes], sort: str) -> bool:
    """An OpenDocument of the sort its name says; it says so itself, at its very start."""
    archive = _opened(source)
    if archive is None or archive.namelist()[:1] != ["mimetype"]:
        return False
    said = _read(archive, "mimetype").decode("ascii", "replace").strip()
    return said == f"application/vnd.oasis.opendocument.{OPEN_DOCUMENT[sort]}"


def _opened(source: IO[bytes]) -> ZipFile | None:
    """The archive, if it begins at the file's beginning and everything in it is as it should be."""
    source.seek(0)
    if source.read(4) != _LOCAL or not _contents_fit(source):
        return None
    try:
        archive = ZipFile(source)
    except (BadZipFile, NotImplementedError, ValueError, OSError):
        return None
    entries = archive.infolist()
    starts_at_once = min((one.header_offset for one in entries), default=-1) == 0
    unpacked = sum(one.file_size for one in entries)
    sound = starts_at_once and unpacked <= _UNPACKED_MOST and all(map(_stays_inside, entries))
    return archive if sound else None


def _contents_fit(source: IO[bytes]) -> bool:
    """Asked before the list of contents is read: reading it makes an object of each line."""
    source.seek(0, 2)
    size = source.tell()
    source.seek(max(0, size - _FURTHEST_END))
    tail = source.read()
    at = tail.rfind(_END_SIGN)
    if at < 0 or len(tail) - at < _END.size:
        return False
    if tail[max(0, at - _LARGE_LENGTH) : at].startswith(_LARGE_SIGN):
        return False
    length = _END.unpack_from(tail, at)[5]
    return bool(length <= min(_CONTENTS_MOST, size))


def _stays_inside(entry: ZipInfo) -> bool:
    steps = entry.filename.replace("\\", "/").split("/")
    is_link = stat.S_ISLNK(entry.external_attr >> 16)
    return ".." not in steps and bool(steps[0]) and ":" not in steps[0] and not is_link


def _read(archive: ZipFile, name: str) -> bytes:
    try:
        with archive.open(name) as inside:
            return inside.read(_READ_MOST)
    except (BadZipFile, NotImplementedError, RuntimeError, ValueError, OSError, EOFError):
        return b""


def _holds(archive: ZipFile, name: str) -> bool:
    return any(entry.lower().endswith(name) for entry in archive.namelist())
