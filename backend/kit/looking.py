"""A convener's look into a challenge that few may see, noted wherever its words are shown."""

from collections.abc import Collection, Iterable
from typing import Protocol
from uuid import UUID

from backend.domain.challenges import page, policy, sight
from backend.domain.challenges.models import Challenge
from backend.kit.asking import Asking


class Shown(Protocol):
    """Something whose title stands on the page: a glance of it, or what a question is about."""

    @property
    def kind(self) -> str: ...
    @property
    def id(self) -> UUID | None: ...


def look_into(ask: Asking, challenge: Challenge, chosen: Collection[UUID] | None = None) -> None:
    """To be said by every page and answer with words of it; `chosen` are its cities, if known."""
    if not ask.me.moderates:
        return
    if chosen is None:
        chosen = [one.id for one in page.cities(ask.db, challenge.id).chosen]
    if policy.sees_by_office(ask.me, challenge, chosen):
        ask.look(challenge.author_id, "challenge", challenge.id)


def look_over(ask: Asking, shown: Iterable[Shown]) -> None:
    """The same for a list of mixed things, where titles stand: those of what few may see."""
    if not ask.me.moderates:
        return
    by_kind: dict[str, set[UUID]] = {"challenge": set(), "answer": set()}
    for one in shown:
        if one.id:
            by_kind.get(one.kind, set()).add(one.id)
    if any(by_kind.values()):
        found = sight.closed_to(ask.db, ask.me, by_kind["challenge"], by_kind["answer"])
        for challenge_id, author_id in found:
            ask.look(author_id, "challenge", challenge_id)
