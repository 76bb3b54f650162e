"""Step 3: when it is fair to meet. Offers for at least two weeks, any hour to look at, own times."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Annotated

from fastapi import Depends, Query, Response
from pydantic import BaseModel, Field

from backend.core import clock
from backend.core.i18n import _, ngettext
from backend.domain.roundtables import following, ledger, planning, policy, queries, timing
from backend.domain.roundtables.drafts import TimesDraft
from backend.domain.roundtables.fair_times import FairTimes
from backend.domain.roundtables.following import MoveDraft
from backend.domain.roundtables.models import Roundtable, Sitting
from backend.domain.roundtables.participants import Participant
from backend.kit import errors, moments
from backend.kit.asking import Asking, AskingMember, SignedIn
from backend.kit.forms import Form, submitted
from backend.kit.render import render, see_other
from backend.kit.router import Router
from backend.web.roundtables import hours, offers
from backend.web.roundtables.clocks import Clock, readers_clock

router = Router(show=errors.show_page, prefix="/roundtables/{slug}/times")

TimesForm = Annotated[Form[MoveDraft], Depends(submitted(MoveDraft))]

SHOWN = 3
"""Offers that are shown at once; the others unfold."""


class Window(BaseModel):
    """The days in which to look, and the day and the hour that are looked at."""

    start: date | None = None
    days: int = Field(14, ge=14, le=28)
    day: date | None = None
    hour: int | None = Field(None, ge=0, lt=24)
    following: bool = False
    """Whether all that follow in its series move with it."""

    def first(self) -> date:
        """From when on: a week ahead, or as is asked, but never far away or in the past."""
        today = clock.now().date()
        asked = self.start or planning.first_day()
        return min(max(asked, today + timedelta(days=1)), today + timing.FURTHEST / 2)

    def last(self) -> date:
        return self.first() + timedelta(days=self.days - 1)

    def seen(self) -> date | None:
        """The day that is looked at, as far as it is among those in which to look."""
        return self.day and min(max(self.day, self.first()), self.last())

    def kept(self) -> dict[str, str | int]:
        """What of it an address holds."""
        start = {"start": self.start.isoformat()} if self.start else {}
        days = {"days": self.days} if self.days > 14 else {}  # noqa: PLR2004
        return {**start, **days, **({"following": "yes"} if self.following else {})}


@router.get("", name="roundtables:times")
def show(ask: SignedIn, slug: str, window: Annotated[Window, Query()]) -> Response:
    table = queries.one(ask.db, ask.me, slug)
    policy.may_move(ask.me, table, clock.now()).insist()
    return _page(ask, table, window, Form.of(MoveDraft, zone=ask.me.zone))


@router.post("", name="roundtables:choose_times")
def choose(ask: SignedIn, slug: str, form: TimesForm) -> Response:
    table = queries.one(ask.db, ask.me, slug)
    policy.may_move(ask.me, table, clock.now()).insist()
    if form.submit(lambda draft: following.move(ask.db, ask.me, table, draft)) is None:
        window = Window(following=bool(form.value("following")))
        return _page(ask, table, window, form, status=422)
    if table.is_planned:
        path = ask.path_for("roundtables:show", slug=slug)
        return see_other(ask, path, flash=_("The new time is set, and everybody hears of it."))
    return see_other(ask, ask.path_for("roundtables:review", slug=slug))


@router.post("/offer", name="roundtables:take_offer")
def take(ask: SignedIn, slug: str, form: TimesForm) -> Response:
    """One of the times that the page offered."""
    form.values |= _columns(form.value("offer"), ask.me.zone)
    return choose(ask, slug, form)


def _columns(offer: str, zone: str) -> Mapping[str, Sequence[str]]:
    chosen = offers.sittings(offer, zone)
    return Form.of(TimesDraft, zone=zone, sittings=chosen).values


def _page(
    ask: AskingMember,
    table: Roundtable,
    window: Window,
    form: Form[MoveDraft],
    *,
    status: int = 200,
) -> Response:
    people = planning.participants(ask.db, ask.me, table)
    if not people:
        path = ask.path_for("roundtables:cities", slug=table.slug)
        return see_other(ask, path, flash=_("Choose the cities to invite first."))
    found = planning.fairest(people, table, window.first(), window.days)
    sittings = queries.sittings(ask.db, table)
    by = readers_clock(ask)
    shown = _side_by_side(offers.cards(found.singles, by), offers.cards(found.pairs, by))
    day, framed = _looked_at(window, sittings, found)
    people = offers.eastern_first(people, day)
    looking = _own(people, table, window, by)
    at_once = SHOWN - 1 if looking else SHOWN
    return render(
        ask,
        "roundtables/times.html",
        "roundtables/_own_time.html",
        status=status,
        table=table,
        window=window,
        following=window.following,
        form=form,
        sittings=sittings,
        found=found,
        clock=by,
        strip=offers.picture(people, day, framed, _hours(ask, table, window, day)),
        before=_day(ask, table, window, day - timedelta(days=1)),
        after=_day(ask, table, window, day + timedelta(days=1)),
        own=looking,
        first_offers=shown[:at_once],
        more_offers=shown[at_once:],
        total=len(people),
        lengths=[
            (days, ngettext("{count} week", "{count} weeks", days // 7))
            for days in planning.WINDOWS
        ],
        clocks=_clocks(people, by),
        ledger=_ledger(ask, table),
        ledger_columns=hours.columns(),
    )


def _ledger(ask: Asking, table: Roundtable) -> list[list[str]]:
    """What its cities bore at all roundtables before; a host, who is no convener, needn't know."""
    if not policy.may_see_ledger(ask.me):
        return []
    return hours.table_of(ledger.of_invited(ask.db, table))


