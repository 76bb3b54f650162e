"""What people say around roundtables: asked and answered before, attached, told afterwards."""

from functools import partial

from sqlmodel import Session, col, select

from backend.domain.members.models import Member
from backend.domain.roundtables import (
    attaching,
    consenting,
    feedback,
    queries,
    questioning,
    registering,
)
from backend.domain.roundtables.feedback_forms import FeedbackDraft
from backend.domain.roundtables.materials import MaterialDraft
from backend.domain.roundtables.models import Roundtable
from backend.domain.roundtables.own_questions import OwnQuestionsDraft
from backend.domain.roundtables.questions import AskingDraft, VoteDraft
from backend.domain.roundtables.quotes import Quote, ShowDraft
from backend.domain.roundtables.registration import AnswerDraft, RegistrationDraft
from backend.sample.entries import Entry, read
from backend.sample.world import World


def furnish(world: World) -> None:
    """Note in the diary what is said around each; of meetings to come, what was said till now."""
    for entry in read("rooms.toml", "room"):
        at = world.diary.now
        if "days_ago" in entry:
            zone = world.zone_of(entry["convener"])
            at = world.diary.office_hour(entry["days_ago"], zone, entry["key"])
        world.diary.note(at, partial(_furnish, world, entry))


def _furnish(world: World, entry: Entry) -> None:
    db, convener = world.db, world.members[entry["convener"]]
    table = world.roundtables[entry["key"]]
    for one in entry.get("attached", ()):
        attaching.attach(db, convener, table, MaterialDraft.model_validate(one))
    if "asks" in entry:
        asked = OwnQuestionsDraft.model_validate({"questions": entry["asks"]})
        registering.put(db, convener, table, asked)
    for one in entry.get("registrations", ()):
        _register(db, world.members[one["by"]], table, one)
    for one in entry.get("questions", ()):
        _ask(world, table, one)
    if "feedback_asks" in entry:
        asked = OwnQuestionsDraft.model_validate({"questions": entry["feedback_asks"]})
        feedback.ask_besides(db, convener, table, asked)
    for one in entry.get("feedback", ()):
        who = world.members[one["by"]]
        said = FeedbackDraft.model_validate(one)
        feedback.give(db, who, table, queries.room(db, who, table), said)
    offered = select(Quote).where(col(Quote.roundtable_id) == table.id)
    for quote in db.exec(offered).all():
        consenting.show(db, convener, table, quote.id, ShowDraft())


def _register(db: Session, who: Member, table: Roundtable, entry: Entry) -> None:
    asked = registering.questions(db, table)
    answers = [
        AnswerDraft(question_id=one.id, words=words)
        for one, words in zip(asked, entry["answers"], strict=True)
    ]
    draft = RegistrationDraft.model_validate(entry | {"answers": answers})
    registering.register(db, who, table, draft)


def _ask(world: World, table: Roundtable, entry: Entry) -> None:
    draft = AskingDraft(words=entry["words"], is_named=entry.get("named", False))
    question = questioning.ask(world.db, world.members[entry["by"]], table, draft)
    for email in entry.get("votes", ()):
        questioning.vote(world.db, world.members[email], table, question.id, VoteDraft())
