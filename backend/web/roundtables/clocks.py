"""By whose clock a page tells the time: the reader's, and for strangers that of the meeting."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from backend.core.db import rows
from backend.core.times import zone
from backend.domain.members.models import Actor
from backend.domain.roundtables import page
from backend.domain.roundtables.company import AgendaPart, AgendaSubject
from backend.domain.roundtables.models import Seat
from backend.domain.roundtables.page import InvitedCity, SittingPart
from backend.kit import moments
from backend.kit.asking import Asking


@dataclass(frozen=True, slots=True)
class Clock:
    zone: str
    place: str

    def span(self, start: datetime, end: datetime) -> str:
        return moments.span(start, end, self.zone, self.place)

    def when(self, moment: datetime) -> str:
        return moments.when(moment, self.zone, self.place)


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the agenda with when it begins: by the reader's clock, or since the beginning."""

    at: str
    minutes: int
    title: str
    lead: str
    lead_slug: str
    speakers: Sequence[tuple[str, str]]
    links: Sequence[AgendaSubject]


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """What the clocks of a city show at each sitting."""

    name: str
    times: Sequence[str]


def local_times(
    cities: Sequence[InvitedCity], sittings: Sequence[SittingPart]
) -> Sequence[Elsewhere]:
    """The cities in the order in which the sun comes to them; none where there is no time."""
    if not sittings:
        return []
    first = sittings[0].starts_at

    def ahead(city: InvitedCity) -> timedelta:
        return first.astimezone(zone(city.zone)).utcoffset() or timedelta()

    return [
        Elsewhere(city.name, [moments.weekday_time(one.starts_at, city.zone) for one in sittings])
        for city in sorted(cities, key=lambda one: (-ahead(one), one.name))
    ]


def timetable(
    agenda: Sequence[AgendaPart], sittings: Sequence[SittingPart], seat: Seat | None, by: Clock
) -> list[Part]:
    """The agenda on the reader's clock, for the sitting they come to or the only one there is."""
    mine = seat.sitting if seat and seat.answer == "yes" else None
    start = sittings[mine or 0].starts_at if len(sittings) == 1 or mine is not None else None
    return [
        Part(
            _begins(part, start, by),
            part.minutes,
            part.title,
            part.lead,
            part.lead_slug,
            part.speakers,
            part.links,
        )
        for part in agenda
    ]


def _begins(part: AgendaPart, start: datetime | None, by: Clock) -> str:
    if start is None:
        return f"{part.starts_after // 60}:{part.starts_after % 60:02}"
    return moments.clock_time(start + timedelta(minutes=part.starts_after), by.zone)


def clock_of(me: Actor, home: str, meeting_zone: str) -> Clock:
    """The reader's clock; `home` is their city, if its clock is theirs."""
    zone = me.zone if me.id else meeting_zone
    return Clock(zone, home or moments.place_of(zone))


def readers_clock(ask: Asking, meeting_zone: str = "UTC") -> Clock:
    """The same, for pages that haven't read yet where the reader is at home."""
    home = rows(ask.db, page.home(ask.me)).scalar() if ask.me.city_id else None
    return clock_of(ask.me, home or "", meeting_zone)
