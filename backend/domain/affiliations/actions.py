"""Beginning, confirming, choosing and losing an affiliation. Each insists, checks, writes."""

from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from backend.core import clock
from backend.core.locks import alone
from backend.domain.affiliations import ending, policy, standing, validity
from backend.domain.affiliations.models import Affiliation, How, ReasonDraft
from backend.domain.cities import gazetteer
from backend.domain.cities.actions import from_place
from backend.domain.cities.models import City
from backend.domain.members.models import Member
from backend.domain.moderation import log
from backend.domain.notifications.actions import tell


def begin(
    db: Session, member: Member, *, how: How, by: Member | None = None, address: str = ""
) -> Affiliation | None:
    """Where somebody works as they are admitted; None for who said of no body that it is theirs."""
    if member.city_id is None and not member.organisation:
        return None
    proven = address or (member.email if how == "domain" else "")
    begun = Affiliation(
        member_id=member.id,
        city_id=member.city_id,
        body="" if member.city_id else member.organisation,
        title=member.title,
        department=member.department,
        address=proven,
        how=how,
        verified_by_id=by.id if by else None,
        verified_at=clock.now(),
        is_main=True,
    )
    db.add(begun)
    return begun


def confirm(db: Session, me: Member, one: Affiliation, draft: ReasonDraft) -> Affiliation:
    """Vouch by hand for where somebody works, with the reason; the log keeps it."""
    policy.may_confirm(me, one).insist()
    vouch(db, one, how="convener" if me.moderates else "lead", by=me)
    one.reason = draft.reason
    about = ("affiliation", one.id)
    log.append(db, me.id, "affiliation_confirmed", about, reason=draft.reason)
    facts = {"by": me.name, "body": name_of(db, one), "reason": draft.reason}
    tell(db, {one.member_id}, "affiliation.confirmed", about, facts)
    return one


def vouch(db: Session, one: Affiliation, *, how: How, by: Member | None = None) -> None:
    """From now on somebody vouches for it, for as long as one is good for."""
    one.how, one.verified_by_id = how, by.id if by else None
    one.verified_at, one.warned_at, one.lapsed_at = clock.now(), None, None
    place = gazetteer.by_id(one.place_id) if one.place_id and one.city_id is None else None
    if place is not None:
        one.city_id, one.body = from_place(db, place).id, ""
    before = standing.main_of(db, one.member_id)
    if not one.is_main and (one.replaces_main or before is None):
        if before is not None:
            ending.end(db, before, "moved")
        one.is_main, one.replaces_main = True, False
    db.add(one)
    if one.is_main:
        standing.settle(db, db.get_one(Member, one.member_id))


def choose(db: Session, me: Member, one: Affiliation) -> Affiliation:
    """Act and see by this one from now on, in place of the one so far."""
    policy.may_choose(me, one).insist()
    before = standing.main_of(db, me.id)
    if before is not None:
        before.is_main = False
        db.add(before)
        db.flush()
    one.is_main = True
    db.add(one)
    standing.settle(db, me)
    return one


def warn(db: Session, days: int) -> int:
    """Tell members a month before nobody vouches for them any more; how many were told."""
    alone(db, "affiliations")
    soon = validity.warned_if_before(clock.now(), days)
    due = db.exec(
        _lasting()
        .where(col(Affiliation.verified_at) <= soon, col(Affiliation.warned_at).is_(None))
        .order_by(col(Affiliation.id))
    ).all()
    for one in due:
        one.warned_at = clock.now()
        db.add(one)
        tell(
            db,
            {one.member_id},
            "affiliation.ending",
            ("affiliation", one.id),
            {"body": name_of(db, one)},
        )
    return len(due)


def lapse(db: Session, days: int) -> int:
    """End the standing of those who were warned and did not renew; how many that were."""
    alone(db, "affiliations")
    now = clock.now()
    due = db.exec(
        _lasting()
        .where(
            col(Affiliation.verified_at) <= validity.lapsed_if_before(now, days),
            col(Affiliation.warned_at) <= now - validity.NOTICE,
        )
        .order_by(col(Affiliation.id))
    ).all()
    for one in due:
        one.lapsed_at = now
        db.add(one)
        if one.is_main:
            standing.settle(db, db.get_one(Member, one.member_id))
        facts = {"body": name_of(db, one)}
        tell(db, {one.member_id}, "affiliation.lapsed", ("affiliation", one.id), facts)
    return len(due)


def name_of(db: Session, one: Affiliation) -> str:
    """What the city or the organisation is called."""
    return db.get_one(City, one.city_id).name if one.city_id else one.body


def _lasting() -> SelectOfScalar[Affiliation]:
    """Those that somebody vouches for, of members who are still here."""
    return (
        select(Affiliation)
        .join(Member, col(Member.id) == col(Affiliation.member_id))
        .where(
            col(Affiliation.ended_at).is_(None),
            col(Affiliation.lapsed_at).is_(None),
            col(Member.erased_at).is_(None),
        )
    )
