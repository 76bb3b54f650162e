"""Between a wall clock and UTC. Only the edges call this; inside, every moment is UTC."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, tzinfo
from enum import Enum
from functools import lru_cache
from importlib.metadata import version
from typing import TypeAlias
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones, reset_tzpath

from backend.core.errors import Rejected
from backend.core.i18n import _

# System copies of the zone rules are often years old; the pinned tzdata package is not.
reset_tzpath(to=())

RULES = version("tzdata")
"""Which rules of time zones are in force."""

Zones: TypeAlias = Callable[[str], tzinfo]
"""Where a zone's rules come from."""


@lru_cache(maxsize=1)
def zones() -> frozenset[str]:
    """Every IANA zone name that the pinned rules know."""
    return frozenset(available_timezones())


@lru_cache(maxsize=1024)
def zone(name: str) -> ZoneInfo:
    """The zone of this IANA name; Rejected, with a sentence, when there is none.

    Kept, since the library forgets all but eight at once and reads the others' files again; while
    it is kept here, `ZoneInfo` itself finds it too.
    """
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise Rejected({"zone": _("There is no time zone called {zone}.", zone=name)}) from error


class Shown(Enum):
    """How often a wall clock shows a time on a day."""

    NEVER = 0
    ONCE = 1
    TWICE = 2


def shown(day: date, clock_time: time, zone_name: str, zones: Zones = zone) -> Shown:
    """Clocks that go forward skip an hour; those that go back show one twice."""
    local = datetime.combine(day, clock_time, tzinfo=zones(zone_name))
    there_and_back = local.astimezone(UTC).astimezone(local.tzinfo)
    if there_and_back.replace(tzinfo=None) != local.replace(tzinfo=None):
        return Shown.NEVER
    again = local.replace(fold=1)
    return Shown.ONCE if again.utcoffset() == local.utcoffset() else Shown.TWICE


def moment(
    day: date, clock_time: time, zone_name: str, *, second: bool = False, zones: Zones = zone
) -> datetime:
    """The moment a wall clock in this zone shows this time.

    Where it shows it twice, the earlier, or with `second` the later: who must not guess asks `shown`
    first. Rejected (field `time`) when the clocks skip that time on that day.
    """
    if shown(day, clock_time, zone_name, zones) is Shown.NEVER:
        raise Rejected(
            {"time": _("Clocks in {zone} skip this hour that day.", zone=zone_name)},
        )
    local = datetime.combine(day, clock_time, tzinfo=zones(zone_name))
    return local.replace(fold=int(second)).astimezone(UTC)
