"""What members looked for and did not find, for those who run the network: never who looked.

What was looked for once or twice may tell of somebody, so nobody is shown it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import func
from sqlalchemy import select as columns
from sqlmodel import Session, col

from backend.core import clock
from backend.core.db import rows
from backend.core.i18n import _
from backend.core.verdict import YES, Verdict, no
from backend.domain.members.models import Actor
from backend.domain.search.models import SearchGap

LEAST = 3
"""Times that something must have been looked for before anybody is shown it."""
DAYS = 90
"""How far back conveners look."""
MOST = 100


@dataclass(frozen=True, slots=True)
class Missing:
    """Words that found nothing, how often, on pages in which languages, and when last."""

    words: str
    times: int
    languages: Sequence[str]
    last: date


def may_see(me: Actor) -> Verdict:
    return YES if me.moderates else no(_("Only conveners can do this."))


def often(db: Session, me: Actor) -> list[Missing]:
    """What was looked for in vain, the most wanted first."""
    may_see(me).insist()
    lately = col(SearchGap.day) > clock.now().date() - timedelta(days=DAYS)
    times = func.sum(SearchGap.times)
    wanted = (
        columns(col(SearchGap.folded))
        .where(lately)
        .group_by(col(SearchGap.folded))
        .having(times >= LEAST)
        .order_by(times.desc(), col(SearchGap.folded))
        .limit(MOST)
    )
    noted = columns(SearchGap).where(lately, col(SearchGap.folded).in_(wanted))
    lines: dict[str, list[SearchGap]] = {}
    for one in rows(db, noted.order_by(col(SearchGap.day).desc())).scalars():
        lines.setdefault(one.folded, []).append(one)
    found = [_missing(some) for some in lines.values()]
    return sorted(found, key=lambda one: (-one.times, one.words))


def _missing(lines: Sequence[SearchGap]) -> Missing:
    """One from its lines, the newest first."""
    languages = sorted({one.language for one in lines})
    times = sum(one.times for one in lines)
    return Missing(lines[0].words, times, languages, lines[0].day)
