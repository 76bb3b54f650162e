"""A note as a paper. It says of which roundtable and day it is, and nothing of who wrote it."""

from backend.core.i18n import _
from backend.domain.roundtables.models import Note, Roundtable
from backend.kit import moments
from backend.kit.papers.paper import Paper


def paper_of(table: Roundtable, note: Note) -> Paper:
    moment = note.published_at or note.written_at
    given = {"number": note.number, "day": moments.on(moment.date())}
    if note.published_at is None:
        line = _("Draft of the note of a roundtable, version {number}, {day}", **given)
    elif table.chatham_house:
        line = _(
            "Note of a roundtable under the Chatham House Rule, version {number}, {day}", **given
        )
    else:
        line = _("Note of a roundtable, version {number}, {day}", **given)
    return Paper(table.title, table.language, line, note.body, moment)
