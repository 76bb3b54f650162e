from backend.web.affiliations import handing, moving, proving, showing

ROUTERS = (moving.router, proving.router, handing.router, showing.router)
"""First what has a word where another has somebody's token."""
