from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Literal, TypeAlias
from uuid import UUID

from pydantic import AfterValidator
from sqlalchemy import JSON, CheckConstraint, Column, ColumnElement, Index, and_, literal_column
from sqlmodel import Field, SQLModel, col

from backend.core import clock
from backend.core.db import UtcDateTime, one_of
from backend.core.ids import new_id
from backend.core.text import Line, Prose
from backend.core.tongues import Tongue
from backend.domain.subjects import Subject

CLOSED = ("cities", "city")
"""For chosen cities besides the author's own, or for that alone."""
VISIBILITIES = ("public", "members", *CLOSED)
STATUSES = ("open", "in_progress", "solved", "closed")
STEPS = ("posted", "edited", "visibility", "in_progress", "reopened", "solved", "closed")
RESERVED = frozenset({"new", "drafts", "preview"})
"""Pages of ours that no challenge may have for its address."""

MOST_TOPICS = 6
MOST_CITIES = 40

Visibility: TypeAlias = Literal["public", "members", "cities", "city"]
Standing: TypeAlias = Literal["open", "in_progress"]
Ending: TypeAlias = Literal["solved", "closed"]


def _each_once(words: list[str]) -> list[str]:
    return list(dict.fromkeys(words))


Slugs = Annotated[list[Line], AfterValidator(_each_once)]


class ChallengeWords(SQLModel):
    """What a member writes. Everything else about a challenge we decide ourselves."""

    title: Line = Field(min_length=8, max_length=120)
    context: Prose = Field(min_length=30, max_length=6_000)
    tried: Prose = Field(default="", max_length=4_000)
    help_wanted: Prose = Field(min_length=10, max_length=2_000)
    language: str = Field(max_length=12)


class ChallengeDraft(ChallengeWords):
    language: Tongue = Field(max_length=12)
    visibility: Visibility = "members"
    topics: Slugs = Field(min_length=1, max_length=MOST_TOPICS)
    """By their slugs."""
    cities: Slugs = Field(default_factory=list, max_length=MOST_CITIES)
    """By their slugs: who sees it where visibility is "cities", besides the author's own city."""


class Challenge(ChallengeWords, Subject, table=True):
    """A challenge as posted; facts carry their time.

    What is not posted yet is a `KeptDraft`: no list of challenges can come upon one by mistake.
    """

    __tablename__ = "challenge"
    __table_args__ = (
        CheckConstraint(one_of("visibility", *VISIBILITIES), "visibility"),
        Index("ix_challenge_posted_at_id", "posted_at", "id"),
        Index("ix_challenge_language_posted_at_id", "language", "posted_at", "id"),
        Index("ix_challenge_faced_by_id", "faced_by", "id"),
        # All that is asked to know who sees it: rows are long.
        Index("ix_challenge_sight", "id", "hidden_at", "visibility", "city_id", "author_id"),
    )

    slug: str = Field(max_length=80, unique=True)
    visibility: str = Field(max_length=8)
    city_id: UUID | None = Field(default=None, foreign_key="city.id", index=True)
    """The city for which it was posted: the author's at that time."""
    keeper_id: UUID | None = Field(default=None, foreign_key="member.id", index=True)
    """The colleague who keeps it, where whoever posted it has left the city."""
    posted_at: datetime = Field(default_factory=clock.now, sa_type=UtcDateTime)
    edited_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    worked_on_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    closed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    solved: bool = False
    worked: str = Field(default="", max_length=4_000)
    """The outcome: what worked, and below what did not."""
    not_worked: str = Field(default="", max_length=4_000)
    outcome_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    faced_by: int = 0
    """How many cities face it: counted here so that lists can be sorted by it at any size."""
    answers: int = 0
    """How many answers it has that are not hidden, replies aside: see `counting`."""

    @property
    def status(self) -> str:
        return status(self.closed_at, self.worked_on_at, solved=self.solved)

    @property
    def is_open(self) -> bool:
        """Whether it takes answers."""
        return self.closed_at is None

    def is_kept_by(self, member_id: UUID | None) -> bool:
        """Whether they keep it: its author, until a colleague took it over."""
        return member_id is not None and member_id == (self.keeper_id or self.author_id)


def status(closed_at: datetime | None, worked_on_at: datetime | None, *, solved: bool) -> str:
    """The name of the state that these facts make."""
    if closed_at is not None:
        return "solved" if solved else "closed"
    return "open" if worked_on_at is None else "in_progress"


IS_OPEN = col(Challenge.closed_at).is_(None)
STATUS: Mapping[str, tuple[ColumnElement[bool], ...]] = {
    "open": (IS_OPEN, col(Challenge.worked_on_at).is_(None)),
    "in_progress": (IS_OPEN, col(Challenge.worked_on_at).is_not(None)),
    "solved": (~IS_OPEN, col(Challenge.solved).is_(True)),
    "closed": (~IS_OPEN, col(Challenge.solved).is_(False)),
}
"""The same as conditions."""
WAITING = (IS_OPEN, col(Challenge.answers) == literal_column("0"))
"""Nobody has answered yet. The nought is no parameter: SQLite would not know its index by it."""

