"""What a new member does first, and how far they have come. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

Name: TypeAlias = Literal["profile", "topics", "priorities", "peers", "answer"]

PEERS = 3
"""So many people are followed before the step is done."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a member's beginning."""

    tells_of_themself: bool
    has_topics: bool
    has_city: bool
    city_has_priorities: bool
    follows: int
    has_answered: bool


@dataclass(frozen=True, slots=True)
class Step:
    name: Name
    is_done: bool


def steps(facts: Facts) -> Sequence[Step]:
    """The steps in the order to take them; who works for no city has no priorities to look after."""
    every = (
        Step("profile", facts.tells_of_themself),
        Step("topics", facts.has_topics),
        Step("priorities", facts.city_has_priorities),
        Step("peers", facts.follows >= PEERS),
        Step("answer", facts.has_answered),
    )
    return [step for step in every if facts.has_city or step.name != "priorities"]
