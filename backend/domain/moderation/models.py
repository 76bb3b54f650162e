from datetime import datetime
from uuid import UUID

from sqlmodel import Field, SQLModel

from backend.core import clock
from backend.core.db import UtcDateTime
from backend.core.i18n import N_
from backend.core.ids import new_id
from backend.core.text import Prose

RULES = {
    "kindness": N_("Be kind: no insults and no harassment"),
    "privacy": N_("Respect people’s privacy"),
    "confidence": N_("Keep in confidence what was said in confidence"),
    "honesty": N_("Be honest about facts and about who you are"),
    "advertising": N_("Do not advertise or sell"),
    "rights": N_("Share only what you may share"),
    "topic": N_("Stay with what helps cities"),
}
"""The rules of the code of conduct that a report or a decision can name."""


class ReportDraft(SQLModel):
    """What a member says is wrong with something."""

    rule: str = Field(max_length=20)
    words: Prose = Field(default="", max_length=2_000)


class DecisionDraft(SQLModel):
    """A convener's reason: the author reads it, so it must be there."""

    rule: str = Field(max_length=20)
    reason: Prose = Field(min_length=10, max_length=2_000)


class Report(ReportDraft, table=True):
    """One member's report of one subject, open until a convener has decided."""

    __tablename__ = "report"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    reporter_id: UUID = Field(foreign_key="member.id", index=True)
    kind: str = Field(max_length=40)
    subject_id: UUID = Field(index=True)
    made_at: datetime = Field(default_factory=clock.now, sa_type=UtcDateTime)
    settled_at: datetime | None = Field(default=None, sa_type=UtcDateTime, index=True)


class LogEntry(SQLModel, table=True):
    """One line of the moderation log. Lines are added, never changed: triggers see to it.

    Each carries a hash over itself and the line before, so that a changed or missing one shows.
    """

    __tablename__ = "log_entry"

    number: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    at: datetime = Field(sa_type=UtcDateTime)
    convener_id: UUID = Field(foreign_key="member.id", index=True)
    deed: str = Field(max_length=40)
    kind: str = Field(max_length=40)
    subject_id: UUID = Field(index=True)
    rule: str = Field(default="", max_length=20)
    seal: str = Field(default="", max_length=64)
    """What holds the reason to this line: its hash with a salt. Empty where no reason was given."""
    hash: str = Field(max_length=64)


class LogReason(SQLModel, table=True):
    """Why, in a convener's words: beside the line, so that a name in them can be forgotten.

    The line holds only their seal, and so stays what it was.
    """

    __tablename__ = "log_reason"

    number: int = Field(foreign_key="log_entry.number", primary_key=True)
    words: str = Field(max_length=2_000)
    salt: str = Field(max_length=32)
    unnamed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """When somebody who has gone was taken out of the words, which break their seal by that."""
