"""Whom somebody has invited: their own, all for conveners; a list is its convener's alone."""

from tests.canary.expected.shapes import Shown, Surface, To
from tests.canary.roles import CONVENERS, MEMBERS, only

ROW = ("name", "email")
MINE = tuple(To(f"invitation.one.{text}", only("colleague")) for text in ROW)
EVERYBODYS: tuple[Shown, ...] = (
    *(f"invitation.one.{text}" for text in ROW),
    To("asker.colleague.name", CONVENERS),
)
COMING_IN = only("guest", "pending", "refused")
READ = tuple(
    To(one, COMING_IN)
    for one in ("invitation.one.*", "asker.colleague.name", "question.asked.words", "topic.*.label")
)
"""The form to join, filled in; who has been admitted is led to their own page."""
LIST = ("invitation_list.{one}.name", "invitation_list.{one}.email")

SURFACES = (
    Surface("invitations:index", "/invitations", MINE, to=MEMBERS),
    Surface("invitations:new", "/invitations/new", to=MEMBERS),
    Surface("invitations:show", "/invitations/{slug}", READ, over="invitation_link"),
    Surface("invitations:every", "/moderation/invitations", EVERYBODYS, to=CONVENERS),
    Surface("invitations:list", "/moderation/invitations/lists/new", to=CONVENERS),
    Surface(
        "invitations:report", "/moderation/invitations/lists/{id}", LIST, over="invitation_list"
    ),
    Surface(
        "invitations:download",
        "/moderation/invitations/lists/{id}/report.csv",
        LIST,
        over="invitation_list",
    ),
    Surface("api.invitations:list", "/api/v1/invitations", MINE, to=MEMBERS),
    Surface(
        "api.invitations:list", "/api/v1/invitations?whose=everybody", EVERYBODYS, to=CONVENERS
    ),
    Surface(
        "api.invitations:report",
        "/api/v1/invitation-lists/{id}?standing=good",
        LIST[1:],
        over="invitation_list",
    ),
)
