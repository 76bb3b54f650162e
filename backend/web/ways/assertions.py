"""What a SAML provider sends with somebody's browser, and what its operator reads of us.

The form comes without our cookies, so here it is only checked and put away. Then the browser goes
on to the address to which every other provider sends it: that is a GET on our own site, with
cookies, and only there somebody is signed in. No script and no button are needed on the way.
"""

from typing import Annotated
from urllib.parse import urlencode

from fastapi import Form as Field
from fastapi import Response

from backend.core.errors import Conflict, NotFound
from backend.core.i18n import _
from backend.core.providers import NotBelieved, SaysNo, Unreachable
from backend.domain.joining import provider_answers
from backend.kit import errors
from backend.kit.asking import Ask, Asking
from backend.kit.delivered import AskingFromElsewhere, Delivered
from backend.kit.render import see_other
from backend.kit.router import Router
from backend.web.ways.errands import errand_to, provider_label, providers

router = Router(show=errors.show_page, prefix="/sign-in/providers/{name}")

LONGEST = 80
"""Bytes that a state may have by the standard; ours have 43."""
METADATA = "application/samlmetadata+xml"


@router.post("/assertion", name="providers:receive")
def receive(
    ask: Delivered,
    name: str,
    form: Annotated[str, Field(alias="SAMLResponse")] = "",
    state: Annotated[str, Field(alias="RelayState")] = "",
) -> Response:
    _insist_on_saml(ask, name)
    onward = ask.path_for("providers:answer", name=name)
    return see_other(ask, f"{onward}?{urlencode(_put_away(ask, name, form, state[:LONGEST]))}")


@router.get("/metadata", name="providers:metadata")
def metadata(ask: Ask, name: str) -> Response:
    _insist_on_saml(ask, name)
    return Response(providers(ask).about_us(name, errand_to(ask, name)), media_type=METADATA)


def _put_away(ask: AskingFromElsewhere, name: str, form: str, state: str) -> dict[str, str]:
    """What the browser is sent on with: a handle to what the form said, or why there is none."""
    try:
        visit = provider_answers.awaited(ask.db, name, state)
        ask.pause()
        said = providers(ask).asserted(name, errand_to(ask, name, state, visit), form)
        return {"state": state, "code": provider_answers.put_away(ask.db, visit, said)}
    except NotBelieved:
        provider_answers.disbelieve(ask.db, visit)
        trouble = "unbelieved"
    except Conflict:
        trouble = "unbelieved"
    except Unreachable:
        trouble = "unreachable"
    except SaysNo:
        trouble = "refused"
    return {"state": state, "error": trouble}


def _insist_on_saml(ask: Asking, name: str) -> None:
    provider_label(ask, name)
    if not providers(ask).posts(name):
        raise NotFound(_("There is no page at this address."))
