"""The routers of these pages, in the order in which addresses are read."""

from backend.web.cities import comparing, keeping, listing, resting, showing, similar

ROUTERS = (
    listing.router,
    comparing.router,
    keeping.router,
    resting.router,
    similar.router,
    showing.router,
)
