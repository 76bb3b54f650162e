"""A zone's rules as calendars want them: a VTIMEZONE that all of them understand.

Google and Apple go by the zone's name; Outlook goes by what stands here, and understands one
STANDARD part (it must have one) and one DAYLIGHT part, with yearly rules of the form "second Sunday
of March", and no list of dates. So: the yearly rules where the coming years follow them; one fixed
offset where clocks never change; and where they change by another calendar (Morocco at Ramadan,
Egypt after the last Thursday) just the changes that matter to the events, which for one meeting is
one offset.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard, vRecur

from backend.core.times import zone

PROOF = 8  # years that a yearly rule must hold before we trust it
LONG_AGO = datetime(1970, 1, 1)  # noqa: DTZ001 - a wall clock's
_LOOK = 12 * 60  # no zone changes its clocks twice within twelve hours
DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


@lru_cache(maxsize=1024)
def offsets(zone_name: str, first: date, minutes: int) -> tuple[tuple[int, int], ...]:
    """The offsets in force: (minute from which, minutes ahead of UTC), in order."""
    rules, start = zone(zone_name), datetime.combine(first, time(), UTC)

    def ahead(minute: int) -> int:
        local = (start + timedelta(minutes=minute)).astimezone(rules)
        return int((local.utcoffset() or timedelta()).total_seconds()) // 60

    found = [(0, ahead(0))]
    for look in range(_LOOK, minutes + _LOOK, _LOOK):
        before, after, now = look - _LOOK, look, ahead(look)
        if now == found[-1][1]:
            continue
        while after - before > 1:
            middle = (before + after) // 2
            before, after = (before, middle) if ahead(middle) == now else (middle, after)
        found.append((after, now))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Change:
    """The wall clock when it is changed, as it stood before, and its distances from UTC."""

    wall: datetime
    before: timedelta
    after: timedelta
    name: str

    @property
    def is_forward(self) -> bool:
        return self.after > self.before


def rules_for(zone_name: str, first: datetime, last: datetime) -> Timezone:
    """The VTIMEZONE for events that lie between these two moments."""
    changes = _changes(zone_name, first.year - 1, last.year + PROOF)
    found = Timezone()
    found.add("tzid", zone_name)
    if pair := _yearly(changes[1:], last.year + PROOF - first.year + 2):
        for change, rule in pair:
            found.add_component(_part(change, is_summer=change.is_forward, rule=rule))
        return found
    left = _that_matter(changes, first, last)
    for change in left:
        found.add_component(_part(change, is_summer=len(left) > 1 and change.is_forward))
    return found


def _changes(zone_name: str, first: int, last: int) -> list[Change]:
    """The offset in force at the start, as if it had always been, and every change since."""
    rules, start = zone(zone_name), date(first, 1, 1)
    minutes = (date(last + 1, 1, 1) - start).days * 24 * 60
    found: list[Change] = []
    for minute, ahead in offsets(zone_name, start, minutes):
        moment = datetime.combine(start, time(), UTC) + timedelta(minutes=minute)
        after = timedelta(minutes=ahead)
        before = found[-1].after if found else after
        wall = (moment + before).replace(tzinfo=None) if found else LONG_AGO
        found.append(Change(wall, before, after, moment.astimezone(rules).tzname() or zone_name))
    return found


def _yearly(changes: Sequence[Change], years: int) -> list[tuple[Change, vRecur]]:
    """The two changes of a year, each with its rule; none if the years don't all follow one."""
    kinds: dict[tuple[timedelta, timedelta, str], list[Change]] = {}
    for change in changes:
        kinds.setdefault((change.before, change.after, change.name), []).append(change)
    rules = [(kind[0], _rule([change.wall for change in kind])) for kind in kinds.values()]
    found = [(change, rule) for change, rule in rules if rule]
    return found if len(changes) == 2 * years and len(found) == len(kinds) == 2 else []  # noqa: PLR2004


def _rule(walls: Sequence[datetime]) -> vRecur | None:
    if len({(wall.month, wall.weekday(), wall.time()) for wall in walls}) != 1:
        return None
    weeks = {(wall.day + 6) // 7 for wall in walls}
    week = weeks.pop() if len(weeks) == 1 else -1
    if week == -1 and any((wall + timedelta(days=7)).month == wall.month for wall in walls):
        return None
    return vRecur(freq="YEARLY", bymonth=walls[0].month, byday=f"{week}{DAYS[walls[0].weekday()]}")


def _that_matter(changes: Sequence[Change], first: datetime, last: datetime) -> list[Change]:
    begin = max(n for n, change in enumerate(changes) if _moment(change) <= first)
    return [change for change in changes[begin:] if _moment(change) <= last]


def _moment(change: Change) -> datetime:
    return (change.wall - change.before).replace(tzinfo=UTC)


def _part(
    change: Change, *, is_summer: bool, rule: vRecur | None = None
) -> TimezoneStandard | TimezoneDaylight:
    part = TimezoneDaylight() if is_summer else TimezoneStandard()
    part.add("dtstart", change.wall)
    part.add("tzoffsetfrom", change.before)
    part.add("tzoffsetto", change.after)
    part.add("tzname", change.name)
    if rule:
        part.add("rrule", rule)
    return part
