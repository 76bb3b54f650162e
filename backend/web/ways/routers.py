"""The routers of these pages."""

from backend.web.ways import programs, showing

ROUTERS = (showing.router, programs.router)
