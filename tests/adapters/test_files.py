import hashlib
import os
from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import IO, cast

import pytest

from backend.adapters.files import PARTS, PIECE, Files
from backend.core.shelf import Shelf
from tests.conftest import NOON

WORDS = b"trees\n" * 50_000
HASH = hashlib.sha256(WORDS).hexdigest()


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Files(tmp_path / "files", most=1_000_000)


def lying(folder: Path) -> list[str]:
    return sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file())


def age(path: Path, days: int) -> None:
    at = (NOON - timedelta(days=days)).timestamp()
    os.utime(path, (at, at))


class Torn:
    """A source that breaks after its first piece."""

    def __init__(self) -> None:
        self._pieces: Iterator[bytes] = iter([b"x" * PIECE])

    def read(self, _size: int) -> bytes:
        try:
            return next(self._pieces)
        except StopIteration:
            raise ConnectionResetError from None


def test_a_file_rests_under_its_hash(shelf: Shelf, tmp_path: Path) -> None:
    kept = shelf.keep(BytesIO(WORDS))
    assert (kept.sha256, kept.size) == (HASH, len(WORDS))
    path = shelf.where(HASH)
    assert path is not None
    assert path.read_bytes() == WORDS
    assert lying(tmp_path) == [f"files/{HASH[:2]}/{HASH}"]


def test_only_our_own_user_reads_what_is_kept(shelf: Shelf) -> None:
    shelf.keep(BytesIO(WORDS))
    path = shelf.where(HASH)
    assert path is not None
    assert path.stat().st_mode & 0o777 == 0o600


def test_the_same_contents_are_one_file(shelf: Shelf, tmp_path: Path) -> None:
    assert shelf.keep(BytesIO(WORDS)) == shelf.keep(BytesIO(WORDS))
    assert len(lying(tmp_path)) == 1


def test_what_breaks_off_leaves_nothing(shelf: Shelf, tmp_path: Path) -> None:
    with pytest.raises(ConnectionResetError):
        shelf.keep(cast("IO[bytes]", Torn()))
    assert lying(tmp_path) == []


def test_what_is_not_there_is_nowhere(shelf: Shelf) -> None:
    assert shelf.where(HASH) is None
    shelf.forget(HASH)


def test_a_forgotten_file_is_gone(shelf: Shelf, tmp_path: Path) -> None:
    shelf.keep(BytesIO(WORDS))
    shelf.forget(HASH)
    assert lying(tmp_path) == []


def test_old_files_are_named_and_old_halves_cleared_away(shelf: Shelf, tmp_path: Path) -> None:
    for words in (WORDS, b"young"):
        shelf.keep(BytesIO(words))
    half, new_half = (tmp_path / "files" / PARTS / name for name in ("half", "new_half"))
    half.write_bytes(b"x")
    new_half.write_bytes(b"x")
    old = shelf.where(HASH)
    assert old is not None
    age(old, days=2)
    age(half, days=2)
    for path in (*tmp_path.rglob("*"),):
        if path.is_file() and path not in {old, half}:
            age(path, days=0)
    assert list(shelf.older_than(NOON - timedelta(days=1))) == [HASH]
    assert not half.exists()
    assert new_half.exists()


def test_a_file_taken_in_again_is_young_again(shelf: Shelf) -> None:
    shelf.keep(BytesIO(WORDS))
    path = shelf.where(HASH)
    assert path is not None
    age(path, days=2)
    shelf.keep(BytesIO(WORDS))
    assert path.stat().st_mtime > NOON.timestamp() - 86_400


def test_an_empty_shelf_has_no_old_files(shelf: Shelf) -> None:
    assert list(shelf.older_than(NOON)) == []
