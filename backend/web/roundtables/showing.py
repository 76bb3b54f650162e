"""One roundtable with everything around it, its calendar file, and the answers to it."""

from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import Depends, Response

from backend.core import clock, tongues
from backend.core.i18n import _
from backend.core.verdict import Verdict
from backend.domain import subjects
from backend.domain.members.models import Member
from backend.domain.roundtables import (
    actions,
    attendance_rules,
    company,
    page,
    policy,
    queries,
    seating,
)
from backend.domain.roundtables.drafts import ReplyDraft
from backend.domain.roundtables.filters import FORMAT_LABELS, PLACE_LABELS
from backend.domain.roundtables.invitations import Invitation
from backend.domain.roundtables.models import Roundtable
from backend.domain.roundtables.policy import Room
from backend.kit import errors
from backend.kit.asking import Ask, Asking, SignedIn
from backend.kit.forms import Form, submitted
from backend.kit.htmx import wants_piece
from backend.kit.nearby import nearby
from backend.kit.pictures.worldmap import Spot, worldmap
from backend.kit.render import render, see_other
from backend.kit.router import Router
from backend.web.roundtables.clocks import clock_of, local_times, timetable
from backend.web.roundtables.feeds import address, sender
from backend.web.roundtables.labels import ANSWER_LABELS

router = Router(show=errors.show_page, prefix="/roundtables")

ReplyForm = Annotated[Form[ReplyDraft], Depends(submitted(ReplyDraft))]


@router.get("/{slug}.ics", name="roundtables:calendar")
def calendar(ask: Ask, slug: str) -> Response:
    """The meeting for the reader's calendar; with the joining link for those who have a seat."""
    opened = page.opened(ask.db, ask.me, slug)
    table, me = opened.table, ask.me
    room = queries.room(ask.db, me, table)
    may_join = policy.may_have_link(me, table, Room(room.cities, opened.seat), clock.now())
    invitation = Invitation(
        sender(ask),
        table,
        queries.sittings(ask.db, table),
        address(ask)(slug),
        reader=me if isinstance(me, Member) and me.is_member else None,
        seat=opened.seat,
        link=table.joining_link if may_join else "",
        knows_room=opened.knows_room,
    )
    headers = {
        "Content-Disposition": f'attachment; filename="{slug}.ics"',
        "Vary": "Cookie",
        "Cache-Control": "private, no-store",
    }
    return Response(invitation.file(), media_type="text/calendar; charset=utf-8", headers=headers)


@router.get("/{slug}", name="roundtables:show")
def show(ask: Ask, slug: str) -> Response:
    return _page(ask, slug)


@router.post("/{slug}/seats", name="roundtables:answer")
def answer(ask: SignedIn, slug: str, form: ReplyForm) -> Response:
    table = queries.one(ask.db, ask.me, slug)
    seat = form.submit(lambda draft: seating.answer(ask.db, ask.me, table, draft))
    if seat is None:
        return _page(ask, slug, form.problems, status=422)
    if wants_piece(ask.request):
        return _page(ask, slug)
    return see_other(ask, f"{ask.path_for('roundtables:show', slug=slug)}#seats")


@router.post("/{slug}/followers", name="roundtables:follow")
def follow(
    ask: SignedIn, slug: str, form: Annotated[Form[Any], Depends(submitted(ReplyDraft))]
) -> Response:
    table = queries.one(ask.db, ask.me, slug)
    act = actions.unfollow if form.value("stop") else actions.follow
    act(ask.db, ask.me, table)
    words = _("You hear no more of it.") if form.value("stop") else _("You will hear of its note.")
    return see_other(ask, ask.path_for("roundtables:show", slug=slug), flash=words)


def _page(
    ask: Asking, slug: str, problems: dict[str, str] | None = None, *, status: int = 200
) -> Response:
    opened = page.opened(ask.db, ask.me, slug)
    table, me, seat, now = opened.table, ask.me, opened.seat, clock.now()
    cities = page.cities(ask.db, table)
    room = Room({city.id for city in cities}, seat)
    turn = seat.turn if seat and seat.is_waiting else None
    sittings = page.sittings(ask.db, table, turn, knows_room=opened.knows_room)
    shows_people = policy.may_see_people(me, table, room)
    may_join = policy.may_have_link(me, table, room, now)
    topics = page.topics_of(ask.db, table)
    parts = company.agenda(ask.db, me, table, knows_room=opened.knows_room)
    by = clock_of(me, opened.home, sittings[0].zone if sittings else "UTC")
    return render(
        ask,
        "roundtables/show.html",
        "roundtables/_answered.html",
        status=status,
        opened=opened,
        table=table,
        seat=seat,
        sittings=sittings,
        problems=problems or {},
        tongue=tongues.name(table.language),
        topics=[
            (topic.label, ask.path_for("roundtables:index", topic=topic.slug)) for topic in topics
        ],
        related=nearby(ask, table, topics),
        kinds_named=subjects.kinds(),
        address_of=ask.addresses.of,
        agenda=timetable(parts, sittings, seat, by),
        clock=by,
        now=now,
        has_begun=policy.has_begun(table, now),
        is_over=policy.is_over(table, now),
        people=company.people(ask.db, ask.me, table) if shows_people else [],
        shows_people=shows_people,
        shows_leads=shows_people or not table.chatham_house,
        join_at=table.joining_link if may_join else "",
        may_join=may_join,
        may_answer=policy.may_answer(me, table, room, now),
        may_vote=policy.may_vote(me, table, room, is_open=opened.is_polled),
        formats=FORMAT_LABELS,
        places=PLACE_LABELS,
        answers=ANSWER_LABELS,
        check_ins=_check_ins(ask, opened, sittings),
        **_cities(ask, table, room, cities, sittings),
        **_rights(ask, table),
    )


def _check_ins(
    ask: Asking, opened: page.Opened, sittings: Sequence[page.SittingPart]
) -> list[tuple[str, str]]:
    """The buttons by which the reader says that they are there; none before and after."""
    table, seat, now = opened.table, opened.seat, clock.now()
    mine = next((one for one in sittings if seat and one.number == seat.sitting), None)
    if mine is None or opened.way:
        return []
    span = (mine.starts_at, mine.ends_at)
    if not attendance_rules.may_check_in(ask.me, table, seat, span, now):
        return []
    if table.place != "hybrid":
        return [(table.place, _("I am here"))]
    return [("in_person", _("I am here in person")), ("online", _("I am here online"))]


def _cities(
    ask: Asking,
    table: Roundtable,
    room: Room,
    cities: Sequence[page.InvitedCity],
    sittings: Sequence[page.SittingPart],
) -> dict[str, Any]:
    """Who is invited, and what their clocks show then, as far as the reader may know."""
    shows_cities = policy.may_see_cities(ask.me, table, room)
    shown = cities if shows_cities else []
    spots = [
        Spot(
            city.name,
            city.longitude,
            city.latitude,
            ask.path_for("cities:show", slug=city.slug),
            "marked",
        )
        for city in shown
    ]
    return {
        "cities": shown,
        "shows_cities": shows_cities,
        "picture": worldmap(spots),
        "elsewhere": local_times(shown, sittings),
    }


def _rights(ask: Asking, table: Roundtable) -> dict[str, Verdict]:
    me, now = ask.me, clock.now()
    return {
        "may_edit": policy.may_edit(me, table),
        "may_set_tables": policy.may_set_tables(me, table),
        "may_move": policy.may_move(me, table, now),
        "may_cancel": policy.may_cancel(me, table, now),
        "may_write_note": policy.may_write_note(me, table, now),
        "may_follow": policy.may_follow(me, table),
    }
