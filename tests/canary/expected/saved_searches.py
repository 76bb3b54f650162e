"""Saved searches are their owners'; what a convener shares is for all conveners."""

from tests.canary.expected.shapes import Surface
from tests.canary.roles import CONVENERS, MEMBERS

SURFACES = (
    Surface("searches:index", "/settings/searches", ("saved.*.name",), to=MEMBERS),
    Surface("searches:new", "/settings/searches/new?of=/challenges", to=MEMBERS),
    Surface("searches:show", "/settings/searches/{slug}", over="saved"),
    Surface("searches:shared", "/moderation/searches", ("saved.shared.name",), to=CONVENERS),
    Surface("api.searches:list", "/api/v1/me/searches", ("saved.*.name",), to=MEMBERS),
    Surface(
        "api.searches:shared", "/api/v1/moderation/searches", ("saved.shared.name",), to=CONVENERS
    ),
)
