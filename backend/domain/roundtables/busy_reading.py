"""The busy spans of a calendar file: pure, within limits, and nothing else of it.

Read with `icalendar`; what repeats is unrolled day by day within the window. An event counts
unless it is cancelled or marked as free; one without hours is busy for its whole days, on the clock
of who reads. Times without a zone are on that clock, too.

**Limits.** A megabyte, 2,000 events that are not over for a year, 2,000 spans in the end; lines
that tell nothing of when are left out unread (busy_lines). Rules are asked about the days of the
window alone, so none can run on; where they count, of the days since their first; how many days
that is for all of them is counted up beforehand. Rules by hours, minutes or seconds are refused: a few lines could name millions of times.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Any, TypeAlias

from icalendar import Calendar

from backend.core.errors import Rejected
from backend.core.i18n import _
from backend.domain.roundtables.busy_lines import needed
from backend.domain.roundtables.repetition import Repetition

MOST_BYTES = 1024 * 1024
MOST_EVENTS = 2_000
MOST_SPANS = 2_000
MOST_DAYS = 500_000
"""So many days may all rules look through together."""
AHEAD = timedelta(days=120)
DAY = timedelta(days=1)
_EVENT = re.compile(r"^(BEGIN|END):VEVENT\r?(?:\n|\Z)", re.IGNORECASE | re.MULTILINE)
"""Where one begins and ends."""
_BEGINS = re.compile(r"^DTSTART[^:\r\n]*:(\d{4})", re.IGNORECASE | re.MULTILINE)

Part: TypeAlias = Any
"""What a file holds: nothing of it is known before it is looked at."""
Span: TypeAlias = tuple[datetime, datetime]


def spans(sent: bytes, now: datetime, here: tzinfo) -> list[Span]:
    """When its owner is busy from now on, in UTC, without gaps and overlaps; Rejected for no calendar."""
    if len(sent) > MOST_BYTES:
        raise Rejected({"file": _("This calendar is larger than a megabyte.")})
    try:
        words = _without_the_past(needed(sent.decode("utf-8", "replace")), now)
        calendars = Calendar.from_ical(words, multiple=True)
        found = list(_all(calendars, now, now + AHEAD, here))
    except Rejected:
        raise
    except (ValueError, TypeError, KeyError, IndexError, AttributeError, OverflowError) as error:
        raise Rejected({"file": _("This is not a calendar file that we can read.")}) from error
    if not calendars:
        raise Rejected({"file": _("This is not a calendar file that we can read.")})
    return _joined(found)


def _without_the_past(words: str, now: datetime) -> str:
    """Without single events of years that are over: to read them costs most, and tells nothing."""

    def is_over(event: str) -> bool:
        begins = _BEGINS.search(event)
        is_past = begins is not None and int(begins[1]) < now.year - 1
        return is_past and "RRULE" not in event.upper()

    found = _without(_EVENT, words, is_over)
    if found.upper().count("BEGIN:VEVENT") > MOST_EVENTS:
        raise Rejected({"file": _("This calendar holds too many events.")})
    return found


def _without(marks: re.Pattern[str], words: str, is_unwanted: Callable[[str], bool]) -> str:
    """Without those of these parts; looked through once, however many begin and never end."""
    kept: list[str] = []
    done, begun = 0, -1
    for mark in marks.finditer(words):
        if mark[1].upper() == "BEGIN":
            begun = mark.start() if begun < 0 else begun
        elif begun >= 0:
            if is_unwanted(words[begun : mark.end()]):
                kept.append(words[done:begun])
                done = mark.end()
            begun = -1
    return "".join([*kept, words[done:]])


def _all(calendars: Iterable[Part], now: datetime, until: datetime, here: tzinfo) -> Iterator[Span]:
    events: list[Part] = [event for one in calendars for event in one.walk("VEVENT")]
    moved = {
        (str(one.get("UID")), _moment(one["RECURRENCE-ID"].dt, here))
        for one in events
        if "RECURRENCE-ID" in one
    }
    left = MOST_DAYS
    for event in events:
        if _is_free(event):
            continue
        starts, length = _begins(event, here), _length(event, here)
        left -= _days_asked(event, (starts, starts + length), (now, until))
        if left < 0:
            raise Rejected({"file": _("This calendar repeats too much for us to read.")})
        uid = str(event.get("UID"))
        for start in _times(event, (starts, starts + length), (now, until), here):
            is_moved = (uid, start) in moved and "RECURRENCE-ID" not in event
            if not is_moved and start < until and start + length > now:
                yield max(start, now), start + length
    for one in calendars:
        for part in one.walk("VFREEBUSY"):
            yield from _periods(part, now, until)


def _is_free(event: Part) -> bool:
    return (
        str(event.get("TRANSP", "")).upper() == "TRANSPARENT"
        or str(event.get("STATUS", "")).upper() == "CANCELLED"
        or "DTSTART" not in event
    )


def _begins(event: Part, here: tzinfo) -> datetime:
    return _moment(event["DTSTART"].dt, here)


def _length(event: Part, here: tzinfo) -> timedelta:
    if "DTEND" in event:
        length = _moment(event["DTEND"].dt, here) - _begins(event, here)
    elif "DURATION" in event:
        length = event["DURATION"].dt
    else:
        length = timedelta() if isinstance(event["DTSTART"].dt, datetime) else DAY
    return max(length, timedelta())


def _times(event: Part, span: Span, window: Span, here: tzinfo) -> Iterator[datetime]:
    """Every start in UTC of an event that first spans this, up to the end of the window."""
    starts, (now, until) = span[0], window
    length = span[1] - starts
    if "RRULE" not in event or "RECURRENCE-ID" in event:
        yield starts
        extra = _dates(event, "RDATE", here) if "RECURRENCE-ID" not in event else set()
        yield from sorted(extra - {starts})
        return
    without = _dates(event, "EXDATE", here)
    wall = event["DTSTART"].dt
    zone = wall.tzinfo if isinstance(wall, datetime) and wall.tzinfo else here
    first = starts.astimezone(zone)
    since = (now - length).astimezone(zone).date()
    for rule, last in _rules(event, first.date(), until.astimezone(zone)):
        for day in rule.days(since, last.date()):
            local = datetime.combine(day, first.time(), zone)
            if local <= last and local.astimezone(UTC) not in without:
                yield local.astimezone(UTC)
    yield from sorted(_dates(event, "RDATE", here))


def _days_asked(event: Part, span: Span, window: Span) -> int:
    """About how many days its rules are asked: from the first where they count, else the window's."""
    found = event.get("RRULE", [])
    rules = found if isinstance(found, list) else [found]
    (starts, ends), (now, until) = span, window
    begins = starts if any("COUNT" in one for one in rules) else max(starts, now - (ends - starts))
    return len(rules) * max(0, (until - begins).days)


