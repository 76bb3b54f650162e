"""How things stand with one's own data."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import exists, func
from sqlalchemy import select as columns
from sqlmodel import Session, col, select

from backend.core import clock
from backend.core.db import rows
from backend.core.errors import NotFound
from backend.core.i18n import _
from backend.domain.holdings import Fate
from backend.domain.members.models import BrowserSession, Member
from backend.domain.members.queries import convenes, taking_part
from backend.domain.own_data import policy
from backend.domain.own_data.everything import HOLDINGS
from backend.domain.own_data.models import Archive, Erasure


def last_archive(db: Session, me: Member) -> Archive | None:
    """The newest that I asked for, while anything is kept of it."""
    mine = select(Archive).where(col(Archive.member_id) == me.id)
    return db.exec(mine.order_by(col(Archive.asked_at).desc()).limit(1)).first()


def archive(db: Session, me: Member, archive_id: UUID) -> Archive:
    """One of mine that can be downloaded; NotFound for all others alike."""
    found = db.get(Archive, archive_id)
    if found is None or not policy.may_take(me, found, clock.now()):
        raise NotFound(_("There is no such archive."))
    return found


def erasure(db: Session, member_id: UUID) -> Erasure | None:
    """The wish to be forgotten that somebody has said, whether or not they came back since."""
    return db.get(Erasure, member_id)


def came_back(db: Session, wish: Erasure) -> bool:
    """Whether they have signed in since they wished to be forgotten, in whichever way."""
    since = exists().where(
        col(BrowserSession.member_id) == wish.member_id,
        col(BrowserSession.made_at) > wish.asked_at,
    )
    return bool(rows(db, columns(since)).scalar_one())


def other_conveners(db: Session, me: Member) -> int:
    """How many others keep the network, and do not wish to go as well."""
    going = exists().where(col(Erasure.member_id) == col(Member.id))
    others = columns(func.count()).where(convenes(), col(Member.id) != me.id, taking_part(), ~going)
    return rows(db, others).scalar_one()


def fates() -> dict[Fate, Sequence[str]]:
    """What is held on a member, by what becomes of it; marked for translation."""
    of: dict[Fate, list[str]] = {"removed": [], "unnamed": [], "chosen": []}
    for one in reversed(HOLDINGS):
        if one.title not in of[one.fate]:
            of[one.fate].append(one.title)
    return {**of}
