"""Choosing the language of the interface, for a browser and, signed in, for the member."""

from typing import Annotated

from fastapi import Form, Response

from backend.domain.members.models import Member
from backend.kit import errors
from backend.kit.addresses import within
from backend.kit.asking import Ask
from backend.kit.languages import COOKIE
from backend.kit.render import see_other
from backend.kit.router import Router

router = Router(show=errors.show_page)


@router.post("/language", name="language:choose")
def choose(
    ask: Ask, language: Annotated[str, Form()] = "", back: Annotated[str, Form()] = "/"
) -> Response:
    chosen = ask.request.app.state.languages.known(language)
    answer = see_other(ask, within(back))
    if chosen is not None:
        if isinstance(ask.me, Member):
            ask.me.language = chosen.code
        answer.set_cookie(
            COOKIE,
            chosen.code,
            max_age=365 * 24 * 3600,
            httponly=True,
            samesite="lax",
            secure=ask.settings.is_secure,
        )
    return answer
