"""Identifiers: random enough to publish, ordered enough to index (UUID version 7, RFC 9562)."""

import secrets
from datetime import datetime
from functools import lru_cache
from uuid import UUID

from backend.core import clock


def new_id() -> UUID:
    """A fresh identifier; those made later sort later, to the millisecond."""
    return made_at(clock.now(), secrets.randbits(74))


def first_at(moment: datetime) -> UUID:
    """The smallest identifier of a moment: what came before it sorts below."""
    return made_at(moment, 0)


def made_at(moment: datetime, chance: int) -> UUID:
    """The identifier of a moment with these 74 random bits."""
    millis = int(moment.timestamp() * 1000) & (2**48 - 1)
    high, low = chance >> 62, chance & (2**62 - 1)
    return UUID(int=millis << 80 | 0x7 << 76 | high << 64 | 0b10 << 62 | low)


@lru_cache(maxsize=1024)
def read(written: str) -> UUID:
    """The identifier that a database wrote as text: the same few topics stand in many rows."""
    return UUID(written)
