"""The sample network, made through the same actions that people use, each at its own moment."""

from collections.abc import Iterator

from sqlmodel import Session, col, select

from backend.adapters.files import Files
from backend.core import clock
from backend.core.config import MEGABYTE, Settings
from backend.core.errors import Conflict
from backend.core.i18n import _
from backend.domain.glossary import actions as glossary
from backend.domain.matching import best_known, traits
from backend.domain.members.models import Member
from backend.domain.topics import actions as topics
from backend.sample import aftermath
from backend.sample.arrivals import arrive
from backend.sample.changes import change, run_out
from backend.sample.desk import pile_up
from backend.sample.diary import Diary
from backend.sample.discussions import discuss
from backend.sample.exchanges import exchange
from backend.sample.library import publish
from backend.sample.meetings import meet
from backend.sample.regulars import meet_again
from backend.sample.rooms import furnish
from backend.sample.support import support
from backend.sample.talks import talk
from backend.sample.townhalls import introduce
from backend.sample.world import World

ALL = 1_000
"""More cities than there are: each finds its like at once."""


def is_empty(db: Session) -> bool:
    """Whether nobody has ever joined here."""
    return db.exec(select(col(Member.id)).limit(1)).first() is None


def insist_empty(db: Session) -> None:
    """Keep invented people from mixing with real ones."""
    if not is_empty(db):
        raise Conflict(_("There are people in this database already, so it stays as it is."))


def load(db: Session, settings: Settings) -> Iterator[tuple[int, int]]:
    """Fill an empty database with the sample network; tells after each deed how many are done.

    One transaction: all of it is there in the end, or nothing.
    """
    insist_empty(db)
    topics.load(db)
    glossary.load(db)
    diary = Diary(clock.now())
    shelf = Files(settings.files, settings.file_megabytes * MEGABYTE)
    world = World(db, settings, shelf, diary)
    arrive(world)
    introduce(world)
    support(world)
    discuss(world)
    publish(world)
    meet(world)
    furnish(world)
    meet_again(world)
    talk(world)
    exchange(world)
    pile_up(world)
    change(world)
    for done, _at in enumerate(diary.relive(), start=1):
        yield done, len(diary)
    db.flush()
    run_out(world)
    aftermath.settle(db, diary.now)
    traits.renew(db, ALL)
    best_known.renew(db, ALL)
