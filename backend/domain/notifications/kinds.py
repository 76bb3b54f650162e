"""Of which kind each event is, as members choose by: few kinds, in words that officials use.

Every event stands in one list, here or among those of `urgency` that can't wait.
"""

from collections.abc import Mapping

TALKS = frozenset(
    {
        "conversation.accepted",
        "conversation.asked",
        "conversation.ended",
        "conversation.later",
        "conversation.learned",
        "conversation.message",
        "conversation.over",
        "conversation.proposed",
        "conversation.put_off",
    }
)

CONTRIBUTIONS = frozenset(
    {
        "answer.helped",
        "answer.replied",
        "endorsement.made",
        "endorsement.more",
        "moderation.hidden",
        "moderation.restored",
        "report.dismissed",
        "report.upheld",
        "topic.accepted",
        "topic.refused",
    }
)

OF_A_THING = frozenset(
    {
        "adoption.adapted",
        "adoption.considers",
        "adoption.pilots",
        "adoption.uses",
        "challenge.answered",
        "challenge.closed",
        "challenge.edited",
        "challenge.faced",
        "challenge.in_progress",
        "challenge.posted",
        "challenge.reopened",
        "challenge.replied",
        "challenge.retagged",
        "challenge.solved",
        "resource.added",
        "resource.edited",
        "resource.renewed",
    }
)
"""To whom the thing belongs, it concerns what they contributed; to others, what they follow."""

ROUNDTABLES = frozenset(
    {
        "roundtable.consent",
        "roundtable.invited",
        "roundtable.named",
        "roundtable.note_answered",
        "roundtable.note_objected",
        "roundtable.note_sent",
        "roundtable.noted",
        "roundtable.over",
        "roundtable.polled",
        "roundtable.queued",
        "roundtable.quote_asked",
        "roundtable.quote_withdrawn",
        "roundtable.series",
        "roundtable.waiting",
        "roundtable.webinar",
        "roundtable.withheld",
        "roundtable.workshop",
    }
)

DUTIES = frozenset(
    {
        "affiliation.asked",
        "application.answered",
        "application.arrived",
        "application.late",
        "application.others_admitted",
        "application.others_refused",
        "application.waiting",
        "application.withdrawn",
        "challenge.addressed",
        "city.leadless",
        "city.led",
        "handover.declined",
        "handover.fell",
        "handover.offered",
        "handover.opened",
        "handover.taken",
        "handover.unclaimed",
        "member.name_waits",
        "report.made",
        "roundtable.rules",
        "topic.proposed",
        "twinning.agreed",
        "twinning.called_off",
        "twinning.declined",
        "twinning.over",
        "twinning.planned",
        "twinning.proposed",
        "twinning.withdrawn",
    }
)

FOLLOWS = frozenset(
    {
        "roundtable.announced",
        "roundtable.planned",
        "saved_search.found",
        "saved_search.mailed",
        "twinning.begun",
        "twinning.closed",
    }
)

NETWORK = frozenset(
    {
        "conduct.changed",
        "member.came",
        "member.would_invite",
        "privacy.changed",
        "topic.merged",
        "topic.retired",
    }
)

OF_ONE_S_OWN = frozenset(
    {
        "account.unused",
        "affiliation.confirmed",
        "affiliation.ending",
        "affiliation.lapsed",
        "affiliation.refused",
        "affiliation.removed",
        "application.admitted",
        "application.asked",
        "application.received",
        "application.refused",
        "conduct.must_accept",
        "invitation",
        "member.name_kept",
        "member.name_stands",
        "privacy.must_accept",
    }
)
"""About being a member at all: they come whatever was chosen, as what keeps an account safe does,
and what concerns a meeting at which somebody is awaited. Without them an account would be erased,
or closed to its owner, who has not heard of it."""

CHOSEN: Mapping[str, frozenset[str]] = {
    "talks": TALKS,
    "contributions": CONTRIBUTIONS,
    "roundtables": ROUNDTABLES,
    "duties": DUTIES,
    "follows": FOLLOWS,
    "network": NETWORK,
}
"""What members choose about, by the names of the columns of their wishes."""

_KINDS = {event: kind for kind, events in CHOSEN.items() for event in events}


def kind_of(event: str, *, owns: bool) -> str:
    """By which wish somebody hears of this; empty where it comes in any case.

    `owns`: the thing that it is about is their own.
    """
    if event in OF_A_THING:
        return "contributions" if owns else "follows"
    return _KINDS.get(event, "")
