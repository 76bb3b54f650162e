"""Which letters come at any hour, and which wait until a reader's quiet hours are over.

Every letter stands in one of the three lists. Who adds an event that can't wait puts it here; any
other is told of its kind in `kinds` alone.
"""

from backend.domain.notifications.kinds import CHOSEN, OF_A_THING, OF_ONE_S_OWN

AT_ANY_HOUR = frozenset(
    {
        "sign_in",
        "confirm_address",
        "not_known_here",
        "affiliation_proof",
        "way_in.linked",
        "way_in.passkey_gone",
        "way_in.passkey_made",
        "way_in.token_made",
        "way_in.unlinked",
        "member.first_passkey",
        "member.role_given",
        "member.role_ended",
        "archive.ready",
        "erasure.asked",
        "erasure.done",
        "erasure.taken_back",
    }
)
"""Who may open an account, and with which powers, has changed or is about to; or a link that
somebody has just asked for, and that soon opens nothing. Whoever didn't do it must hear at once."""

BEFORE_IT_BEGINS = frozenset(
    {
        "conversation.cancelled",
        "conversation.confirmed",
        "conversation.moved",
        "conversation.soon",
        "roundtable.cancelled",
        "roundtable.changed",
        "roundtable.confirmed",
        "roundtable.seated",
        "roundtable.shifted",
        "roundtable.soon",
        "roundtable.timed",
    }
)
"""About a meeting at which somebody is awaited: these wait as others do, unless it would be too
late to come. Who said yes to a meeting wants to be told of it more than to be left alone."""

MAY_WAIT = frozenset({"digest"}).union(*CHOSEN.values(), OF_A_THING, OF_ONE_S_OWN)
"""News, and what is to be done by day: reports and applications too, since there are other
conveners, awake in other zones, and the desk shows them to whoever looks."""
