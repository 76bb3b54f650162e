"""What members look for and do not find, for conveners: and what to do about it."""

from fastapi import Response

from backend.core import tongues
from backend.domain.search import gaps
from backend.kit import errors
from backend.kit.asking import SignedIn
from backend.kit.render import render
from backend.kit.router import Router

router = Router(show=errors.show_page, prefix="/moderation/gaps")


@router.get("", name="gaps:index")
def index(ask: SignedIn) -> Response:
    return render(
        ask,
        "gaps/index.html",
        gaps=gaps.often(ask.db, ask.me),
        least=gaps.LEAST,
        days=gaps.DAYS,
        tongue_name=tongues.name,
    )
