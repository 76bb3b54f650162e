"""What came out of a roundtable: written by a convener, published in versions, kept nameless."""

from collections.abc import Iterable, Sequence

from sqlmodel import Session, col, select

from backend.core import clock
from backend.core.errors import NotFound, Rejected
from backend.core.i18n import _
from backend.domain.members.models import Actor, Member
from backend.domain.roundtables import (
    chatham,
    note_policy,
    policy,
    queries,
    reviewing,
    room,
    telling,
)
from backend.domain.roundtables.chatham import Found
from backend.domain.roundtables.drafts import SHORTEST_NOTE, NoteDraft
from backend.domain.roundtables.models import Note, Roundtable, RoundtableTopic
from backend.domain.roundtables.note_text import Section, filled, joined
from backend.domain.roundtables.policy import Room
from backend.domain.roundtables.quotes import Quote
from backend.domain.roundtables.quoting import WITHDRAWN, plain, quotes_in
from backend.domain.search import actions as search

LONGEST = 60_000
"""Letters of all sections together."""


def write(db: Session, me: Member, table: Roundtable, draft: NoteDraft) -> Note:
    """Keep these words, and publish them if that is asked.

    A version that was published or sent to be read stays as it is: other words make the next one.
    Rejected when they are to be published and break the Chatham House Rule: field `body` for what
    must go, field `ordinary` for what may be an ordinary word; `publish` where a review is open, or has yet to be.
    """
    policy.may_write_note(me, table, clock.now()).insist()
    body = _words(draft)
    if draft.publish:
        _check(told_in(db, table, body, draft.ordinary))
        if unagreed := _unagreed(db, table, body):
            raise Rejected({"quotes": unagreed})
        unread = reviewing.unread(db, me, table, body)
        if against := reviewing.unsettled(db, table) or unread:
            raise Rejected({"publish": against})
    note = _to_write_in(db, me, table, body)
    note.published_at = clock.now() if draft.publish else None
    db.add(note)
    db.flush()
    if draft.publish:
        is_first = len(published(db, table)) == 1
        _take_back(db, table)
        index(db, table)
        if is_first:
            telling.tell_of_note(db, table, me)
    return note


def _take_back(db: Session, table: Roundtable) -> None:
    """Earlier versions that name somebody who came in later are read by nobody outside any more."""
    for note in published(db, table)[:-1] if table.chatham_house else ():
        if told_in(db, table, note.body).names:
            note.published_at = note.review_until = None
            db.add(note)
    db.flush()


def _unagreed(db: Session, table: Roundtable, body: str) -> str:
    """Which quotes stand in it to whose exact words nobody agreed; empty if there are none."""
    said = select(Quote.words).where(
        col(Quote.roundtable_id) == table.id, col(Quote.consent) == "agreed"
    )
    agreed = {plain(words) for words in db.exec(said)} | {WITHDRAWN}
    some = [words for words in quotes_in(body) if words not in agreed]
    return (
        _(
            "Nobody has agreed to be quoted with exactly these words: {words}",
            words=_(", ").join(f"“{one[:80]}”" for one in some),
        )
        if some
        else ""
    )


def _words(draft: NoteDraft) -> str:
    some = [Section(one.heading, one.text) for one in draft.sections]
    body = joined(some) if some else draft.body
    body = filled(body) if draft.publish else body
    field = "sections" if some else "body"
    if len(body) < SHORTEST_NOTE:
        few = _("Please write at least {min_length} characters.", min_length=SHORTEST_NOTE)
        raise Rejected({field: few})
    if len(body) > LONGEST:
        raise Rejected({field: _("All sections together are too long. Please make them shorter.")})
    return body


def _to_write_in(db: Session, me: Member, table: Roundtable, body: str) -> Note:
    """The version that takes these words: the newest, if nobody else has read it, or a new one."""
    versions = _versions(db, table)
    last = versions[-1] if versions else None
    is_kept = last is not None and (last.published_at or (last.sent_at and last.body != body))
    if last is None or is_kept:
        number = last.number + 1 if last else 1
        last = Note(roundtable_id=table.id, number=number, body=body, written_by_id=me.id)
    if last.sent_at is None:
        last.body, last.written_by_id, last.written_at = body, me.id, clock.now()
    return last


def told_in(db: Session, table: Roundtable, body: str, ordinary: Iterable[str] = ()) -> Found:
    """Who is told of in these words, though the Chatham House Rule forbids it."""
    if not table.chatham_house:
        return Found()
    return chatham.told_in(body, room.present(db, table), ordinary)


def readable(db: Session, me: Actor, table: Roundtable, mine: Room) -> Sequence[Note]:
    """Every version that this person may read, the oldest first."""
    return [one for one in _versions(db, table) if note_policy.may_read(me, table, mine, one)]


def version(db: Session, me: Actor, table: Roundtable, number: int) -> Note:
    """One of those; NotFound when there is none of this number."""
    return numbered(readable(db, me, table, queries.room(db, me, table)), number)


def numbered(some: Sequence[Note], number: int) -> Note:
    found = next((one for one in some if one.number == number), None)
    if found is None:
        raise NotFound(_("There is no such roundtable."))  # no draft shows by another sentence
    return found


def last(db: Session, table: Roundtable) -> Note | None:
    """The newest version, published or being written: for who writes it."""
    versions = _versions(db, table)
    return versions[-1] if versions else None


def newest(db: Session, table: Roundtable) -> Note:
    """The same; NotFound where nothing is written yet."""
    if (found := last(db, table)) is None:
        raise NotFound(_("There is no such note."))
    return found


def published(db: Session, table: Roundtable) -> Sequence[Note]:
    """Every published version, the oldest first."""
    return [note for note in _versions(db, table) if note.published_at is not None]


def index(db: Session, table: Roundtable) -> None:
    """Make the roundtable findable by its words and, once it is published, by its note's."""
    shown = published(db, table)
    words = (table.purpose, shown[-1].body if shown else "")
    about = select(RoundtableTopic.topic_id).where(col(RoundtableTopic.roundtable_id) == table.id)
    search.index(
        db,
        "roundtable",
        table.id,
        slug=table.slug,
        title=table.title,
        body="\n\n".join(part for part in words if part),
        language=table.language,
        at=table.starts_at,
        topics=db.exec(about.order_by(col(RoundtableTopic.topic_id))).all(),
    )


def _check(found: Found) -> None:
    if found.names:
        raise Rejected(
            {
                "body": _(
                    "Under the Chatham House Rule a note names nobody who was there, and no city"
                    " or organisation. Please say it without: {words}.",
                    words=_(", ").join(found.names),
                )
            }
        )
    if found.parts:
        raise Rejected(
            {
                "ordinary": _(
                    "These words may name somebody who was there: {words}. Say it without them,"
                    " or tick those that are ordinary words here.",
                    words=_(", ").join(found.parts),
                )
            }
        )


def _versions(db: Session, table: Roundtable) -> Sequence[Note]:
    found = select(Note).where(col(Note.roundtable_id) == table.id)
    return db.exec(found.order_by(col(Note.number))).all()
