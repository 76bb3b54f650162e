"""Who was there: the button on the day, the list of those who run it, and counts by place."""

from typing import Annotated, Any

from fastapi import Depends, Query, Response

from backend.core import clock
from backend.core.i18n import N_, _
from backend.domain.cities.countries import REGIONS
from backend.domain.roundtables import attendance_rules, attending, page, queries
from backend.domain.roundtables.attendance import (
    CheckInDraft,
    PresenceDraft,
    TakenDraft,
    collapsed,
)
from backend.domain.roundtables.models import Roundtable
from backend.domain.roundtables.policy import Room, is_over, runs
from backend.kit import errors
from backend.kit.asking import AskingMember, SignedIn
from backend.kit.forms import Form, submitted
from backend.kit.htmx import wants_piece
from backend.kit.render import render, see_other
from backend.kit.router import Router

router = Router(show=errors.show_page, prefix="/roundtables/{slug}")

CheckInForm = Annotated[Form[CheckInDraft], Depends(submitted(CheckInDraft))]
PresenceForm = Annotated[Form[PresenceDraft], Depends(submitted(PresenceDraft))]
TakenForm = Annotated[Form[TakenDraft], Depends(submitted(TakenDraft))]
After = Annotated[int, Query(ge=0, le=1_000_000_000)]

WAYS = {"online": N_("Online"), "in_person": N_("In person")}
THERE = {"online": N_("There, online"), "in_person": N_("There, in person")}
ABSENT = {"absent": N_("Mark as not there")}
MARKS = {
    "online": N_("Mark as there online"),
    "in_person": N_("Mark as there in person"),
    **ABSENT,
}


@router.post("/check-in", name="roundtables:check_in")
def check_in(ask: SignedIn, slug: str, form: CheckInForm) -> Response:
    table = queries.one(ask.db, ask.me, slug)
    path = f"{ask.path_for('roundtables:show', slug=slug)}#seats"
    if form.submit(lambda draft: attending.check_in(ask.db, ask.me, table, draft)) is None:
        return see_other(ask, path, flash=" ".join(form.problems.values()))
    return see_other(ask, path, flash=_("You are checked in. Welcome."))


@router.get("/attendance", name="roundtables:attendance")
def show(ask: SignedIn, slug: str, after: After = 0) -> Response:
    return _page(ask, slug, after)


@router.post("/attendance", name="roundtables:mark_presence")
def mark(ask: SignedIn, slug: str, form: PresenceForm, after: After = 0) -> Response:
    table = queries.one(ask.db, ask.me, slug)

    def act(draft: PresenceDraft) -> bool:
        attending.mark(ask.db, ask.me, table, draft)
        return True

    if form.submit(act) is None:
        return _page(ask, slug, after, form, status=422)
    if wants_piece(ask.request):
        return _page(ask, slug, after)
    return see_other(ask, _path(ask, slug, after))


@router.post("/attendance/completion", name="roundtables:complete_attendance")
def complete(ask: SignedIn, slug: str, form: TakenForm) -> Response:
    table = queries.one(ask.db, ask.me, slug)
    form.submit(lambda draft: attending.take(ask.db, ask.me, table, draft))
    words = _("The attendance is complete.") if table.attendance_at else _("It is open again.")
    return see_other(ask, _path(ask, slug, 0), flash=words)


def _path(ask: AskingMember, slug: str, after: int) -> str:
    return ask.path_for("roundtables:attendance", slug=slug, after=after or "")


def _page(
    ask: AskingMember,
    slug: str,
    after: int,
    form: Form[PresenceDraft] | None = None,
    *,
    status: int = 200,
) -> Response:
    opened = page.opened(ask.db, ask.me, slug)
    table, now = opened.table, clock.now()
    attendance_rules.may_see_counts(ask.me, table, Room(seat=opened.seat), now).insist()
    may_take = attendance_rules.may_take(ask.me, table, now)
    is_run = runs(ask.me, table)
    places = attending.places(ask.db, table)
    people = attending.expected(ask.db, ask.me, table, after) if is_run else None
    regions, elsewhere = (list(places.regions.items()), 0) if is_run else collapsed(places.regions)
    return render(
        ask,
        "roundtables/attendance.html",
        "roundtables/_attendance.html",
        status=status,
        table=table,
        form=form or Form(PresenceDraft),
        may_take=may_take,
        is_run=is_run,
        is_over=is_over(table, now),
        people=people.items if people else [],
        others=attending.others(ask.db, ask.me, table) if may_take else [],
        total=places.total,
        ways=[(_(WAYS[way]), count) for way, count in places.ways.items()],
        cities=[(city or _("Partners"), count) for city, count in places.cities.items()],
        regions=[(_region(region), count) for region, count in regions],
        elsewhere=elsewhere,
        **_marking(table),
        here=_path(ask, slug, after),
        older=_path(ask, slug, int(people.next_key)) if people and people.next_key else "",
        newest=_path(ask, slug, 0) if after else "",
    )


def _marking(table: Roundtable) -> dict[str, Any]:
    """What people are marked as, and the buttons for it; the way only where there are two."""
    if table.place == "hybrid":
        marks, there = MARKS, THERE
    else:
        marks = {table.place: N_("Mark as there"), **ABSENT}
        there = dict.fromkeys(WAYS, N_("There"))
    return {
        "choices": [(way, _(words)) for way, words in marks.items()],
        "hows": [(way, _(words)) for way, words in WAYS.items() if way in marks],
        "there": {way: _(words) for way, words in there.items()},
    }


def _region(region: str) -> str:
    return _(REGIONS[region]) if region else _("Partners")
