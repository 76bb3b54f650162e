"""The tree of topics, kept in the process: a page need neither ask for it nor put it together.

With every change to a topic or to one of its words, triggers give the tree a new edition: a name
made by chance, so that what was rolled back never comes again under the same one. The query for who
is asking brings the edition along, and a page that only reads then has the tree from here. Where
the edition isn't known, and wherever something is written, the tree is read as it stands.
"""

from collections.abc import Callable
from typing import Any, Final, TypeVar

from sqlalchemy import ColumnElement
from sqlalchemy import select as columns
from sqlmodel import Session, col

from backend.core.i18n import language
from backend.domain.topics.models import TopicEdition

MOST = 32
"""Trees that are kept: one for each language, and those of some editions before."""
KEPT: Final[dict[tuple[str, str], Any]] = {}
"""By edition and language, the oldest first."""
_KNOWN = "edition of the topics"

Made = TypeVar("Made")


def now() -> ColumnElement[str]:
    """The edition, in one column of a query that is made anyway."""
    return columns(col(TopicEdition.name)).scalar_subquery()


def tell(db: Session, name: str) -> None:
    """What only reads in this session began at this edition."""
    db.info[_KNOWN] = name


def kept(db: Session, make: Callable[[], Made]) -> Made:
    """What is kept of this edition in the language being spoken; made where it isn't yet."""
    name = db.info.get(_KNOWN)
    if name is None:
        return make()
    key = (name, language().code)
    if key not in KEPT:
        if len(KEPT) >= MOST:
            KEPT.pop(next(iter(KEPT)), None)
        KEPT[key] = make()
    found: Made = KEPT[key]
    return found
