"""The one page of all this, whole or one part of it."""

from fastapi import Response

from backend.core.i18n import ngettext
from backend.domain.members import api_tokens, policy, sessions
from backend.domain.members.api_tokens import TokenDraft
from backend.kit.asking import AskingMember
from backend.kit.forms import Form
from backend.kit.render import render

INDEX = "ways:index"
PROGRAMS = "ways/_programs.html"
DAYS = (30, 90, 365)
"""For how long a token is offered; programs of the operator may get others."""


def is_fresh(ask: AskingMember) -> bool:
    """Whether this browser proved a moment ago whose it is."""
    return ask.caller is not None and ask.caller.is_fresh


def page(
    ask: AskingMember,
    piece: str | None = None,
    *,
    form: Form[TokenDraft] | None = None,
    made: str = "",
    status: int = 200,
) -> Response:
    return render(
        ask,
        "ways/index.html",
        piece,
        status=status,
        may_change=policy.may_change_ways(ask.me, fresh=is_fresh(ask)),
        browsers=sessions.mine(ask.db, ask.me, ask.idle),
        tokens=api_tokens.mine(ask.db, ask.me),
        form=form or Form(TokenDraft),
        days=[(count, ngettext("{count} day", "{count} days", count)) for count in DAYS],
        made=made,
    )
