"""Asking to join: a form that anybody can send, and the places that a typed city may mean."""

from collections.abc import Sequence
from typing import Annotated, TypeAlias

from fastapi import Depends, Response

from backend.domain.joining import actions, places, questions
from backend.domain.joining.models import JoinDraft, JoinQuestion
from backend.domain.joining.places import Choice
from backend.domain.topics import queries as topics
from backend.kit import askers, errors
from backend.kit.asking import Ask, Asking
from backend.kit.forms import Form, submitted
from backend.kit.render import render, see_other
from backend.kit.router import Router

Asked: TypeAlias = Sequence[tuple[JoinQuestion, str]]
"""The conveners' questions, each with what has been answered so far."""

router = Router(show=errors.show_page, prefix="/join")

JoinForm = Annotated[Form[JoinDraft], Depends(submitted(JoinDraft))]

FORM = "joining/_form.html"


@router.get("", name="join:ask")
def ask_page(ask: Ask) -> Response:
    if ask.me.admitted_at is not None:
        return see_other(ask, "/")
    return _page(ask, Form(JoinDraft), Choice(), FORM)


@router.get("/places", name="join:places")
def suggest(ask: Ask, city: str = "") -> Response:
    return _page(ask, Form.of(JoinDraft, city=city), places.choice(city), "joining/_places.html")


@router.post("", name="join:apply")
def apply(ask: Ask, form: JoinForm) -> Response:
    asker = askers.asker(ask)

    def send(draft: JoinDraft) -> bool:
        actions.apply(ask.db, ask.settings, asker, draft)
        return True

    if not form.submit(send):
        found = places.choice(form.value("city"), form.value("place"), form.value("email"))
        return _page(ask, form, found, FORM, status=422)
    answer = see_other(ask, ask.path_for("session:sent"))
    askers.remember(ask, answer, asker)
    return answer


def _page(
    ask: Asking, form: Form[JoinDraft], found: Choice, piece: str, status: int = 200
) -> Response:
    tree = topics.tree(ask.db)
    return render(
        ask,
        "joining/ask.html",
        piece,
        status=status,
        form=form,
        places=found,
        questions=_asked(ask, form),
        topics=[(topic.slug, topic.label) for topic in tree.rows],
    )


def _asked(ask: Asking, form: Form[JoinDraft]) -> Asked:
    given = dict(zip(form.chosen("questions"), form.chosen("answers"), strict=False))
    return [(one, given.get(str(one.id), "")) for one in questions.current(ask.db)]
