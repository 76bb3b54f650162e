"""What was missing and is so no more: what conveners did about what nobody found.

A settled gap is forgotten, and what was done stands in the log with who did it. Where people go on
looking in vain, the gap comes back by itself.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import NAMESPACE_URL, uuid5

from sqlalchemy import select as columns
from sqlmodel import Field, Session, SQLModel, col

from backend.core import clock
from backend.core.db import rows
from backend.core.i18n import N_, _
from backend.core.text import Line, fold
from backend.domain.curation import policy
from backend.domain.members.audience import called
from backend.domain.members.models import Actor, Member
from backend.domain.moderation import log
from backend.domain.moderation.models import LogEntry, LogReason
from backend.domain.search import gaps

DEED = "settle_gap"
DONE: Mapping[str, str] = {
    "glossary": N_("It is in the glossary now"),
    "asked": N_("A challenge asks for it"),
    "roundtable": N_("A roundtable takes it up"),
    "there": N_("It can be found by now"),
    "elsewhere": N_("It is not for this network"),
}
MOST = 20
"""Settled gaps that are shown."""


class SettlingDraft(SQLModel):
    """Which words, and what was done about them."""

    words: Line = Field(min_length=1, max_length=gaps.LONGEST)
    done: Literal["glossary", "asked", "roundtable", "there", "elsewhere"]


@dataclass(frozen=True, slots=True)
class Settled:
    """A gap that somebody settled: the words with what was done, as the log has it."""

    said: str
    by: str
    at: datetime


def settle(db: Session, me: Member, draft: SettlingDraft) -> bool:
    """Take it off what is missing, and say what was done; whether it still was missing."""
    policy.may_keep(me).insist()
    if not gaps.forget(db, draft.words):
        return False
    said = _("“{words}”: {done}", words=draft.words, done=_(DONE[draft.done]))
    about = "search_gap", uuid5(NAMESPACE_URL, fold(draft.words))
    log.append(db, me.id, DEED, about, reason=said)
    return True


def settled(db: Session, me: Actor) -> Sequence[Settled]:
    """What was settled in the days that conveners look back, the newest first."""
    policy.may_keep(me).insist()
    found = (
        columns(col(LogReason.words), col(Member.name), col(LogEntry.at))
        .join(LogReason, col(LogReason.number) == col(LogEntry.number))
        .join(Member, col(Member.id) == col(LogEntry.convener_id))
        .where(col(LogEntry.deed) == DEED, col(LogEntry.at) > clock.now() - gaps.LATELY)
        .order_by(col(LogEntry.number).desc())
        .limit(MOST)
    )
    return [Settled(said, called(name), at) for said, name, at in rows(db, found)]
