"""Handing over: what somebody who leaves had in hand goes to colleagues, one thing at a time.

The name on it stays, as history; who keeps it changes. What nobody takes goes to the city's lead;
where there is none, conveners hear of it and it stays open. So do roles, which conveners give.
"""

from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlmodel import Session, and_, col, or_, select, update

from backend.core import clock
from backend.core.errors import Conflict, Rejected
from backend.core.i18n import _
from backend.core.locks import alone
from backend.domain.affiliations import duties, handovers, policy
from backend.domain.affiliations.duties import Passing
from backend.domain.affiliations.models import Affiliation, Handover, OfferDraft
from backend.domain.members.models import Member
from backend.domain.members.queries import deciders, taking_part
from backend.domain.notifications.actions import tell

PATIENCE = timedelta(days=14)
"""How long colleagues have before what is left goes to the lead."""

LONGEST_TITLE = 200


def open_for(db: Session, one: Affiliation, *, keeper: Member | None = None) -> list[Handover]:
    """List what the member of an affiliation that ended had in hand, for colleagues to take over.

    Until somebody does, it stays with who left; or with `keeper`, who ended it for them. A lead
    gets no role so: else they would have those of everybody whom they remove.
    """
    if one.city_id is None:
        return []
    left = [
        Handover(
            affiliation_id=one.id,
            member_id=one.member_id,
            city_id=one.city_id,
            kind=duty.kind,
            subject_id=held.id,
            title=held.title[:LONGEST_TITLE],
            slug=held.slug,
            due_at=clock.now() + PATIENCE,
        )
        for duty, held in duties.held(db, one.member_id, one.city_id)
    ]
    db.add_all(left)
    db.flush()
    if keeper is not None:
        for item in left:
            if keeper.moderates or not duties.is_role(item.kind):
                _pass_on(db, item, keeper)
    if left:
        _tell_colleagues(db, one.city_id, left)
    return left


def offer(db: Session, me: Member, item: Handover, draft: OfferDraft) -> Handover:
    """Ask one colleague in particular to take it over."""
    policy.may_offer(me, item).insist()
    asked = db.exec(
        select(Member).where(
            col(Member.slug) == draft.to, *handovers.to_be_asked(me, item.city_id, item.member_id)
        )
    ).first()
    if asked is None:
        raise Rejected({"to": _("Please choose a colleague from the list.")})
    if item.offered_to_id == asked.id:
        return item  # they know
    item.offered_to_id = asked.id
    db.add(item)
    facts = {"by": me.name, "title": item.title}
    tell(db, {asked.id} - {me.id}, "handover.offered", ("handover", item.id), facts)
    return item


def take(db: Session, me: Member, item: Handover) -> Handover:
    """Take it over. Of two who do so at once, one gets it."""
    policy.may_take(me, item).insist()
    _taken(db, item, me)
    return item


def decline(db: Session, me: Member, item: Handover) -> Handover:
    """Say no to what I was offered: anybody else may take it over then."""
    policy.may_decline(me, item).insist()
    item.offered_to_id = None
    db.add(item)
    facts = {"by": me.name, "title": item.title}
    told = {item.member_id, *deciders(db, item.city_id)} - {me.id}
    tell(db, told, "handover.declined", ("handover", item.id), facts, by_mail=False)
    return item


def pass_to_leads(db: Session) -> int:
    """Give what nobody took in time to the city's lead; how many things that were.

    Where a city has no lead, conveners are told once, and a lead who comes gets it. Of a role they
    are told in any case: it goes to nobody by itself.
    """
    alone(db, "handovers")
    goes_to_lead = and_(col(Handover.city_id).in_(_led()), col(Handover.kind).not_in(_roles()))
    due = db.exec(
        select(Handover)
        .where(
            col(Handover.taken_at).is_(None),
            col(Handover.due_at) <= clock.now(),
            or_(col(Handover.unclaimed_at).is_(None), goes_to_lead),
        )
        .order_by(col(Handover.id))
    ).all()
    for item in due:
        is_role = duties.is_role(item.kind)
        lead = None if is_role else _lead(db, item.city_id, item.member_id)
        if lead is not None:
            _taken(db, item, lead)
            facts = {"title": item.title}
            tell(db, {lead.id}, "handover.fell", ("handover", item.id), facts)
            continue
        item.unclaimed_at = clock.now()
        db.add(item)
        facts = {"title": item.title}
        tell(db, deciders(db, None), "handover.unclaimed", ("handover", item.id), facts)
    return len(due)


def inherit(db: Session, one: Affiliation) -> None:
    """Give what a member had in hand for a city to its lead at once, if somebody leads it."""
    if one.city_id is None or (lead := _lead(db, one.city_id, one.member_id)) is None:
        return
    for duty, held in duties.held(db, one.member_id, one.city_id):
        if not duty.is_role:
            duty.pass_on(db, Passing(held.id, one.city_id, one.member_id, lead))


def _taken(db: Session, item: Handover, by: Member) -> None:
    still = update(Handover).where(col(Handover.id) == item.id, col(Handover.taken_at).is_(None))
    taken = db.exec(
        still.values(taken_by_id=by.id, taken_at=clock.now()).execution_options(
            synchronize_session=False
        )
    )
    if taken.rowcount != 1:
        raise Conflict(_("Somebody else has just taken this over."))
    db.refresh(item)
    _pass_on(db, item, by)
    told = {item.member_id} - {by.id}
    facts = {"by": by.name, "title": item.title}
    tell(db, told, "handover.taken", ("handover", item.id), facts, by_mail=False)


def _pass_on(db: Session, item: Handover, to: Member) -> None:
    passing = Passing(item.subject_id, item.city_id, item.member_id, to)
    duties.known()[item.kind].pass_on(db, passing)


def _tell_colleagues(db: Session, city_id: UUID, left: list[Handover]) -> None:
    """By mail only those who answer for the city: its lead, or conveners where it has none.

    Conveners also where a role is among it, which they alone can give.
    """
    who = db.get_one(Member, left[0].member_id)
    people = set(
        db.exec(select(Member.id).where(col(Member.city_id) == city_id, taking_part()))
    ) - {who.id}
    led = select(Member.id).where(col(Member.city_id) == city_id, col(Member.is_lead))
    leads, conveners = {*db.exec(led.where(taking_part()))}, deciders(db, None)
    has_role = any(duties.is_role(one.kind) for one in left)
    answering = leads - {who.id} or conveners - {who.id}
    answering |= conveners - {who.id} if has_role else set()
    about = ("handover", left[0].id)
    facts = {"name": who.name, "count": len(left)}
    tell(db, answering, "handover.opened", about, facts)
    tell(db, people - answering, "handover.opened", about, facts, by_mail=False)


def _roles() -> list[str]:
    return [kind for kind, duty in duties.known().items() if duty.is_role]


def _led() -> Any:
    """The cities that somebody leads."""
    return select(Member.city_id).where(
        col(Member.is_lead), col(Member.city_id).is_not(None), taking_part()
    )


def _lead(db: Session, city_id: UUID, but: UUID) -> Member | None:
    """Who leads a city, besides this one; who was there first, of several."""
    return db.exec(
        select(Member)
        .where(
            col(Member.city_id) == city_id,
            col(Member.is_lead),
            col(Member.id) != but,
            taking_part(),
        )
        .order_by(col(Member.id))
    ).first()
