"""What new rules of time zones moved, for conveners."""

from fastapi import Response

from backend.core.times import RULES
from backend.domain.roundtables import rule_moves
from backend.kit import errors
from backend.kit.asking import SignedIn
from backend.kit.render import render
from backend.kit.router import Router
from backend.web.roundtables.clocks import readers_clock

router = Router(show=errors.show_page, prefix="/roundtables/moves")


@router.get("", name="roundtables:moves")
def show(ask: SignedIn) -> Response:
    found, by = rule_moves.listed(ask.db, ask.me), readers_clock(ask)
    return render(
        ask,
        "roundtables/moves.html",
        rules=RULES,
        moves=[
            (one, by.when(one.before), by.when(one.after) if one.after else "") for one in found
        ],
    )
