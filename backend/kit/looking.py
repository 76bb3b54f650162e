"""A convener's look into a challenge that few may see, noted wherever its words are shown."""

from collections.abc import Collection
from uuid import UUID

from backend.domain.challenges import page, policy
from backend.domain.challenges.models import Challenge
from backend.kit.asking import Asking


def look_into(ask: Asking, challenge: Challenge, chosen: Collection[UUID] | None = None) -> None:
    """To be said by every page and answer with words of it; `chosen` are its cities, if known."""
    if not ask.me.moderates:
        return
    if chosen is None:
        chosen = [one.id for one in page.cities(ask.db, challenge.id).chosen]
    if policy.sees_by_office(ask.me, challenge, chosen):
        ask.look(challenge.author_id, "challenge", challenge.id)
