"""Consent for each quote: asked for these words, given for these words, taken back at any time."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select as columns
from sqlmodel import Session, col, func, select

from backend.core import clock
from backend.core.db import rows
from backend.core.errors import Conflict, NotFound, Rejected
from backend.core.i18n import _
from backend.domain.members.audience import known_as
from backend.domain.members.models import Actor, Member
from backend.domain.roundtables import notes, policy, quote_sight, telling, wording
from backend.domain.roundtables.models import Note, Roundtable, Seat
from backend.domain.roundtables.quotes import (
    MOST_QUOTES,
    ConsentDraft,
    Quote,
    QuoteDraft,
    RewordDraft,
    ShowDraft,
)
from backend.domain.roundtables.quoting import WITHDRAWN, plain, replaced


@dataclass(frozen=True, slots=True)
class QuoteRow:
    id: UUID
    words: str
    consent: str
    is_shown: bool
    is_mine: bool
    name: str
    """Whose it is, for who runs the roundtable."""


def ask(db: Session, me: Member, table: Roundtable, draft: QuoteDraft) -> Quote:
    """Ask one who had a seat whether these words of theirs may be quoted."""
    policy.may_write_note(me, table, clock.now()).insist()
    author = db.exec(
        select(Member)
        .join(Seat, col(Seat.member_id) == col(Member.id))
        .where(
            col(Seat.roundtable_id) == table.id,
            col(Seat.seated_at).is_not(None),
            col(Member.slug) == draft.author,
            col(Member.erased_at).is_(None),
        )
    ).first()
    if author is None:
        raise Rejected({"author": _("Please choose somebody who had a seat.")})
    theirs = select(func.count()).select_from(Quote)
    here = col(Quote.roundtable_id) == table.id, col(Quote.member_id) == author.id
    if db.exec(theirs.where(*here)).one() >= MOST_QUOTES:
        raise Conflict(_("They were asked often enough."))
    quote = Quote(roundtable_id=table.id, member_id=author.id, words=draft.words, asked_by_id=me.id)
    db.add(quote)
    db.flush()
    telling.tell_of_quote(db, table, author.id)
    return quote


def reword(db: Session, me: Member, table: Roundtable, quote_id: UUID, draft: RewordDraft) -> Quote:
    """Other words are another quote: its author is asked again, and what they agreed to stays."""
    policy.may_write_note(me, table, clock.now()).insist()
    quote = _one(db, table, quote_id)
    if plain(draft.words) == plain(quote.words):
        return quote
    if quote.consent in {"agreed", "withdrawn"}:
        quote = Quote(
            roundtable_id=table.id, member_id=quote.member_id, words="", asked_by_id=me.id
        )
    quote.words, quote.consent, quote.answered_at = draft.words, "", None
    quote.asked_by_id, quote.asked_at = me.id, clock.now()
    db.add(quote)
    db.flush()
    telling.tell_of_quote(db, table, quote.member_id)
    return quote


def decide(
    db: Session, me: Member, table: Roundtable, quote_id: UUID, draft: ConsentDraft
) -> Quote:
    """Agree or decline; or take back what was agreed, which leaves a mark where it was quoted."""
    quote = _one(db, table, quote_id)
    if quote.member_id != me.id:
        raise NotFound(_("There is no such quote."))
    if (draft.consent == "withdrawn") != (quote.consent == "agreed"):
        raise Conflict(_("This quote was answered meanwhile. Please look at it again."))
    quote.consent, quote.answered_at = draft.consent, clock.now()
    db.add(quote)
    db.flush()
    if draft.consent == "withdrawn":
        _take_out(db, table, quote)
    return quote


def show(db: Session, me: Member, table: Roundtable, quote_id: UUID, draft: ShowDraft) -> Quote:
    """Put an agreed quote among what participants say, for everybody who sees the roundtable."""
    policy.may_write_note(me, table, clock.now()).insist()
    quote = _one(db, table, quote_id)
    if quote.consent != "agreed":
        raise Conflict(_("Its author has not agreed to these words."))
    if table.chatham_house and not draft.hide:
        wording.check(db, table, {"": quote.words})
    quote.shown_at = None if draft.hide else clock.now()
    db.add(quote)
    db.flush()
    return quote


def listed(db: Session, me: Actor, table: Roundtable) -> Sequence[QuoteRow]:
    """What participants say and agreed to be told; one's own; for who runs it, all of them."""
    found = (
        columns(
            col(Quote.id),
            col(Quote.words),
            col(Quote.consent),
            col(Quote.shown_at),
            col(Quote.member_id),
            col(Member.name),
            col(Member.slug),
            col(Member.audience),
        )
        .join(Member, col(Member.id) == col(Quote.member_id))
        .where(col(Quote.roundtable_id) == table.id)
        .order_by(col(Quote.id))
    )
    runs = policy.runs(me, table)
    if not runs:
        found = found.where(quote_sight.visible_to(me))
    listed = []
    for one in rows(db, found).mappings():
        known = known_as(one["name"], one["slug"], one["audience"], me)[0] if runs else ""
        listed.append(
            QuoteRow(
                one["id"],
                one["words"],
                one["consent"],
                is_shown=one["shown_at"] is not None,
                is_mine=one["member_id"] == me.id,
                name=known,
            )
        )
    return listed


def withdraw_all(db: Session, member_id: UUID) -> None:
    """Whoever goes and takes their contributions along takes their quotes, too."""
    found = select(Quote).where(col(Quote.member_id) == member_id, col(Quote.consent) == "agreed")
    for quote in db.exec(found).all():
        quote.consent, quote.answered_at = "withdrawn", clock.now()
        db.add(quote)
        _take_out(db, db.get_one(Roundtable, quote.roundtable_id), quote)


def _take_out(db: Session, table: Roundtable, quote: Quote) -> None:
    """A mark stands where it was quoted, in every version; who wrote those hears of it."""
    quote.shown_at = None
    same = select(Quote.words).where(
        col(Quote.roundtable_id) == table.id, col(Quote.consent) == "agreed"
    )
    if plain(quote.words) in {plain(words) for words in db.exec(same)}:
        return  # somebody else said and agreed to the very same
    writers = {table.author_id}
    for note in db.exec(select(Note).where(col(Note.roundtable_id) == table.id)).all():
        body = replaced(note.body, quote.words, WITHDRAWN)
        if body != note.body:
            note.body = body
            db.add(note)
            writers.add(note.written_by_id)
    db.flush()
    notes.index(db, table)
    telling.tell_of_withdrawal(db, table, writers - {quote.member_id})


def _one(db: Session, table: Roundtable, quote_id: UUID) -> Quote:
    found = db.get(Quote, quote_id)
    if found is None or found.roundtable_id != table.id:
        raise NotFound(_("There is no such quote."))
    return found
