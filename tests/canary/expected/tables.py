"""Every route of the program, as the modules beside this one describe it."""

from itertools import chain

from tests.canary.expected import (
    challenges,
    cities,
    conduct,
    desk,
    front,
    invitations,
    people,
    resources,
    roundtables,
    search,
    topics,
)
from tests.canary.expected.shapes import Surface

FEATURES = (
    front,
    invitations,
    conduct,
    people,
    cities,
    topics,
    challenges,
    resources,
    roundtables,
    search,
    desk,
)

SURFACES: tuple[Surface, ...] = tuple(chain.from_iterable(one.SURFACES for one in FEATURES))

FOR_SHOW = frozenset({"letters:index", "letters:show", "specimens:show"})
"""Pages of a demo, which keeps nothing from anybody; a network doesn't have them."""
