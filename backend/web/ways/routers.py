"""The routers of these pages; they stand before the links, whose tokens can be any word."""

from backend.web.ways import assertions, passkeys, programs, providers, showing

ROUTERS = (showing.router, programs.router, providers.router, assertions.router, passkeys.router)
