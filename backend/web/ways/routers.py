"""The routers of these pages."""

from backend.web.ways import programs, providers, showing

ROUTERS = (showing.router, programs.router, providers.router)
