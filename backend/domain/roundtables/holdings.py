"""What a member called, led, wrote and came to."""

from sqlmodel import Session, col, delete, or_, select

from backend.core import clock
from backend.core.i18n import N_
from backend.domain import subjects
from backend.domain.holdings import Holding, Leaving, unname
from backend.domain.roundtables import consenting, notes, questioning, seating
from backend.domain.roundtables.attendance import Attendance
from backend.domain.roundtables.breakout_places import BreakoutPlace
from backend.domain.roundtables.busy import BusyCalendar, BusySpan
from backend.domain.roundtables.feedback_forms import Feedback
from backend.domain.roundtables.materials import Material, MaterialConsent
from backend.domain.roundtables.models import (
    AgendaItem,
    AgendaSpeaker,
    BorneHours,
    Note,
    Roundtable,
    Seat,
)
from backend.domain.roundtables.own_feed import CalendarFeed
from backend.domain.roundtables.polls import PollVote
from backend.domain.roundtables.questions import AttendeeQuestion, QuestionVote
from backend.domain.roundtables.quotes import Quote
from backend.domain.roundtables.registration import AccessNeed, Registration
from backend.domain.roundtables.reviews import NoteVoice

WORDS = ("title", "purpose", "cancelled_why")


def _seats(db: Session, leaving: Leaving) -> None:
    """A seat at what is still to come is free for the next in line; that somebody came stays."""
    coming = (
        select(Seat, Roundtable)
        .join(Roundtable, col(Roundtable.id) == col(Seat.roundtable_id))
        .where(
            col(Seat.member_id) == leaving.id,
            or_(col(Roundtable.ends_at).is_(None), col(Roundtable.ends_at) > clock.now()),
        )
    )
    for seat, table in db.exec(coming).all():
        seating.hold(db, table)
        freed = seat.sitting if seat.is_seated else None
        db.delete(seat)
        db.flush()
        if freed is not None:
            seating.fill(db, table, freed)


def _parts(db: Session, leaving: Leaving) -> None:
    leaving = leaving.in_others_words
    led = select(AgendaItem).where(
        or_(
            col(AgendaItem.lead_id) == leaving.id,
            leaving.mentioned(AgendaItem.lead, AgendaItem.title),
        )
    )
    for part in db.exec(led):
        if part.lead_id == leaving.id:
            part.lead, part.lead_id = "", None
        part.lead, part.title = leaving.unnamed(part.lead), leaving.unnamed(part.title)
        db.add(part)


def _speakers(db: Session, leaving: Leaving) -> None:
    """Nobody else has that place in the part, so it goes."""
    leaving = leaving.in_others_words
    spoke = select(AgendaSpeaker).where(
        or_(col(AgendaSpeaker.member_id) == leaving.id, leaving.mentioned(AgendaSpeaker.name))
    )
    for one in db.exec(spoke):
        if one.member_id == leaving.id or leaving.is_named_in(one.name):
            db.delete(one)


def _notes(db: Session, leaving: Leaving) -> None:
    """In every version, whoever wrote it: a note is the network's, and is cited."""
    leaving = leaving.in_others_words
    naming = select(Note).where(leaving.mentioned(Note.body))
    tables = {one.roundtable_id for one in unname(leaving, db.exec(naming), "body")}
    _begin_anew(db, tables)


def _quotes(db: Session, leaving: Leaving) -> None:
    """What was agreed to stays, without a name, or is taken back; what was only asked goes."""
    if leaving.takes_away:
        consenting.withdraw_all(db, leaving.id)
    open_or_refused = col(Quote.consent) != "agreed"
    db.exec(delete(Quote).where(col(Quote.member_id) == leaving.id, open_or_refused))
    naming = select(Quote).where(leaving.in_others_words.mentioned(Quote.words))
    unname(leaving.in_others_words, db.exec(naming), "words")


def _voices(db: Session, leaving: Leaving) -> None:
    """Objections and answers name nobody who has gone, whoever wrote them."""
    leaving = leaving.in_others_words
    naming = select(NoteVoice).where(leaving.mentioned(NoteVoice.words, NoteVoice.reason))
    unname(leaving, db.exec(naming), "words", "reason")


def _tables(db: Session, leaving: Leaving) -> None:
    """Also where a roundtable's own words announce them as a guest."""
    leaving = leaving.in_others_words
    naming = select(Roundtable).where(
        leaving.mentioned(Roundtable.title, Roundtable.purpose, Roundtable.cancelled_why)
    )
    _begin_anew(db, {one.id for one in unname(leaving, db.exec(naming), *WORDS)})


def _votes(db: Session, leaving: Leaving) -> None:
    """Nobody is counted who isn't there."""
    theirs = col(QuestionVote.member_id) == leaving.id
    raised = select(QuestionVote.question_id).where(theirs)
    questioning.count(db, col(AttendeeQuestion.id).in_(raised), -1)
    db.exec(delete(QuestionVote).where(theirs))


