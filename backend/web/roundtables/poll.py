"""A poll of times: opened by conveners, answered in the voter's zone, closed on one of the times."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated

from fastapi import Depends, Response

from backend.core import clock
from backend.core.i18n import N_, _
from backend.core.times import zone
from backend.domain.members.models import Member
from backend.domain.roundtables import busy_times, planning, policy, polling, queries
from backend.domain.roundtables.drafts import SittingDraft
from backend.domain.roundtables.models import Roundtable
from backend.domain.roundtables.polls import ClosingDraft, PollDraft, VotesDraft
from backend.kit import errors
from backend.kit.asking import Ask, Asking, AskingMember, SignedIn
from backend.kit.forms import Form, submitted
from backend.kit.htmx import wants_piece
from backend.kit.render import render, see_other
from backend.kit.router import Router
from backend.web.roundtables.clocks import Clock, readers_clock

router = Router(show=errors.show_page, prefix="/roundtables/{slug}/poll")

PollForm = Annotated[Form[PollDraft], Depends(submitted(PollDraft))]
VotesForm = Annotated[Form[VotesDraft], Depends(submitted(VotesDraft))]
ClosingForm = Annotated[Form[ClosingDraft], Depends(submitted(ClosingDraft))]

LINES = 6
SAYS = {"yes": N_("Yes"), "if_need_be": N_("If need be"), "no": N_("No")}


@router.get("", name="roundtables:poll")
def show(ask: Ask, slug: str) -> Response:
    return _page(ask, queries.one(ask.db, ask.me, slug))


@router.get("/new", name="roundtables:new_poll")
def new(ask: SignedIn, slug: str) -> Response:
    """The fairest times are proposed; any can be asked about."""
    table = queries.one(ask.db, ask.me, slug)
    policy.may_move(ask.me, table, clock.now()).insist()
    if polling.is_open(ask.db, table):
        return see_other(ask, ask.path_for("roundtables:poll", slug=slug))
    by = readers_clock(ask)
    people = planning.participants(ask.db, ask.me, table)
    walls: list[datetime] = []
    if people:
        found = planning.fairest(people, table, planning.first_day(), 14)
        walls = found.over_days(zone(by.zone))
    lines = [SittingDraft(day=one.date(), time=one.time()) for one in walls]
    return _opening(ask, table, Form.of(PollDraft, zone=by.zone, options=lines), by)


@router.post("", name="roundtables:begin_poll")
def begin(ask: SignedIn, slug: str, form: PollForm) -> Response:
    table = queries.one(ask.db, ask.me, slug)
    policy.may_move(ask.me, table, clock.now()).insist()
    if form.submit(lambda draft: polling.begin(ask.db, ask.me, table, draft)) is None:
        return _opening(ask, table, form, readers_clock(ask), status=422)
    path = ask.path_for("roundtables:poll", slug=slug)
    return see_other(ask, path, flash=_("The poll is open, and those who are invited hear of it."))


@router.post("/votes", name="roundtables:vote")
def vote(ask: SignedIn, slug: str, form: VotesForm) -> Response:
    table = queries.one(ask.db, ask.me, slug)
    if form.submit(lambda draft: polling.vote(ask.db, ask.me, table, draft)) is None:
        return _page(ask, table, form.problems, status=422)
    if wants_piece(ask.request):
        return _page(ask, table)
    path = ask.path_for("roundtables:poll", slug=slug)
    return see_other(ask, path, flash=_("What you said is kept. You can change it until it ends."))


@router.post("/closing", name="roundtables:close_poll")
def close(ask: SignedIn, slug: str, form: ClosingForm) -> Response:
    table = queries.one(ask.db, ask.me, slug)
    if form.submit(lambda draft: polling.close(ask.db, ask.me, table, draft)) is None:
        return _page(ask, table, form.problems, status=422)
    path = ask.path_for("roundtables:show", slug=slug)
    return see_other(ask, path, flash=_("The time is fixed, and everybody hears of it."))


def _page(
    ask: Asking, table: Roundtable, problems: dict[str, str] | None = None, *, status: int = 200
) -> Response:
    poll = polling.of(ask.db, table)
    room = queries.room(ask.db, ask.me, table)
    found = polling.options(ask.db, ask.me, table, room)
    by = readers_clock(ask, found[0].zone if found else "UTC")
    may_vote = policy.may_vote(ask.me, table, room, is_open=poll.closed_at is None)
    may_close = policy.may_move(ask.me, table, clock.now()) if poll.closed_at is None else None
    best = polling.best(found)
    busy: set[object] = set()
    if may_vote and isinstance(ask.me, Member):
        starts = [one.starts_at for one in found]
        busy = set(busy_times.at(ask.db, ask.me, starts, table.minutes))
    return render(
        ask,
        "roundtables/poll.html",
        "roundtables/_poll.html",
        status=status,
        table=table,
        poll=poll,
        options=found,
        best=best.number if best else None,
        busy=busy,
        clock=by,
        says=[("", _("No answer")), *((key, _(words)) for key, words in SAYS.items())],
        problems=problems or {},
        may_vote=may_vote,
        shows_counts=policy.may_see_cities(ask.me, table, room),
        may_close=may_close,
    )


def _opening(
    ask: AskingMember, table: Roundtable, form: Form[PollDraft], by: Clock, *, status: int = 200
) -> Response:
    lines = form.lines("options")
    spare: Sequence[dict[str, str]] = [{}] * max(LINES - len(lines), 1)
    return render(
        ask,
        "roundtables/new_poll.html",
        "roundtables/_poll_form.html",
        status=status,
        table=table,
        form=form,
        lines=[*lines, *spare],
        place=by.place,
        zone=form.value("zone") or by.zone,
    )
