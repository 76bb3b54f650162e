"""The ledger of hours: what one kept oneself, and for conveners what every city did."""

from collections.abc import Sequence
from typing import Annotated

from fastapi import Query, Response

from backend.core.i18n import _
from backend.domain.roundtables import ledger, policy
from backend.domain.roundtables.ledger import OwnHours, Share
from backend.kit import errors
from backend.kit.asking import SignedIn
from backend.kit.render import render
from backend.kit.router import Router
from backend.web.roundtables.clocks import readers_clock

router = Router(show=errors.show_page, prefix="/roundtables/hours")


@router.get("", name="roundtables:hours")
def show(ask: SignedIn, after: Annotated[str, Query(max_length=80)] = "") -> Response:
    by, own = readers_clock(ask), ledger.own(ask.db, ask.me)
    network = ledger.of_network(ask.db, ask.me, after) if policy.may_see_ledger(ask.me) else None
    next_key = network.next_key if network else None
    return render(
        ask,
        "roundtables/hours.html",
        own=[(one.slug, one.title, by.when(one.held_at), bore(one)) for one in own],
        shares=table_of(network.items) if network else [],
        columns=columns(),
        is_convener=network is not None,
        older=ask.path_for("roundtables:hours", after=next_key) if next_key else "",
    )


def columns() -> list[str]:
    return [_("City"), _("Meetings"), _("Early"), _("Late"), _("Night"), _("Days off")]


def table_of(shares: Sequence[Share]) -> list[list[str]]:
    return [[one.name, str(one.meetings), *map(span, _minutes(one))] for one in shares]


def bore(one: OwnHours) -> str:
    """Such as: 0:30 early, 1:00 on a day off."""
    early, late, night, off = map(span, _minutes(one))
    said = [
        _("{time} early", time=early) if one.early else "",
        _("{time} late", time=late) if one.late else "",
        _("{time} in the night", time=night) if one.night else "",
        _("{time} on a day off", time=off) if one.off else "",
    ]
    return _(", ").join(filter(None, said)) or _("No hard hour")


def span(minutes: int) -> str:
    """Hours and minutes; nothing much where there are none, so that the others stand out."""
    return f"{minutes // 60}:{minutes % 60:02}" if minutes else "0"


def _minutes(one: Share | OwnHours) -> tuple[int, int, int, int]:
    return one.early, one.late, one.night, one.off
