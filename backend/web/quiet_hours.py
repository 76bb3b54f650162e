"""One's own quiet hours under the settings."""

from typing import Annotated

from fastapi import Depends, Response

from backend.core.i18n import _
from backend.domain.members import policy
from backend.domain.notifications import quiet_hours
from backend.domain.notifications.quiet_hours import QuietDraft
from backend.kit import errors, moments
from backend.kit.asking import AskingMember, SignedIn
from backend.kit.forms import Form, edited
from backend.kit.render import render, see_other
from backend.kit.router import Router

router = Router(show=errors.show_page, prefix="/settings/quiet-hours")

QuietForm = Annotated[Form[QuietDraft], Depends(edited(QuietDraft))]


@router.get("", name="quiet_hours:show")
def show(ask: SignedIn) -> Response:
    policy.may_edit(ask.me, ask.me).insist()
    kept = quiet_hours.mine(ask.db, ask.me).model_dump()
    return _page(
        ask,
        Form.of(QuietDraft, **{what: f"{at:%H:%M}" for what, at in kept.items() if at is not None}),
    )


@router.post("", name="quiet_hours:choose")
def choose(ask: SignedIn, form: QuietForm) -> Response:
    if form.submit(lambda draft: quiet_hours.choose(ask.db, ask.me, draft)) is None:
        return _page(ask, form, status=422)
    said = _("Your quiet hours are kept.")
    return see_other(ask, ask.path_for("quiet_hours:show"), flash=said)


def _page(ask: AskingMember, form: Form[QuietDraft], status: int = 200) -> Response:
    return render(
        ask,
        "notifications/quiet_hours.html",
        "notifications/_quiet_hours.html",
        status=status,
        form=form,
        place=moments.place_of(ask.me.zone),
    )