def _side_by_side(
    singles: Sequence[offers.Card], pairs: Sequence[offers.Card]
) -> list[offers.Card]:
    """The best single time, the best two sittings, and then the others of both."""
    return [*singles[:1], *pairs[:1], *singles[1:2], *pairs[1:], *singles[2:]]


def _looked_at(
    window: Window, sittings: Sequence[Sitting], found: FairTimes
) -> tuple[date, Sequence[datetime]]:
    """The day of the strip and what is framed in it: what is asked, what is set, what is best."""
    day = window.seen()
    if day and window.hour is not None:
        return day, [_start(day, window.hour)]
    framed = [one.starts_at for one in sittings] or list(found.singles[0].starts)
    return day or framed[0].date(), framed


def _own(
    people: Sequence[Participant], table: Roundtable, window: Window, by: Clock
) -> offers.Card | None:
    day = window.seen()
    if day is None or window.hour is None:
        return None
    return offers.own(people, _start(day, window.hour), table.minutes, by)


def _start(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour), UTC)


def _hours(ask: Asking, table: Roundtable, window: Window, day: date) -> list[str]:
    """Where each hour of a day can be looked at."""
    base = _address(ask, table, window, day=day)
    return [f"{base}&hour={hour}#hours" for hour in range(24)]


def _day(ask: Asking, table: Roundtable, window: Window, day: date) -> tuple[str, str] | None:
    """Another day of the window: where it is seen, and what it is called."""
    if not window.first() <= day <= window.last():
        return None
    words = moments.weekday(datetime.combine(day, time(), UTC), "UTC")
    return f"{_address(ask, table, window, day=day)}#hours", words


def _address(ask: Asking, table: Roundtable, window: Window, *, day: date) -> str:
    given = {**window.kept(), "day": day.isoformat()}
    return ask.path_for("roundtables:times", slug=table.slug, **given)


def _clocks(people: Sequence[Participant], by: Clock) -> list[tuple[str, str]]:
    """By whose clock a time can be given: the convener's own first."""
    known = {by.zone: by.place}
    for who in people:
        known.setdefault(who.zone, who.label)
    return list(known.items())
