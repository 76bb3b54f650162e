"""Proof by a letter: asking for one, and the page that its link opens.

Opening the link shows a button and changes nothing, however often mail scanners open it.
"""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Response

from backend.core.errors import NotFound
from backend.core.i18n import _
from backend.domain.affiliations import actions, proving, queries
from backend.domain.affiliations.models import AddressDraft
from backend.kit import errors
from backend.kit.asking import SignedIn
from backend.kit.forms import Form, submitted
from backend.kit.render import render, see_other
from backend.kit.router import Router
from backend.web.affiliations.showing import MINE, show_one

router = Router(show=errors.show_page)

AddressForm = Annotated[Form[AddressDraft], Depends(submitted(AddressDraft))]

GONE = 410


@router.post("/affiliations/{slug}/renewal", name="affiliations:renew")
def renew(ask: SignedIn, slug: UUID, form: AddressForm) -> Response:
    one = queries.entity(ask.db, ask.me, slug)
    if form.submit(lambda draft: proving.ask(ask.db, ask.me, one, draft)) is None:
        return show_one(ask, slug, address=form, status=422)
    said = _("A letter is on its way to {address}.", address=form.value("address"))
    return see_other(ask, ask.path_for(MINE), flash=said)


@router.get("/settings/affiliation/{token}", name="affiliations:open")
def open_link(ask: SignedIn, token: str) -> Response:
    try:
        one = proving.find(ask.db, ask.me, token)
    except NotFound as refusal:
        return render(ask, "affiliations/spent.html", status=GONE, sentence=str(refusal))
    body = actions.name_of(ask.db, one)
    return render(ask, "affiliations/prove.html", token=token, body=body)


@router.post("/settings/affiliation/{token}", name="affiliations:prove")
def prove(ask: SignedIn, token: str) -> Response:
    one = proving.use(ask.db, ask.me, token)
    said = _("It is verified now that you work for {body}.", body=actions.name_of(ask.db, one))
    return see_other(ask, ask.path_for(MINE), flash=said)
