"""How other programs use the network: the OpenAPI document, and the same as a page."""

from fastapi import Response
from fastapi.responses import JSONResponse

from backend.kit import errors
from backend.kit.asking import Ask
from backend.kit.openapi import document
from backend.kit.render import render
from backend.kit.router import Router

router = Router(show=errors.show_page, prefix="/api")


@router.get("/docs", name="programs:show")
def show(ask: Ask) -> Response:
    return render(ask, "programs/show.html", document=_document(ask))


@router.get("/v1/openapi.json", name="programs:document")
def openapi(ask: Ask) -> Response:
    return JSONResponse(_document(ask))


def _document(ask: Ask) -> dict[str, object]:
    # It never changes while the program runs, and making it takes a while.
    state = ask.request.app.state
    if not hasattr(state, "openapi"):
        state.openapi = document(ask.request.app, ask.settings.name)
    kept: dict[str, object] = state.openapi
    return kept
