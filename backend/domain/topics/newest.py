"""The newest of what is said to be about some topics, found along an index.

A topic may have thousands of challenges. To put them in order takes as long as there are many; the
newest few of each topic are reached at once, where an index holds the topic and then the thing:
identifiers grow with time.
"""

from typing import Any, TypeAlias
from uuid import UUID

from sqlalchemy import BindParameter, Select, Subquery, func, literal
from sqlalchemy import select as columns
from sqlalchemy.orm import aliased
from sqlmodel import SQLModel, col

from backend.core.plans import by_no_index
from backend.domain.topics.models import Topic

Topics: TypeAlias = "BindParameter[Any] | Select[UUID] | set[UUID]"

NEWEST = 150
"""Of one topic, where a page shows or counts what is about it."""

MOST_TOPICS = 25
"""Of more topics at once, fewer things of each may be found."""

_FIRST = UUID(int=0)


def newest_on(
    link: type[SQLModel], thing: str, topic_ids: Topics, most: int, **being: str
) -> Subquery:
    """Thing and topic: of each of these topics the newest so many that are linked to it.

    `thing` is the column of the link with its identifier; `being` are columns that the index holds
    before the topic, and what stands in them.
    """
    asked = columns(col(Topic.id)).where(col(Topic.id).in_(topic_ids)).subquery()
    known, before = aliased(link), aliased(link)

    def linked(to: Any) -> list[Any]:
        # From the topics to what is linked to them, never the other way.
        return [
            to.topic_id == by_no_index(asked.c.id),
            *(getattr(to, name) == it for name, it in being.items()),
        ]

    last = (
        columns(getattr(before, thing))
        .where(*linked(before))
        .order_by(getattr(before, thing).desc())
        .limit(1)
        .offset(most - 1)
        .correlate(asked)
        .scalar_subquery()
    )
    found = getattr(known, thing)
    return (
        columns(found.label("thing"), asked.c.id.label("topic_id"))
        .select_from(asked)
        .join(known, *linked(known)[:1])
        .where(*linked(known)[1:], found >= func.coalesce(last, literal(_FIRST)))
        # Without it PostgreSQL takes a third of all for newest, and reads whole tables.
        .limit(most * MOST_TOPICS)
        .subquery()
    )
