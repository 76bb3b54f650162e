"""The sentence for each event that members are told of, in lists and as the subject of letters.

Features add theirs: `"<kind>.<what happened>"`, with placeholders that `tell` was given as facts.
"""

from collections.abc import Mapping
from typing import Any

from backend.core.i18n import N_, _
from backend.domain.members.audience import called

SENTENCES: dict[str, str] = {
    "answer.helped": N_("{by} says that your answer to “{title}” helped."),
    "answer.replied": N_("{by} replied to an answer to “{title}” where you take part."),
    "adoption.adapted": N_("{city} has adapted “{title}” for itself."),
    "adoption.considers": N_("{city} considers using “{title}”."),
    "adoption.pilots": N_("{city} pilots “{title}”."),
    "adoption.uses": N_("{city} uses “{title}”."),
    "affiliation.asked": N_("{name} asks to be verified for {body}."),
    "affiliation.confirmed": N_("{by} vouches for your affiliation with {body}."),
    "affiliation.ending": N_("Your affiliation with {body} ends soon unless you renew it."),
    "affiliation.lapsed": N_("Nobody vouches any more for your affiliation with {body}."),
    "affiliation.refused": N_("{by} has not confirmed that you work for {body}."),
    "affiliation.removed": N_("{by} says that you don’t work for {body} any more."),
    "application.admitted": N_("Welcome. You are now a member of the network."),
    "application.answered": N_("{name} has answered your question about their application."),
    "application.asked": N_("{by} has a question about your application."),
    "application.arrived": N_("{name} from {city} has joined."),
    "application.late": N_("{name} still waits for an answer to their application."),
    "application.withdrawn": N_("{name} no longer asks to join."),
    "application.others_admitted": N_("{by} has admitted {name}."),
    "application.others_refused": N_("{by} has not admitted {name}."),
    "application.received": N_("We have received your application. Somebody will read it soon."),
    "application.refused": N_("Your application to join was not accepted."),
    "application.waiting": N_("{name} from {city} asks to join."),
    "account.unused": N_("You have not signed in for a long time."),
    "archive.ready": N_("The archive of your data is ready."),
    "challenge.addressed": N_("{by} put a challenge before your city: “{title}”."),
    "challenge.answered": N_("{by} answered “{title}”."),
    "challenge.closed": N_("“{title}” was closed. Read what came of it."),
    "challenge.edited": N_("{by} edited your challenge “{title}”."),
    "challenge.faced": N_("{city} faces “{title}” too."),
    "challenge.in_progress": N_("“{title}” is being worked on."),
    "challenge.posted": N_("{by} posted “{title}”."),
    "challenge.reopened": N_("“{title}” is open for answers again."),
    "challenge.replied": N_("{by} replied to an answer to “{title}”."),
    "challenge.retagged": N_("{by} changed the topics of your challenge “{title}”."),
    "challenge.solved": N_("“{title}” is solved. Read what worked."),
    "conduct.changed": N_("The code of conduct has a new version: {change}"),
    "conduct.must_accept": N_("Please accept the new code of conduct before you write: {change}"),
    "member.came": N_("{name}, whom you invited, is a member now."),
    "member.would_invite": N_("{by} wanted to invite you. You are here already."),
    "erasure.asked": N_("Your account will be erased."),
    "erasure.done": N_("Your account is erased."),
    "erasure.taken_back": N_("You came back, so your account stays."),
    "city.led": N_("{name} leads {city} now."),
    "city.leadless": N_("{city} has no lead any more."),
    "handover.declined": N_("{by} can’t take over “{title}”."),
    "handover.fell": N_("“{title}” is in your hands now: nobody else took it over."),
    "handover.offered": N_("{by} asks you to take over “{title}”."),
    "handover.opened": N_("{name} has left the city. See what is to be taken over."),
    "handover.taken": N_("{by} has taken over “{title}”."),
    "handover.unclaimed": N_("Nobody took over “{title}”, and its city has no lead."),
    "member.first_passkey": N_(
        "{name} has made a first passkey, and has the powers of their role with it from now on. "
        "Do ask them, but not by e-mail, whether it was them."
    ),
    "member.name_kept": N_("Your name stays “{before}”: “{after}” was not accepted."),
    "member.name_stands": N_("You are called “{after}” here now."),
    "member.name_waits": N_(
        "{name} wants to be called “{after}”, which could be taken for another’s name."
    ),
    "member.role_ended": N_("{by} has ended a role of yours."),
    "member.role_given": N_("{by} has given you a role."),
    "conversation.accepted": N_("{by} agreed to talk with you."),
    "conversation.asked": N_("{by} asks to talk with you."),
    "conversation.cancelled": N_("The meeting of you and {by} is cancelled."),
    "conversation.confirmed": N_("You have agreed to talk with {by}."),
    "conversation.ended": N_("Your request to talk with {by} has ended without an answer."),
    "conversation.later": N_("{by} will come back to your request to talk."),
    "conversation.learned": N_("{by} wrote what they learned from talking with you."),
    "conversation.message": N_("{by} wrote to you."),
    "conversation.moved": N_("The time or place of the meeting of you and {by} has changed."),
    "conversation.over": N_("You have talked with {by}. What did you learn?"),
    "conversation.proposed": N_("{by} offers you other times to talk."),
    "conversation.put_off": N_("You wanted to come back to the request of {by} to talk."),
    "conversation.soon": N_("You will soon talk with {by}."),
    "endorsement.made": N_("{by} says that you can help with {topic}."),
    "endorsement.more": N_(
        "{by} and others say what you can help with: {count} endorsements are new."
    ),
    "moderation.hidden": N_("“{title}” was hidden by a convener."),
    "moderation.restored": N_("“{title}” can be seen again."),
    "privacy.changed": N_("The page on privacy has a new version: {change}"),
    "privacy.must_accept": N_("Please accept the new page on privacy before you write: {change}"),
    "report.dismissed": N_("“{title}”, which you reported, stays as it is."),
    "report.made": N_("Somebody reported “{title}”."),
    "report.upheld": N_("“{title}”, which you reported, was hidden."),
    "resource.added": N_("{by} added “{title}” to the library."),
    "resource.edited": N_("{by} edited “{title}”, which you added."),
    "resource.renewed": N_("There is a new version of “{title}”: {note}"),
    "roundtable.announced": N_("A roundtable that may interest you is planned: “{title}”."),
    "roundtable.cancelled": N_("“{title}” is cancelled."),
    "roundtable.changed": N_("The time or place of “{title}” has changed."),
    "roundtable.confirmed": N_("You have a seat at “{title}”."),
    "roundtable.consent": N_(
        "{by} asks whether “{words}” of “{title}” may be shown, with you in it."
    ),
    "roundtable.withheld": N_(
        "{by} doesn’t agree that “{words}” of “{title}” is shown. It is hidden."
    ),
    "roundtable.invited": N_("{by} invites your city to the roundtable “{title}”."),
    "roundtable.named": N_(
        "Words of “{title}” that others read name somebody who has a seat now. Please change them."
    ),
    "roundtable.note_answered": N_("Your objection to the draft note of “{title}” is answered."),
    "roundtable.note_objected": N_("Somebody objects to the draft note of “{title}”."),
    "roundtable.note_sent": N_("The draft note of “{title}” waits for you to read it."),
    "roundtable.noted": N_("The note of “{title}” is published."),
    "roundtable.over": N_("“{title}” is over. Please say how it was."),
    "roundtable.planned": N_("{by} planned a roundtable that may interest you: “{title}”."),
    "roundtable.polled": N_("{by} asks when you could come to “{title}”."),
    "roundtable.queued": N_(
        "You are number {place} in line for a seat at “{title}”. You hear when you move up."
    ),
    "roundtable.quote_asked": N_("May words of yours from “{title}” be quoted?"),
    "roundtable.quote_withdrawn": N_("A quote from “{title}” that you cite was withdrawn."),
    "roundtable.rules": N_(
        "New rules of time zones ({rules}) move what was planned. Please look at {count}: {titles}"
    ),
    "roundtable.series": N_("{by} invites you to the first of {count} meetings: “{title}”."),
    "roundtable.shifted": N_(
        "The rules of clocks in {zone} have changed. “{title}” keeps its hour there, and is at "
        "another one elsewhere."
    ),
    "roundtable.soon": N_("“{title}” begins soon."),
    "roundtable.seated": N_("A seat has become free for you at “{title}”."),
    "roundtable.timed": N_("The time of “{title}” is fixed."),
    # Letters from before they named the place are still shown.
    "roundtable.waiting": N_("You are on the waiting list of “{title}”."),
    "roundtable.webinar": N_("{by} invites you to the webinar “{title}”."),
    "roundtable.workshop": N_("{by} invites your city to the workshop “{title}”."),
    "saved_search.found": N_("New in your list “{title}”: {count}"),
    "saved_search.mailed": N_("New in your list “{title}”: {count}"),
    "topic.accepted": N_("There is a topic “{title}” now, as you proposed."),
    "topic.merged": N_("The topic “{was}” has become a part of “{title}”."),
    "topic.proposed": N_("{by} proposes a topic: “{title}”."),
    "topic.refused": N_("“{title}” does not become a topic."),
    "topic.retired": N_("The topic “{title}” is not used any more."),
    "twinning.agreed": N_("{by} agreed: “{title}”. The two cities can plan together now."),
    "twinning.begun": N_("Two cities have agreed to exchange: “{title}”."),
    "twinning.called_off": N_("{by} called off “{title}” before it began."),
    "twinning.closed": N_("“{title}” has ended. Read what came of it."),
    "twinning.declined": N_("{by} declined “{title}”."),
    "twinning.over": N_("The time of “{title}” is over. A report of what came of it is due."),
    "twinning.planned": N_("{by} added a step to the plan of “{title}”: {step}"),
    "twinning.proposed": N_("{by} proposes that two cities exchange: “{title}”."),
    "twinning.withdrawn": N_("{by} took back the proposal “{title}”."),
    "way_in.linked": N_("You can now sign in by {name}."),
    "way_in.passkey_gone": N_("Your passkey opens your account no more: {name}."),
    "way_in.passkey_made": N_("You can now sign in with a passkey: {name}."),
    "way_in.token_made": N_("A program may now act for you: {name}."),
    "way_in.unlinked": N_("You can no longer sign in by {name}."),
}


PEOPLE = frozenset({"by", "name"})
"""The facts that name somebody: empty where they have gone since."""


def sentence(event: str, facts: Mapping[str, Any]) -> str:
    """What happened, in the language being spoken."""
    said = {what: called(fact) if what in PEOPLE else fact for what, fact in facts.items()}
    return _(SENTENCES[event], **said)
