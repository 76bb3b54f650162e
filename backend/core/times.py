"""Between a wall clock and UTC. Only the edges call this; inside, every moment is UTC."""

from datetime import UTC, date, datetime, time
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones, reset_tzpath

from backend.core.errors import Rejected
from backend.core.i18n import _

# System copies of the zone rules are often years old; the pinned tzdata package is not.
reset_tzpath(to=())


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


def moment(day: date, clock_time: time, zone_name: str) -> datetime:
    """The moment a wall clock in this zone shows this time; the earlier where it shows it twice.

    Rejected (field `time`) when the clocks skip that time on that day.
    """
    local = datetime.combine(day, clock_time, tzinfo=zone(zone_name))
    there_and_back = local.astimezone(UTC).astimezone(local.tzinfo)
    if there_and_back.replace(tzinfo=None) != local.replace(tzinfo=None):
        raise Rejected(
            {"time": _("Clocks in {zone} skip this hour that day.", zone=zone_name)},
        )
    return local.astimezone(UTC)
