"""The checklist of first steps on the desk: put away, and taken out again."""

from typing import Annotated

from fastapi import Form as Field
from fastapi import Response

from backend.core.i18n import _
from backend.domain.first_steps import actions
from backend.kit import errors
from backend.kit.asking import SignedIn
from backend.kit.render import see_other
from backend.kit.router import Router

router = Router(show=errors.show_page, prefix="/first-steps")


@router.post("/dismissal", name="first_steps:put_away")
def put_away(ask: SignedIn, *, said: Annotated[bool, Field()] = True) -> Response:
    if said:
        actions.put_away(ask.db, ask.me)
        words = _("The first steps are put away. You find them again in your settings.")
    else:
        actions.take_out(ask.db, ask.me)
        words = _("What is left of the first steps stands on your desk again.")
    return see_other(ask, ask.path_for("front:show"), flash=words)
