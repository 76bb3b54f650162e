"""Why a time is offered, in words for people who were not there when it was computed."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from backend.core.i18n import _, ngettext
from backend.domain.roundtables.calendars import DayOff
from backend.domain.roundtables.participants import Participant
from backend.domain.roundtables.seats import Seat

NAMED = 3


def why(seats: Sequence[Seat], sittings: int) -> str:
    """What the time asks of whom, the hardest first."""
    hardest = sorted(seats, key=lambda seat: -seat.burden)
    nights = [_clock(seat) for seat in hardest if seat.fit == "night"]
    edges = [_clock(seat) for seat in hardest if seat.fit == "early_late"]
    resting = [_rest(seat.label, seat.day_off) for seat in hardest if seat.day_off]
    said = [] if nights else [_span(seats, sittings)]
    if nights:
        said.append(_("In the night: {places}.", places=listed(nights)))
    if edges:
        said.append(_("Early or late: {places}.", places=listed(edges)))
    if resting:
        said.append(_("Day off: {places}.", places=listed(resting)))
    return " ".join(said)


def tally(seats: Sequence[Seat]) -> str:
    """How many it suits: in office hours when that is all of them, else in waking hours."""
    if all(seat.is_in_office for seat in seats):
        return ngettext(
            "{suited} of {count} city within office hours",
            "{suited} of {count} cities within office hours",
            len(seats),
            suited=len(seats),
        )
    return ngettext(
        "{suited} of {count} city within waking hours",
        "{suited} of {count} cities within waking hours",
        len(seats),
        suited=sum(seat.is_awake for seat in seats),
    )


def debts(participants: Sequence[Participant]) -> tuple[str, ...]:
    """Whose hours count more today, and why."""
    most = sorted((who for who in participants if who.debt), key=lambda who: -who.debt)
    if not most:
        return ()
    return (
        ngettext(
            "{places} bore more of the hard hours before, so it is spared first today.",
            "{places} bore more of the hard hours before, so they are spared first today.",
            len(most),
            places=listed([who.label for who in most]),
        ),
    )


def why_in_turn(labels: Sequence[str], hard: Sequence[int], meetings: int) -> str:
    """What one hour for a whole series asks of whom: how often it is hard for who bears most."""
    most = max(hard)
    if most == 0:
        return _("In {count} meetings nobody has to keep a hard hour.", count=meetings)
    bearing = [label for label, count in zip(labels, hard, strict=True) if count == most]
    return ngettext(
        "At the same hour each time, {places} keeps a hard one in {most} of {meetings} meetings.",
        "At the same hour each time, {places} keep a hard one in {most} of {meetings} meetings.",
        len(bearing),
        places=listed(bearing),
        most=most,
        meetings=meetings,
    )


def why_turns(turns: int, less: int) -> str:
    """What it helps that hours take turns."""
    return _(
        "{turns} hours take turns, so that the burden goes round: who bears most bears {percent}% "
        "less than with one hour for all meetings.",
        turns=turns,
        percent=less,
    )


def listed(names: Sequence[str]) -> str:
    """The first few, and how many more."""
    shown = _(", ").join(names[:NAMED])
    more = len(names) - NAMED
    if more <= 0:
        return shown
    return ngettext("{names} and {count} more", "{names} and {count} more", more, names=shown)


def _span(seats: Sequence[Seat], sittings: int) -> str:
    """Between which local hours everybody meets; nobody is in the night."""
    if sittings > 1 and all(seat.is_in_office for seat in seats):
        return _("Every city gets one of the two sittings in office hours.")
    first = min(_since_midnight(seat.starts, seat.starts) for seat in seats)
    last = max(_since_midnight(seat.ends, seat.starts) for seat in seats)
    return ngettext(
        "The city meets between {first} and {last}.",
        "All {count} cities meet between {first} and {last}.",
        len(seats),
        first=_hours(first),
        last=_hours(last),
    )


def _since_midnight(moment: datetime, day: datetime) -> timedelta:
    """On the wall clock, from the midnight that began the day, so that 24:00 comes last."""
    midnight = day.replace(hour=0, minute=0, tzinfo=None)
    return moment.replace(tzinfo=None) - midnight


def _hours(span: timedelta) -> str:
    minutes = int(span.total_seconds()) // 60
    return f"{minutes // 60:02}:{minutes % 60:02}"


def _clock(seat: Seat) -> str:
    return _("{city} {time}", city=seat.label, time=f"{seat.starts:%H:%M}")


def _rest(city: str, rest: DayOff) -> str:
    return _("{city} ({reason})", city=city, reason=rest.reason)
