"""What members look for and do not find: what the network lacks, for those who run it.

Kept are the words, the day and how often; never who looked. What only one or two people looked for
may tell of them, so conveners don't see it; and all of it is forgotten after a year.

How many people looked is counted without knowing them: each sets one of 60 bits, which their number
and the words decide, and bits that are set are counted (linear counting: Whang, Vander-Zanden and
Taylor, A Linear-Time Probabilistic Counting Algorithm for Database Applications, 1990). Two people
may share a bit, so there are never fewer of them than bits.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import reduce
from operator import or_
from uuid import UUID

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
"""People who must have looked for something before anybody is shown it."""
DAYS = 90
"""How far back conveners look."""
LATELY = timedelta(days=DAYS)
BITS = 60
KEPT = timedelta(days=365)
MOST = 100
LOOKED_THROUGH = 400
LONGEST = 200


@dataclass(frozen=True, slots=True)
class Gap:
    words: str
    times: int
    languages: Sequence[str]
    """Of the pages, where it was looked for."""
    last: date


def record(db: Session, text: str, by: UUID) -> None:
    """Note that this was looked for today and not found."""
    if not question.read(text):
        return
    today = clock.now().date()
    folded = fold(text)[:LONGEST]
    bit = _bit(folded, by)
    said = {
        "folded": folded,
        "day": today,
        "words": text[:LONGEST],
        "language": language().code,
        "times": 1,
        "askers": bit,
    }
    dialect = sqlite if engine.is_sqlite(db) else postgresql
    noted = dialect.insert(SearchGap).values(said)
    again = {
        "times": col(SearchGap.times) + 1,
        "askers": col(SearchGap.askers).bitwise_or(bit),
    }
    db.connection().execute(
        noted.on_conflict_do_update(index_elements=["folded", "day"], set_=again)
    )


def often(db: Session, me: Actor, days: int = DAYS) -> Sequence[Gap]:
    """What at least `LEAST` people looked for in vain in these days, the most wanted first."""
    policy.may_see_gaps(me).insist()
    lately = col(SearchGap.day) > clock.now().date() - timedelta(days=days)
    times = func.sum(SearchGap.times)
    wanted = (
        columns(col(SearchGap.folded))
        .where(lately)
        .group_by(col(SearchGap.folded))
        .having(times >= LEAST)
        .order_by(times.desc(), col(SearchGap.folded))
        .limit(LOOKED_THROUGH)
    )
    noted = columns(SearchGap).where(lately, col(SearchGap.folded).in_(wanted))
    lines: dict[str, list[SearchGap]] = {}
    for one in rows(db, noted.order_by(col(SearchGap.day).desc())).scalars():
        lines.setdefault(one.folded, []).append(one)
    found = [_gap(some) for some in lines.values() if _people(some) >= LEAST]
    return sorted(found, key=lambda one: (-one.times, one.words))[:MOST]


def forget(db: Session, words: str) -> int:
    """Forget that this was looked for, however it was written; how many lines that were.

    Should it be looked for in vain again, it is noted anew.
    """
    gone = delete(SearchGap).where(col(SearchGap.folded) == fold(words)[:LONGEST])
    return db.connection().execute(gone).rowcount


def _gap(lines: Sequence[SearchGap]) -> Gap:
    """One from its lines, the newest first."""
    languages = sorted({one.language for one in lines})
    times = sum(one.times for one in lines)
    return Gap(lines[0].words, times, languages, lines[0].day)


def _people(lines: Sequence[SearchGap]) -> int:
    """How many people looked, at least."""
    return reduce(or_, (one.askers for one in lines)).bit_count()


def _bit(folded: str, by: UUID) -> int:
    digest = hashlib.sha256(f"{folded}\n{by}".encode()).digest()
    return 1 << int.from_bytes(digest[:8], "big") % BITS


def forget_old(db: Session) -> int:
    """Forget what was looked for long ago; how many lines that were."""
    old = delete(SearchGap).where(col(SearchGap.day) < clock.now().date() - KEPT)
    return db.connection().execute(old).rowcount
