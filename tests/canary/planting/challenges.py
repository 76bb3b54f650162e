"""Challenges at every visibility and state, with what is said to them."""

from backend.core.ids import new_id
from backend.domain.challenges import actions, answering, drafts
from backend.domain.challenges.answers import Answer, AnswerDraft, ReplyDraft
from backend.domain.challenges.models import (
    Challenge,
    ChallengeDraft,
    DraftWords,
    FacingDraft,
    OutcomeDraft,
    StatusDraft,
)
from backend.domain.members.models import Member
from backend.domain.moderation.actions import hide
from backend.domain.moderation.models import DecisionDraft
from tests.canary.planting.ground import Plant
from tests.canary.roles import (
    AUTHOR,
    CITIES,
    CONVENERS,
    EVERYBODY,
    HOME,
    MEMBERS,
    NOBODY,
    Roles,
    only,
)

VISIBLE: dict[str, tuple[str, Roles]] = {
    "public": ("public", EVERYBODY),
    "members": ("members", MEMBERS),
    "cities": ("cities", CITIES),
    "solved": ("public", EVERYBODY),
    "closed": ("members", MEMBERS),
    "narrowed": ("city", HOME | CONVENERS),
    "hidden": ("public", AUTHOR),
}
"""By name: what it is visible to, and who sees it in the end."""
TEXTS = ("title", "context", "tried", "help_wanted")
ENDED = {"solved": "nobody", "closed": "public"}
"""Posted for another city by these people, whose pages show them."""
SPOKEN_OF = ("public", "members", "cities", "hidden")
"""What is answered, and faced by another city."""


def plant_challenges(plant: Plant) -> None:
    for name, (visibility, audience) in VISIBLE.items():
        challenge = _post(plant, name, visibility, audience)
        if name in SPOKEN_OF:
            _say(plant, name, challenge, audience)
        if name == "members":
            step = StatusDraft(status="in_progress")
            actions.set_status(plant.db, plant.people["author"], challenge, step)
        if name in ENDED:
            _end(plant, name, challenge, audience)
    _draft(plant)


def hide_some(plant: Plant) -> None:
    """Once everybody has spoken, and been told."""
    convener = plant.people["convener"]
    for kind, name in (
        ("challenge", "hidden"),
        *(("answer", f"{name}-hidden") for name in SPOKEN_OF),
        *(("answer", f"{name}-hidden_reply") for name in SPOKEN_OF),
    ):
        whose = {"challenge": "author"}.get(kind, "colleague")
        reason = plant.text(f"{kind}.{name}.reason", only(whose, "convener"))
        subject = plant.garden.things[kind][name]
        hide(plant.db, convener, kind, subject.id, DecisionDraft(rule="topic", reason=reason))
        plant.garden.keep("hidden_case", f"{kind}-{name}", kind, subject.id, EVERYBODY)


def _post(plant: Plant, name: str, visibility: str, audience: Roles) -> Challenge:
    author = _author(plant, name)
    # Changed afterwards: old words are nobody's.
    old = plant.said(f"challenge.{name}.old_title", NOBODY)
    sent = {
        "title": old,
        "context": plant.text(f"challenge.{name}.old_context", NOBODY),
        "help_wanted": plant.text(f"challenge.{name}.old_help_wanted", NOBODY),
        "topics": [plant.topic(f"challenge.{name}", audience).slug],
        "language": "en",
        "visibility": visibility,
        "cities": [plant.cities["chosen"].slug] if visibility == "cities" else [],
    }
    first = sent | ({"visibility": "public", "cities": []} if name == "narrowed" else {})
    challenge = actions.post(plant.db, author, ChallengeDraft.model_validate(first))
    words = {text: plant.text(f"challenge.{name}.{text}", audience) for text in TEXTS}
    words["title"] = plant.garden.words[f"challenge.{name}.title"]
    plant.keep("challenge", name, challenge, audience)
    actions.edit(plant.db, author, challenge, ChallengeDraft.model_validate(sent | words))
    city, by, named = "home", "asker.author.name", audience
    if name in ENDED:
        city, by = "looked_at", f"person.{ENDED[name]}.name"
        named = audience & plant.garden.audiences[by]
        title = f"person.{ENDED[name]}.title"
        plant.also(f"writes.{name}.title", title, audience & plant.garden.audiences[title])
    plant.also(f"challenge.{name}.city", f"city.{city}.name", audience)
    plant.also(f"challenge.{name}.author", by, named)
    if visibility == "cities":
        plant.also(f"chosen.{name}.city", "city.chosen.name", audience)
    return challenge


def _author(plant: Plant, name: str) -> Member:
    return plant.people[ENDED.get(name, "author")]


def _say(plant: Plant, name: str, challenge: Challenge, audience: Roles) -> None:
    """An answer that is seen, one that is hidden, a reply to each, and a hidden reply."""
    own = only("colleague", "convener") & audience
    seen = _answer(plant, name, "seen", challenge, audience)
    _answer(plant, name, "reply", challenge, audience, seen)
    _answer(plant, name, "hidden_reply", challenge, own, seen)
    hidden = _answer(plant, name, "hidden", challenge, own)
    _answer(plant, name, "reply_to_hidden", challenge, own, hidden)
    plant.also(f"answers.{name}.author", "asker.colleague.name", audience)
    facing = FacingDraft(words=plant.said(f"facing.{name}.words", audience))
    actions.face(plant.db, plant.people["chosen"], challenge, facing)
    plant.also(f"facing.{name}.city", "city.chosen.name", audience)


def _end(plant: Plant, name: str, challenge: Challenge, audience: Roles) -> None:
    ending = {
        "ending": name,
        "worked": plant.text(f"challenge.{name}.worked", audience),
        "not_worked": plant.text(f"challenge.{name}.not_worked", audience),
    }
    draft = OutcomeDraft.model_validate(ending)
    actions.end(plant.db, _author(plant, name), challenge, draft)


def _answer(
    plant: Plant,
    of: str,
    name: str,
    challenge: Challenge,
    audience: Roles,
    parent: Answer | None = None,
) -> Answer:
    me, body = plant.people["colleague"], plant.text(f"answer.{of}-{name}.body", audience)
    if parent is None:
        draft = AnswerDraft(kind="experience", body=body, language="en")
        made = answering.answer(plant.db, me, challenge, draft)
    else:
        reply = ReplyDraft(body=body, language="en")
        made = answering.reply(plant.db, me, challenge, parent, reply)
    plant.keep("answer", f"{of}-{name}", made, audience, slug=challenge.slug)
    plant.also(f"answered.{of}-{name}.city", "city.home.name", audience)
    for text in ("title", "tag"):
        plant.also(f"answered.{of}-{name}.{text}", f"challenge.{of}.{text}", audience)
    return made


def _draft(plant: Plant) -> None:
    """Half written, for its author's eyes alone: not even a convener's."""
    whose = only("author")
    words = {text: plant.text(f"draft.kept.{text}", whose) for text in TEXTS}
    kept = drafts.save(plant.db, plant.people["author"], new_id(), DraftWords.model_validate(words))
    assert kept
    plant.keep("draft", "kept", kept, whose)
    # Who posts a form under an id that is taken is told so, whosever it is.
    plant.keep("taken_draft", "kept", kept, EVERYBODY)
