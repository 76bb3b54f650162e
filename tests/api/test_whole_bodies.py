"""A body that replaces what is kept is sent whole: what a program leaves out empties nothing."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlmodel import Session, SQLModel, select

from backend.core.config import Settings
from backend.domain.challenges.models import Challenge, ChallengeDraft
from backend.domain.conversations.drafts import MeetingDraft
from backend.domain.curation.drafts import TopicDraft
from backend.domain.glossary.drafts import ConceptDraft
from backend.domain.members.drafts import ProfileDraft
from backend.domain.notifications.quiet_hours import QuietDraft
from backend.domain.notifications.wishes import WishesDraft
from backend.domain.resources.models import EditDraft, Resource
from backend.domain.roundtables.breakout_places import PlacesDraft
from backend.domain.roundtables.following import AgendasDraft, QuestionsDraft, RevisionDraft
from backend.domain.roundtables.models import Roundtable
from backend.domain.saved_searches.drafts import SavedDraft
from tests.conftest import Connect
from tests.support import edits
from tests.support.edits import Opened, World
from tests.support.make import Make
from tests.support.meetings import Meetings
from tests.support.talks import Talks

MISSING = "Please fill this in."
BESIDE = {"following", "readdress", "reason", "sitting"}
"""How it is done, rather than what is kept."""


@pytest.fixture
def world(db: Session, make: Make, settings: Settings) -> World:
    return World(db, make, Meetings(db, make), Talks(db, settings))


@pytest.mark.parametrize(
    ("of", "draft", "address"),
    [
        (edits.profile, ProfileDraft, "/me/profile"),
        (edits.challenge, ChallengeDraft, ""),
        (edits.resource, EditDraft, ""),
        (edits.topic, TopicDraft, ""),
        (edits.concept, ConceptDraft, ""),
        (edits.saved_search, SavedDraft, "/me/searches/{slug}"),
        (edits.quiet_hours, QuietDraft, "/me/quiet-hours"),
        (edits.wishes, WishesDraft, "/me/notifications"),
        (edits.meeting, MeetingDraft, ""),
        (edits.roundtable, RevisionDraft, ""),
        (edits.agenda, AgendasDraft, ""),
        (edits.own_questions, QuestionsDraft, ""),
        (edits.feedback_questions, QuestionsDraft, ""),
        (edits.tables, PlacesDraft, ""),
    ],
)
def test_each_field_that_is_left_out_is_asked_for(
    connect: Connect,
    world: World,
    of: Callable[[World], Opened],
    draft: type[SQLModel],
    address: str,
) -> None:
    me, _page, form = of(world)
    world.db.commit()
    sent = connect(me).post(address.format(slug=form.rpartition("/")[2]) or form, {})
    asked_for = {f"body.{name}": MISSING for name in draft.model_fields.keys() - BESIDE}
    assert (sent.status_code, sent.json()["problems"]) == (422, asked_for)


@pytest.mark.parametrize(
    ("of", "model", "draft", "audience"),
    [
        (edits.challenge, Challenge, ChallengeDraft, "cities"),
        (edits.challenge_of_ones_own_city, Challenge, ChallengeDraft, "city"),
        (edits.challenge_to_a_convener, Challenge, ChallengeDraft, "public"),
        (edits.resource, Resource, EditDraft, "members"),
        (edits.roundtable, Roundtable, RevisionDraft, "members"),
    ],
)
def test_without_its_audience_an_edit_is_refused_and_nobody_else_sees_it(
    connect: Connect,
    world: World,
    of: Callable[[World], Opened],
    model: type[SQLModel],
    draft: type[SQLModel],
    audience: str,
) -> None:
    me, _page, address = of(world)
    [one] = world.db.exec(select(model)).all()
    words = one.model_dump(mode="json", include={*draft.model_fields}) | {"title": "Another title"}
    given = {"topics": [world.make.topic("Streets").slug], "cities": [], "publisher": ""}
    whole = words | {name: given[name] for name in given.keys() & draft.model_fields.keys()}
    whole |= {"other_licence": ""} if draft is EditDraft else {}
    world.db.commit()
    mine, kept = connect(me), one.model_dump()
    del whole["visibility"]
    sent = mine.post(address, whole)
    assert (sent.status_code, sent.json()["problems"]) == (422, {"body.visibility": MISSING})
    world.db.refresh(one)
    assert one.model_dump() == kept
    assert kept["visibility"] == audience
    narrow = "city" if audience == "cities" else audience
    assert mine.post(address, whole | {"visibility": narrow}).status_code == 200
    world.db.refresh(one)
    assert one.model_dump(include={"title", "visibility"}) == {
        "title": "Another title",
        "visibility": narrow,
    }


@pytest.mark.parametrize(
    ("of", "lines", "field"),
    [
        (edits.agenda, {"items": [{"minutes": 20, "title": "Who pays"}]}, "items.0.lead"),
        (edits.own_questions, {"questions": [{"words": "Which track?"}]}, "questions.0.choices"),
        (
            edits.concept,
            {"words": [{"language": "en", "terms": ["bike lane"]}], "topic": ""},
            "words.0.meaning",
        ),
        (
            edits.topic,
            {
                "words": [{"language": "en", "label": "Fax", "description": ""}],
                "kind": "practice",
                "under": "",
                "sdg": [],
            },
            "words.0.synonyms",
        ),
    ],
)
def test_a_line_of_a_list_is_sent_whole_too(
    connect: Connect,
    world: World,
    of: Callable[[World], Opened],
    lines: dict[str, Any],
    field: str,
) -> None:
    me, _page, address = of(world)
    world.db.commit()
    sent = connect(me).post(address, lines)
    assert sent.status_code == 422
    assert f"body.{field}" in sent.json()["problems"]
