"""What the network is, and whose work it stands on."""

from fastapi import Response

from backend.domain.cities import gazetteer
from backend.domain.members import queries
from backend.kit import errors
from backend.kit.asking import Ask
from backend.kit.render import render
from backend.kit.router import Router

router = Router(show=errors.show_page, prefix="/about")

CONVENERS = "about:conveners"


@router.get("", name="about:show")
def show(ask: Ask) -> Response:
    return render(ask, "about/show.html")


@router.get("/conveners", name=CONVENERS)
def conveners(ask: Ask, after: str = "") -> Response:
    """Whom to turn to: those of them whom this reader may see."""
    page = queries.conveners(ask.db, ask.me, after)
    return render(
        ask,
        "about/conveners.html",
        page=page,
        older=ask.path_for(CONVENERS, after=page.next_key) if page.next_key else "",
        newest=ask.path_for(CONVENERS) if after else "",
    )


@router.get("/attributions", name="about:attributions")
def attributions(ask: Ask) -> Response:
    return render(ask, "about/attributions.html", gazetteer=gazetteer)
