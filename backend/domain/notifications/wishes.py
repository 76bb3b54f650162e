"""Of what a member wants to hear, and how: as chosen, and as it is kept to."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Annotated, Literal, TypeAlias
from uuid import UUID

from pydantic import Field as Limit
from sqlmodel import Session, SQLModel, col, select, update

from backend.core import clock
from backend.core.locks import alone
from backend.domain.cities.models import City
from backend.domain.cities.resting import rest_days
from backend.domain.members import policy
from backend.domain.members.models import Member
from backend.domain.notifications import mornings
from backend.domain.notifications.kinds import CHOSEN
from backend.domain.notifications.models import RHYTHMS, Letter, Notification, Wishes
from backend.domain.notifications.mornings import Clock, Morning

How: TypeAlias = Literal["at_once", "daily", "weekly", "here", "nothing"]
UNSENT = frozenset({"here", "nothing"})
"""How one may want to hear of something without a letter."""


class WishesDraft(SQLModel):
    """How to hear of each kind of event; at which hour digests come; and whether letters come."""

    talks: How
    contributions: How
    roundtables: How
    duties: How
    follows: How
    network: How
    hour: Annotated[int, Limit(ge=0, le=23)]
    letters: Literal["as_chosen", "none"]


def mine(db: Session, me: Member) -> WishesDraft:
    return _draft(db.get(Wishes, me.id) or Wishes(member_id=me.id))


def choose(db: Session, me: Member, draft: WishesDraft) -> WishesDraft:
    """Hear of things like this from now on; what waits for a digest comes by it as well."""
    policy.may_edit(me, me).insist()
    alone(db, f"wishes of {me.id}")
    kept = db.get(Wishes, me.id) or Wishes(member_id=me.id)
    for kind in CHOSEN:
        setattr(kept, kind, getattr(draft, kind))
    kept.hour, kept.chosen_at = draft.hour, clock.now()
    if draft.letters == "as_chosen":
        kept.no_letters_since = None
    elif kept.no_letters_since is None:
        kept.no_letters_since = clock.now()
    db.add(kept)
    _let_go(db, kept)
    db.flush()
    return _draft(kept)


def end(db: Session, member_id: UUID, unwanted: str) -> None:
    """No more letters of this kind, or digests of this rhythm; of nothing named, no more at all.

    What comes by them is still read here.
    """
    member = db.get(Member, member_id)
    if member is None or member.erased_at is not None:
        return  # who has gone hears nothing anyway
    alone(db, f"wishes of {member_id}")
    kept = db.get(Wishes, member_id) or Wishes(member_id=member_id)
    if not unwanted and kept.no_letters_since is None:
        kept.no_letters_since = clock.now()
    for kind in CHOSEN:
        if unwanted in {kind, getattr(kept, kind)} and getattr(kept, kind) != "nothing":
            setattr(kept, kind, "here")
    kept.chosen_at = clock.now()
    db.add(kept)
    _let_go(db, kept)
    db.flush()


def of(db: Session, member_ids: Collection[UUID]) -> Mapping[UUID, Wishes]:
    """The wishes of these members; whoever is missing has chosen nothing."""
    found = db.exec(select(Wishes).where(col(Wishes.member_id).in_(member_ids)))
    return {one.member_id: one for one in found}


def how(wishes: Wishes, kind: str) -> str:
    """How somebody hears of this kind; what is of none comes at once."""
    if not kind:
        return "at_once"
    chosen: str = getattr(wishes, kind)
    return "here" if wishes.no_letters_since and chosen != "nothing" else chosen


def rhythm(wishes: Wishes, kind: str) -> str:
    """In which digest comes what waits as this kind; none where none is wanted any more.

    What was to come once a day comes by the next one, though others come at once from now on.
    """
    way = how(wishes, kind)
    return "daily" if way == "at_once" else way if way in RHYTHMS else ""


def wants(db: Session, letter: Letter) -> bool:
    """Whether its reader still wants a letter that was written: they may have said no since."""
    if not letter.wish or letter.recipient_id is None:
        return True
    kept = db.get(Wishes, letter.recipient_id)
    if kept is None:
        return True
    if letter.wish in RHYTHMS:
        return kept.no_letters_since is None
    return how(kept, letter.wish) not in UNSENT


def coming(db: Session, me: Member, chosen: WishesDraft, now: datetime) -> dict[str, Morning]:
    """When the next digest of each rhythm comes that this member has chosen."""
    there = Clock(me.zone, chosen.hour)
    first = first_day(db.get(City, me.city_id) if me.city_id else None)
    wanted = {getattr(chosen, kind) for kind in CHOSEN}
    return {
        rhythm: mornings.following(there, now, first if rhythm == "weekly" else None)
        for rhythm in RHYTHMS
        if rhythm in wanted and chosen.letters == "as_chosen"
    }


def clock_of(member: Member, kept: Wishes | None) -> Clock:
    """By which clock somebody's digests come, and at which hour."""
    return Clock(member.zone, (kept or Wishes(member_id=member.id)).hour)


def first_day(city: City | None) -> int:
    """The weekday on which a weekly digest comes: the first on which their city works, or Monday."""
    return mornings.first_of_week(rest_days(city)) if city else 0


def _draft(kept: Wishes) -> WishesDraft:
    chosen = {kind: getattr(kept, kind) for kind in (*CHOSEN, "hour")}
    return WishesDraft(**chosen, letters="none" if kept.no_letters_since else "as_chosen")


def _let_go(db: Session, kept: Wishes) -> None:
    """What waits for a digest waits no more where none is wanted."""
    dropped = [kind for kind in CHOSEN if how(kept, kind) in UNSENT]
    waiting = update(Notification).where(
        col(Notification.recipient_id) == kept.member_id, col(Notification.waits_as).in_(dropped)
    )
    db.exec(waiting.values(waits_as="").execution_options(synchronize_session=False))
