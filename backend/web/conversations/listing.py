"""My conversations: asked of me, asked by me, running, done."""

from typing import Annotated, get_args

from fastapi import Query, Response
from pydantic import BaseModel

from backend.core.choices import Question
from backend.core.i18n import N_, _
from backend.domain.conversations import queries
from backend.domain.conversations.queries import Show
from backend.domain.members.policy import may_list
from backend.kit import errors
from backend.kit.asking import SignedIn
from backend.kit.render import render
from backend.kit.router import Router

router = Router(show=errors.show_page, prefix="/conversations")

INDEX = "conversations:index"

TABS: dict[Show, str] = {
    "asked": N_("Asked of me"),
    "asking": N_("Asked by me"),
    "running": N_("Running"),
    "done": N_("Done"),
}


class Asked(BaseModel):
    """As it stands in the address: what nobody knows is the first list."""

    show: Question = ""
    after: Question = ""

    def sort(self) -> Show:
        return next((one for one in get_args(Show) if one == self.show), "asked")


@router.get("", name=INDEX)
def index(ask: SignedIn, asked: Annotated[Asked, Query()]) -> Response:
    may_list(ask.me).insist()
    show = asked.sort()
    page = queries.listed(ask.db, ask.me, show, asked.after)
    here = "" if show == "asked" else show
    return render(
        ask,
        "conversations/index.html",
        rows=page.items,
        show=show,
        tabs=[
            (_(words), ask.path_for(INDEX, show="" if key == "asked" else key), key == show)
            for key, words in TABS.items()
        ],
        older=ask.path_for(INDEX, show=here, after=page.next_key) if page.next_key else "",
        newest=ask.path_for(INDEX, show=here) if asked.after else "",
    )
