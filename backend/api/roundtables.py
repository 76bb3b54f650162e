"""Roundtables, for programs."""

from datetime import date
from typing import Annotated

from fastapi import Query
from pydantic import Field

from backend.api.hours_shapes import (
    FairTimesShape,
    HoursShape,
    OwnHoursShape,
    ShareShape,
    offer,
)
from backend.api.roundtable_shapes import (
    AnswerShape,
    ItemShape,
    ListShape,
    RoundtableShape,
    answer_of,
    item,
    whole,
)
from backend.api.whole import Whole
from backend.core import clock
from backend.domain.roundtables import (
    actions,
    agenda,
    following,
    inviting,
    ledger,
    planning,
    policy,
    queries,
    rule_moves,
    seating,
)
from backend.domain.roundtables.drafts import (
    CancelDraft,
    CitiesDraft,
    PlanDraft,
    ReplyDraft,
)
from backend.domain.roundtables.filters import Filters
from backend.domain.roundtables.following import AgendasDraft, MoveDraft, RevisionDraft
from backend.kit import errors
from backend.kit.asking import Ask, SignedIn
from backend.kit.router import Router

router = Router(show=errors.show_problem, prefix="/roundtables", tags=["roundtables"])


@router.get("", name="api.roundtables:list")
def index(ask: Ask, filters: Annotated[Filters, Query()]) -> ListShape:
    found = queries.listed(ask.db, ask.me, filters)
    return ListShape(items=[item(ask, row) for row in found.items], next=found.next_key)


@router.get("/next", name="api.roundtables:next")
def next_one(ask: SignedIn) -> ItemShape | None:
    """The next one that the one who asks is invited to or has answered."""
    found = queries.next_for(ask.db, ask.me)
    return item(ask, found) if found else None


@router.get("/hours", name="api.roundtables:hours")
def hours(ask: SignedIn, after: Annotated[str, Query(max_length=80)] = "") -> HoursShape:
    """Who bore early, late and night hours: the one who asks, and for conveners every city."""
    network = ledger.of_network(ask.db, ask.me, after) if policy.may_see_ledger(ask.me) else None
    return HoursShape(
        own=[OwnHoursShape.model_validate(one) for one in ledger.own(ask.db, ask.me)],
        cities=[ShareShape.model_validate(one) for one in network.items] if network else None,
        next=network.next_key if network else None,
    )


@router.get("/moves", name="api.roundtables:moves")
def moves(ask: SignedIn) -> list[rule_moves.Moved]:
    """What new rules of time zones moved, the latest first: for conveners."""
    return rule_moves.listed(ask.db, ask.me)


@router.post("", name="api.roundtables:plan", status_code=201)
def plan(ask: SignedIn, draft: PlanDraft) -> RoundtableShape:
    """Everything at once, and the invitation unless `invite` is false."""
    return whole(ask, actions.plan_whole(ask.db, ask.me, draft).slug)


@router.get("/{slug}", name="api.roundtables:show")
def show(ask: Ask, slug: str) -> RoundtableShape:
    return whole(ask, slug)


@router.post("/{slug}/edit", name="api.roundtables:edit")
def edit(
    ask: SignedIn, slug: str, draft: Annotated[RevisionDraft, Whole("following")]
) -> RoundtableShape:
    """Change it; with `following`, what changes here in all that follow in its series, too."""
    table = queries.one(ask.db, ask.me, slug)
    return whole(ask, following.edit(ask.db, ask.me, table, draft).slug)


@router.post("/{slug}/cities", name="api.roundtables:choose_cities")
def choose_cities(ask: SignedIn, slug: str, draft: CitiesDraft) -> RoundtableShape:
    inviting.choose(ask.db, ask.me, queries.one(ask.db, ask.me, slug), draft)
    return whole(ask, slug)


@router.get("/{slug}/fair-times", name="api.roundtables:fair_times")
def fair_times(
    ask: SignedIn,
    slug: str,
    start: date | None = None,
    days: Annotated[int, Field(ge=14, le=28)] = 14,
) -> FairTimesShape:
    """The fairest times over the invited cities, from a day on (a week ahead if none is given)."""
    table = queries.one(ask.db, ask.me, slug)
    policy.may_move(ask.me, table, clock.now()).insist()
    people = planning.participants(ask.db, ask.me, table)
    found = planning.fairest(people, table, start or planning.first_day(), days)
    return FairTimesShape(
        singles=[offer(one) for one in found.singles],
        pairs=[offer(one) for one in found.pairs],
        notes=list(found.notes),
    )


@router.post("/{slug}/times", name="api.roundtables:choose_times")
def choose_times(ask: SignedIn, slug: str, draft: MoveDraft) -> RoundtableShape:
    """Set its times; with `following`, those that follow at the same hour move alike."""
    following.move(ask.db, ask.me, queries.one(ask.db, ask.me, slug), draft)
    return whole(ask, slug)


@router.post("/{slug}/agenda", name="api.roundtables:write_agenda")
def write_agenda(
    ask: SignedIn, slug: str, draft: Annotated[AgendasDraft, Whole("following")]
) -> RoundtableShape:
    table = queries.one(ask.db, ask.me, slug)
    db, me = ask.db, ask.me
    following.each(db, me, table, draft, lambda one: agenda.write(db, me, one, draft))
    return whole(ask, slug)


@router.post("/{slug}/invitations", name="api.roundtables:invite")
def invite(ask: SignedIn, slug: str) -> RoundtableShape:
    inviting.invite(ask.db, ask.me, queries.one(ask.db, ask.me, slug))
    return whole(ask, slug)


@router.post("/{slug}/cancellation", name="api.roundtables:cancel")
def cancel(ask: SignedIn, slug: str, draft: CancelDraft) -> RoundtableShape:
    actions.cancel(ask.db, ask.me, queries.one(ask.db, ask.me, slug), draft)
    return whole(ask, slug)


@router.post("/{slug}/seats", name="api.roundtables:answer")
def answer(ask: SignedIn, slug: str, draft: ReplyDraft) -> AnswerShape:
    table = queries.one(ask.db, ask.me, slug)
    return answer_of(seating.answer(ask.db, ask.me, table, draft))
