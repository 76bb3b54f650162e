"""Of what one wants to hear, and how, under the settings."""

from datetime import UTC, datetime
from typing import Annotated

from fastapi import Depends, Response

from backend.core import clock
from backend.core.i18n import _
from backend.domain.members import policy
from backend.domain.notifications import wishes
from backend.domain.notifications.wishes import WishesDraft
from backend.kit import errors, moments
from backend.kit.asking import AskingMember, SignedIn
from backend.kit.forms import Form, edited
from backend.kit.render import render, see_other
from backend.kit.router import Router

router = Router(show=errors.show_page, prefix="/settings/notifications")

WishesForm = Annotated[Form[WishesDraft], Depends(edited(WishesDraft))]


@router.get("", name="wishes:show")
def show(ask: SignedIn) -> Response:
    policy.may_edit(ask.me, ask.me).insist()
    return _page(ask, Form.of(WishesDraft, **wishes.mine(ask.db, ask.me).model_dump()))


@router.post("", name="wishes:choose")
def choose(ask: SignedIn, form: WishesForm) -> Response:
    if form.submit(lambda draft: wishes.choose(ask.db, ask.me, draft)) is None:
        return _page(ask, form, status=422)
    said = _("From now on you hear of things as you chose.")
    return see_other(ask, ask.path_for("wishes:show"), flash=said)


def _page(ask: AskingMember, form: Form[WishesDraft], status: int = 200) -> Response:
    kept = wishes.mine(ask.db, ask.me)
    place = moments.place_of(ask.me.zone)
    coming = wishes.coming(ask.db, ask.me, kept, clock.now())
    return render(
        ask,
        "notifications/wishes.html",
        "notifications/_wishes.html",
        status=status,
        form=form,
        hours=[(hour, moments.clock_time(_at(hour), "UTC")) for hour in range(24)],
        place=place,
        coming={rhythm: moments.when(one.at, ask.me.zone, place) for rhythm, one in coming.items()},
    )


def _at(hour: int) -> datetime:
    return datetime(2000, 1, 1, hour, tzinfo=UTC)
