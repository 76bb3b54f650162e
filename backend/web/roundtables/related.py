"""What is related to a roundtable, beside it and beside its note."""

from collections.abc import Sequence

from backend.domain.relations.queries import Related, Thing, related
from backend.domain.roundtables.models import Roundtable
from backend.domain.topics.queries import TopicRow, Tree
from backend.kit.asking import Asking
from backend.kit.htmx import wants_piece


def related_to(ask: Asking, table: Roundtable, topics: Sequence[TopicRow]) -> Sequence[Related]:
    """What is near to it; a piece of the page needs none."""
    if wants_piece(ask.request):
        return ()
    ids = [topic.id for topic in topics]
    thing = Thing("roundtable", table.id, table.title, table.language, ids)
    return related(ask.db, ask.me, thing, Tree(topics))
