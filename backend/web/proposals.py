"""Topics that members propose: writing one, one's own, and the conveners' answer."""

from collections.abc import Sequence
from typing import Annotated

from fastapi import Depends, Response

from backend.core.i18n import _, language
from backend.domain.curation import actions, policy, queries
from backend.domain.curation.drafts import ProposalDraft, ReasonDraft, TopicDraft
from backend.domain.curation.models import TopicProposal
from backend.domain.topics.models import Topic
from backend.domain.topics.queries import tree
from backend.domain.topics.tree import LANGUAGES
from backend.kit import errors
from backend.kit.asking import AskingMember, SignedIn
from backend.kit.forms import Form, submitted
from backend.kit.keeping_topics import filled, goals, places, tongues_of
from backend.kit.render import render, see_other
from backend.kit.router import Router

router = Router(show=errors.show_page, prefix="/topics/proposals")

SHOW = "proposals:show"

ProposalForm = Annotated[Form[ProposalDraft], Depends(submitted(ProposalDraft))]
TopicForm = Annotated[Form[TopicDraft], Depends(submitted(TopicDraft))]
ReasonForm = Annotated[Form[ReasonDraft], Depends(submitted(ReasonDraft))]


@router.get("", name="proposals:index")
def index(ask: SignedIn, after: str = "") -> Response:
    return render(
        ask,
        "proposals/index.html",
        page=queries.proposals(ask.db, ask.me, mine=True, after=after),
        may_propose=policy.may_propose(ask.me),
        first=not after,
    )


@router.get("/new", name="proposals:new")
def new(ask: SignedIn, label: str = "") -> Response:
    policy.may_propose(ask.me).insist()
    spoken = language().code.split("-")[0]
    labels = [label[:60] if code == spoken else "" for code in LANGUAGES]
    values: dict[str, Sequence[str]] = {
        "labels.language": list(LANGUAGES),
        "labels.label": labels,
        "kind": ["theme"],
    }
    return _write(ask, Form(ProposalDraft, values))


@router.post("", name="proposals:make")
def make(ask: SignedIn, form: ProposalForm) -> Response:
    policy.may_propose(ask.me).insist()
    made: TopicProposal | None = form.submit(lambda draft: actions.propose(ask.db, ask.me, draft))
    if made is None:
        return _write(ask, form, status=422)
    said = _("Thank you. The conveners will read it, and you will hear from them.")
    return see_other(ask, ask.path_for(SHOW, slug=made.slug), flash=said)


@router.get("/{slug}", name=SHOW)
def show(ask: SignedIn, slug: str) -> Response:
    return _show(ask, slug)


@router.post("/{slug}/acceptance", name="proposals:accept")
def accept(ask: SignedIn, slug: str, form: TopicForm) -> Response:
    proposal = queries.entity(ask.db, ask.me, slug)
    policy.may_decide(ask.me, proposal).insist()
    topic: Topic | None = form.submit(lambda draft: actions.accept(ask.db, ask.me, proposal, draft))
    if topic is None:
        return _show(ask, slug, accepting=form, status=422)
    said = _("The topic is there, and whoever proposed it was told.")
    return see_other(ask, ask.path_for("topics:show", slug=topic.slug), flash=said)


@router.post("/{slug}/refusal", name="proposals:refuse")
def refuse(ask: SignedIn, slug: str, form: ReasonForm) -> Response:
    proposal = queries.entity(ask.db, ask.me, slug)
    policy.may_decide(ask.me, proposal).insist()
    if form.submit(lambda draft: actions.refuse(ask.db, ask.me, proposal, draft)) is None:
        return _show(ask, slug, refusing=form, status=422)
    said = _("It does not become a topic, and whoever proposed it was told why.")
    return see_other(ask, ask.path_for("curation:index"), flash=said)


def _write(ask: AskingMember, form: Form[ProposalDraft], *, status: int = 200) -> Response:
    return render(
        ask,
        "proposals/new.html",
        "proposals/_form.html",
        status=status,
        form=form,
        places=places(tree(ask.db)),
        tongues=tongues_of(form.lines("labels")),
    )


def _show(
    ask: AskingMember,
    slug: str,
    *,
    accepting: Form[TopicDraft] | None = None,
    refusing: Form[ReasonDraft] | None = None,
    status: int = 200,
) -> Response:
    this = queries.proposal(ask.db, ask.me, slug)
    known = tree(ask.db)
    under = known.by_id.get(this.under_id) if this.under_id else None
    said = [queries.SaidRow(code, this.labels.get(code, ""), (), "") for code in LANGUAGES]
    form = accepting or filled(said, kind=this.kind, under=under.slug if under else "")
    return render(
        ask,
        "proposals/show.html",
        status=status,
        this=this,
        under=under,
        made=known.by_id.get(this.topic_id) if this.topic_id else None,
        may_decide=ask.me.moderates and this.decided_at is None,
        tongue_names=dict(tongues_of(form.lines("words"))),
        form=form,
        refusing=refusing or Form(ReasonDraft),
        places=places(known),
        goals=goals(),
        tongues=tongues_of(form.lines("words")),
    )
