"""The routers of these pages; those with a word of their own in the address stand before slugs."""

from backend.web.roundtables import cities, listing, notes, review, showing, times, writing

ROUTERS = (
    listing.router,
    writing.router,
    cities.router,
    times.router,
    review.router,
    notes.router,
    showing.router,
)