# Along an index of their own those of one status are walked, but for those that are open, which are
# many: of a topic, few are met among all. It is only walked for the very condition it is made with.
for _name, _each in {
    **{name: STATUS[name] for name in ("in_progress", "solved", "closed")},
    "waiting": WAITING,
}.items():
    _those = and_(*_each)
    Index(
        f"ix_challenge_{_name}_posted_at_id",
        col(Challenge.posted_at),
        col(Challenge.id),
        sqlite_where=_those,
        postgresql_where=_those,
    )


class ChallengeTopic(SQLModel, table=True):
    __tablename__ = "challenge_topic"
    # Along it the newest on a topic are found.
    __table_args__ = (
        Index("ix_challenge_topic_topic_id_challenge_id", "topic_id", "challenge_id"),
    )

    challenge_id: UUID = Field(foreign_key="challenge.id", primary_key=True)
    topic_id: UUID = Field(foreign_key="topic.id", primary_key=True)


class ChallengeCity(SQLModel, table=True):
    """One of the chosen cities that see a challenge which only chosen cities see."""

    __tablename__ = "challenge_city"

    challenge_id: UUID = Field(foreign_key="challenge.id", primary_key=True)
    city_id: UUID = Field(foreign_key="city.id", primary_key=True, index=True)


class ChallengeStep(SQLModel, table=True):
    """What was done to a challenge, by whom and when: its history."""

    __tablename__ = "challenge_step"
    __table_args__ = (CheckConstraint(one_of("what", *STEPS), "what"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    challenge_id: UUID = Field(foreign_key="challenge.id", index=True)
    what: str = Field(max_length=12)
    visibility: str = Field(default="", max_length=8)
    """For a change of visibility: to what."""
    by_id: UUID = Field(foreign_key="member.id")
    at: datetime = Field(default_factory=clock.now, sa_type=UtcDateTime)


class FacingDraft(SQLModel):
    words: Line = Field(default="", max_length=200)
    """How it is there, in a line."""


class Facing(FacingDraft, table=True):
    """A city that faces a challenge: said once for it, whoever of its people says it."""

    __tablename__ = "facing"
    __table_args__ = (Index("ix_facing_city_id_challenge_id", "city_id", "challenge_id"),)

    challenge_id: UUID = Field(foreign_key="challenge.id", primary_key=True)
    city_id: UUID = Field(foreign_key="city.id", primary_key=True)
    said_by_id: UUID = Field(foreign_key="member.id", index=True)
    said_at: datetime = Field(default_factory=clock.now, sa_type=UtcDateTime)


class TopicsDraft(SQLModel):
    """What it is about, said better."""

    topics: Slugs = Field(min_length=1, max_length=MOST_TOPICS)
    """By their slugs."""


class StatusDraft(SQLModel):
    """Where it stands, while it isn't ended."""

    status: Standing


class OutcomeDraft(SQLModel):
    """How it ended."""

    ending: Ending
    worked: Prose = Field(default="", max_length=4_000)
    not_worked: Prose = Field(default="", max_length=4_000)
    helped: list[UUID] = Field(default_factory=list, max_length=100)
    """The answers that helped."""


class DraftWords(SQLModel):
    """A challenge half written: the same limits above, none below, nothing required."""

    title: Line = Field(default="", max_length=120)
    context: Prose = Field(default="", max_length=6_000)
    tried: Prose = Field(default="", max_length=4_000)
    help_wanted: Prose = Field(default="", max_length=2_000)
    language: Line = Field(default="", max_length=12)
    visibility: Line = Field(default="members", max_length=8)
    topics: Slugs = Field(default_factory=list, max_length=60)
    cities: Slugs = Field(default_factory=list, max_length=MOST_CITIES)


class KeptDraft(SQLModel, table=True):
    """Words kept before they are posted, for their author's eyes alone.

    Its id becomes the challenge's when it is posted, so that a form sent twice posts once.
    """

    __tablename__ = "challenge_draft"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    author_id: UUID = Field(foreign_key="member.id", index=True)
    title: str = Field(default="", max_length=120)
    context: str = Field(default="", max_length=6_000)
    tried: str = Field(default="", max_length=4_000)
    help_wanted: str = Field(default="", max_length=2_000)
    language: str = Field(default="", max_length=12)
    visibility: str = Field(default="members", max_length=8)
    topics: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    cities: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    saved_at: datetime = Field(default_factory=clock.now, sa_type=UtcDateTime)
