"""Keeping apart from somebody: muting and blocking them, and the list of those with its undoing."""

from typing import Annotated

from fastapi import Form, Response

from backend.core.i18n import _
from backend.domain.conversations import parting
from backend.domain.members import blocks, policy, queries
from backend.kit import errors
from backend.kit.asking import SignedIn
from backend.kit.render import render, see_other
from backend.kit.router import Router

router = Router(show=errors.show_page)

Said = Annotated[bool, Form()]
"""Whether it is said, or taken back."""
Back = Annotated[str, Form(max_length=8)]
"""Which page sent it."""

INDEX, SHOW = "blocks:index", "people:show"


@router.get("/settings/people", name=INDEX)
def index(ask: SignedIn, after: str = "") -> Response:
    page = blocks.kept_away(ask.db, ask.me, after)
    return render(
        ask,
        "blocks/index.html",
        page=page,
        older=ask.path_for(INDEX, after=page.next_key) if page.next_key else "",
        newest=ask.path_for(INDEX) if after else "",
    )


@router.get("/people/{slug}/distance", name="blocks:show")
def show(ask: SignedIn, slug: str) -> Response:
    """What muting and blocking somebody means, before it is done."""
    other = queries.one(ask.db, ask.me, slug)
    policy.may_keep_away(ask.me, other).insist()
    distance = blocks.distance(ask.db, ask.me, other.id)
    return render(ask, "blocks/show.html", other=other, distance=distance)


@router.post("/people/{slug}/block", name="blocks:block")
def block(ask: SignedIn, slug: str, said: Said = True, back: Back = "") -> Response:  # noqa: FBT002
    other = queries.one(ask.db, ask.me, slug)
    act = parting.block if said else blocks.unblock
    act(ask.db, ask.me, other)
    words = _("You have blocked {name}.") if said else _("You no longer block {name}.")
    return _back(ask, slug, back, words.format(name=other.name))


@router.post("/people/{slug}/mute", name="blocks:mute")
def mute(ask: SignedIn, slug: str, said: Said = True, back: Back = "") -> Response:  # noqa: FBT002
    other = queries.one(ask.db, ask.me, slug)
    act = blocks.mute if said else blocks.unmute
    act(ask.db, ask.me, other)
    words = _("You hear no more of {name}.") if said else _("You hear of {name} again.")
    return _back(ask, slug, back, words.format(name=other.name))


def _back(ask: SignedIn, slug: str, back: str, words: str) -> Response:
    path = ask.path_for(INDEX) if back == "list" else ask.path_for(SHOW, slug=slug)
    return see_other(ask, path, flash=words)
