"""When something is for the two of them: on the reader's clock, and on the other's beside it."""

from dataclasses import dataclass
from datetime import datetime

from backend.core.i18n import _
from backend.core.times import zone as zone_of
from backend.domain.conversations.rows import Peer
from backend.kit import moments
from backend.kit.asking import Asking


@dataclass(frozen=True, slots=True)
class Clocks:
    zone: str
    place: str
    their_zone: str
    """Empty if it isn't shown to the reader, or is the same."""
    their_place: str

    @classmethod
    def of(cls, ask: Asking, zone: str, place: str) -> "Clocks":
        theirs = zone if zone != ask.me.zone else ""
        return cls(ask.me.zone, ask.place, theirs, place or moments.place_of(zone or "UTC"))

    def when(self, moment: datetime) -> str:
        """Such as: Thu 3 December, 15:00 in Bristol (10:00 in Bogotá)."""
        mine = moments.when(moment, self.zone, self.place)
        return (
            _("{mine} ({theirs})", mine=mine, theirs=self.there(moment))
            if self.their_zone
            else mine
        )

    def there(self, moment: datetime) -> str:
        """The time there, with the day of the week where it is another."""
        days = {moment.astimezone(zone_of(one)).date() for one in (self.zone, self.their_zone)}
        shown = moments.clock_time if len(days) == 1 else moments.weekday_time
        return _("{time} in {place}", time=shown(moment, self.their_zone), place=self.their_place)


def clocks(ask: Asking, other: Peer) -> Clocks:
    return Clocks.of(ask, other.zone, other.place)