def _rules(event: Part, first: date, until: datetime) -> Iterator[tuple[Repetition, datetime]]:
    """Its rules, each with its end; those that can't be followed day by day are refused."""
    found = event["RRULE"]
    for one in found if isinstance(found, list) else [found]:
        parts = {
            name.upper(): value if isinstance(value, list) else [value]
            for name, value in one.items()
        }
        last = parts.get("UNTIL", [until])[0]
        if not isinstance(last, datetime):
            last = datetime.combine(last, time(23, 59, 59))
        last = last if last.tzinfo else last.replace(tzinfo=until.tzinfo)
        try:
            yield Repetition.of(parts, first), min(last.astimezone(until.tzinfo), until)
        except ValueError as error:
            words = _("This calendar repeats in a way that we can’t read.")
            raise Rejected({"file": words}) from error


def _dates(event: Part, name: str, here: tzinfo) -> set[datetime]:
    found = event.get(name, [])
    lists = found if isinstance(found, list) else [found]
    moments = (one.dt for several in lists for one in several.dts)
    return {_moment(one[0] if isinstance(one, tuple) else one, here) for one in moments}


def _periods(part: Part, now: datetime, until: datetime) -> Iterator[Span]:
    found = part.get("FREEBUSY", [])
    for one in found if isinstance(found, list) else [found]:
        if str(one.params.get("FBTYPE", "BUSY")).upper() == "FREE":
            continue
        starts, ends = _moment(one.start, UTC), _moment(one.end, UTC)
        if starts < until and ends > now:
            yield max(starts, now), ends


def _moment(when: date, here: tzinfo) -> datetime:
    if not isinstance(when, datetime):
        when = datetime.combine(when, time())
    return (when if when.tzinfo else when.replace(tzinfo=here)).astimezone(UTC)


def _joined(found: Sequence[Span]) -> list[Span]:
    """In order, each gap kept and nothing twice."""
    joined: list[Span] = []
    for starts, ends in sorted(found):
        if joined and starts <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(ends, joined[-1][1]))
        elif starts < ends:
            joined.append((starts, ends))
    return joined[:MOST_SPANS]
