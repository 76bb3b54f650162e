"""Uploaded files in a folder, each under its hash; what is half written never has that name."""

import hashlib
import os
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO

from backend.core.shelf import Kept

PIECE = 64 * 1024
"""Bytes of a file that are in memory at a time."""

PARTS = "parts"
"""The folder of files that are still being written."""


class Files:
    """A shelf on a disk: `<folder>/ab/abcdef…`."""

    def __init__(self, folder: Path, most: int) -> None:
        self._folder = folder
        self._most = most

    @property
    def most(self) -> int:
        return self._most

    def keep(self, source: IO[bytes]) -> Kept:
        parts = self._folder / PARTS
        parts.mkdir(parents=True, exist_ok=True)
        digest, size = hashlib.sha256(), 0
        with NamedTemporaryFile(dir=parts, delete=False) as part:
            written = Path(part.name)
            try:
                while piece := source.read(PIECE):
                    part.write(piece)
                    digest.update(piece)
                    size += len(piece)
                part.flush()
                os.fsync(part.fileno())
                self._put(written, digest.hexdigest())
            except BaseException:
                written.unlink(missing_ok=True)
                raise
        return Kept(digest.hexdigest(), size)

    def where(self, sha256: str) -> Path | None:
        path = self._path(sha256)
        return path if path.is_file() else None

    def forget(self, sha256: str) -> None:
        self._path(sha256).unlink(missing_ok=True)

    def older_than(self, moment: datetime) -> Iterator[str]:
        """Also clears away what was never finished and is as old."""
        for path in self._folder.glob("*/*"):
            with suppress(FileNotFoundError):
                if not path.is_file():  # another shelf in the same folder
                    continue
                if datetime.fromtimestamp(path.stat().st_mtime, UTC) >= moment:
                    continue
                if path.parent.name == PARTS:
                    path.unlink()
                else:
                    yield path.name

    def _put(self, written: Path, sha256: str) -> None:
        """Give a finished file its name, in one step; taken in again, it is as if new."""
        path = self._path(sha256)
        path.parent.mkdir(exist_ok=True)
        written.replace(path)
        for folder in (path.parent, self._folder):
            _settle(folder)

    def _path(self, sha256: str) -> Path:
        return self._folder / sha256[:2] / sha256


def _settle(folder: Path) -> None:
    """A new name lasts through a power cut only once its folder is on the disk too."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
