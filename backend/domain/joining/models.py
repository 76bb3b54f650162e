from datetime import datetime
from typing import Annotated, Any, TypeAlias
from uuid import UUID

from pydantic import AfterValidator
from pydantic_core import PydanticCustomError
from sqlalchemy import JSON, CheckConstraint, Column
from sqlmodel import Field, SQLModel
from sqlmodel._compat import SQLModelConfig

from backend.core import clock
from backend.core.db import UtcDateTime, one_of
from backend.core.i18n import N_
from backend.core.ids import new_id
from backend.core.text import Line, Prose
from backend.domain.members.drafts import Name
from backend.domain.members.emails import Email

OTHER = "other"
"""What is chosen in place of a city when none of the list is the applicant's."""

TOPICS = 12
"""How many topics an applicant may name on each side."""

QUESTIONS = 8
"""How many questions of their own conveners may ask; more would keep people away."""

Answer: TypeAlias = Annotated[Prose, Field(max_length=2_000)]

REASONS = {
    "look_alike": N_("The e-mail domain looks like a city’s own, but is another."),
    "other_city": N_("The city was typed in. Please find out which one it is."),
    "free_mail": N_("The e-mail address is from a provider that anybody can use."),
    "unknown_domain": N_("The e-mail domain is not known to belong to the city."),
    "like_name": N_("The name could be taken for another’s. Please look at it."),
    "by_hand": N_("The e-mail domain is the city’s own, but everybody is admitted by hand here."),
}
"""Why an application waits for somebody to decide."""


def _accepted(value: bool) -> bool:  # noqa: FBT001 - a validator's signature
    if not value:
        kind = "not_accepted"
        raise PydanticCustomError(kind, "not accepted")
    return value


class LinkDraft(SQLModel):
    """Who wants to sign in."""

    email: Email = Field(min_length=1)


class CodeDraft(SQLModel):
    """What another browser than the one that asked shows."""

    code: Line = Field(default="", max_length=20)


class JoinDraft(SQLModel):
    """What somebody who wants to join tells about themselves."""

    model_config = SQLModelConfig(validate_default=True)

    name: Name = Field(min_length=1, max_length=80)
    email: Email = Field(min_length=1)
    title: Line = Field(min_length=1, max_length=120)
    city: Line = Field(min_length=1, max_length=120)
    """The city as it was typed."""
    place: str = Field(default="", max_length=20)
    """The number of the place that was chosen for it, or `other`."""
    can_help: list[str] = Field(default_factory=list, max_length=TOPICS)
    looking_for: list[str] = Field(default_factory=list, max_length=TOPICS)
    questions: list[UUID] = Field(default_factory=list, max_length=QUESTIONS)
    """What the conveners ask, as it stood on the page."""
    answers: list[Answer] = Field(default_factory=list, max_length=QUESTIONS)
    """The answers, in the order of the questions."""
    would_convene: bool = False
    code_of_conduct: Annotated[bool, AfterValidator(_accepted)] = False


class QuestionDraft(SQLModel):
    """What conveners want to know of everybody who asks to join."""

    words: Line = Field(min_length=8, max_length=200)


class JoinQuestion(QuestionDraft, table=True):
    """A question of the conveners, on the form to join until it is retired."""

    __tablename__ = "join_question"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    retired_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class VerdictDraft(SQLModel):
    """What a convener or a city's lead decides. The applicant reads the reason."""

    admit: bool
    reason: Prose = Field(min_length=10, max_length=2_000)
    city: Line = Field(default="", max_length=120)
    """Which city is meant, where the applicant typed one in."""
    place: str = Field(default="", max_length=20)
    remember_domain: bool = False
    """From now on, admit at once whoever has an address of this domain."""


class Application(SQLModel, table=True):
    """Somebody's wish to join: what they wrote, why it waits, who decided, and how.

    There is no member before the address is proven: what strangers type in makes no people.
    """

    __tablename__ = "application"
    __table_args__ = (CheckConstraint(one_of("waits_for", "", *REASONS), "waits_for"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    draft: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    """What was written, until the address is proven and a member is made of it."""
    answers: list[list[str]] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    """The conveners' questions as they were worded then, each with its answer."""
    member_id: UUID | None = Field(default=None, foreign_key="member.id", index=True)
    place_id: int | None = None
    """The place of the gazetteer; its city may come to exist only with the first member."""
    waits_for: str = Field(default="", max_length=20)
    made_at: datetime = Field(default_factory=clock.now, sa_type=UtcDateTime, index=True)
    """When it was made, and the code of conduct accepted."""
    reminded_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    decided_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    decided_by_id: UUID | None = Field(default=None, foreign_key="member.id")
    """Nobody, where the domain decided."""
    admitted: bool | None = None
    reason: str = Field(default="", max_length=2_000)
