"""The routers of these pages."""

from backend.web.conversations import answering, asking, listing, showing, talking

ROUTERS = (listing.router, asking.router, showing.router, answering.router, talking.router)
