"""Topics as conveners keep them: all of them, making, changing, merging, retiring."""

from collections.abc import Callable
from typing import Annotated, Any

from fastapi import Depends, Response

from backend.core import tongues
from backend.core.i18n import _
from backend.domain.curation import keeping, merging, policy, queries
from backend.domain.curation.drafts import MergeDraft, ReasonDraft, RetireDraft, TopicDraft
from backend.domain.topics import queries as topics
from backend.domain.topics.models import PRINCIPLES, Topic
from backend.domain.topics.tree import LANGUAGES
from backend.kit import errors
from backend.kit.asking import AskingMember, SignedIn
from backend.kit.forms import Form, edited, submitted
from backend.kit.keeping_topics import filled, goals, places, tongues_of
from backend.kit.render import render, see_other
from backend.kit.router import Router

router = Router(show=errors.show_page, prefix="/moderation/topics")

INDEX = "curation:index"
SURE = "yes"

TopicForm = Annotated[Form[TopicDraft], Depends(submitted(TopicDraft))]
EditedForm = Annotated[
    Form[TopicDraft], Depends(edited(TopicDraft, ticked=("sdg",), besides=("reason",)))
]
MergeForm = Annotated[Form[MergeDraft], Depends(submitted(MergeDraft))]
RetireForm = Annotated[Form[RetireDraft], Depends(submitted(RetireDraft))]
ReasonForm = Annotated[Form[ReasonDraft], Depends(submitted(ReasonDraft))]


@router.get("", name=INDEX)
def index(ask: SignedIn, after: str = "") -> Response:
    return render(
        ask,
        "curation/index.html",
        kept=queries.kept(ask.db, ask.me),
        tongues={code: tongues.name(code) for code in LANGUAGES},
        waiting=queries.proposals(ask.db, ask.me, waiting=True, after=after),
    )


@router.get("/new", name="curation:new")
def new(ask: SignedIn) -> Response:
    policy.may_keep(ask.me).insist()
    empty = [queries.SaidRow(code, "", (), "") for code in LANGUAGES]
    return _new(ask, filled(empty, kind="theme"))


@router.post("", name="curation:make")
def make(ask: SignedIn, form: TopicForm) -> Response:
    policy.may_keep(ask.me).insist()
    made = form.submit(lambda draft: keeping.make(ask.db, ask.me, draft))
    if made is None:
        return _new(ask, form, status=422)
    return _done(ask, made, _("The topic is there."))


@router.get("/{slug}", name="curation:show")
def show(ask: SignedIn, slug: str) -> Response:
    policy.may_keep(ask.me).insist()
    return _edit(ask, topics.one(ask.db, slug))


@router.post("/{slug}", name="curation:save")
def save(ask: SignedIn, slug: str, form: EditedForm) -> Response:
    policy.may_keep(ask.me).insist()
    topic = topics.one(ask.db, slug)
    if form.submit(lambda draft: keeping.edit(ask.db, ask.me, topic, draft)) is None:
        return _edit(ask, topic, form=form, status=422)
    return _done(ask, topic, _("The topic is saved."))


@router.post("/{slug}/merger", name="curation:merge")
def merge(ask: SignedIn, slug: str, form: MergeForm) -> Response:
    if form.value("sure") != SURE:
        return _ask_once_more(ask, slug, form)
    said = _("The two are one now, and whoever followed was told.")
    return _act(ask, slug, merging.merge, form, name="merging", said=said)


@router.post("/{slug}/retirement", name="curation:retire")
def retire(ask: SignedIn, slug: str, form: RetireForm) -> Response:
    said = _("The topic is not used any more.")
    return _act(ask, slug, keeping.retire, form, name="retiring", said=said)


@router.post("/{slug}/return", name="curation:restore")
def restore(ask: SignedIn, slug: str, form: ReasonForm) -> Response:
    said = _("The topic is in use again.")
    return _act(ask, slug, keeping.restore, form, name="restoring", said=said)


def _ask_once_more(ask: AskingMember, slug: str, form: MergeForm) -> Response:
    """Nobody could undo it: first it is said how much it touches."""
    policy.may_keep(ask.me).insist()
    topic = topics.one(ask.db, slug)
    into = form.submit(lambda draft: merging.place_taker(ask.db, ask.me, topic, draft))
    if into is None:
        return _edit(ask, topic, merging=form, status=422)
    named = topics.tree(ask.db).by_id[into.id]
    return _edit(ask, topic, merging=form, into=named, uses=queries.uses(ask.db, ask.me, topic))


def _act(
    ask: AskingMember,
    slug: str,
    deed: Callable[..., Topic],
    form: Form[Any],
    *,
    name: str,
    said: str,
) -> Response:
    policy.may_keep(ask.me).insist()
    topic = topics.one(ask.db, slug)
    left: Topic | None = form.submit(lambda draft: deed(ask.db, ask.me, topic, draft))
    if left is None:
        return _edit(ask, topic, status=422, **{name: form})
    return _done(ask, left, said)


def _done(ask: AskingMember, topic: Topic, said: str) -> Response:
    return see_other(ask, ask.path_for("topics:show", slug=topic.slug), flash=said)


def _new(ask: AskingMember, form: Form[TopicDraft], *, status: int = 200) -> Response:
    return render(
        ask,
        "curation/new.html",
        status=status,
        form=form,
        action=ask.path_for("curation:make"),
        places=places(topics.tree(ask.db)),
        goals=goals(),
        tongues=tongues_of(form.lines("words")),
        is_principle=False,
        is_new=True,
    )


def _edit(
    ask: AskingMember,
    topic: Topic,
    *,
    form: Form[TopicDraft] | None = None,
    merging: Form[MergeDraft] | None = None,
    retiring: Form[RetireDraft] | None = None,
    restoring: Form[ReasonDraft] | None = None,
    into: Any = None,
    uses: Any = (0, False),
    status: int = 200,
) -> Response:
    known = topics.tree(ask.db)
    above = known.by_id.get(topic.parent_id) if topic.parent_id else None
    form = form or filled(
        queries.words_of(ask.db, topic),
        kind=topic.kind,
        under=above.slug if above else "",
        sdg=topic.sdg,
    )
    own = frozenset(known.by_id[one].slug for one in known.branch(topic.slug))
    return render(
        ask,
        "curation/show.html",
        status=status,
        this=known.by_id[topic.id],
        topic=topic,
        form=form,
        action=ask.path_for("curation:save", slug=topic.slug),
        places=places(known, own),
        others=places(known, frozenset({topic.slug})),
        goals=goals(),
        tongues=tongues_of(form.lines("words")),
        is_principle=topic.slug in PRINCIPLES,
        is_new=False,
        merging=merging or Form(MergeDraft),
        into=into,
        uses=uses,
        sure=SURE,
        retiring=retiring or Form(RetireDraft),
        restoring=restoring or Form(ReasonDraft),
        may_take_away=policy.may_take_away(ask.me, topic),
    )
