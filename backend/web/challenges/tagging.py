"""What a challenge is about, for who curates one of its topics."""

from typing import Annotated

from fastapi import Depends, Response

from backend.core.i18n import _
from backend.domain.challenges import page, policy, queries, tagging
from backend.domain.challenges.models import Challenge, TopicsDraft
from backend.domain.topics.queries import tree
from backend.kit import errors
from backend.kit.asking import AskingMember, SignedIn
from backend.kit.forms import Form, submitted
from backend.kit.looking import look_into
from backend.kit.render import render, see_other
from backend.kit.router import Router

router = Router(show=errors.show_page, prefix="/challenges/{slug}/topics")

TopicsForm = Annotated[Form[TopicsDraft], Depends(submitted(TopicsDraft))]


@router.get("", name="challenges:topics")
def show(ask: SignedIn, slug: str) -> Response:
    return _page(ask, queries.one(ask.db, ask.me, slug))


@router.post("", name="challenges:retag")
def retag(ask: SignedIn, slug: str, form: TopicsForm) -> Response:
    challenge = queries.one(ask.db, ask.me, slug)
    if form.submit(lambda draft: tagging.retag(ask.db, ask.me, challenge, draft)) is None:
        return _page(ask, challenge, form, status=422)
    said = _("Its topics are changed, and its author was told.")
    return see_other(ask, ask.path_for("challenges:show", slug=slug), flash=said)


def _page(
    ask: AskingMember,
    challenge: Challenge,
    form: Form[TopicsDraft] | None = None,
    status: int = 200,
) -> Response:
    topics = page.topics_of(ask.db, challenge.id)
    policy.may_retag(ask.me, [topic.id for topic in topics]).insist()
    look_into(ask, challenge)
    branches = tree(ask.db).branches()
    headings = {"principle": _("Principles"), "theme": _("Themes"), "practice": _("Practices")}
    return render(
        ask,
        "challenges/topics.html",
        "challenges/_topics_form.html",
        status=status,
        challenge=challenge,
        form=form or Form.of(TopicsDraft, topics=[topic.slug for topic in topics]),
        groups=[
            (headings[kind], [(one.slug, one.label) for one in of_kind])
            for kind, of_kind in branches.items()
        ],
    )
