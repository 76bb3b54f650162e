"""The routers of these pages, in the order in which addresses are read."""

from backend.web.twinnings import listing, planning, proposing, showing

ROUTERS = (listing.router, proposing.router, planning.router, showing.router)