def _questions(db: Session, leaving: Leaving) -> None:
    """What they asked goes; the answers to others tell of them no more."""
    theirs = set(
        db.exec(select(AttendeeQuestion.id).where(col(AttendeeQuestion.author_id) == leaving.id))
    )
    db.exec(delete(QuestionVote).where(col(QuestionVote.question_id).in_(theirs)))
    db.exec(delete(AttendeeQuestion).where(col(AttendeeQuestion.id).in_(theirs)))
    subjects.gone(db, "attendee_question", theirs)
    leaving = leaving.in_others_words
    naming = select(AttendeeQuestion).where(
        leaving.mentioned(AttendeeQuestion.words, AttendeeQuestion.reply)
    )
    for one in unname(leaving, db.exec(naming), "words", "reply"):
        db.add(one)


def _begin_anew(db: Session, ids: set[object]) -> None:
    db.flush()
    for table in db.exec(select(Roundtable).where(col(Roundtable.id).in_(ids))):
        notes.index(db, table)


def _materials(db: Session, leaving: Leaving) -> None:
    """Nobody can ask them any more: what they are in and haven't agreed to stays hidden.

    Who said yes leaves a yes without a name; what they are called in titles goes.
    """
    leaving = leaving.in_others_words
    naming = select(Material).where(leaving.mentioned(Material.title, Material.consent_by))
    for one in unname(leaving, db.exec(naming), "title", "consent_by"):
        db.add(one)


HOLDINGS = (
    Holding(
        MaterialConsent,
        "member_id",
        N_("Slides and recordings that you are in, and whether they may be shown"),
        "unnamed",
    ),
    Holding(
        Material,
        "by_id",
        N_("What you attached to roundtables"),
        "unnamed",
        erase=_materials,
    ),
    Holding(AccessNeed, "member_id", N_("What you need to take part in roundtables"), "removed"),
    Holding(
        Registration,
        "member_id",
        N_("What you answered when you said that you come"),
        "removed",
    ),
    Holding(Attendance, "member_id", N_("Roundtables at which you were"), "unnamed"),
    Holding(
        Attendance,
        "by_id",
        N_("Whom you marked as being at a roundtable"),
        "unnamed",
        only=("roundtable_id", "at"),
        called="attendance_marked",
    ),
    Holding(
        QuestionVote,
        "member_id",
        N_("Questions of webinars that you raised"),
        "removed",
        erase=_votes,
    ),
    Holding(
        AttendeeQuestion,
        "author_id",
        N_("What you asked at webinars"),
        "removed",
        erase=_questions,
    ),
    Holding(
        BusyCalendar,
        "member_id",
        N_("Where your busy times are read from"),
        "removed",
        leaves_out=("due_at",),
    ),
    Holding(
        CalendarFeed,
        "member_id",
        N_("The secret address of your own calendar"),
        "removed",
        leaves_out=("token_hash",),
    ),
    Holding(BreakoutPlace, "member_id", N_("Your tables in breakouts"), "removed"),
    Holding(BusySpan, "member_id", N_("When you are busy"), "removed"),
    Holding(PollVote, "member_id", N_("What you said in polls of times"), "removed"),
    Holding(
        BorneHours,
        "member_id",
        N_("Hours of roundtables that you kept"),
        "unnamed",
        leaves_out=("points",),
    ),
    Holding(Seat, "member_id", N_("Roundtables that you answered to"), "unnamed", erase=_seats),
    Holding(
        AgendaSpeaker,
        "member_id",
        N_("Parts of roundtables in which you spoke"),
        "removed",
        erase=_speakers,
    ),
    Holding(
        AgendaItem, "lead_id", N_("Parts of roundtables that you led"), "unnamed", erase=_parts
    ),
    Holding(
        Note, "written_by_id", N_("Notes of roundtables that you wrote"), "unnamed", erase=_notes
    ),
    Holding(
        Quote,
        "member_id",
        N_("Words of yours that may be quoted, or may not"),
        "chosen",
        erase=_quotes,
        leaves_out=("asked_by_id",),
    ),
    Holding(
        Quote,
        "asked_by_id",
        N_("Quotes that you asked for"),
        "unnamed",
        only=("asked_at",),
        called="quote_asked",
    ),
    Holding(Feedback, "member_id", N_("How you said that roundtables were"), "removed"),
    Holding(
        NoteVoice,
        "member_id",
        N_("What you said of drafts of notes"),
        "unnamed",
        erase=_voices,
        leaves_out=("answered_by_id",),
    ),
    Holding(
        NoteVoice,
        "answered_by_id",
        N_("Objections that you answered"),
        "unnamed",
        only=("verdict", "reason", "answered_at"),
        called="note_verdict",
    ),
    Holding(
        Roundtable,
        "author_id",
        N_("Roundtables that you called"),
        "unnamed",
        erase=_tables,
        leaves_out=("sequence", "turns"),
    ),
)
