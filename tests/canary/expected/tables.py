"""Every route of the program, as the modules beside this one describe it."""

from itertools import chain

from tests.canary.expected import (
    affiliations,
    breakouts,
    calendars,
    challenges,
    cities,
    conduct,
    conversations,
    curation,
    desk,
    front,
    gaps,
    glossary,
    invitations,
    people,
    resources,
    roundtables,
    saved_searches,
    search,
    topics,
    twinnings,
)
from tests.canary.expected.shapes import Surface
from tests.canary.expected.writes import affiliations as affiliation_writes
from tests.canary.expected.writes import challenges as challenge_writes
from tests.canary.expected.writes import conversations as conversation_writes
from tests.canary.expected.writes import curation as curation_writes
from tests.canary.expected.writes import glossary as glossary_writes
from tests.canary.expected.writes import others, own
from tests.canary.expected.writes import resources as resource_writes
from tests.canary.expected.writes import roundtables as roundtable_writes
from tests.canary.expected.writes import saved_searches as saved_search_writes
from tests.canary.expected.writes import twinnings as twinning_writes
from tests.canary.expected.writing import Write

FEATURES = (
    front,
    invitations,
    affiliations,
    conduct,
    people,
    cities,
    topics,
    challenges,
    resources,
    roundtables,
    breakouts,
    calendars,
    search,
    conversations,
    desk,
    curation,
    gaps,
    glossary,
    saved_searches,
    twinnings,
)

WRITTEN = (
    challenge_writes,
    resource_writes,
    roundtable_writes,
    conversation_writes,
    affiliation_writes,
    curation_writes,
    glossary_writes,
    saved_search_writes,
    twinning_writes,
    others,
    own,
)

WRITES: tuple[Write, ...] = tuple(chain.from_iterable(one.WRITES for one in WRITTEN))

SURFACES: tuple[Surface, ...] = tuple(chain.from_iterable(one.SURFACES for one in FEATURES))

OPEN = frozenset(
    {
        "invitations:accept",
        "join:apply",
        "language:choose",
        "passkeys:challenge",
        "passkeys:use",
        "providers:go",
        "providers:receive",
        "session:end",
        "session:link",
        "session:start",
        "unsubscribing:end",
    }
)
"""Writes that anybody may make, so that nobody is refused them."""

FOR_SHOW = frozenset({"letters:index", "letters:show", "specimens:show"})
"""Pages of a demo, which keeps nothing from anybody; a network doesn't have them."""
