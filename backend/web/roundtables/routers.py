"""The routers of these pages; those with a word of their own in the address stand before slugs."""

from backend.web.roundtables import (
    cities,
    hours,
    listing,
    moves,
    notes,
    review,
    series,
    showing,
    times,
    writing,
)

ROUTERS = (
    listing.router,
    writing.router,
    hours.router,
    moves.router,
    cities.router,
    times.router,
    series.router,
    review.router,
    notes.router,
    showing.router,
)
