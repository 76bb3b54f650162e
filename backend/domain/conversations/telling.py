"""Who hears of what happens between two people.

Letters lead to the page: they repeat nothing of what was written, and nobody's address.
`calendar` among a letter's facts says that it carries the meeting for the reader's calendar.
"""

from collections.abc import Mapping
from typing import Any

from sqlmodel import Session

from backend.core import clock
from backend.domain.conversations.models import Conversation
from backend.domain.members.audience import known_as
from backend.domain.members.models import Member
from backend.domain.notifications import actions as notifications

REQUEST: Mapping[str, Any] = {"calendar": "request"}
CANCEL: Mapping[str, Any] = {"calendar": "cancel"}


def tell(
    db: Session,
    about: Conversation,
    by: Member,
    to: Member,
    event: str,
    *,
    by_mail: bool = True,
    in_any_case: bool = False,
    **facts: Any,
) -> None:
    """Tell one of the two what the other did, unless they want to hear nothing of them.

    `in_any_case`: what changes one's own calendar or request is told though one has muted the other.
    """
    notifications.tell(
        db,
        {to.id},
        event,
        ("conversation", about.id),
        {"by": _name(by), **facts},
        by=None if in_any_case else by.id,
        by_mail=by_mail,
    )


def tell_both(
    db: Session, about: Conversation, by: Member, other: Member, event: str, **facts: Any
) -> None:
    """A change of the meeting: the other hears of it, and both calendars do."""
    about.sequence += 1
    about.changed_at = clock.now()
    db.add(about)
    db.flush()
    tell(db, about, by, other, event, in_any_case=True, **facts)
    confirm(db, about, by, other, event, **facts)


def confirm(
    db: Session, about: Conversation, me: Member, other: Member, event: str, **facts: Any
) -> None:
    """A letter to who did it themselves: it is for their calendar."""
    said = {"by": _name(other), **facts}
    letter = notifications.write_to(db, me.email, event, said, language=me.language or "en")
    letter.recipient_id, letter.kind, letter.subject_id = me.id, "conversation", about.id


def _name(who: Member) -> str:
    """What members may call somebody."""
    return known_as(who.name, who.slug, who.audience, who)[0]
