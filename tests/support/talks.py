"""Conversations to test with, made by the real actions."""

from datetime import datetime, timedelta
from itertools import count
from typing import Any

from sqlmodel import Session

from backend.core import clock
from backend.core.config import Settings
from backend.domain.conversations import answering, asking, talking
from backend.domain.conversations.drafts import AcceptanceDraft, MessageDraft, RequestDraft
from backend.domain.conversations.models import Conversation, Message
from backend.domain.members.models import Member
from tests.conftest import NOON

PURPOSE = "How did you write the data trust agreement, and what would you leave out?"
SOON = NOON + timedelta(days=3)


class Talks:
    """Each maker gives a sound thing, and a test names only what it cares for."""

    def __init__(self, db: Session, settings: Settings) -> None:
        self._db, self._settings = db, settings
        self._counted = count(1)

    def draft(self, *times: datetime, **given: Any) -> RequestDraft:
        usual = {"purpose": PURPOSE, "language": "en", "chosen": list(times or (SOON,))}
        return RequestDraft.model_validate(usual | given)

    def asked(self, me: Member, other: Member, *times: datetime, **given: Any) -> Conversation:
        made = asking.ask(self._db, me, other, self.draft(*times, **given), self._settings)
        self._db.commit()
        return made

    def agreed(self, me: Member, other: Member, at: datetime = SOON, **given: Any) -> Conversation:
        made = self.asked(me, other, at, **given)
        answering.accept(self._db, other, made, AcceptanceDraft(starts_at=at))
        self._db.commit()
        return made

    def met(self, me: Member, other: Member) -> Conversation:
        """They met yesterday."""
        with clock.stopped(NOON - timedelta(days=4)):
            return self.agreed(me, other, NOON - timedelta(days=1))

    def said(self, one: Conversation, by: Member, words: str = "") -> Message:
        made = talking.write(
            self._db,
            by,
            one,
            MessageDraft(
                body=words or " ".join(["Thank you."] * next(self._counted)), language="en"
            ),
        )
        self._db.commit()
        return made
