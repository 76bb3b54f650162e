from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, delete, select, update

from backend.core import clock
from backend.domain import subjects
from backend.domain.members import blocks, policy
from backend.domain.members.models import Member
from backend.domain.notifications import wishes
from backend.domain.notifications.kinds import kind_of
from backend.domain.notifications.models import RHYTHMS, Follow, Letter, Notification, Wishes

Facts = Mapping[str, Any]


def tell(
    db: Session,
    recipients: Iterable[UUID],
    event: str,
    about: tuple[str, UUID],
    facts: Facts | None = None,
    *,
    by: UUID | None = None,
    owner: UUID | None = None,
    by_mail: bool = True,
    in_digest: bool = True,
) -> None:
    """Note, within the caller's transaction, what these members should hear of, as they wish it.

    `by` says whose deed it is: who has muted that member, or is apart from them, does not hear of
    it. What somebody does in office, such as a convener's decision, is by nobody.

    `event` is "<kind>.<what happened>"; `about` the subject's kind and id; `facts` plain words and
    numbers for the sentence; `owner` whose thing it is: others follow it. Each gets a notification,
    and a letter now or a line in a digest. With `by_mail` off it is not worth a letter of its own.
    """
    wanted = set(recipients)
    hearing = blocks.hearing(by, wanted) if by else col(Member.id).in_(wanted)
    kind, subject_id = about
    words = dict(facts or {})
    rows = db.exec(select(Member).where(hearing, col(Member.erased_at).is_(None))).all()
    wished = wishes.of(db, [one.id for one in rows])
    for member in sorted(rows, key=lambda one: one.id):
        as_what = kind_of(event, owns=member.id == owner)
        how = wishes.how(wished.get(member.id) or Wishes(member_id=member.id), as_what)
        if how == "nothing":
            continue
        note = Notification(
            recipient_id=member.id, event=event, kind=kind, subject_id=subject_id, facts=words
        )
        note.waits_as = as_what if in_digest and how in RHYTHMS else ""
        db.add(note)
        if by_mail and how == "at_once":
            letter = Letter(
                recipient_id=member.id,
                address=member.email,
                language=member.language or "en",
                event=event,
                kind=kind,
                subject_id=subject_id,
                wish=as_what,
                facts=words,
            )
            db.add(letter)


def write_to(
    db: Session, address: str, event: str, facts: Facts, *, language: str = "en"
) -> Letter:
    """A letter to an address that need not belong to a member: a sign-in link, an invitation."""
    letter = Letter(address=address, language=language, event=event, facts=dict(facts))
    db.add(letter)
    return letter


def follow(db: Session, member_id: UUID, kind: str, subject_id: UUID) -> None:
    """Hear of this subject from now on. Following twice is following once."""
    if db.get(Follow, (member_id, kind, subject_id)) is None:
        db.add(Follow(member_id=member_id, kind=kind, subject_id=subject_id))


def follow_person(db: Session, me: Member, other: Member) -> None:
    """Hear of what somebody does, unless the two of us keep apart."""
    policy.may_follow(me, other, blocks.distance(db, me, other.id)).insist()
    follow(db, me.id, "member", other.id)


def unfollow(db: Session, member_id: UUID, kind: str, subject_id: UUID) -> None:
    """Hear no more of this subject."""
    kept = db.get(Follow, (member_id, kind, subject_id))
    if kept is not None:
        db.delete(kept)


def read_all(db: Session, me: Member) -> None:
    """Everything told so far has been read."""
    unread = update(Notification).where(
        col(Notification.recipient_id) == me.id, col(Notification.read_at).is_(None)
    )
    db.exec(unread.values(read_at=clock.now(), waits_as=""))


def not_to_be_read(db: Session, kind: str, subject_id: UUID, but: set[UUID]) -> None:
    """Count a subject no more as unread: it was hidden, from all but these."""
    unread = update(Notification).where(
        col(Notification.kind) == kind,
        col(Notification.subject_id) == subject_id,
        col(Notification.read_at).is_(None),
        col(Notification.recipient_id).not_in(but),
    )
    read = unread.values(read_at=clock.now(), waits_as="")
    db.exec(read.execution_options(synchronize_session=False))


def _forget(db: Session, kind: str, ids: set[UUID]) -> None:
    """Nobody hears, or has heard, of what is gone."""
    for model in (Notification, Letter, Follow):
        db.exec(delete(model).where(col(model.kind) == kind, col(model.subject_id).in_(ids)))


subjects.forget_with(_forget)
