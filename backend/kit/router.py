"""Endpoints in one transaction: committed before the answer leaves, undone on a refusal."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeAlias, TypeVar

import structlog
from fastapi import APIRouter, Response
from fastapi.routing import APIRoute
from sqlalchemy.exc import DataError, IntegrityError
from starlette.routing import Match
from starlette.types import Scope

from backend.core.errors import Conflict, NotFound, Refusal
from backend.core.i18n import _, speaking
from backend.core.verdict import Verdict
from backend.kit.asking import Asking
from backend.kit.forms import Form
from backend.kit.languages import Languages

Show: TypeAlias = Callable[[Asking, Refusal], Response]
"""How a refusal looks: `errors.show_page`, or `errors.show_problem`."""
API = "/api/v1"
"""Where programs ask: in front of the addresses that their routers name."""


Endpoint = TypeVar("Endpoint", bound=Callable[..., Any])


def gated(may: Callable[..., Verdict]) -> Callable[[Endpoint], Endpoint]:
    """Who may not do it hears that, rather than what is wrong with what they sent.

    A body is read before its endpoint can ask anybody: `may` is asked where it cannot be read, with
    the request and what stands in its address.
    """

    def mark(endpoint: Endpoint) -> Endpoint:
        endpoint.gate = may  # type: ignore[attr-defined]
        return endpoint

    return mark


class Router(APIRouter):
    """A router whose every endpoint runs in one transaction, with refusals shown by `show`."""

    def __init__(self, *, show: Show, **rest: Any) -> None:
        super().__init__(**rest)
        self._show = show
        self._begin: tuple[str, ...] = ()

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """As any router does, but only where one of its addresses begins like this.

        To try hundreds of patterns one by one took longer than to make many an answer.
        """
        path: str = scope["path"]
        begin = self._beginnings()
        if path.startswith(begin) or path.removeprefix(API).startswith(begin):
            return super().matches(scope)
        return Match.NONE, {}

    def _beginnings(self) -> tuple[str, ...]:
        """What stands before the first gap of each address; nothing, where that is not known."""
        if not self._begin:
            every = {one.path if isinstance(one, APIRoute) else "" for one in self.routes}
            self._begin = tuple({path.partition("{")[0] for path in every})
        return self._begin

    def add_api_route(self, path: str, endpoint: Callable[..., Any], **rest: Any) -> None:
        self._begin = ()
        super().add_api_route(path, _transacted(endpoint, self._show), **rest)


def _transacted(endpoint: Callable[..., Any], show: Show) -> Callable[..., Any]:
    @wraps(endpoint)
    def run(*args: Any, **given: Any) -> Any:
        ask = next(value for value in given.values() if isinstance(value, Asking))
        for sent in given.values():
            if isinstance(sent, Form):
                sent.attempt = ask.attempt
        languages: Languages = ask.request.app.state.languages
        try:
            with speaking(languages.asked_for(ask.request)):
                try:
                    ask.recognise()
                except Refusal as refusal:
                    return show(ask, refusal)
                with speaking(languages.asked_for(ask.request, ask.me.language)):
                    return _answer(ask, lambda: endpoint(*args, **given), show)
        finally:
            ask.close()

    return run


def _answer(ask: Asking, endpoint: Callable[[], Any], show: Show) -> Any:
    try:
        ask.admit()
        answer = endpoint()
        ask.finish()
    except Refusal as refusal:
        ask.undo()
        return show(ask, refusal)
    except IntegrityError:
        # Two people did the same at once, and a constraint let only one of them through.
        structlog.get_logger().warning("overtaken", exc_info=True)
        ask.undo()
        return show(ask, Conflict(_("Somebody was quicker. Please look again.")))
    except (DataError, OverflowError):
        # What no column can hold, such as NUL or a number of thirty digits, is nowhere to be found.
        ask.undo()
        return show(ask, NotFound(_("There is no page at this address.")))
    return answer
