"""The one page of all this, whole or one part of it; and the page that says what went wrong."""

from http import HTTPStatus
from uuid import UUID

from fastapi import Response

from backend.core.i18n import ngettext
from backend.core.verdict import Verdict
from backend.domain.joining import identities, passkeys, programs
from backend.domain.joining.identities import OwnIdentity
from backend.domain.joining.models import LinkDraft
from backend.domain.joining.programs import TokenDraft
from backend.domain.joining.ways import PasskeyDraft, PasskeyNameDraft
from backend.domain.members import policy, sessions
from backend.kit.asking import Asking, AskingMember
from backend.kit.forms import Form
from backend.kit.render import refused, render

INDEX = "ways:index"
PROGRAMS = "ways/_programs.html"
PASSKEYS = "ways/_passkeys.html"
DAYS = (30, 90, 365)
"""For how long a token is offered; programs of the operator may get others."""


def may_change(ask: AskingMember) -> Verdict:
    """Whether this browser is sure enough of whose it is to change how they sign in."""
    has_passkey = bool(ask.me.held_back) and passkeys.has_any(ask.db, ask.me)
    return policy.may_change_ways(ask.me, fresh=ask.is_fresh, has_passkey=has_passkey)


def page(
    ask: AskingMember,
    piece: str | None = None,
    *,
    form: Form[TokenDraft] | None = None,
    made: str = "",
    passkey_form: Form[PasskeyDraft] | None = None,
    renaming: tuple[UUID, Form[PasskeyNameDraft]] | None = None,
    status: int = 200,
) -> Response:
    return render(
        ask,
        "ways/index.html",
        piece,
        status=status,
        may_change=may_change(ask),
        identities=_identities(ask),
        addable=[(one.name, one.label) for one in ask.settings.vouching],
        passkeys=passkeys.mine(ask.db, ask.me),
        passkey_form=passkey_form or Form(PasskeyDraft),
        renaming=renaming,
        browsers=sessions.mine(ask.db, ask.me, ask.idle),
        tokens=programs.mine(ask.db, ask.me),
        form=form or Form(TokenDraft),
        days=[(count, ngettext("{count} day", "{count} days", count)) for count in DAYS],
        made=made,
        leads_to=ask.path_for(INDEX),
    )


def failed(
    ask: Asking, status: HTTPStatus, sentence: str, leads_to: str = "/", email: str = ""
) -> Response:
    """A page that says so, with the other ways in; in the notice line where htmx asked."""
    return refused(
        ask,
        "ways/failed.html",
        status=status,
        sentence=sentence,
        confirm_at="",
        form=Form.of(LinkDraft, email=email),
        leads_to=leads_to,
    )


def _identities(ask: AskingMember) -> list[tuple[OwnIdentity, str]]:
    """Each with what its provider is called; one that is gone from the settings by its address."""
    labels = {one.issuer: one.label for one in ask.settings.vouching}
    return [(one, labels.get(one.issuer, one.issuer)) for one in identities.mine(ask.db, ask.me)]
