"""What a file is by what is in it: its name must say the same, and it must be one thing only."""

import codecs
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import IO, TypeAlias

import puremagic

from backend.core.errors import Rejected
from backend.core.i18n import _
from backend.domain.resources import archives
from backend.domain.resources.file_names import ending

Look: TypeAlias = Callable[[IO[bytes]], bool]

_HEAD = 4096
_PIECE = 64 * 1024
_PDF = b"%PDF-"
_PDF_SEARCHED = 1024
"""How far from either end readers of PDF look for its marks."""
_CONTROL = bytes(set(range(32)) - set(b"\t\n\r\f")) + b"\x7f"
_NO_TEXT = (b"%pdf-", b"%!ps", b"{\\rtf", b"<!doctype", b"<html", b"<?xml", b"<?php", b"<svg")
_RUN_BY_MACHINES = (b"<script", b"#!", b"@echo off")
_PNG_START, _PNG_END = b"\x89PNG\r\n\x1a\n", b"IEND\xaeB`\x82"
_PNG_FRAME = 12
"""Bytes of a piece of PNG beside what it holds: its length, its name, its sum."""


@dataclass(frozen=True, slots=True)
class Sort:
    """One sort of file that is taken in."""

    media_type: str
    is_one: Look


def media_type(name: str, source: IO[bytes]) -> str:
    """The media type of a file of this name; Rejected if its contents are not what it says."""
    if _size(source) == 0:
        raise Rejected({"file": _("This file is empty.")})
    sort = SORTS.get(ending(name))
    if sort is None:
        raise Rejected(
            {"file": _("We cannot take this type of file. These work: {types}.", types=accepted())}
        )
    if not sort.is_one(source):
        raise Rejected(
            {
                "file": _(
                    "What is in this file is not what its name says (.{ending}). "
                    "Please save it anew from the program that made it.",
                    ending=ending(name),
                )
            }
        )
    return sort.media_type


def accepted() -> str:
    """The endings of what is taken in, for people."""
    return ", ".join(SORTS).upper()


def _is_pdf(source: IO[bytes]) -> bool:
    return (
        _head(source).startswith(_PDF)
        and _agrees(source, ".pdf")
        and b"%%EOF" in _tail(source, _PDF_SEARCHED)
        and not archives.is_archive(source)
    )


def _is_jpg(source: IO[bytes]) -> bool:
    return _agrees(source, ".jpg") and _is_only_that(source)


def _is_png(source: IO[bytes]) -> bool:
    """A PNG that ends where it says it ends."""
    if not _head(source).startswith(_PNG_START) or not _is_only_that(source):
        return False
    size, at = _size(source), len(_PNG_START)
    while at + _PNG_FRAME <= size:
        source.seek(at)
        length = int.from_bytes(source.read(4), "big")
        name = source.read(4)
        at += _PNG_FRAME + length
        if name == b"IEND":
            return at == size and _tail(source, len(_PNG_END)) == _PNG_END
    return False


def _is_zip(source: IO[bytes]) -> bool:
    return _agrees(source, ".zip") and not _hides_pdf(source) and archives.is_plain(source)


def _is_document(source: IO[bytes], sort: str) -> bool:
    return not _hides_pdf(source) and archives.is_office(source, sort)


def _is_open_document(source: IO[bytes], sort: str) -> bool:
    return not _hides_pdf(source) and archives.is_open_document(source, sort)


def _is_text(source: IO[bytes]) -> bool:
    """Words, in UTF-8 or one of the older ways, and nothing that a machine would run or draw."""
    start = _head(source).removeprefix(codecs.BOM_UTF8).lstrip().lower()
    if start.startswith((*_NO_TEXT, *_RUN_BY_MACHINES)):
        return False
    return all(len(piece.translate(None, _CONTROL)) == len(piece) for piece in _pieces(source))


def _is_json(source: IO[bytes]) -> bool:
    """Looked at only from outside: taking it apart would fill the memory."""
    start = _head(source).removeprefix(codecs.BOM_UTF8).lstrip()[:1]
    end = _tail(source, _HEAD).rstrip()[-1:]
    return start + end in {b"{}", b"[]"} and _is_text(source) and _is_utf8(source)


def _is_geojson(source: IO[bytes]) -> bool:
    return _head(source).removeprefix(codecs.BOM_UTF8).lstrip()[:1] == b"{" and (
        _is_json(source) and any(b'"type"' in piece for piece in _pieces(source))
    )


def _is_utf8(source: IO[bytes]) -> bool:
    reader = codecs.getincrementaldecoder("utf-8")()
    try:
        for piece in _pieces(source):
            reader.decode(piece)
        reader.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _is_only_that(source: IO[bytes]) -> bool:
    """Not at the same time something that another program would open."""
    return not _hides_pdf(source) and not archives.is_archive(source)


def _hides_pdf(source: IO[bytes]) -> bool:
    return _PDF in _head(source)[:_PDF_SEARCHED]


def _agrees(source: IO[bytes], end: str) -> bool:
    """Whether the signs of known types, which puremagic collects, allow this ending."""
    try:
        return end in {found.extension for found in puremagic.magic_string(_head(source))}
    except (puremagic.PureError, ValueError):
        return False


def _size(source: IO[bytes]) -> int:
    return source.seek(0, 2)


def _head(source: IO[bytes]) -> bytes:
    source.seek(0)
    return source.read(_HEAD)


def _tail(source: IO[bytes], length: int) -> bytes:
    source.seek(max(0, _size(source) - length))
    return source.read()


def _pieces(source: IO[bytes]) -> Iterator[bytes]:
    source.seek(0)
    while piece := source.read(_PIECE):
        yield piece


SORTS: Mapping[str, Sort] = {
    "pdf": Sort("application/pdf", _is_pdf),
    "docx": Sort(
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        partial(_is_document, sort="docx"),
    ),
    "xlsx": Sort(
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        partial(_is_document, sort="xlsx"),
    ),
    "pptx": Sort(
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        partial(_is_document, sort="pptx"),
    ),
    **{
        end: Sort(
            f"application/vnd.oasis.opendocument.{kind}", partial(_is_open_document, sort=end)
        )
        for end, kind in archives.OPEN_DOCUMENT.items()
    },
    "csv": Sort("text/csv", _is_text),
    "txt": Sort("text/plain", _is_text),
    "md": Sort("text/markdown", _is_text),
    "json": Sort("application/json", _is_json),
    "geojson": Sort("application/geo+json", _is_geojson),
    "zip": Sort("application/zip", _is_zip),
    "png": Sort("image/png", _is_png),
    "jpg": Sort("image/jpeg", _is_jpg),
    "jpeg": Sort("image/jpeg", _is_jpg),
}
"""By the ending of a name."""
