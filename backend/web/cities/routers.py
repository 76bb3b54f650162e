"""The routers of these pages, in the order in which addresses are read."""

from backend.web.cities import keeping, listing, showing, similar

ROUTERS = (listing.router, keeping.router, similar.router, showing.router)
