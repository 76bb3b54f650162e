"""What a member was told, newest first."""

from fastapi import Response

from backend.domain.notifications import actions, queries
from backend.kit import errors
from backend.kit.asking import SignedIn
from backend.kit.events import sentence
from backend.kit.looking import look_over
from backend.kit.render import render, see_other
from backend.kit.router import Router

router = Router(show=errors.show_page, prefix="/notifications")


@router.get("", name="notifications:index")
def index(ask: SignedIn, after: str = "") -> Response:
    page = queries.told(ask.db, ask.me, after=after)
    look_over(ask, [one.subject for one in page.items])
    return render(
        ask,
        "notifications/index.html",
        page=page,
        sentence=sentence,
        address_of=ask.addresses.of,
    )


@router.post("/reading", name="notifications:read")
def read(ask: SignedIn) -> Response:
    actions.read_all(ask.db, ask.me)
    return see_other(ask, ask.path_for("notifications:index"))
