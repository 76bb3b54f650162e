"""Who asks, and the sets of them that can be meant by "in sight of"."""

from typing import TypeAlias

Roles: TypeAlias = frozenset[str]

STRANGERS: Roles = frozenset({"guest", "pending", "refused", "suspended"})
"""Not signed in; waiting to be admitted; refused; admitted once, and kept out for now."""

MEMBERS: Roles = frozenset(
    {"partner", "elsewhere", "chosen", "colleague", "author", "lead", "convener"}
)
"""Without a city; of another city; of the city that is chosen or invited; and of the home city: a
colleague of the author with a seat at every roundtable, the author of everything, the city's lead.
"""

EVERYBODY = STRANGERS | MEMBERS
SIGNED_IN = EVERYBODY - {"guest"}
CITIZENS = MEMBERS - {"partner"}
"""Members who speak for a city."""
HOME = frozenset({"colleague", "author", "lead"})
CITIES = HOME | {"chosen", "convener"}
"""Who sees what the home city shows to chosen cities."""
AUTHOR = frozenset({"author", "convener"})
LEADS = frozenset({"lead", "convener"})
CONVENERS: Roles = frozenset({"convener"})
NOBODY: Roles = frozenset()


def only(*roles: str) -> Roles:
    return frozenset(roles)
