"""A version of a note as programs read it."""

from datetime import datetime

from pydantic import BaseModel

from backend.api.shapes import Shape
from backend.domain.roundtables.models import Note
from backend.domain.roundtables.note_text import sections
from backend.kit.asking import Asking


class SectionShape(Shape):
    heading: str
    text: str
    """Markdown."""


class NoteShape(BaseModel):
    """A version of a note; `body` is all of its sections as one text."""

    number: int
    body: str
    sections: list[SectionShape]
    sent_at: datetime | None
    review_until: datetime | None
    """Until when those who had a seat may object to it."""
    published_at: datetime | None
    path: str
    files: list[str]
    """Where it can be had as PDF, DOCX and Markdown."""


def note_of(ask: Asking, slug: str, note: Note) -> NoteShape:
    where = {"slug": slug, "number": note.number}
    return NoteShape(
        number=note.number,
        body=note.body,
        sections=[SectionShape.model_validate(one) for one in sections(note.body)],
        sent_at=note.sent_at,
        review_until=note.review_until,
        published_at=note.published_at,
        path=ask.path_for("roundtables:note", **where),
        files=[
            ask.path_for("roundtables:note_file", **where, kind=kind)
            for kind in ("pdf", "docx", "md")
        ],
    )
