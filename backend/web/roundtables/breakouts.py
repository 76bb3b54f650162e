"""Tables of a roundtable: a convener proposes, changes and keeps them; everybody sees their own."""

from typing import Annotated

from fastapi import Depends, Query, Response

from backend.core.i18n import N_, _
from backend.domain.roundtables import breakout_places, policy, queries
from backend.domain.roundtables.breakout_places import PlacesDraft, Wished
from backend.domain.roundtables.models import Roundtable
from backend.domain.roundtables.policy import Room
from backend.kit import errors
from backend.kit.asking import AskingMember, SignedIn
from backend.kit.forms import Form, edited
from backend.kit.render import render, see_other
from backend.kit.router import Router

router = Router(show=errors.show_page, prefix="/roundtables/{slug}/tables")

PlacesForm = Annotated[Form[PlacesDraft], Depends(edited(PlacesDraft))]
SHOW = "roundtables:tables"

SIZES = range(2, 13)
"""That are offered; any others can be asked for."""
KNOWN = {
    "apart": N_("Apart"),
    "together": N_("Together"),
    "": N_("As it comes"),
}
MIXES = {
    "region": N_("Regions of the world"),
    "level": N_("Levels: political office, heads, experts"),
    "size": N_("Sizes of cities"),
    "language": N_("A language that all of a table speak"),
    "newness": N_("First-timers among others"),
}


@router.get("", name=SHOW)
def show(ask: SignedIn, slug: str, wished: Annotated[Wished, Query()]) -> Response:
    table = queries.one(ask.db, ask.me, slug)
    if policy.runs(ask.me, table):
        return _arranging(ask, table, wished, Form(PlacesDraft))
    return _own(ask, table, queries.room(ask.db, ask.me, table))


@router.post("", name="roundtables:keep_tables")
def keep(ask: SignedIn, slug: str, form: PlacesForm) -> Response:
    table = queries.one(ask.db, ask.me, slug)
    policy.may_set_tables(ask.me, table).insist()
    if form.submit(lambda draft: breakout_places.keep(ask.db, ask.me, table, draft)) is None:
        return _arranging(ask, table, Wished(), form, status=422)
    sitting = form.value("sitting") or "0"
    path = ask.path_for(SHOW, slug=slug, sitting="" if sitting == "0" else sitting)
    return see_other(ask, path, flash=_("The tables are kept. Everybody sees their own."))


def _arranging(
    ask: AskingMember,
    table: Roundtable,
    wished: Wished,
    form: Form[PlacesDraft],
    *,
    status: int = 200,
) -> Response:
    return render(
        ask,
        "roundtables/tables.html",
        "roundtables/_tables.html",
        status=status,
        table=table,
        wished=wished,
        form=form,
        found=breakout_places.arranged(ask.db, ask.me, table, wished),
        sittings=queries.sittings(ask.db, table),
        sizes=[(size, str(size)) for size in sorted({*SIZES, wished.smallest, wished.largest})],
        known=[(key, _(words)) for key, words in KNOWN.items()],
        mixes=[(key, _(words)) for key, words in MIXES.items()],
    )


def _own(ask: AskingMember, table: Roundtable, room: Room) -> Response:
    policy.may_see_own_table(ask.me, table, room).insist()
    mine = breakout_places.my_table(ask.db, ask.me, table, room.seat) if room.seat else None
    return render(ask, "roundtables/own_table.html", table=table, mine=mine)
