"""Asking to join: a form that anybody can send, and the places that a typed city may mean."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Response

from backend.core.errors import Rejected
from backend.core.i18n import _
from backend.domain.cities.gazetteer import Place
from backend.domain.joining import actions, places
from backend.domain.joining.models import OTHER, JoinDraft
from backend.domain.members.models import Member
from backend.domain.topics import queries as topics
from backend.kit import askers, errors
from backend.kit.asking import Ask, Asking
from backend.kit.forms import Form, submitted
from backend.kit.render import render, see_other
from backend.kit.router import Router

router = Router(show=errors.show_page, prefix="/join")

JoinForm = Annotated[Form[JoinDraft], Depends(submitted(JoinDraft))]

FORM = "joining/_form.html"


@dataclass(frozen=True, slots=True)
class Places:
    """What a typed city may mean, with what is chosen of it."""

    typed: str
    options: Sequence[tuple[str, str]] = ()
    chosen: str = ""


@router.get("", name="join:ask")
def ask_page(ask: Ask) -> Response:
    if isinstance(ask.me, Member):
        return see_other(ask, "/")
    return _page(ask, Form(JoinDraft), Places(""), FORM)


@router.get("/places", name="join:places")
def suggest(ask: Ask, city: str = "") -> Response:
    return _page(ask, Form.of(JoinDraft, city=city), _places(city), "joining/_places.html")


@router.post("", name="join:apply")
def apply(ask: Ask, form: JoinForm) -> Response:
    asker = askers.asker(ask)

    def send(draft: JoinDraft) -> bool:
        actions.apply(ask.db, ask.settings, asker, draft)
        return True

    if not form.submit(send):
        found = _places(form.value("city"), form.value("place"), form.value("email"))
        return _page(ask, form, found, FORM, status=422)
    answer = see_other(ask, ask.path_for("session:sent"))
    askers.remember(ask, answer, asker)
    return answer


def _page(
    ask: Asking, form: Form[JoinDraft], found: Places, piece: str, status: int = 200
) -> Response:
    tree = topics.tree(ask.db)
    return render(
        ask,
        "joining/ask.html",
        piece,
        status=status,
        form=form,
        places=found,
        topics=[(topic.slug, topic.label) for topic in tree.rows],
    )


def _places(typed: str, chosen: str = "", email: str = "") -> Places:
    if not typed.strip():
        return Places(typed)
    offered: Sequence[Place] = places.offered(typed, email)
    try:
        meant = places.meant(typed, chosen, email)
        sure = str(meant.id) if meant else OTHER
    except Rejected:
        sure = ""
    options = [(str(place.id), places.label(place)) for place in offered]
    return Places(
        typed,
        [*options, (OTHER, _("None of these; take “{typed}” as I typed it", typed=typed))],
        sure,
    )
