"""What members look for and do not find, for conveners: and what to do about it."""

from typing import Annotated

from fastapi import Depends, Response

from backend.core import tongues
from backend.core.i18n import _
from backend.domain.curation import settling
from backend.domain.curation.settling import DONE, SettlingDraft
from backend.domain.search import gaps
from backend.kit import errors
from backend.kit.asking import AskingMember, SignedIn
from backend.kit.forms import Form, submitted
from backend.kit.render import render, see_other
from backend.kit.router import Router

router = Router(show=errors.show_page, prefix="/moderation/gaps")

INDEX = "gaps:index"

SettlingForm = Annotated[Form[SettlingDraft], Depends(submitted(SettlingDraft))]


@router.get("", name=INDEX)
def index(ask: SignedIn) -> Response:
    return _page(ask)


@router.post("/settled", name="gaps:settle")
def settle(ask: SignedIn, form: SettlingForm) -> Response:
    if form.submit(lambda draft: settling.settle(ask.db, ask.me, draft)) is None:
        return _page(ask, form, status=422)
    said = _("It is settled. Should people look for it in vain again, it comes back.")
    return see_other(ask, ask.path_for(INDEX), flash=said)


def _page(
    ask: AskingMember, form: Form[SettlingDraft] | None = None, *, status: int = 200
) -> Response:
    return render(
        ask,
        "gaps/index.html",
        status=status,
        gaps=gaps.often(ask.db, ask.me),
        settled=settling.settled(ask.db, ask.me),
        form=form or Form(SettlingDraft),
        done=[(key, _(words)) for key, words in DONE.items()],
        least=gaps.LEAST,
        days=gaps.DAYS,
        tongue_name=tongues.name,
    )
