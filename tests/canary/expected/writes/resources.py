"""Writes to resources and adoptions."""

from tests.canary.expected.writes.challenges import TEXT, TOPIC
from tests.canary.expected.writing import Write
from tests.canary.roles import AUTHOR, LEADS, MEMBERS, only

WORDS = {
    "title": "Words enough for a title",
    "description": TEXT,
    "kind": "guide",
    "language": "en",
    "year": 2025,
    "visibility": "public",
    "licence": "CC-BY-4.0",
    "other_licence": "",
    "publisher": "",
    "topics": [TOPIC],
}
LINK = {"link": "https://example.org/another"}
SEEN = ("public_link", "members_link")
AT = "/resources/{slug}"

WRITES = (
    Write(("resources:add", "api.resources:add"), "/resources", MEMBERS, {**WORDS, **LINK}),
    Write(
        ("resources:revise", "api.resources:edit"),
        f"{AT}/edit",
        LEADS | AUTHOR,
        WORDS,
        "resource",
        (*SEEN, "hidden_link"),
    ),
    Write(
        ("resources:renew", "api.resources:renew"),
        f"{AT}/versions",
        LEADS | AUTHOR,
        {**LINK, "note": "Anew"},
        "resource",
        SEEN,
    ),
    Write(
        ("resources:adopt", "api.resources:adopt"),
        f"{AT}/adoption",
        only("chosen", "convener"),
        {"state": "pilots"},
        "resource",
        SEEN,
    ),
    Write(
        ("resources:withdraw", "api.resources:withdraw"),
        f"{AT}/adoption/removal",
        only("chosen"),
        over="resource",
        of=SEEN,
        # Their cities have said nothing that could be taken back.
        otherwise=dict.fromkeys(sorted(MEMBERS - {"elsewhere"}), 409),
    ),
    Write(("api.resources:keep",), "/resources/files", MEMBERS, {"file": b"# A file"}),
    Write(
        ("resources:follow", "api.resources:follow"),
        f"{AT}/following",
        MEMBERS - {"author"},
        {"said": "true"},
        "resource",
        SEEN,
    ),
)
