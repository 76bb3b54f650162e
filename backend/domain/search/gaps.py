"""What members look for and do not find: what the network lacks, for those who run it.

Kept are the words, the day and how often; never who looked. What was looked for only once or twice
may tell of somebody, so conveners don't see it; and all of it is forgotten after a year.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import delete, func
from sqlalchemy import select as columns
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col

from backend.core import clock
from backend.core.db import rows
from backend.core.i18n import language
from backend.core.text import fold
from backend.domain.members.models import Actor
from backend.domain.search import engine, policy, question
from backend.domain.search.models import SearchGap

LEAST = 3
"""Times that something must have been looked for before anybody is shown it."""
KEPT = timedelta(days=365)
MOST = 100
LONGEST = 200


@dataclass(frozen=True, slots=True)
class Gap:
    words: str
    times: int
    last: date


def record(db: Session, text: str) -> None:
    """Note that this was looked for today and not found."""
    if not question.read(text):
        return
    today = clock.now().date()
    said = {
        "folded": fold(text)[:LONGEST],
        "day": today,
        "words": text[:LONGEST],
        "language": language().code,
        "times": 1,
    }
    dialect = sqlite if engine.is_sqlite(db) else postgresql
    noted = dialect.insert(SearchGap).values(said)
    again = {"times": col(SearchGap.times) + 1}
    db.connection().execute(
        noted.on_conflict_do_update(index_elements=["folded", "day"], set_=again)
    )


def often(db: Session, me: Actor, days: int = 90) -> Sequence[Gap]:
    """What was looked for in vain at least `LEAST` times in these days, the most wanted first."""
    policy.may_see_gaps(me).insist()
    times = func.sum(SearchGap.times)
    wanted = (
        columns(func.max(SearchGap.words), times, func.max(SearchGap.day))
        .where(col(SearchGap.day) > clock.now().date() - timedelta(days=days))
        .group_by(col(SearchGap.folded))
        .having(times >= LEAST)
        .order_by(times.desc(), col(SearchGap.folded))
        .limit(MOST)
    )
    return [Gap(*one) for one in rows(db, wanted)]


def forget_old(db: Session) -> int:
    """Forget what was looked for long ago; how many lines that were."""
    old = delete(SearchGap).where(col(SearchGap.day) < clock.now().date() - KEPT)
    return db.connection().execute(old).rowcount
