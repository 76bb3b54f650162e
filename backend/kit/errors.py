"""The number each refusal carries over HTTP, and how it looks as a page, a piece, a problem."""

from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, JSONResponse
from fastapi.routing import APIRoute
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException

from backend.core.errors import Conflict, Denied, NotFound, Refusal, Rejected, TooMany, Unknown
from backend.core.i18n import N_, _, language, speaking
from backend.kit.asking import TOKEN_FIELD, Asking, AskingMember, asking_member
from backend.kit.forms import sentence
from backend.kit.render import environment, refused

STATUS: dict[type[Exception], int] = {
    Rejected: 422,
    Unknown: 401,
    Denied: 403,
    NotFound: 404,
    Conflict: 409,
    TooMany: 429,
}
SENTENCES = {
    404: N_("There is no page at this address."),
    405: N_("This address cannot be used that way."),
    413: N_("This is larger than what can be taken in."),
    422: N_("Please check what was sent."),
}
WORDS = 20
"""A text of so many characters was worth typing."""
ODD = N_("This could not be understood.")
BROKEN = N_("Something went wrong on our side. It has been noted; please try again in a while.")


def show_page(ask: Asking, refusal: Refusal) -> Response:
    """A refusal to a person: a page, or for htmx a sentence in the notice line."""
    answer = _page(ask, STATUS.get(type(refusal), 400), str(refusal))
    return _with_headers(answer, refusal)


def show_problem(_ask: Asking, refusal: Refusal) -> Response:
    """A refusal to a program: problem details (RFC 9457)."""
    problems = refusal.problems if isinstance(refusal, Rejected) else None
    answer = problem(STATUS.get(type(refusal), 400), str(refusal), problems)
    if isinstance(refusal, Unknown):
        answer.headers["WWW-Authenticate"] = "Bearer"
    return _with_headers(answer, refusal)


def problem(status: int, detail: str, problems: dict[str, str] | None = None) -> JSONResponse:
    body: dict[str, Any] = {"type": "about:blank", "status": status, "detail": detail}
    if problems:
        body["problems"] = problems
    return JSONResponse(body, status, media_type="application/problem+json")


def install(app: FastAPI) -> None:
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(RequestValidationError, _unsound)


def _with_headers(answer: Response, refusal: Refusal) -> Response:
    if isinstance(refusal, TooMany):
        answer.headers["Retry-After"] = str(refusal.again_in)
    return answer


def _page(ask: Asking, status: int, words: str) -> Response:
    typed = _typed(ask)
    return refused(
        ask,
        "errors/refusal.html",
        status=status,
        number=status,
        sentence=words,
        confirm_at=_confirmation(ask, status),
        typed=typed,
        written=[one for _name, one in typed if len(one) >= WORDS and " " in one],
    )


def _typed(ask: Asking) -> list[tuple[str, str]]:
    """What a member sent along, by field: without scripts the page on which it was typed is gone."""
    if ask.caller is None:
        return []
    fields: dict[str, list[str]] = getattr(ask.request.state, "typed", {})
    return [(name, one) for name, values in fields.items() if name != TOKEN_FIELD for one in values]


def _confirmation(ask: Asking, status: int) -> str:
    """Where somebody whose role awaits a passkey may confirm, if that could be why this is closed.

    It goes by who asks alone, so that it tells nothing of what there is.
    """
    if status not in {403, 404} or not ask.me.held_back:
        return ""
    asked = ask.request.url
    here = f"{asked.path}?{asked.query}" if asked.query else asked.path
    return ask.path_for("passkeys:confirm", next=here if ask.request.method == "GET" else "")


async def outside(request: Request, status: int) -> Response:
    """The answer where no endpoint ran, or where one failed."""
    if status == HTTPStatus.INTERNAL_SERVER_ERROR:
        return _broken(request)
    return await run_in_threadpool(_recognised, request, status)


def _recognised(request: Request, status: int, faults: Sequence[Any] = ()) -> Response:
    """Nobody has been recognised yet, and a page shows who is signed in. Runs in a thread."""
    ask = _asking(request)
    show = show_problem if ask.for_program else show_page
    try:
        ask.recognise()
        with speaking(request.app.state.languages.asked_for(request, ask.me.language)):
            if status == HTTPStatus.UNPROCESSABLE_ENTITY:
                _admit(request, ask)
            words = _(SENTENCES.get(status, ODD))
            if not ask.for_program:
                return _page(ask, status, words)
            places = {".".join(map(str, one["loc"])): sentence(one) for one in faults}
            return problem(status, words, places)
    except Refusal as refusal:
        return show(ask, refusal)
    finally:
        ask.close()


def _admit(request: Request, ask: Asking) -> None:
    """Who may not do it at all is told that, not what is wrong with what they sent."""
    ask.know()
    gate = getattr(request.scope.get("endpoint"), "gate", None)
    if gate is not None:
        gate(ask, **request.path_params).insist()


def _asking(request: Request) -> Asking:
    """As the endpoint would have asked, if one was met."""
    route = request.scope.get("route")
    needed = route.dependant.dependencies if isinstance(route, APIRoute) else ()
    known = any(one.call is asking_member for one in needed)
    return AskingMember(request) if known else Asking(request)


def _broken(request: Request) -> Response:
    """A page that stands by itself: whatever failed may fail again while the base page is made."""
    with speaking(request.app.state.languages.asked_for(request)):
        if request.url.path.startswith("/api/"):
            return problem(500, _(BROKEN))
        spoken = language()
        html = environment.get_template("errors/broken.html").render(
            site=request.app.state.site,
            language=spoken.code,
            direction=spoken.direction,
            sentence=_(BROKEN),
        )
        return HTMLResponse(html, 500)


async def _http(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    answer = await outside(request, status)
    if isinstance(error, HTTPException) and error.headers:
        answer.headers.update(error.headers)
    return answer


async def _unsound(request: Request, error: Exception) -> Response:
    """An address or a body that FastAPI could not read: where and what, never what was sent."""
    faults = error.errors() if isinstance(error, RequestValidationError) else ()
    # A page that isn't there is an address that cannot be read.
    is_sent = all(one["loc"][0] == "body" for one in faults)
    status = 422 if is_sent or request.url.path.startswith("/api/") else 404
    return await run_in_threadpool(_recognised, request, status, faults)
