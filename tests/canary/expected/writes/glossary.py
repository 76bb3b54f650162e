"""Keeping the glossary is the conveners'."""

from tests.canary.expected.writes.challenges import TEXT
from tests.canary.expected.writing import Write
from tests.canary.roles import CONVENERS

FORM = {
    "words.language": ["en"],
    "words.terms": ["bike lane"],
    "words.meaning": [""],
    "topic": "",
}
JSON = {"words": [{"language": "en", "terms": ["bike lane"], "meaning": ""}], "topic": ""}

WRITES = (
    Write(("glossary:add", "api.glossary:add"), "/glossary", CONVENERS, FORM, json=JSON),
    Write(
        ("glossary:save", "api.glossary:save"),
        "/glossary/{slug}",
        CONVENERS,
        FORM,
        "concept",
        json=JSON,
    ),
    Write(
        ("glossary:remove", "api.glossary:remove"),
        "/glossary/{slug}/removal",
        CONVENERS,
        {"reason": TEXT},
        "concept",
    ),
    Write(
        ("glossary:bring_in", "api.glossary:bring_in"),
        "/glossary/imports",
        CONVENERS,
        {"table": "en\nbike lane"},
    ),
)
