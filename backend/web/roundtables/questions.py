"""Questions of a webinar: those who come ask and raise them, who runs it marks what is answered."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Query, Response

from backend.core import clock
from backend.core.i18n import N_, _
from backend.domain.roundtables import page, queries, question_rules, questioning
from backend.domain.roundtables.policy import Room
from backend.domain.roundtables.questioning import QuestionFilters
from backend.domain.roundtables.questions import AskingDraft, MarkDraft, VoteDraft
from backend.kit import errors
from backend.kit.asking import Asking, SignedIn
from backend.kit.forms import Form, submitted
from backend.kit.htmx import wants_piece
from backend.kit.render import render, see_other
from backend.kit.router import Router

router = Router(show=errors.show_page, prefix="/roundtables/{slug}/questions")

AskingForm = Annotated[Form[AskingDraft], Depends(submitted(AskingDraft))]
VoteForm = Annotated[Form[VoteDraft], Depends(submitted(VoteDraft))]
MarkForm = Annotated[Form[MarkDraft], Depends(submitted(MarkDraft))]

TABS = {"open": N_("Waiting for an answer"), "answered": N_("Answered")}


@router.get("", name="roundtables:questions")
def index(ask: SignedIn, slug: str, filters: Annotated[QuestionFilters, Query()]) -> Response:
    return _page(ask, slug, filters)


@router.post("", name="roundtables:ask")
def put(ask: SignedIn, slug: str, form: AskingForm) -> Response:
    table = queries.one(ask.db, ask.me, slug)
    if form.submit(lambda draft: questioning.ask(ask.db, ask.me, table, draft)) is None:
        return _page(ask, slug, QuestionFilters(), form, status=422)
    return _done(ask, slug, _("Your question is asked."))


@router.post("/{question_id}/votes", name="roundtables:vote_for")
def vote(ask: SignedIn, slug: str, question_id: UUID, form: VoteForm) -> Response:
    table = queries.one(ask.db, ask.me, slug)
    form.submit(lambda draft: questioning.vote(ask.db, ask.me, table, question_id, draft))
    return _done(ask, slug)


@router.post("/{question_id}/answer", name="roundtables:mark")
def mark(ask: SignedIn, slug: str, question_id: UUID, form: MarkForm) -> Response:
    table = queries.one(ask.db, ask.me, slug)
    made = form.submit(lambda draft: questioning.mark(ask.db, ask.me, table, question_id, draft))
    if made is None:
        return _page(ask, slug, QuestionFilters(), problems=form.problems, status=422)
    return _done(
        ask, slug, _("It is open again.") if not made.answered_at else _("It is answered.")
    )


def _done(ask: SignedIn, slug: str, words: str = "") -> Response:
    if wants_piece(ask.request):
        return _page(ask, slug, QuestionFilters())
    return see_other(ask, ask.path_for("roundtables:questions", slug=slug), flash=words)


def _page(
    ask: Asking,
    slug: str,
    filters: QuestionFilters,
    form: Form[AskingDraft] | None = None,
    *,
    problems: dict[str, str] | None = None,
    status: int = 200,
) -> Response:
    opened = page.opened(ask.db, ask.me, slug)
    table, room, now = opened.table, Room(seat=opened.seat), clock.now()
    question_rules.may_read(ask.me, table, room).insist()
    found = questioning.listed(ask.db, ask.me, table, filters)
    path = ask.path_for("roundtables:questions", slug=slug)
    return render(
        ask,
        "roundtables/questions.html",
        "roundtables/_questions.html",
        status=status,
        table=table,
        questions=found.items,
        form=form or Form(AskingDraft),
        problems=problems or {},
        filters=filters,
        tabs=[
            (_(words), f"{path}?show={show}", show == filters.show) for show, words in TABS.items()
        ],
        path=path,
        older=f"{path}?show={filters.show}&after={found.next_key}" if found.next_key else "",
        newest=f"{path}?show={filters.show}" if filters.after else "",
        may_ask=question_rules.may_ask(ask.me, table, room, now),
        may_mark=question_rules.may_mark(ask.me, table),
    )
