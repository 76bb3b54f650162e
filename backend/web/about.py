"""What the network is, its rules, its care for data, and whose work it stands on."""

from fastapi import Response

from backend.domain.cities import gazetteer
from backend.domain.moderation.models import RULES
from backend.kit import errors
from backend.kit.asking import Ask
from backend.kit.render import render
from backend.kit.router import Router

router = Router(show=errors.show_page, prefix="/about")


@router.get("", name="about:show")
def show(ask: Ask) -> Response:
    return render(ask, "about/show.html")


@router.get("/conduct", name="about:conduct")
def conduct(ask: Ask) -> Response:
    return render(ask, "about/conduct.html", rules=RULES)


@router.get("/privacy", name="about:privacy")
def privacy(ask: Ask) -> Response:
    return render(ask, "about/privacy.html")


@router.get("/attributions", name="about:attributions")
def attributions(ask: Ask) -> Response:
    return render(ask, "about/attributions.html", gazetteer=gazetteer)
