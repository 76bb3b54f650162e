"""What calendars are told of a meeting: one entry that keeps its name through every change.

It comes from the network, and names as attendee only whose calendar it is for: a calendar file
never holds the address of the other.
"""

from dataclasses import dataclass
from datetime import datetime

from backend.core.calendar_file import (
    Answer,
    Attendee,
    Entry,
    Method,
    Sender,
    Status,
    calendar_text,
    uid_of,
)
from backend.core.i18n import _
from backend.domain.conversations.models import Conversation
from backend.domain.members.models import Member


@dataclass(frozen=True, slots=True)
class Invitation:
    """A meeting for one reader's calendar."""

    sender: Sender
    conversation: Conversation
    other: str
    """What the other one is called."""
    url: str
    reader: Member
    is_off: bool = False
    """Cancelled, or closed between the two."""

    def file(self) -> str:
        """The file to download; of what is off it takes the entry away."""
        stamp = self.conversation.changed_at
        if self.is_off:
            return self._sent(Method.CANCEL, stamp)
        return calendar_text([self._entry(stamp)], Method.PUBLISH)

    def letter(self, method: Method, stamp: datetime) -> str:
        return self._sent(method, stamp)

    def _sent(self, method: Method, stamp: datetime) -> str:
        attendee = Attendee(self.reader.name, self.reader.email, Answer.YES)
        return calendar_text([self._entry(stamp, attendee)], method)

    def _entry(self, stamp: datetime, attendee: Attendee | None = None) -> Entry:
        one = self.conversation
        if one.starts_at is None or one.ends_at is None:
            message = "there is no meeting before it is agreed"
            raise ValueError(message)
        joining = [_("Join here: {link}", link=one.link)] if one.link else []
        said = [*joining, _("Messages and changes: {address}", address=self.url)]
        return Entry(
            uid=uid_of(one.id, self.sender.host),
            sequence=one.sequence,
            stamp=stamp,
            starts=one.starts_at,
            ends=one.ends_at,
            zone=one.zone,
            summary=_("Conversation with {name}", name=self.other),
            organizer=self.sender.person,
            description="\n\n".join(said),
            url=self.url,
            location=one.link or _("Online"),
            status=Status.CANCELLED if self.is_off else Status.CONFIRMED,
            attendee=attendee,
        )
