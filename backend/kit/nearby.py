"""What is related to the thing that a page shows."""

from collections.abc import Sequence
from typing import TypeAlias

from backend.domain.challenges.models import Challenge
from backend.domain.relations.queries import KINDS, Related, related
from backend.domain.relations.things import Thing
from backend.domain.resources.models import Resource
from backend.domain.roundtables.models import Roundtable
from backend.domain.topics.queries import TopicRow, Tree
from backend.kit.asking import Asking
from backend.kit.htmx import wants_piece

Titled: TypeAlias = Challenge | Resource | Roundtable


def nearby(
    ask: Asking, thing: Titled, topics: Sequence[TopicRow], *, kinds: Sequence[str] = KINDS
) -> Sequence[Related]:
    """What is near to it, of these kinds; a piece of the page needs none."""
    if wants_piece(ask.request):
        return ()
    ids = [topic.id for topic in topics]
    about = Thing(type(thing).__tablename__, thing.id, thing.title, thing.language, ids)
    return related(ask.db, ask.me, about, Tree(topics), kinds=kinds)
