"""What stands in a digest: what is new, by the page that tells of it, newest first."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session

from backend.domain.notifications import digests
from backend.domain.notifications.models import Letter
from backend.domain.notifications.queries import NotificationRow
from backend.kit.addresses import Addresses
from backend.kit.events import sentence

MOST_PAGES = 12
"""Which a digest leads to; the rest is read on the page of notifications."""
MOST_LINES = 4
"""Of one page."""


@dataclass(frozen=True, slots=True)
class Group:
    """What happened on one page."""

    title: str
    path: str
    lines: Sequence[str]
    more: int
    """How much more happened there than the lines say."""


@dataclass(frozen=True, slots=True)
class Contents:
    groups: Sequence[Group] = ()
    has_more: bool = False
    """On other pages."""


def contents(db: Session, letter: Letter, addresses: Addresses) -> Contents:
    """What this letter says, if it is a digest."""
    if letter.kind != digests.EVENT:
        return Contents()
    told = digests.contents(db, letter)
    pages: dict[str, list[NotificationRow]] = {}
    for one in told[: digests.MOST]:
        pages.setdefault(addresses.of(one.subject).partition("#")[0], []).append(one)
    groups = [_group(path, some) for path, some in list(pages.items())[:MOST_PAGES]]
    return Contents(groups, len(pages) > MOST_PAGES or len(told) > digests.MOST)


def _group(path: str, told: Sequence[NotificationRow]) -> Group:
    # Said once, however often it happened: who does and undoes something fills nobody's letter.
    lines = list(dict.fromkeys(sentence(one.event, one.facts) for one in told))
    return Group(told[0].subject.title, path, lines[:MOST_LINES], len(lines[MOST_LINES:]))
