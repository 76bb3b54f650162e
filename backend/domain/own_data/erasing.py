"""The end of an account: who it was is forgotten everywhere, at once or not at all."""

from collections.abc import Sequence
from uuid import UUID

from sqlmodel import Session, col, select

from backend.core import clock
from backend.domain.holdings import Leaving
from backend.domain.members import naming
from backend.domain.members.models import Member
from backend.domain.notifications.actions import write_to
from backend.domain.own_data import queries
from backend.domain.own_data.everything import HOLDINGS
from backend.domain.own_data.models import Archive, Erasure


def erase(db: Session, member: Member, *, takes_away: bool) -> list[str]:
    """Forget a member; their contributions go too, or stay under "a former member".

    Returns the hashes of their archives: files to be forgotten once this is written.
    """
    known_as = tuple(naming.known_as(db, member))
    leaving = Leaving(
        member.id,
        member.name,
        member.email,
        member.slug,
        takes_away,
        formerly=tuple(one for one in known_as if one != member.name),
        former_slugs=tuple(naming.former_addresses(db, member)),
        known_as=known_as,
    )
    made = select(Archive.sha256).where(col(Archive.member_id) == member.id)
    archives = [one for one in db.exec(made) if one]
    for holding in HOLDINGS:
        holding.apply(db, leaving)
    return archives


def say_goodbye(db: Session, member: Member, *, takes_away: bool) -> list[str]:
    """The same, with a last letter; to whom it goes is forgotten as soon as it is sent."""
    address, language = member.email, member.language or "en"
    archives = erase(db, member, takes_away=takes_away)
    write_to(db, address, "erasure.done", {}, language=language)
    return archives


def due(db: Session) -> Sequence[UUID]:
    """Whose day has come."""
    return db.exec(
        select(Erasure.member_id)
        .where(col(Erasure.due_at) <= clock.now())
        .order_by(col(Erasure.due_at))
    ).all()


def carry_out(db: Session, member_id: UUID) -> list[str]:
    """Do as was wished, unless they have come back since; the archives to be forgotten."""
    wish = db.get(Erasure, member_id, with_for_update=True)
    if wish is None or wish.due_at > clock.now():
        return []
    member = db.get_one(Member, member_id)
    if queries.came_back(db, wish):
        _take_back(db, member, wish)
        return []
    return say_goodbye(db, member, takes_away=wish.takes_away)


def take_back(db: Session) -> int:
    """Drop the wishes of those who have come back, and tell them; how many there were."""
    count = 0
    for wish in db.exec(select(Erasure)).all():
        if queries.came_back(db, wish):
            _take_back(db, db.get_one(Member, wish.member_id), wish)
            count += 1
    return count


def _take_back(db: Session, member: Member, wish: Erasure) -> None:
    db.delete(wish)
    db.flush()
    language = member.language or "en"
    letter = write_to(db, member.email, "erasure.taken_back", {}, language=language)
    letter.recipient_id = member.id
