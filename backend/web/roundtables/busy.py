"""One's own busy times: from a file or an address, seen by oneself alone, gone at a word."""

from typing import Annotated

from fastapi import Depends, Response

from backend.core.errors import Rejected
from backend.core.i18n import N_, _
from backend.domain.roundtables import busy_times
from backend.domain.roundtables.busy import BusyDraft
from backend.domain.roundtables.busy_reading import MOST_BYTES
from backend.kit import errors
from backend.kit.asking import AskingMember, SignedIn
from backend.kit.busy import read_alone
from backend.kit.forms import Form, submitted
from backend.kit.render import render, see_other
from backend.kit.router import Router
from backend.web.roundtables.clocks import readers_clock

router = Router(show=errors.show_page, prefix="/roundtables/busy")

BusyForm = Annotated[Form[BusyDraft], Depends(submitted(BusyDraft))]

PROBLEMS = {
    busy_times.UNREACHABLE: N_("It could not be reached the last time. We try again."),
    busy_times.UNREADABLE: N_("What stands there is not a calendar that we can read."),
}


@router.get("", name="roundtables:busy")
def show(ask: SignedIn) -> Response:
    return _page(ask, Form(BusyDraft))


@router.post("", name="roundtables:keep_busy")
def keep(ask: SignedIn, form: BusyForm) -> Response:
    sent = form.files.get("file")
    file = sent.file.read(MOST_BYTES + 1) if sent else b""

    try:
        found = read_alone(ask, file) if file else ()
    except Rejected as refusal:
        form.problems = refusal.problems
        return _page(ask, form, status=422)

    def act(draft: BusyDraft) -> object:
        if file:
            return busy_times.upload(ask.db, ask.me, found)
        return busy_times.subscribe(ask.db, ask.me, draft)

    if form.submit(act) is None:
        return _page(ask, form, status=422)
    words = _("Your busy times are kept.") if file else _("Your calendar will be read in a moment.")
    return see_other(ask, ask.path_for("roundtables:busy"), flash=words)


@router.post("/removal", name="roundtables:forget_busy")
def forget(ask: SignedIn) -> Response:
    busy_times.forget(ask.db, ask.me)
    words = _("Nothing of your calendar is kept any more.")
    return see_other(ask, ask.path_for("roundtables:busy"), flash=words)


def _page(ask: AskingMember, form: Form[BusyDraft], *, status: int = 200) -> Response:
    kept = busy_times.mine(ask.db, ask.me)
    by = readers_clock(ask)
    return render(
        ask,
        "roundtables/busy.html",
        "roundtables/_busy_form.html",
        status=status,
        form=form,
        kept=kept,
        read=by.when(kept.read_at) if kept and kept.read_at else "",
        trouble=_(PROBLEMS[kept.problem]) if kept and kept.problem else "",
    )
