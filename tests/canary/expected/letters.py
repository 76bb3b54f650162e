"""What letters say to whom: as in the notifications, and the meetings that come with them."""

from tests.canary.expected.desk import CALLED, REASONS, TOLD_OF, each
from tests.canary.expected.shapes import To
from tests.canary.roles import CONVENERS, HOME, MEMBERS, NOBODY, Roles, only

OPEN = ("public", "chatham", "cancelled")
"""Roundtables that a suspended member sees still."""
INVITED = HOME | {"chosen"}


def _still(one: str, text: str) -> Roles:
    """Who is suspended; where a closed room meets they are not told any more."""
    closed = one == "chatham" and text == "venue"
    return only("suspended") if one in OPEN and not closed else NOBODY


MEETINGS: tuple[To, ...] = tuple(
    To(f"roundtable.{one}.{text}", to)
    for text in ("purpose", "venue")
    for one, to in (
        *((one, INVITED | _still(one, text)) for one in CALLED),
        ("held", only("elsewhere")),
        ("held_members", only("elsewhere")),
        ("hidden", only("author")),
    )
)
SEATS = tuple(
    To(f"roundtable.{one}.joining_link", only("colleague")) for one in CALLED if one != "cancelled"
)
"""Where one meets, for who has a seat."""
TALKS = (
    To("conversation.agreed.link", only("elsewhere", "colleague")),
    To("conversation.met.link", only("chosen", "lead")),
    To("conversation.reported.link", only("partner", "lead")),
)

ASKED = (
    *(To(f"application.{one}.asked", only(one)) for one in ("pending", "refused")),
    To("application.refused.answered", only("convener")),
)
"""What applicants were asked besides, and answered."""

WRITTEN_OF = TOLD_OF | {
    "suspended": (
        *(f"roundtable.{one}.title" for one in ("cancelled", "chatham", "public")),
        "asker.convener.name",
    )
}
"""What letters speak of, and digests: those come to nobody who is suspended."""

SHOWS: tuple[To, ...] = (
    *each(WRITTEN_OF),
    To("rules.*.change", MEMBERS - CONVENERS),
    *each(REASONS),
    *MEETINGS,
    *SEATS,
    *TALKS,
    *ASKED,
)

STRANGERS = (
    "invitation.one.name",
    "invitation.one.words",
    "asker.colleague.name",
    "city.home.name",
)
"""What an invitation says; a letter that proves an address, or opens the door, says none of it."""
