"""More seats for those who wait: whom they should go to, and giving them."""

from typing import Annotated

from fastapi import Depends, Query, Response

from backend.core import tongues
from backend.core.i18n import _
from backend.domain.roundtables import extra_seating, policy, queries
from backend.domain.roundtables.extra_seating import ExtraSeatsDraft, SeatsWished
from backend.domain.roundtables.models import Roundtable
from backend.kit import errors
from backend.kit.asking import AskingMember, SignedIn
from backend.kit.forms import Form, submitted
from backend.kit.render import render, see_other
from backend.kit.router import Router

router = Router(show=errors.show_page, prefix="/roundtables/{slug}/extra-seats")

SeatsForm = Annotated[Form[ExtraSeatsDraft], Depends(submitted(ExtraSeatsDraft))]


@router.get("", name="roundtables:extra_seats")
def show(ask: SignedIn, slug: str, wished: Annotated[SeatsWished, Query()]) -> Response:
    table = queries.one(ask.db, ask.me, slug)
    return _page(ask, table, wished, Form(ExtraSeatsDraft))


@router.post("", name="roundtables:give_seats")
def give(ask: SignedIn, slug: str, form: SeatsForm) -> Response:
    table = queries.one(ask.db, ask.me, slug)
    policy.may_arrange(ask.me, table).insist()
    if form.submit(lambda draft: extra_seating.give(ask.db, ask.me, table, draft)) is None:
        return _page(ask, table, SeatsWished(), form, status=422)
    path = ask.path_for("roundtables:show", slug=slug)
    return see_other(ask, f"{path}#seats", flash=_("They have a seat now, and hear of it."))


def _page(
    ask: AskingMember,
    table: Roundtable,
    wished: SeatsWished,
    form: Form[ExtraSeatsDraft],
    *,
    status: int = 200,
) -> Response:
    return render(
        ask,
        "roundtables/extra_seats.html",
        "roundtables/_extra_seats.html",
        status=status,
        table=table,
        wished=wished,
        tongues_offered=tongues.choices(),
        form=form,
        found=extra_seating.proposed(ask.db, ask.me, table, wished),
        sittings=queries.sittings(ask.db, table),
    )
