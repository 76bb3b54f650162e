"""Working for another body too, or instead; leaving one. Each insists, checks, writes."""

from datetime import timedelta

from sqlalchemy import func
from sqlalchemy import select as columns
from sqlmodel import Session, col, select

from backend.core import clock
from backend.core.db import rows
from backend.core.errors import Conflict, Rejected, TooMany
from backend.core.i18n import _
from backend.core.locks import alone
from backend.domain.affiliations import ending, policy, proving, standing
from backend.domain.affiliations.actions import name_of
from backend.domain.affiliations.models import (
    MOST_OPEN,
    AddressDraft,
    Affiliation,
    ClaimDraft,
    ReasonDraft,
)
from backend.domain.cities.gazetteer import Place
from backend.domain.cities.models import City
from backend.domain.members.models import Member
from backend.domain.members.queries import deciders
from backend.domain.moderation import log
from backend.domain.notifications.actions import tell

DAY = timedelta(days=1)
MOST_A_DAY = 10
"""Claims of one member in that time, those that have ended again included."""


def claim(db: Session, me: Member, draft: ClaimDraft, place: Place | None) -> Affiliation:
    """Say for whom I work too, or now. It counts once a letter or somebody's word proves it."""
    policy.may_claim(me).insist()
    alone(db, f"affiliations of {me.id}")
    mine = db.exec(
        select(Affiliation).where(
            col(Affiliation.member_id) == me.id, col(Affiliation.ended_at).is_(None)
        )
    ).all()
    if len(mine) >= MOST_OPEN:
        raise Conflict(_("You have said that you work for many bodies. Please end one first."))
    _insist_few(db, me)
    city = _city_at(db, place) if place else None
    claimed = Affiliation(
        member_id=me.id,
        city_id=city.id if city else None,
        body="" if city else (place.name if place else draft.city),
        place_id=place.id if place else None,
        title=draft.title,
        department=draft.department,
        replaces_main=draft.moves,
    )
    if any(_same(one, claimed) for one in mine):
        raise Rejected({"city": _("You have said that you work there already.")})
    if draft.address:
        proving.check(db, claimed, draft.address)
    db.add(claimed)
    db.flush()
    if draft.address:
        proving.ask(db, me, claimed, AddressDraft(address=draft.address))
    else:
        _tell_deciders(db, me, claimed)
    return claimed


def claim_at(db: Session, member: Member, place: Place) -> Affiliation:
    """What somebody said as they came in, and nobody vouched for: it waits like any other claim."""
    city = _city_at(db, place)
    claimed = Affiliation(
        member_id=member.id,
        city_id=city.id if city else None,
        body="" if city else place.name,
        place_id=place.id,
        title=member.title,
    )
    db.add(claimed)
    db.flush()
    _tell_deciders(db, member, claimed)
    return claimed


def refuse(db: Session, me: Member, one: Affiliation, draft: ReasonDraft) -> Affiliation:
    """Say no to a claim, with the reason that its member reads."""
    policy.may_refuse(me, one).insist()
    ending.end(db, one, "refused")
    _say_why(db, me, one, draft)
    return one


def leave(db: Session, me: Member, one: Affiliation) -> Affiliation:
    """Say that I don't work there any more; or take back that I do."""
    policy.may_leave(me, one).insist()
    ending.end(db, one, "left")
    if one.is_main:
        standing.settle(db, me)
    return one


def remove(db: Session, me: Member, one: Affiliation, draft: ReasonDraft) -> Affiliation:
    """End it for somebody who has left, with the reason that they read."""
    member = db.get_one(Member, one.member_id)
    leads = member.is_lead and member.city_id == one.city_id
    policy.may_remove(me, one, of_office=leads or member.is_convener).insist()
    ending.end(db, one, "removed", keeper=me)
    if one.is_main:
        standing.settle(db, member)
    _say_why(db, me, one, draft)
    return one


def _insist_few(db: Session, me: Member) -> None:
    """Whoever decides gets a letter of each claim, of one that was taken back as well."""
    lately = columns(func.count()).where(
        col(Affiliation.member_id) == me.id, col(Affiliation.began_at) > clock.now() - DAY
    )
    if rows(db, lately).scalar_one() >= MOST_A_DAY:
        raise TooMany(
            _("You have said often today where you work. Please go on tomorrow."),
            again_in=int(DAY.total_seconds()),
        )


def _city_at(db: Session, place: Place) -> City | None:
    return db.exec(select(City).where(col(City.geonames_id) == place.id)).first()


def _same(one: Affiliation, other: Affiliation) -> bool:
    if one.city_id or other.city_id:
        return one.city_id == other.city_id
    return (one.place_id, one.body.casefold()) == (other.place_id, other.body.casefold())


def _tell_deciders(db: Session, me: Member, one: Affiliation) -> None:
    told = deciders(db, one.city_id) - {me.id}
    facts = {"name": me.name, "body": name_of(db, one)}
    tell(db, told, "affiliation.asked", ("affiliation", one.id), facts)


def _say_why(db: Session, me: Member, one: Affiliation, draft: ReasonDraft) -> None:
    """To its member and to the log."""
    about = ("affiliation", one.id)
    one.reason = draft.reason
    db.add(one)
    log.append(db, me.id, f"affiliation_{one.ended_why}", about, reason=draft.reason)
    facts = {"by": me.name, "body": name_of(db, one), "reason": draft.reason}
    tell(db, {one.member_id}, f"affiliation.{one.ended_why}", about, facts)
