"""The address in every letter that one can do without, by which it comes no more.

Whoever has the letter may open it, signed in or not: it can do nothing but keep mail away, and
names its reader by a number alone. It is signed, so nobody makes one up, and it never ends.
"""

from dataclasses import dataclass
from uuid import UUID

from backend.core import tokens
from backend.domain.notifications.models import KINDS, RHYTHMS


@dataclass(frozen=True, slots=True)
class Unwanted:
    """Letters of which kind somebody wants no more, or digests of which rhythm."""

    member_id: UUID
    wish: str


def token_of(secret: str, unwanted: Unwanted) -> str:
    words = (unwanted.member_id.hex, unwanted.wish)
    return "-".join((*words, tokens.signature(secret, "unsubscribe", *words)))


def read(secret: str, token: str) -> Unwanted | None:
    """What a token of ours says; nothing where it is another's."""
    number, _dash, rest = token.partition("-")
    wish, _dash, _signature = rest.partition("-")
    if wish not in (*KINDS, *RHYTHMS):
        return None
    try:
        unwanted = Unwanted(UUID(hex=number), wish)
    except ValueError:
        return None
    return unwanted if tokens.same(token, token_of(secret, unwanted)) else None
