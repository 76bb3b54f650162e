"""Proposing topics, deciding about proposals, keeping topics."""

from typing import Any

from tests.canary.expected.writes.challenges import TEXT
from tests.canary.expected.writing import Write
from tests.canary.roles import CONVENERS, MEMBERS
from tests.canary.words import word

KEPT: dict[str, Any] = {
    "words.language": ["en"],
    "words.label": ["Night economy"],
    "words.synonyms": [""],
    "words.description": [""],
    "kind": "theme",
    "under": "",
}
KEPT_JSON = {
    "words": [{"language": "en", "label": "Night economy", "synonyms": [], "description": ""}],
    "kind": "theme",
    "under": "",
    "sdg": [],
}
WISH = {"labels.language": ["en"], "labels.label": ["Night economy"], "why": TEXT, "kind": "theme"}
WISH_JSON = {
    "labels": [{"language": "en", "label": "Night economy"}],
    "why": TEXT,
    "kind": "theme",
}
INTO = {"into": word("topic.challenge-members.label"), "reason": TEXT}
TOPIC = "/moderation/topics/{slug}"
ONE = ("topic", ("challenge-public",))

WRITES = (
    Write(
        ("proposals:make", "api.proposals:make"),
        "/topics/proposals",
        MEMBERS,
        WISH,
        json=WISH_JSON,
    ),
    Write(
        ("proposals:accept", "api.proposals:accept"),
        "/topics/proposals/{slug}/acceptance",
        CONVENERS,
        KEPT,
        "proposal",
        ("waiting",),
        json=KEPT_JSON,
    ),
    Write(
        ("proposals:refuse", "api.proposals:refuse"),
        "/topics/proposals/{slug}/refusal",
        CONVENERS,
        {"reason": TEXT},
        "proposal",
        ("waiting",),
    ),
    Write(
        ("curation:make", "api.curation:make"),
        "/moderation/topics",
        CONVENERS,
        KEPT,
        json=KEPT_JSON,
    ),
    Write(("curation:save", "api.curation:save"), TOPIC, CONVENERS, KEPT, *ONE, json=KEPT_JSON),
    Write(("curation:merge", "api.curation:merge"), f"{TOPIC}/merger", CONVENERS, INTO, *ONE),
    Write(
        ("curation:retire", "api.curation:retire"),
        f"{TOPIC}/retirement",
        CONVENERS,
        {"reason": TEXT},
        *ONE,
    ),
    Write(
        ("curation:restore", "api.curation:restore"),
        f"{TOPIC}/return",
        CONVENERS,
        {"reason": TEXT},
        "retired_topic",
    ),
    Write(
        ("gaps:settle", "api.gaps:settle"),
        "/moderation/gaps/settled",
        CONVENERS,
        {"words": "snow ploughs", "done": "glossary"},
    ),
)
