"""Changes of names, for conveners: who was called what, and which could be taken for another's."""

from uuid import UUID

from fastapi import Response

from backend.core.i18n import _
from backend.domain.members import naming
from backend.kit import errors
from backend.kit.asking import SignedIn
from backend.kit.render import render, see_other
from backend.kit.router import Router

router = Router(show=errors.show_page, prefix="/moderation/names")

INDEX = "names:index"


@router.get("", name=INDEX)
def index(ask: SignedIn, member: str = "", show: str = "", after: str = "") -> Response:
    flagged = show == "waiting"
    page = naming.history(ask.db, ask.me, slug=member, flagged=flagged, after=after)
    chosen = {"member": member, "show": show if flagged else ""}
    narrowed = {name: value for name, value in chosen.items() if value}
    older = ask.path_for(INDEX, **narrowed, after=page.next_key) if page.next_key else ""
    return render(
        ask,
        "names/index.html",
        page=page,
        member=member,
        flagged=flagged,
        older=older,
        newest=ask.path_for(INDEX, **narrowed) if after else "",
    )


@router.post("/{change_id}/look", name="names:look")
def look(ask: SignedIn, change_id: UUID) -> Response:
    naming.look_at(ask.db, ask.me, change_id)
    return see_other(ask, ask.path_for(INDEX), flash=_("The name stays, and waits no longer."))
