"""Fair times as a page offers them: by the convener's clock, with what they ask of whom."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import TypeAlias

from backend.core.errors import Rejected
from backend.core.i18n import _
from backend.core.times import zone
from backend.domain.roundtables import hours_strip, sentences
from backend.domain.roundtables.drafts import SittingDraft
from backend.domain.roundtables.fair_times import Offer
from backend.domain.roundtables.participants import Participant
from backend.domain.roundtables.seats import seat
from backend.kit import moments
from backend.kit.pictures.hours import Strip, row, strip
from backend.web.roundtables.clocks import Clock

Starts: TypeAlias = tuple[datetime, ...]

FORMAT = "%Y-%m-%dT%H:%M"


@dataclass(frozen=True, slots=True)
class Card:
    """One offer: its title, what it asks, how many it suits, and the days it can be had on."""

    title: str
    lines: Sequence[str]
    """When exactly, where the title doesn't say."""
    why: str
    tally: str
    suited: int
    total: int
    mark: str
    """Why it stands out, if it does, and in which tone."""
    tone: str
    days: Sequence[tuple[str, str]]
    """What to send for each day on which it can be had, and the day in words."""
    day: date
    """The day of the strip on which it is seen."""
    beside: str = ""
    """How to read the strip for it, where it doesn't begin on the hour."""

    @property
    def offer(self) -> str:
        return self.days[0][0]


def cards(offers: Sequence[Offer], clock: Clock) -> list[Card]:
    """These offers, single times or pairs, best first; the first is marked."""
    return [_card(offer, clock, is_best=place == 0) for place, offer in enumerate(offers)]


def own(people: Sequence[Participant], start: datetime, minutes: int, clock: Clock) -> Card:
    """A time that the convener looks at, good or not."""
    seats = [seat(who, 0, start, minutes, 0) for who in people]
    suits_all = all(one.is_in_office for one in seats)
    return Card(
        title=clock.when(start),
        lines=(),
        why=sentences.why(seats, 1),
        tally=sentences.tally(seats),
        suited=len(seats) if suits_all else sum(one.is_awake for one in seats),
        total=len(seats),
        mark=_("You are looking at it"),
        tone="brand",
        days=[(written((start,)), moments.weekday(start, clock.zone))],
        day=start.date(),
        beside=_beside((start,)),
    )


def written(starts: Starts) -> str:
    """The moments of an offer, as a form sends them."""
    return " ".join(start.astimezone(UTC).strftime(FORMAT) for start in starts)


def sittings(sent: str, zone_name: str) -> list[SittingDraft]:
    """The same on the wall clock of a zone; on Greenwich's where it shows a time twice."""
    try:
        starts = [datetime.strptime(one, FORMAT).replace(tzinfo=UTC) for one in sent.split()[:3]]
        return [_on_the_wall(start, zone_name) for start in starts]
    except (ValueError, OverflowError) as error:
        refusal = _("Please choose one of the times shown.")
        raise Rejected({"sittings": refusal}) from error


def picture(
    people: Sequence[Participant], day: date, framed: Sequence[datetime], hrefs: Sequence[str]
) -> Strip:
    """The hours of one UTC day, those of the day framed in which these moments lie."""
    midnight = datetime.combine(day, time(), UTC)
    hours = {
        int((moment - midnight) / timedelta(hours=1))
        for moment in framed
        if midnight <= moment < midnight + timedelta(days=1)
    }
    drawn = strip(
        moments.weekday(midnight, "UTC"),
        [row(found) for found in hours_strip.strip(people, day)],
        hrefs=hrefs,
    )
    rows = tuple(
        replace(
            one,
            cells=tuple(replace(cell, chosen=n in hours) for n, cell in enumerate(one.cells)),
        )
        for one in drawn.rows
    )
    columns = tuple(replace(one, chosen=n in hours) for n, one in enumerate(drawn.columns))
    return replace(drawn, columns=columns, rows=rows)


def eastern_first(people: Sequence[Participant], day: date) -> list[Participant]:
    """Whose day begins first stands first, as the sun goes."""
    midnight = datetime.combine(day, time(), UTC)

    def ahead(who: Participant) -> timedelta:
        return midnight.astimezone(zone(who.zone)).utcoffset() or timedelta()

    return sorted(people, key=lambda who: (-ahead(who), who.label))


def _card(offer: Offer, clock: Clock, *, is_best: bool) -> Card:
    suits_all = offer.in_office == len(offer.seats)
    is_pair = len(offer.starts) > 1
    mark, tone = _mark(offer, is_pair=is_pair, is_best=is_best)
    return Card(
        title=_("Two sittings") if is_pair else clock.when(offer.starts[0]),
        lines=[clock.when(start) for start in offer.starts] if is_pair else (),
        why=offer.why,
        tally=offer.tally,
        suited=offer.in_office if suits_all else offer.awake,
        total=len(offer.seats),
        mark=mark,
        tone=tone,
        days=[
            (written(starts), moments.weekday(starts[0], clock.zone))
            for starts in (offer.starts, *offer.also)
        ],
        day=offer.starts[0].date(),
        beside=_beside(offer.starts),
    )


def _beside(starts: Starts) -> str:
    """The strip has whole hours of UTC: what begins later lies between two of its columns."""
    between = [
        _("{hour} and {next}", hour=f"{one:%H}", next=f"{one + timedelta(hours=1):%H}")
        for one in (start.astimezone(UTC) for start in starts)
        if one.minute
    ]
    if not between:
        return ""
    places = sentences.listed(between)
    return _("In the table of hours it begins between the columns {places}.", places=places)


def _mark(offer: Offer, *, is_pair: bool, is_best: bool) -> tuple[str, str]:
    if offer.in_office == len(offer.seats):
        return _("Office hours for all"), "good"
    if is_best and not is_pair:
        return _("Fairest single time"), "good"
    if is_best:
        return _("Kinder to all"), "brand"
    return "", ""


def _on_the_wall(start: datetime, zone_name: str) -> SittingDraft:
    local = start.astimezone(zone(zone_name))
    if local.fold:
        local, zone_name = start, "UTC"
    return SittingDraft(day=local.date(), time=local.time(), zone=zone_name)
