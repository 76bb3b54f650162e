"""What calendars read again and again: what a guest may see, and one's own at a secret address."""

from tests.canary.expected.roundtables import LINK, WHOLE
from tests.canary.expected.shapes import Surface, To
from tests.canary.planting.calendars import FEED
from tests.canary.roles import EVERYBODY, SIGNED_IN

ENTRY = WHOLE[:3]
"""What a calendar's entry says of it."""
FOR_GUESTS = ("public", "chatham", "cancelled", "held")
"""What is in the feeds for everybody, whoever asks; what ended lately is still in them."""
CLOSED = ("roundtable.chatham.venue", "roundtable.held.venue")
"""Where a closed room meets is for those who are invited."""
OF_COLLEAGUE = ("public", "members", "chatham", "chatham_members", "cancelled")
"""What is in the feed of a member of the home city, for whoever knows its address."""


def _entries(*some: str) -> tuple[str, ...]:
    return tuple(text.format(one=one) for one in some for text in ENTRY)


SURFACES = (
    Surface(
        "roundtables:feed",
        "/roundtables.ics",
        tuple(one for one in _entries(*FOR_GUESTS) if one not in CLOSED),
    ),
    Surface(
        "roundtables:city_feed",
        "/cities/city-chosen-planted/roundtables.ics",
        (*_entries("public", "cancelled"), "city.chosen.name"),
    ),
    Surface(
        "roundtables:topic_feed",
        "/topics/{slug}/roundtables.ics",
        ("topic.{one}.label", *_entries("public")),
        over="topic",
        of=("roundtable-public",),
    ),
    Surface(
        "roundtables:topic_feed",
        "/topics/{slug}/roundtables.ics",
        ("topic.{one}.label",),
        over="topic",
        of=("roundtable-members", "roundtable-hidden"),
    ),
    Surface(
        "calendar:feed",
        f"/calendars/{FEED}.ics",
        tuple(
            To(one, EVERYBODY)
            for one in (
                *_entries(*OF_COLLEAGUE),
                *(LINK.format(one=one) for one in OF_COLLEAGUE if one != "cancelled"),
            )
        ),
    ),
    Surface("calendar:show", "/settings/calendar", to=SIGNED_IN),
    Surface("api.calendar:show", "/api/v1/me/calendar", to=SIGNED_IN),
)
