"""The one page of all this, whole or one part of it."""

from fastapi import Response

from backend.core.i18n import ngettext
from backend.domain.joining import identities, programs
from backend.domain.joining.identities import OwnIdentity
from backend.domain.joining.programs import TokenDraft
from backend.domain.members import policy, sessions
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
        identities=_identities(ask),
        addable=[(one.name, one.label) for one in ask.settings.providers],
        browsers=sessions.mine(ask.db, ask.me, ask.idle),
        tokens=programs.mine(ask.db, ask.me),
        form=form or Form(TokenDraft),
        days=[(count, ngettext("{count} day", "{count} days", count)) for count in DAYS],
        made=made,
    )


def _identities(ask: AskingMember) -> list[tuple[OwnIdentity, str]]:
    """Each with what its provider is called; one that is gone from the settings by its address."""
    labels = {one.issuer: one.label for one in ask.settings.providers}
    return [(one, labels.get(one.issuer, one.issuer)) for one in identities.mine(ask.db, ask.me)]
