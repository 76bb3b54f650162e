"""Who may propose topics, and who keeps them. Pure: no session, no clock, no request."""

from uuid import UUID

from backend.core.i18n import _
from backend.core.verdict import YES, Verdict, no, not_now
from backend.domain.curation.models import TopicProposal
from backend.domain.members.models import Actor
from backend.domain.members.policy import takes_part
from backend.domain.topics.models import PRINCIPLES, Topic


def may_propose(me: Actor) -> Verdict:
    return takes_part(me)


def may_keep(me: Actor) -> Verdict:
    return YES if me.moderates else no(_("Only conveners can do this."))


def may_see(me: Actor, author_id: UUID) -> Verdict:
    """The rule that `queries.visible_to` states in SQL."""
    if me.moderates or (me.id is not None and me.id == author_id):
        return YES
    return no(_("There is no such proposal."))


def may_decide(me: Actor, proposal: TopicProposal) -> Verdict:
    if not (keeping := may_keep(me)):
        return keeping
    return not_now(_("This has been decided already.")) if proposal.decided_at else YES


def may_take_away(me: Actor, topic: Topic) -> Verdict:
    """To merge it into another, or to retire it."""
    if not (keeping := may_keep(me)):
        return keeping
    return no(_("The six principles stay.")) if topic.slug in PRINCIPLES else YES
