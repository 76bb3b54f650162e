"""For whom most speaks on each topic, with what speaks for them, however long ago that was.

`evidence` looks at the newest on a topic; whoever did much for it years ago is found here. A job
makes the list of one topic after the other anew, from what every member sees. Nothing is taken from
it for granted: whoever reads it sees of those records what they may see then.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import Uuid, bindparam, insert
from sqlalchemy import select as columns
from sqlmodel import Session, col, delete

from backend.core import clock
from backend.core.db import rows
from backend.core.locks import alone
from backend.domain.matching.evidence import all_records
from backend.domain.matching.models import HelperList, HelperRecord
from backend.domain.matching.shortlist import Rows, best_told, given
from backend.domain.members.readers import any_member
from backend.domain.topics.models import Topic

KEPT = 15
"""Members on the list of a topic."""
RECORDS = 8
"""Of each kind and member; points count fewer."""
AGE = timedelta(days=1)
A_TIME = 1
"""Topics in one transaction: among a million documents, about a second."""


def renew(db: Session, most: int = A_TIME) -> int:
    """Make the lists anew that are due, so many at most; how many those were."""
    due = _due(db, most)
    if due:
        alone(db, "lists of helpers")
    for topic_id in due:
        _list(db, topic_id)
    db.flush()
    return len(due)


def _due(db: Session, most: int) -> list[UUID]:
    """New topics first, then those whose lists are oldest."""
    listed = col(HelperList.listed_at)
    found = (
        columns(col(Topic.id))
        .outerjoin(HelperList, col(HelperList.topic_id) == col(Topic.id))
        .where(listed.is_(None) | (listed < clock.now() - AGE))
        .order_by(listed.is_not(None), listed, col(Topic.id))
        .limit(most)
    )
    return list(rows(db, found).scalars())


def _list(db: Session, topic_id: UUID) -> None:
    as_one = any_member()[1]
    named = given((), ("topic", topic_id)) | as_one | {"topic": topic_id}
    lines = list(_lines(topic_id, rows(db, _records_of_best(), named)))
    db.exec(delete(HelperRecord).where(col(HelperRecord.topic_id) == topic_id))
    if lines:
        db.connection().execute(insert(HelperRecord), lines)
    db.merge(HelperList(topic_id=topic_id, listed_at=clock.now()))


@lru_cache
def _records_of_best() -> Rows:
    """Made once: for dozens of topics that takes longer than to run it in a small network."""
    everybody = any_member()[0]
    known = all_records(everybody, bindparam("topic", type_=Uuid()))
    best = best_told(everybody, known, KEPT)
    # Who helped before who answered, and the newest before others.
    order = (known.c.number.desc(), known.c.record.desc(), known.c.member_id)
    return columns(known).join(best, best.c.member_id == known.c.member_id).order_by(*order)


def _lines(topic_id: UUID, found: Any) -> Iterator[dict[str, Any]]:
    """What is kept of each: enough of every kind. Endorsements are counted where they are."""
    count: Counter[tuple[UUID, str]] = Counter()
    for one in found:
        key = (one.member_id, one.what)
        count[key] += 1
        if one.what != "endorsed" and count[key] <= RECORDS:
            record = one.record or one.member_id
            yield {
                "topic_id": topic_id,
                "what": one.what,
                "record_id": record,
                "member_id": one.member_id,
            }
