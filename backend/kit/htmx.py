"""The one question this program asks about htmx 4."""

from fastapi import Request


def wants_piece(request: Request) -> bool:
    """True when htmx will swap the answer into part of a page, so only that part should be sent."""
    asked = request.headers
    return asked.get("HX-Request") == "true" and asked.get("HX-Request-Type") != "full"
