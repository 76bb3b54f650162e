"""Everything held on one member, as they may read it: their own words whole, others' not at all.

What leads to something else is given with what that is called, as far as they may see it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from sqlalchemy import Select
from sqlalchemy import select as columns
from sqlmodel import Session, col, select

from backend.core.db import rows
from backend.core.ids import new_id
from backend.domain import subjects
from backend.domain.cities.models import City
from backend.domain.holdings import Holding, key
from backend.domain.members.audience import known_as
from backend.domain.members.models import Member
from backend.domain.notifications.queries import as_called_now
from backend.domain.own_data.everything import HOLDINGS
from backend.domain.resources.models import StoredFile
from backend.domain.topics.queries import Tree, tree

FORMAT = "opencities.own-data"
VERSION = 1
"""Raised when a key of the data is renamed or means something else; new ones are no new version."""

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Section:
    """One part of the archive."""

    key: str
    title: str
    """Marked for translation."""
    rows: Sequence[Row]


@dataclass(frozen=True, slots=True)
class Names:
    """What things are called that rows lead to, as far as the reader may know."""

    subjects: Mapping[tuple[str, UUID], subjects.Glance]
    members: Mapping[UUID, str]
    cities: Mapping[UUID, str]
    topics: Tree


def everything(db: Session, me: Member) -> list[Section]:
    """All that is held on me, in the order in which a person would look for it."""
    found = [(one, _rows(db, one, me.id)) for one in reversed(HOLDINGS)]
    names = _names(db, me, found)
    return [Section(one.key, one.title, _told(one, some, names)) for one, some in found]


def uploads(db: Session, me: Member) -> Sequence[StoredFile]:
    """The files that I uploaded, the oldest first."""
    mine = select(StoredFile).where(col(StoredFile.author_id) == me.id)
    return db.exec(mine.order_by(col(StoredFile.stored_at), col(StoredFile.id))).all()


def _rows(db: Session, holding: Holding, member_id: UUID) -> list[Mapping[str, Any]]:
    shown: list[Any] = [col(getattr(holding.model, one)).label(one) for one in holding.columns]
    wanted: Select[*tuple[Any, ...]] = (
        columns(*shown).where(holding.belongs_to(member_id)).order_by(*key(holding.model))
    )
    return [dict(one) for one in rows(db, wanted).mappings()]


def _told(holding: Holding, found: Iterable[Mapping[str, Any]], names: Names) -> list[Row]:
    leads = _leads(holding)
    return [_row(one, leads, names) for one in found]


def _row(one: Mapping[str, Any], leads: Mapping[str, str], names: Names) -> Row:
    about = (one.get("kind", ""), one.get("subject_id", new_id()))
    is_seen = about in names.subjects or about[0] not in subjects.kinds()
    row: Row = {}
    for name, value in one.items():
        if name == "facts" and not is_seen:
            row[name] = {}  # what somebody may no longer see is not told again here
        elif name == "facts" and about in names.subjects:
            row[name] = as_called_now(value, names.subjects[about])
        elif isinstance(value, UUID):
            row[name] = _named(value, leads.get(name, ""), names)
        else:
            row[name] = _plain(value)
    if about in names.subjects:
        row["subject_id"] = {"id": str(about[1]), "title": names.subjects[about].title}
    return row


def _named(value: UUID, table: str, names: Names) -> Any:
    """A row of another table by its name, too; people by their names alone."""
    if table == "member":
        return names.members.get(value, "")
    title = ""
    if table == "city":
        title = names.cities.get(value, "")
    elif table == "topic":
        title = next((one.label for one in names.topics.of({value})), "")
    elif (table, value) in names.subjects:
        title = names.subjects[table, value].title
    return {"id": str(value), "title": title} if title else str(value)


def _plain(value: Any) -> Any:
    """As JSON has it."""
    return value.isoformat() if isinstance(value, datetime | date | time) else value


def _leads(holding: Holding) -> dict[str, str]:
    """The tables to which the columns of a holding lead."""
    return {
        column.key: foreign.column.table.name
        for column in holding.model.__table__.columns
        for foreign in column.foreign_keys
        if column.key in holding.columns
    }


def _names(
    db: Session, me: Member, found: Iterable[tuple[Holding, Iterable[Mapping[str, Any]]]]
) -> Names:
    asked: dict[str, set[UUID]] = {}
    for holding, some in found:
        leads = _leads(holding)
        for one in some:
            if "subject_id" in one and one.get("kind"):
                asked.setdefault(one["kind"], set()).add(one["subject_id"])
            for name, table in leads.items():
                if one[name] is not None:
                    asked.setdefault(table, set()).add(one[name])
    return Names(
        subjects.glances(db, me, [(kind, one) for kind, ids in asked.items() for one in ids]),
        _people(db, me, asked.get("member", set())),
        _cities(db, asked.get("city", set())),
        tree(db),
    )


def _cities(db: Session, ids: set[UUID]) -> dict[UUID, str]:
    return dict(db.exec(select(City.id, City.name).where(col(City.id).in_(ids))).all())


def _people(db: Session, me: Member, ids: set[UUID]) -> dict[UUID, str]:
    wanted = select(Member.id, Member.name, Member.slug, Member.audience)
    return {
        one: known_as(name, slug, audience, me)[0]
        for one, name, slug, audience in db.exec(wanted.where(col(Member.id).in_(ids)))
    }
