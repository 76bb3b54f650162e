"""All that is held on members, and the tables that hold nothing: a new table adds itself to one.

The order is that in which an account is erased: what hangs on other things before those.
"""

from collections.abc import Mapping, Sequence

from backend.domain.affiliations.holdings import HOLDINGS as AFFILIATIONS
from backend.domain.challenges.holdings import HOLDINGS as CHALLENGES
from backend.domain.cities.holdings import HOLDINGS as CITIES
from backend.domain.conduct.holdings import HOLDINGS as CONDUCT
from backend.domain.conversations.holdings import HOLDINGS as CONVERSATIONS
from backend.domain.curation.holdings import HOLDINGS as CURATION
from backend.domain.endorsements.holdings import HOLDINGS as ENDORSEMENTS
from backend.domain.holdings import Holding
from backend.domain.joining.holdings import HOLDINGS as JOINING
from backend.domain.matching.holdings import HOLDINGS as MATCHING
from backend.domain.members.holdings import HOLDINGS as MEMBERS
from backend.domain.moderation.holdings import HOLDINGS as MODERATION
from backend.domain.notifications.holdings import HOLDINGS as NOTIFICATIONS
from backend.domain.own_data.holdings import HOLDINGS as OWN_DATA
from backend.domain.resources.holdings import HOLDINGS as RESOURCES
from backend.domain.roles.holdings import HOLDINGS as ROLES
from backend.domain.roundtables.holdings import HOLDINGS as ROUNDTABLES
from backend.domain.saved_searches.holdings import HOLDINGS as SAVED_SEARCHES
from backend.domain.search.holdings import HOLDINGS as SEARCH
from backend.domain.twinnings.holdings import HOLDINGS as TWINNINGS

HOLDINGS: Sequence[Holding] = (
    *OWN_DATA,
    *SAVED_SEARCHES,
    *CURATION,
    *ROUNDTABLES,
    *MATCHING,
    *CONVERSATIONS,
    *CHALLENGES,
    *RESOURCES,
    *TWINNINGS,
    *JOINING,
    *CONDUCT,
    *AFFILIATIONS,
    *ROLES,
    *ENDORSEMENTS,
    *MODERATION,
    *SEARCH,
    *NOTIFICATIONS,
    *CITIES,
    *MEMBERS,
)

OF_THE_NETWORK: Mapping[str, str] = {
    "agenda_link": "what a part of a roundtable is about; goes with it",
    "challenge_city": "which cities see a challenge; goes with it",
    "challenge_topic": "what a challenge is about; goes with it",
    "city": "a city",
    "city_change": "which cities are to be compared anew",
    "city_domain": "the e-mail domains of a city",
    "city_language": "in which languages a city works",
    "city_name": "how a city is called",
    "city_name_start": "how a city is called, from each word on",
    "city_priority": "what matters to a city",
    "city_traits": "what a city is compared by",
    "concept": "a word of the glossary",
    "concept_term": "what a word of the glossary is in one language",
    "conduct_wording": "what our rules say in one language",
    "feedback_form": "what conveners ask after a roundtable",
    "helper_list": "when it was looked up who can help best with a topic",
    "join_question": "what the conveners ask of everybody",
    "like_city": "which cities are alike",
    "openness": "what a city says of itself",
    "resource_topic": "what a resource is about; goes with it",
    "poll": "whether a roundtable has a poll of times",
    "poll_option": "the times of a poll",
    "registration_question": "what a roundtable asks of those who come",
    "reminder_sent": "of which sittings people were reminded",
    "roundtable_city": "which cities are invited",
    "roundtable_topic": "what a roundtable is about",
    "saved_search_match": "what a saved search has found; goes with it",
    "search_gap": "what was looked for and not found, without who looked",
    "search_spelling": "words that the index holds, whoever said them",
    "search_word": "words that the index holds, whoever said them",
    "search_sense": "what words that many texts use are about",
    "rule_move": "which sittings new rules of time zones moved",
    "series": "the rule of a series of roundtables",
    "series_part": "which roundtables a series has",
    "sitting": "when a roundtable is held",
    "topic": "the curated tree",
    "topic_edition": "by what name the tree as it stands is known",
    "topic_rarity": "how many cities have a topic",
    "topic_merger": "what search has yet to learn of a topic that is gone",
    "topic_renewal": "what search has yet to learn of a topic",
    "topic_term": "words for the tree",
    "twinning_topic": "on what two cities exchange; goes with it",
}
"""Tables that lead to no member, each with what it holds instead."""
