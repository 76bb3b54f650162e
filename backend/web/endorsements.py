"""What peers say that somebody can help with: one topic of a profile, and who endorses it."""

from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Response
from fastapi import Form as Field

from backend.core.errors import NotFound
from backend.core.i18n import _
from backend.domain.endorsements import actions, policy, queries
from backend.domain.endorsements.models import Endorsement, EndorsementDraft
from backend.domain.members import blocks
from backend.domain.members import queries as members
from backend.domain.members.models import Member
from backend.domain.members.profiles import Profile
from backend.domain.topics.queries import TopicRow, tree
from backend.kit import errors
from backend.kit.asking import Ask, Asking, SignedIn
from backend.kit.forms import Form, submitted
from backend.kit.render import render, see_other
from backend.kit.router import Router

router = Router(show=errors.show_page, prefix="/people")

SHOW = "endorsements:show"
Words = Annotated[Form[EndorsementDraft], Depends(submitted(EndorsementDraft))]


@dataclass(frozen=True, slots=True)
class Opened:
    """Somebody, with a topic that they say, to whoever asks, that they can help with."""

    member: Member
    profile: Profile
    topic: TopicRow


@router.get("/{slug}/endorsements/{topic}", name=SHOW)
def show(ask: Ask, slug: str, topic: str, after: str = "") -> Response:
    opened = _open(ask, slug, topic)
    said = _mine(ask, opened)
    known = {"words": said.words} if said and said.stands else {}
    return _page(ask, opened, Form.of(EndorsementDraft, **known), after)


@router.post("/{slug}/endorsements/{topic}", name="endorsements:endorse")
def endorse(ask: SignedIn, slug: str, topic: str, form: Words) -> Response:
    opened = _open(ask, slug, topic)
    made = form.submit(
        lambda draft: actions.endorse(ask.db, ask.me, opened.member, opened.topic, draft)
    )
    if made is None:
        return _page(ask, opened, form, status=422)
    return _back(ask, opened, _("Thank you. They hear of it."))


@router.post("/{slug}/endorsements/{topic}/withdrawal", name="endorsements:withdraw")
def withdraw(ask: SignedIn, slug: str, topic: str) -> Response:
    opened = _open(ask, slug, topic)
    said = queries.mine(ask.db, ask.me, opened.member.id, opened.topic.id)
    if said is None:
        raise NotFound(_("There is no such thing here."))
    actions.withdraw(ask.db, ask.me, said)
    return _back(ask, opened, _("You have taken it back."))


@router.post("/{slug}/endorsements/{topic}/removal", name="endorsements:remove")
def remove(
    ask: SignedIn, slug: str, topic: str, endorsement_id: Annotated[UUID, Field()]
) -> Response:
    opened = _open(ask, slug, topic)
    actions.remove(ask.db, ask.me, queries.about_me(ask.db, ask.me, endorsement_id))
    return _back(ask, opened, _("It is removed, and cannot be said again."))


def _open(ask: Asking, slug: str, topic: str) -> Opened:
    nothing = NotFound(_("There is no such thing here."))
    try:
        member, profile = members.page(ask.db, ask.me, slug, tree(ask.db))
    except NotFound:
        raise nothing from None
    found = next((one for one in profile.can_help if one.slug == topic), None)
    if found is None:
        raise nothing
    return Opened(member, profile, found)


def _mine(ask: Asking, opened: Opened) -> Endorsement | None:
    if not isinstance(ask.me, Member):
        return None
    return queries.mine(ask.db, ask.me, opened.member.id, opened.topic.id)


def _page(
    ask: Asking,
    opened: Opened,
    form: Form[EndorsementDraft],
    after: str = "",
    status: int = 200,
) -> Response:
    member, topic = opened.member, opened.topic
    page = queries.of_topic(ask.db, ask.me, member.id, topic.id, after)
    said = _mine(ask, opened)
    distance = blocks.distance(ask.db, ask.me, member.id)
    here = {"slug": member.slug, "topic": topic.slug}
    return render(
        ask,
        "endorsements/show.html",
        "endorsements/_form.html",
        status=status,
        profile=opened.profile,
        topic=topic,
        page=page,
        form=form,
        may_endorse=policy.may_endorse(ask.me, member, distance),
        may_remove=ask.me.id == member.id,
        said=said is not None and said.stands,
        address=ask.path_for(SHOW, **here),
        older=ask.path_for(SHOW, **here, after=page.next_key) if page.next_key else "",
        newest=ask.path_for(SHOW, **here) if after else "",
    )


def _back(ask: SignedIn, opened: Opened, words: str) -> Response:
    path = ask.path_for(SHOW, slug=opened.member.slug, topic=opened.topic.slug)
    return see_other(ask, path, flash=words)
