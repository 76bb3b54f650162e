"""Who can help with a topic, a challenge or words, with every reason and its record."""

from functools import partial
from typing import Annotated
from uuid import UUID

from fastapi import Form, Response

from backend.core.i18n import _
from backend.domain.matching import actions, policy
from backend.domain.matching.asking_peers import LONGEST, Answered
from backend.domain.matching.asking_peers import ask as asked_for
from backend.domain.matching.peers import About
from backend.domain.members import queries as members
from backend.domain.topics.queries import tree
from backend.kit import errors
from backend.kit.addresses import within
from backend.kit.asking import SignedIn
from backend.kit.looking import look_over
from backend.kit.peers import records
from backend.kit.render import render, see_other
from backend.kit.router import Router

router = Router(show=errors.show_page, prefix="/who-can-help")

INDEX = "peers:index"


@router.get("", name=INDEX)
def index(ask: SignedIn, challenge: str = "", topic: str = "", text: str = "") -> Response:
    policy.may_look(ask.me).insist()
    known = tree(ask.db)
    found = asked_for(ask.db, ask.me, known, challenge=challenge, topic=topic, text=text)
    look_over(ask, [found.about] if found.about else [])
    return render(
        ask,
        "peers/index.html",
        "peers/_list.html",
        found=found,
        challenge=found.slug,
        topic=topic if found.about else "",
        text=text[:LONGEST],
        topics=[("", _("Any topic")), *((one.slug, one.label) for one in known.rows)],
        passed_over=actions.passed_over(ask.db, ask.me, found.about) if found.about else [],
        records=partial(records, ask.addresses),
        here=ask.path_for(INDEX, **_asked(found, topic, text)),
    )


@router.post("/passing", name="peers:pass_over")
def pass_over(
    ask: SignedIn,
    kind: Annotated[str, Form(max_length=12)],
    about: Annotated[UUID, Form()],
    person: Annotated[str, Form(max_length=80)],
    back: Annotated[str, Form(max_length=600)] = "/",
    *,
    said: Annotated[bool, Form()] = True,
) -> Response:
    """Say that somebody is of no use to me for this; or, not said, take it back."""
    other, thing = members.one(ask.db, ask.me, person), About(kind, about)
    act = actions.pass_over if said else actions.take_back
    act(ask.db, ask.me, thing, other)
    words = (
        _("{name} is not suggested to you for this any more.", name=other.name)
        if said
        else _("{name} can be suggested to you for this again.", name=other.name)
    )
    return see_other(ask, within(back), flash=words)


def _asked(found: Answered, topic: str, text: str) -> dict[str, str]:
    """The question as an address says it."""
    if found.slug:
        return {"challenge": found.slug}
    return {"topic": topic} if topic else {"text": text[:LONGEST]}
