"""Conversations between two: one that waits, one that is agreed, one that was held; one reported."""

from datetime import timedelta

from backend.core import clock
from backend.domain.conversations import answering, asking, learning, talking
from backend.domain.conversations.drafts import (
    AcceptanceDraft,
    LearningDraft,
    MessageDraft,
    RequestDraft,
)
from backend.domain.conversations.models import Conversation, Message
from backend.domain.moderation import actions as moderation
from backend.domain.moderation import looks
from backend.domain.moderation.models import ReportDraft
from tests.canary.planting.ground import Plant
from tests.canary.roles import only

TALKS = {
    "waiting": ("partner", "chosen"),
    "agreed": ("elsewhere", "colleague"),
    "met": ("chosen", "lead"),
    "reported": ("partner", "lead"),
}
"""Who asked whom."""


def plant_conversations(plant: Plant) -> None:
    _ask(plant, "waiting")
    agreed = _agree(plant, "agreed")
    _say(plant, "agreed", agreed, "elsewhere", "first")
    _say(plant, "agreed", agreed, "colleague", "second")
    with clock.stopped(clock.now() - timedelta(days=9)):
        met = _agree(plant, "met")
    words = plant.text("learning.met.sealed", only("chosen"))
    draft = LearningDraft(words=words, telling="no")
    learning.learn(plant.db, plant.people["chosen"], met, draft)
    reported = _agree(plant, "reported")
    _say(plant, "reported", reported, "partner", "kept")
    message = _say(plant, "reported", reported, "partner", "shown")
    plant.db.flush()
    words = plant.text("report.message-shown.words", only("convener"))
    report = ReportDraft(rule="kindness", words=words)
    moderation.report(plant.db, plant.people["lead"], "message", message.id, report)
    shown = plant.garden.words["message.reported.shown"]
    plant.garden.also("case.message-shown.body", shown, only("convener"))
    plant.garden.keep("case", "message-shown", "message", message.id, only("convener"))
    # Who wrote it learns that a convener has read it, whenever that is first.
    looked = looks.Looked(message.author_id, "message", message.id)
    looks.note(plant.db, plant.people["convener"], [looked])
    plant.also("look.partner.convener", "asker.convener.name", only("partner"))


def _ask(plant: Plant, name: str) -> Conversation:
    """Two days earlier: what everybody may ask today is still theirs to ask."""
    asker, asked = TALKS[name]
    two = only(asker, asked)
    link = plant.said(f"conversation.{name}.link", two)
    draft = RequestDraft(
        purpose=plant.text(f"conversation.{name}.purpose", two),
        language="en",
        link=f"https://meet.example/{link}",
        chosen=[clock.now() + timedelta(days=3)],
    )
    with clock.stopped(clock.now() - timedelta(days=2)):
        me, other = plant.people[asker], plant.people[asked]
        made = asking.ask(plant.db, me, other, draft, plant.settings)
    made.slug = f"talk-{name}"
    sees = two | only("convener") if name == "reported" else two
    plant.garden.keep("conversation", name, made.slug, made.id, sees)
    return made


def _agree(plant: Plant, name: str) -> Conversation:
    made = _ask(plant, name)
    chosen = AcceptanceDraft.model_validate({"starts_at": made.offers[0]})
    return answering.accept(plant.db, plant.people[TALKS[name][1]], made, chosen)


def _say(plant: Plant, name: str, one: Conversation, by: str, text: str) -> Message:
    body = plant.text(f"message.{name}.{text}", only(*TALKS[name]))
    return talking.write(plant.db, plant.people[by], one, MessageDraft(body=body, language="en"))
