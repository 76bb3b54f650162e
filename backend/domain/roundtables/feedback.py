"""What those who had a seat say afterwards, and what conveners read of it: figures, and no few.

What is said, or said anew, is counted in when at least three have said something: whoever looks
before and after one answer learns nothing of it. Up to two that come last are never counted.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, select

from backend.core import clock
from backend.core.errors import Conflict, Rejected
from backend.core.i18n import N_, _
from backend.core.locks import alone
from backend.domain.members.models import Actor, Member
from backend.domain.roundtables import chatham, feedback_policy, policy
from backend.domain.roundtables.chatham import Found, Present
from backend.domain.roundtables.feedback_figures import Figures, figures, together
from backend.domain.roundtables.feedback_forms import (
    SAYS,
    Feedback,
    FeedbackDraft,
    FeedbackForm,
)
from backend.domain.roundtables.models import Roundtable
from backend.domain.roundtables.own_questions import OwnQuestionsDraft
from backend.domain.roundtables.policy import Room
from backend.domain.roundtables.quotes import MOST_QUOTES, Quote
from backend.domain.roundtables.room import present
from backend.domain.roundtables.small_counts import FEWEST


@dataclass(frozen=True, slots=True)
class OwnQuestion:
    words: str
    choices: Sequence[str]


@dataclass(frozen=True, slots=True)
class Told:
    """What was answered to a question in own words, in no order that says when; with who is named."""

    question: str
    texts: Sequence[str]
    named: Found


@dataclass(frozen=True, slots=True)
class Results:
    helped: Figures
    benefits: Figures
    own: Sequence[tuple[str, Figures]]
    texts: Sequence[Told]
    is_settled: bool
    """Whether somebody has answered, so that the questions stay."""


SETTLED = N_("Somebody has answered already, so the questions stay as they are.")


def questions(db: Session, table: Roundtable) -> list[OwnQuestion]:
    form = db.get(FeedbackForm, table.id)
    return [OwnQuestion(**one) for one in form.questions] if form else []


def mine(db: Session, me: Actor, table: Roundtable) -> Feedback | None:
    return db.get(Feedback, (table.id, me.id)) if me.id else None


def ask_besides(
    db: Session, me: Member, table: Roundtable, draft: OwnQuestionsDraft
) -> FeedbackForm:
    """The convener's own questions, until the first has answered."""
    policy.may_edit(me, table).insist()
    if db.exec(select(Feedback.member_id).where(col(Feedback.roundtable_id) == table.id)).first():
        raise Conflict(_(SETTLED))
    form = db.get(FeedbackForm, table.id) or FeedbackForm(roundtable_id=table.id)
    form.questions = [{"words": one.words, "choices": one.each} for one in draft.questions]
    db.add(form)
    db.flush()
    return form


def give(db: Session, me: Member, table: Roundtable, room: Room, draft: FeedbackDraft) -> Feedback:
    """Say how it was; said again, it takes the place of what was said before.

    What isn't sent stays.
    """
    feedback_policy.may_give(me, table, room, clock.now()).insist()
    alone(db, f"feedback {table.id}")
    asked, before = questions(db, table), mine(db, me, table)
    said = before.said if before else {}
    draft = FeedbackDraft.model_validate(said | draft.model_dump(exclude_unset=True))
    answers = [*draft.answers, *[""] * len(asked)][: len(asked)]
    for number, (question, answer) in enumerate(zip(asked, answers, strict=True)):
        if question.choices and answer and answer not in question.choices:
            raise Rejected({f"answers-{number}": _("Please choose one of the list.")})
    given = before or Feedback(
        roundtable_id=table.id, member_id=me.id, helped=draft.helped, benefits=draft.benefits
    )
    given.helped, given.benefits, given.words = draft.helped, draft.benefits, draft.words
    given.answers, given.said_at = answers, clock.now()
    given.is_told = given.told == given.said
    db.add(given)
    _offer(db, me, table, draft.quote)
    db.flush()
    _count_in(db, table)
    return given


def _count_in(db: Session, table: Roundtable) -> None:
    new = select(Feedback).where(
        col(Feedback.roundtable_id) == table.id, col(Feedback.is_told).is_(False)
    )
    waiting = db.exec(new).all()
    if len(waiting) < FEWEST:
        return
    for one in waiting:
        one.told, one.is_told = one.said, True
    db.add_all(waiting)
    db.flush()


def _offer(db: Session, me: Member, table: Roundtable, words: str) -> None:
    """Words that may be told to everybody; the same once, and not without end."""
    mine = select(Quote).where(col(Quote.roundtable_id) == table.id, col(Quote.member_id) == me.id)
    known = db.exec(mine).all()
    if words and len(known) < MOST_QUOTES and words not in {one.words for one in known}:
        offered = Quote(roundtable_id=table.id, member_id=me.id, words=words, consent="agreed")
        offered.answered_at = clock.now()
        db.add(offered)


def results(db: Session, me: Actor, table: Roundtable, asked: Sequence[OwnQuestion]) -> Results:
    """For who runs it, to what was asked. Nothing of it says who said what."""
    policy.may_edit(me, table).insist()
    told = db.exec(select(Feedback.told).where(col(Feedback.roundtable_id) == table.id)).all()
    given = [one for one in told if one is not None]
    each: list[list[str]] = [one["answers"] for one in given]
    answers = [[said[n] for said in each if n < len(said)] for n in range(len(asked))]
    own = list(zip(asked, answers, strict=True))
    free: Mapping[str, list[str]] = {
        **{one.words: said for one, said in own if not one.choices},
        "": [one["words"] for one in given],
    }
    room = present(db, table) if table.chatham_house else Present()
    chosen = [(one, said) for one, said in own if one.choices]
    helped, benefits, *besides = together(
        [
            figures([one["helped"] for one in given], SAYS),
            figures([one["benefits"] for one in given], SAYS),
            *(figures(said, one.choices) for one, said in chosen),
        ]
    )
    return Results(
        helped,
        benefits,
        [(one.words, counted) for (one, _said), counted in zip(chosen, besides, strict=True)],
        [_told(room, question, texts) for question, texts in free.items()],
        bool(told),
    )


def _told(room: Present, question: str, texts: Sequence[str]) -> Told:
    said = sorted(text for text in texts if text)
    shown = said if len(said) >= FEWEST else []
    return Told(question, shown, chatham.told_in("\n".join(shown), room))
