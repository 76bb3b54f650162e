"""A whole synthetic network, in the order in which its parts need each other."""

from collections.abc import Callable, Iterator
from random import Random

from sqlmodel import Session, select

from backend.core import clock
from backend.domain.glossary import actions as glossary
from backend.domain.matching import best_known, traits
from backend.domain.search import learning, upkeep
from backend.domain.topics import actions as topics
from backend.domain.topics.models import Topic
from backend.sample import loading
from backend.sample.synthetic.bulk import Bulk
from backend.sample.synthetic.exchange import Exchange
from backend.sample.synthetic.gatherings import Gatherings
from backend.sample.synthetic.library import Library
from backend.sample.synthetic.society import MEMBERS_PER_CITY, Society

CHALLENGES_PER_MEMBER = 2
MEMBERS_PER_RESOURCE = 2
MEMBERS_PER_ROUNDTABLE = 50
FIRST_LISTS = 500
"""Cities that find their like at once; the others when the worker comes to them."""


def grow(db: Session, members: int, seed: int = 1) -> Iterator[tuple[int, int]]:
    """Fill an empty database with a network of this many members; how much is done, of how much.

    One transaction. For the same seed and the same moment it comes out the same.
    """
    loading.insist_empty(db)
    topics.load(db)
    glossary.load(db)
    slugs = dict(db.exec(select(Topic.slug, Topic.id).order_by(Topic.slug)).all())
    bulk, chance = Bulk(db), Random(seed)  # noqa: S311 - nothing here is a secret
    society = Society(bulk, chance, slugs, clock.now())
    society.settle(max(1, members // MEMBERS_PER_CITY))
    exchange, library, gatherings = Exchange(society), Library(society), Gatherings(society)
    work: list[tuple[Callable[[], None], int]] = [
        (lambda: society.welcome(members), members),
        (exchange.discuss, members * CHALLENGES_PER_MEMBER),
        (library.publish, members // MEMBERS_PER_RESOURCE),
        (gatherings.meet, members // MEMBERS_PER_ROUNDTABLE),
    ]
    done, total = 0, sum(count for _deed, count in work)
    for deed, count in work:
        for _ in range(count):
            deed()
            bulk.flush_some()
            done += 1
            yield done, total
    bulk.flush()
    traits.renew(db, FIRST_LISTS)
    best_known.renew(db, len(slugs))
    learning.learn(db)
    while upkeep.merge_some(db):
        pass
    # Without figures about the new rows, the planner guesses for hours, and wrongly.
    db.connection().exec_driver_sql("ANALYZE")
