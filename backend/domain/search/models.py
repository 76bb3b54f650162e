from datetime import date, datetime
from uuid import UUID

from sqlalchemy import BigInteger, Column, Index, String
from sqlmodel import Field, SQLModel, UniqueConstraint

from backend.core import clock
from backend.core.db import UtcDateTime


class SearchDocument(SQLModel, table=True):
    """What the index keeps of one subject; its words are in `search_words`, under its number."""

    __tablename__ = "search_document"
    __table_args__ = (
        UniqueConstraint("kind", "subject_id"),
        Index("ix_search_document_kind_number", "kind", "number"),
    )

    number: int | None = Field(default=None, primary_key=True)
    kind: str = Field(max_length=40)
    subject_id: UUID
    slug: str = Field(max_length=80)
    """The piece of its address, so that a list of hits needs no second look."""
    language: str = Field(max_length=12)
    title: str = Field(max_length=300)
    body: str
    names: str = ""
    """What else it is called, a name a line."""
    at: datetime = Field(default_factory=clock.now, sa_type=UtcDateTime)
    year: int = 0
    """The year it is of; 0 for what stands and doesn't grow old."""
    region: str = Field(default="", max_length=40)
    topics: str = ""
    """Identifiers of its topics in hexadecimals, separated by spaces: counted without a join."""


class SearchSpelling(SQLModel, table=True):
    """A word of the index under each spelling that lacks one of its letters, and under its own."""

    __tablename__ = "search_spelling"

    key: str = Field(max_length=60, primary_key=True)
    word: str = Field(max_length=60, primary_key=True, index=True)


class SearchWord(SQLModel, table=True):
    """A word of the index, as far as something could begin like it and be told by no mark."""

    __tablename__ = "search_word"

    # By bytes, whatever the database's language: so all that begin alike stand side by side.
    word: str = Field(
        sa_column=Column(
            String(60).with_variant(String(60, collation="C"), "postgresql"), primary_key=True
        )
    )


class SearchSense(SQLModel, table=True):
    """That a word, as the index has it, is about a topic, as was learned from what is filed there."""

    __tablename__ = "search_sense"

    word: str = Field(max_length=60, primary_key=True)
    topic_id: UUID = Field(foreign_key="topic.id", primary_key=True, index=True)
    weight: float
    """0 not at all, 1 always and never else."""


class SearchGap(SQLModel, table=True):
    """What was looked for on a day and not found. Who looked is not kept.

    Only how many looked can be told, and no more than roughly: each member has one of 60 bits, by
    the words, and shares it with a sixtieth of the network.
    """

    __tablename__ = "search_gap"

    folded: str = Field(max_length=200, primary_key=True)
    day: date = Field(primary_key=True)
    words: str = Field(max_length=200)
    language: str = Field(max_length=12)
    times: int = 1
    askers: int = Field(default=0, sa_type=BigInteger, sa_column_kwargs={"server_default": "0"})
