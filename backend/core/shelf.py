"""Where uploaded files rest, each under the hash of what is in it, whatever that place is."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, Protocol


@dataclass(frozen=True, slots=True)
class Kept:
    """What a shelf says of a file that it has taken in."""

    sha256: str
    size: int


class Shelf(Protocol):
    """Holds files until they are forgotten. The same contents twice are one file."""

    @property
    def most(self) -> int:
        """The size in bytes of the largest file that it takes."""

    def keep(self, source: IO[bytes]) -> Kept:
        """Take in all that can still be read of the source, or nothing."""

    def where(self, sha256: str) -> Path | None:
        """Where the file of this hash can be read; None when there is none."""

    def forget(self, sha256: str) -> None:
        """Remove the file of this hash, if it is there."""

    def older_than(self, moment: datetime) -> Iterator[str]:
        """The hashes of files that were last taken in before this moment."""
