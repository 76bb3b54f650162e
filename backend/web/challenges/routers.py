"""The routers of these pages; those with a word of their own in the address stand before slugs."""

from backend.web.challenges import answers, drafts, listing, showing, standing, tagging, writing

ROUTERS = (
    listing.router,
    writing.router,
    drafts.router,
    answers.router,
    standing.router,
    tagging.router,
    showing.router,
)
