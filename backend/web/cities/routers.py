"""The routers of these pages, in the order in which addresses are read."""

from backend.web.cities import keeping, listing, showing

ROUTERS = (listing.router, keeping.router, showing.router)
