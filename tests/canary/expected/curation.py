"""Proposed topics are their authors' and the conveners'; keeping topics is the conveners' alone."""

from tests.canary.expected.shapes import Surface, To
from tests.canary.roles import CONVENERS, MEMBERS, SIGNED_IN, only

LABELS = "topic.*.label"
BOTH = ("proposal.*.title", "proposal.*.why")
OWN = (To(BOTH[0], only("author")), To(BOTH[1], only("author")))
ONE = ("proposal.{one}.title", "proposal.{one}.why", "proposal.{one}.[r]*")
BY = To("asker.author.name", CONVENERS)

SURFACES = (
    Surface("proposals:index", "/topics/proposals", OWN, to=SIGNED_IN),
    Surface("proposals:new", "/topics/proposals/new", (LABELS,), to=MEMBERS),
    Surface(
        "proposals:show",
        "/topics/proposals/{slug}",
        (*ONE[:2], BY, To(LABELS, CONVENERS)),
        "proposal",
        ("waiting",),
        to=SIGNED_IN,
    ),
    Surface(
        "proposals:show",
        "/topics/proposals/{slug}",
        (*ONE, BY),
        "proposal",
        ("refused",),
        to=SIGNED_IN,
    ),
    Surface(
        "curation:index",
        "/moderation/topics",
        (LABELS, "retired_topic.*.label", "proposal.waiting.*"),
        to=CONVENERS,
    ),
    Surface("curation:new", "/moderation/topics/new", (LABELS,), to=CONVENERS),
    Surface(
        "curation:show",
        "/moderation/topics/{slug}",
        (LABELS,),
        "topic",
        ("challenge-public",),
        to=CONVENERS,
        word="topic.{one}.label",
    ),
    Surface(
        "api.proposals:list",
        "/api/v1/topics/proposals",
        (*BOTH, "proposal.refused.reason", BY),
        to=SIGNED_IN,
    ),
    Surface(
        "api.proposals:show",
        "/api/v1/topics/proposals/{slug}",
        (*ONE[:2], BY),
        "proposal",
        ("waiting",),
        to=SIGNED_IN,
    ),
    Surface(
        "api.curation:list",
        "/api/v1/moderation/topics",
        (LABELS, "retired_topic.*.label"),
        to=CONVENERS,
    ),
    Surface(
        "api.curation:show",
        "/api/v1/moderation/topics/{slug}",
        ("topic.{one}.label",),
        "topic",
        ("challenge-public",),
        to=CONVENERS,
        word="topic.{one}.label",
    ),
)
