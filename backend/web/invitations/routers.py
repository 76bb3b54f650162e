"""The routers of these pages."""

from backend.web.invitations import everybody, lists, sending

ROUTERS = (
    sending.router,
    lists.router,
    everybody.router,
)
