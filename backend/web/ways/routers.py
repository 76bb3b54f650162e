"""The routers of these pages; they stand before the links, whose tokens can be any word."""

from backend.web.ways import passkeys, programs, providers, showing

ROUTERS = (showing.router, programs.router, providers.router, passkeys.router)
