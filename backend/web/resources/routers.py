"""The routers of these pages; those with a word of their own in the address stand before slugs."""

from backend.web.resources import listing, showing, using, writing

ROUTERS = (
    listing.router,
    writing.router,
    using.router,
    showing.router,
)
