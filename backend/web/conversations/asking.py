"""Asking somebody to talk."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Response

from backend.core import tongues
from backend.core.errors import Conflict, TooMany
from backend.core.i18n import _, ngettext
from backend.core.tongues import nearest
from backend.domain.conversations import asking, policy, suggesting
from backend.domain.conversations import queries as talks
from backend.domain.conversations.drafts import RequestDraft
from backend.domain.conversations.models import Conversation
from backend.domain.members import blocks, queries
from backend.domain.members.models import Member
from backend.domain.members.profiles import Profile
from backend.domain.topics.queries import tree
from backend.kit import errors
from backend.kit.asking import AskingMember, SignedIn
from backend.kit.forms import Form, submitted
from backend.kit.render import render, see_other
from backend.kit.router import Router
from backend.web.conversations.clocks import Clocks

router = Router(show=errors.show_page, prefix="/people/{slug}/conversations")

RequestForm = Annotated[Form[RequestDraft], Depends(submitted(RequestDraft))]

LENGTHS = (15, 30, 45, 60, 90)
ROWS = 3
"""Lines for times of one's own."""


@router.get("/new", name="conversations:new")
def new(ask: SignedIn, slug: str, kind: str = "", about: str = "") -> Response:
    """The form; or what the two have open already, for there is one at a time."""
    spoken = nearest(ask.me.language or "en")
    form = Form.of(RequestDraft, language=spoken, minutes=30, occasion_kind=kind, occasion_id=about)
    return _page(ask, slug, form, fresh=True)


@router.post("", name="conversations:ask")
def send(ask: SignedIn, slug: str, form: RequestForm) -> Response:
    other = queries.one(ask.db, ask.me, slug)
    policy.may_ask(ask.me, other, blocks.distance(ask.db, ask.me, other.id)).insist()
    try:
        made = form.submit(lambda draft: _ask(ask, other, draft))
    except (TooMany, Conflict) as refusal:
        form.problems = {"": str(refusal)}
        return _page(ask, slug, form, status=errors.STATUS[type(refusal)])
    if made is None:
        if "occasion_id" in form.problems:
            form.values.pop("occasion_kind", None)  # what can't be named is left out the next time
        return _page(ask, slug, form, status=422)
    path = ask.path_for("conversations:show", slug=made.slug)
    return see_other(ask, path, flash=_("Your request is sent."))


def _ask(ask: AskingMember, other: Member, draft: RequestDraft) -> Conversation:
    return asking.ask(ask.db, ask.me, other, draft, ask.settings)


def _page(
    ask: AskingMember,
    slug: str,
    form: Form[RequestDraft],
    *,
    status: int = 200,
    fresh: bool = False,
) -> Response:
    other, profile = queries.page(ask.db, ask.me, slug, tree(ask.db))
    policy.may_ask(ask.me, other, blocks.distance(ask.db, ask.me, other.id)).insist()
    if fresh and (talk := talks.between(ask.db, ask.me, other.id)):
        said = _("The two of you are in touch already: here it stands.")
        return see_other(ask, ask.path_for("conversations:show", slug=talk), flash=said)
    by = _clocks(ask, profile)
    chosen = form.chosen("chosen")
    offered = [
        (one.isoformat(), by.when(one))
        for one in suggesting.suggested(ask.db, ask.me, other, _minutes(form))
    ]
    return render(
        ask,
        "conversations/new.html",
        "conversations/_request_form.html",
        status=status,
        other=profile,
        form=form,
        offered=offered,
        chosen=chosen,
        rows=max(ROWS, len(form.lines("times"))),
        clocks=by,
        occasion=asking.occasion(
            ask.db, ask.me, form.value("occasion_kind"), _id(form.value("occasion_id"))
        ),
        lengths=[
            (length, ngettext("{count} minute", "{count} minutes", length)) for length in LENGTHS
        ],
        languages_to_write=tongues.choices(),
    )


def _clocks(ask: AskingMember, profile: Profile) -> Clocks:
    return Clocks.of(ask, profile.zone, profile.city.name if profile.city else "")


def _minutes(form: Form[RequestDraft]) -> int:
    typed = form.value("minutes")
    return next((length for length in LENGTHS if str(length) == typed), 30)


def _id(typed: str) -> UUID | None:
    try:
        return UUID(typed)
    except ValueError:
        return None
