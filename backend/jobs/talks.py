"""What a letter about a conversation adds: when the two meet, and that for the reader's calendar."""

from sqlmodel import Session

from backend.core.calendar_file import Sender
from backend.domain.conversations.invitations import Invitation
from backend.domain.conversations.models import Conversation
from backend.domain.members.audience import known_as
from backend.domain.members.models import Member
from backend.domain.notifications.models import Letter
from backend.jobs.calendars import METHODS, Meeting, clock_of
from backend.kit import moments


def talk(db: Session, letter: Letter, sender: Sender, url: str) -> Meeting:
    """What this letter adds; nothing before the two have agreed on a time."""
    if letter.recipient_id is None or letter.subject_id is None:
        return Meeting()
    one = db.get(Conversation, letter.subject_id)
    reader = db.get_one(Member, letter.recipient_id)
    is_theirs = one is not None and reader.id in {one.author_id, one.asked_id}
    if one is None or not is_theirs or one.starts_at is None or one.ends_at is None:
        return Meeting()
    method = METHODS.get(letter.facts.get("calendar", ""))
    says_when = method is not None or letter.event == "conversation.soon"
    lines = [moments.span(one.starts_at, one.ends_at, *clock_of(db, reader))] if says_when else []
    if method is None:
        return Meeting(lines)
    other = db.get_one(Member, one.other_id(reader.id))
    name = known_as(other.name, other.slug, other.audience, reader)[0]
    off = one.cancelled_at is not None
    invitation = Invitation(sender, one, name, url, reader=reader, is_off=off)
    text = invitation.letter(method, letter.written_at)
    return Meeting(lines, method.value, text, "conversation.ics")
