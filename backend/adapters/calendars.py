"""Calendars of members at addresses outside."""

import httpx2

from backend.adapters.outgoing import Reach
from backend.core.providers import Doubt


def fetch(reach: Reach, address: str) -> bytes | None:
    """What stands there; nothing if it can't be had, or mustn't be asked for."""
    try:
        return reach.get(address)
    except (httpx2.HTTPError, httpx2.InvalidURL, Doubt, OSError, ValueError):
        return None
