"""When each thing of the sample network happened, told from today; and doing it all again, in order."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from zlib import crc32

from backend.core import clock, times

FIRST_HOUR, HOURS = 9, 8
SOON = timedelta(minutes=11)
"""So long after what it follows something happens that would have come before it."""

Deed = Callable[[], object]


@dataclass(slots=True)
class Diary:
    """What is to be done, each thing at its own moment of the past."""

    now: datetime
    _deeds: list[tuple[datetime, Deed]] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self._deeds)

    def note(self, at: datetime, deed: Deed) -> None:
        self._deeds.append((at, deed))

    def relive(self) -> Iterator[datetime]:
        """Do all of it in the order of time; things of one moment in the order of their noting."""
        for at, deed in sorted(self._deeds, key=lambda one: one[0]):
            with clock.stopped(at):
                deed()
            yield at

    def office_hour(self, days_ago: int, zone: str, seed: str) -> datetime:
        """A moment of that day within office hours there: always the same one for these words."""
        minutes = crc32(seed.encode()) % (HOURS * 60)
        day = self.now.astimezone(times.zone(zone)).date() - timedelta(days=days_ago)
        # No zone's clocks change between nine and five.
        opening = times.moment(day, time(FIRST_HOUR), zone)
        return opening + timedelta(minutes=minutes)


@dataclass(slots=True)
class Thread:
    """Things that happened one after the other, the last of them before now."""

    diary: Diary
    last: datetime

    def next(self, days_ago: int, zone: str, seed: str) -> datetime:
        """The moment of the next one: that day, but after the one before."""
        return self.at(self.diary.office_hour(days_ago, zone, seed))

    def at(self, wanted: datetime) -> datetime:
        """The wanted moment; or soon after the one before, or halfway from there to now."""
        at = wanted if wanted > self.last else self.last + SOON
        if at >= self.diary.now:
            at = self.last + (self.diary.now - self.last) / 2
        self.last = at
        return at


def part(seed: str) -> float:
    """A number between a fifth and four fifths: always the same one for these words."""
    return 0.2 + 0.6 * (crc32(seed.encode()) % 1000) / 1000
