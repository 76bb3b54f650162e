"""Whatever was about one topic is about another from now on, and nothing is twice.

The tables are found by what they are: a key that leads to a topic, or a kind of subject beside an
id. So a feature that adds a table has nothing to say here, and nothing can be forgotten.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Column, ColumnElement, Table, UniqueConstraint, exists, true
from sqlalchemy import select as columns
from sqlmodel import Session, SQLModel, col, select

from backend.core.db import rows
from backend.domain import subjects
from backend.domain.challenges.models import ChallengeTopic, Facing
from backend.domain.cities.changing import changed
from backend.domain.cities.models import CityPriority
from backend.domain.endorsements.models import Endorsement
from backend.domain.roles import actions as roles

OWN = frozenset({"topic", "topic_term"})
"""Tables of the tree itself, which merging changes by itself."""
STAYS = frozenset({"log_entry", "look", "search_document"})
"""The log and its looks say what was; what search holds goes with the topic."""
WORKED_OUT = frozenset({"helper_record", "search_sense"})
"""What programs made of what others said: nobody said it."""
BY_KIND = (("kind", "subject_id"), ("occasion_kind", "occasion_id"))
"""How tables name a subject of any kind: by these two columns."""


@dataclass(frozen=True, slots=True)
class Reference:
    """A column that leads to topics, in the rows that meet the condition."""

    table: Table
    column: Column[UUID]
    condition: ColumnElement[bool]

    @property
    def says_about(self) -> bool:
        """Whether in a row somebody says that something is about a topic: one of many, by its key."""
        return (
            bool(self.column.foreign_keys)
            and self.table.name not in WORKED_OUT
            and self.table.primary_key.columns.keys() != [self.column.name]
        )

    @property
    def name(self) -> str:
        return f"{self.table.name}.{self.column.name}"


def references() -> Iterator[Reference]:
    """Every column of the program that leads to topics, save those of the tree."""
    for table in SQLModel.metadata.sorted_tables:
        for column in table.columns:
            leads = any(key.column.table.name == "topic" for key in column.foreign_keys)
            if leads and table.name not in OWN:
                yield Reference(table, column, true())
        for kind, subject_id in BY_KIND:
            if {kind, subject_id} <= set(table.columns.keys()) and table.name not in STAYS:
                yield Reference(table, table.c[subject_id], table.c[kind] == "topic")


def move(db: Session, old: UUID, new: UUID) -> None:
    """What is about the old one is about the new one; where it is about both, once."""
    _keep_the_better(db, old, new)
    db.flush()
    for one in references():
        _drop_doubles(db, one, old, new)
        moved = one.table.update().where(one.column == old, one.condition)
        db.connection().execute(moved.values({one.column.name: new}))
    db.expire_all()
    roles.hand_on(db, "curator", old, new)


def _drop_doubles(db: Session, one: Reference, old: UUID, new: UUID) -> None:
    """Rows that would say again what another says of the new one already."""
    table, twin = one.table, one.table.alias()
    for key in _keys(table):
        if one.column not in key:
            continue
        rest = [twin.c[part.name] == part for part in key if part is not one.column]
        double = exists().where(twin.c[one.column.name] == new, *rest).correlate(table)
        condition = (one.column == old, one.condition, double)
        if table.name in subjects.kinds():
            # A subject that goes is forgotten by whoever followed, found or reported it.
            found = rows(db, columns(table.c.id).where(*condition)).scalars().all()
            subjects.gone(db, table.name, found)
        db.connection().execute(table.delete().where(*condition))


def _keys(table: Table) -> Iterator[list[Column[UUID]]]:
    """The sets of columns in which no two rows may be alike."""
    yield list(table.primary_key.columns)
    for rule in table.constraints:
        if isinstance(rule, UniqueConstraint):
            yield list(rule.columns)


def _keep_the_better(db: Session, old: UUID, new: UUID) -> None:
    """Of two that say the same, the one that stands higher, or stands at all."""
    other = {
        one.city_id: one
        for one in db.exec(select(CityPriority).where(col(CityPriority.topic_id) == old))
    }
    facing = columns(col(Facing.city_id)).join(
        ChallengeTopic, col(ChallengeTopic.challenge_id) == col(Facing.challenge_id)
    )
    about = facing.where(col(ChallengeTopic.topic_id) == old)
    changed(db, *other, *rows(db, about).scalars())
    for kept in db.exec(select(CityPriority).where(col(CityPriority.topic_id) == new)):
        if kept.city_id in other:
            kept.position = min(kept.position, other[kept.city_id].position)
            db.add(kept)
    said = {
        (one.author_id, one.member_id): one
        for one in db.exec(select(Endorsement).where(col(Endorsement.topic_id) == old))
    }
    for one in db.exec(select(Endorsement).where(col(Endorsement.topic_id) == new)):
        twin = said.get((one.author_id, one.member_id))
        if twin is not None and twin.stands and one.removed_at is None and not one.stands:
            one.withdrawn_at, one.words, one.made_at = None, twin.words, twin.made_at
            db.add(one)
