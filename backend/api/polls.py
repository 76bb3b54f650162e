"""Polls of times, and one's own busy times, for programs."""

from datetime import datetime

from pydantic import BaseModel

from backend.api.shapes import Shape
from backend.domain.members.models import Member
from backend.domain.roundtables import busy_times, polling, queries
from backend.domain.roundtables.busy import BusyDraft, BusyFileDraft
from backend.domain.roundtables.models import Roundtable
from backend.domain.roundtables.polls import ClosingDraft, PollDraft, VotesDraft
from backend.kit import errors
from backend.kit.asking import Ask, Asking, SignedIn
from backend.kit.busy import read_alone
from backend.kit.router import Router

router = Router(show=errors.show_problem, prefix="/roundtables", tags=["roundtables"])


class OptionShape(Shape):
    number: int
    starts_at: datetime
    zone: str
    yes: int
    if_need_be: int
    no: int
    mine: str
    """What the one who asks says: yes, if_need_be, no or nothing."""
    busy: bool = False
    """Whether the one who asks is busy then; nobody else is told."""


class PollShape(BaseModel):
    opened_at: datetime
    closed_at: datetime | None
    options: list[OptionShape]


class BusyShape(BaseModel):
    """Where one's busy times come from; null where none are kept."""

    from_address: bool
    read_at: datetime | None
    problem: str


@router.get("/busy", name="api.roundtables:busy")
def busy(ask: SignedIn) -> BusyShape | None:
    kept = busy_times.mine(ask.db, ask.me)
    if kept is None:
        return None
    return BusyShape(from_address=bool(kept.address), read_at=kept.read_at, problem=kept.problem)


@router.post("/busy", name="api.roundtables:keep_busy")
def keep_busy(ask: SignedIn, draft: BusyDraft) -> BusyShape:
    """Read one's calendar from an address, now and again."""
    kept = busy_times.subscribe(ask.db, ask.me, draft)
    return BusyShape(from_address=True, read_at=kept.read_at, problem=kept.problem)


@router.post("/busy/calendar", name="api.roundtables:send_busy")
def send_busy(ask: SignedIn, draft: BusyFileDraft) -> BusyShape:
    """Take one's busy times from a calendar that is sent along, in place of what there was."""
    found = read_alone(ask, draft.calendar.encode("utf-8", "replace"))
    kept = busy_times.upload(ask.db, ask.me, found)
    return BusyShape(from_address=False, read_at=kept.read_at, problem=kept.problem)


@router.post("/busy/removal", name="api.roundtables:forget_busy", status_code=204)
def forget_busy(ask: SignedIn) -> None:
    """Keep nothing of it any more."""
    busy_times.forget(ask.db, ask.me)


@router.get("/{slug}/poll", name="api.roundtables:poll")
def show(ask: Ask, slug: str) -> PollShape:
    return _poll(ask, queries.one(ask.db, ask.me, slug))


@router.post("/{slug}/poll", name="api.roundtables:begin_poll", status_code=201)
def begin(ask: SignedIn, slug: str, draft: PollDraft) -> PollShape:
    """Ask everybody who is invited when they could come; a draft's cities are invited by it."""
    table = queries.one(ask.db, ask.me, slug)
    polling.begin(ask.db, ask.me, table, draft)
    return _poll(ask, table)


@router.post("/{slug}/poll/votes", name="api.roundtables:vote")
def vote(ask: SignedIn, slug: str, draft: VotesDraft) -> PollShape:
    """Say of each time whether one could come, in place of what was said before."""
    table = queries.one(ask.db, ask.me, slug)
    polling.vote(ask.db, ask.me, table, draft)
    return _poll(ask, table)


@router.post("/{slug}/poll/closing", name="api.roundtables:close_poll")
def close(ask: SignedIn, slug: str, draft: ClosingDraft) -> PollShape:
    """Fix the time, and tell everybody."""
    table = queries.one(ask.db, ask.me, slug)
    polling.close(ask.db, ask.me, table, draft)
    return _poll(ask, table)


def _poll(ask: Asking, table: Roundtable) -> PollShape:
    poll = polling.of(ask.db, table)
    found = polling.options(ask.db, ask.me, table, queries.room(ask.db, ask.me, table))
    taken = (
        busy_times.at(ask.db, ask.me, [one.starts_at for one in found], table.minutes)
        if isinstance(ask.me, Member)
        else set()
    )
    options = [
        OptionShape.model_validate(one).model_copy(update={"busy": one.starts_at in taken})
        for one in found
    ]
    return PollShape(opened_at=poll.opened_at, closed_at=poll.closed_at, options=options)
