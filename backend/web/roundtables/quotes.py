"""What participants said and may be quoted with: asked for, agreed to, taken back, shown."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends, Response

from backend.core import clock
from backend.core.i18n import _
from backend.domain.roundtables import company, consenting, policy, queries
from backend.domain.roundtables.models import Roundtable
from backend.domain.roundtables.quotes import ConsentDraft, QuoteDraft, RewordDraft, ShowDraft
from backend.kit import errors
from backend.kit.asking import Ask, Asking, SignedIn
from backend.kit.forms import Form, submitted
from backend.kit.htmx import wants_piece
from backend.kit.render import render, see_other
from backend.kit.router import Router

router = Router(show=errors.show_page, prefix="/roundtables/{slug}/quotes")

QuoteForm = Annotated[Form[QuoteDraft], Depends(submitted(QuoteDraft))]
RewordForm = Annotated[Form[RewordDraft], Depends(submitted(RewordDraft))]
ConsentForm = Annotated[Form[ConsentDraft], Depends(submitted(ConsentDraft))]
ShowForm = Annotated[Form[ShowDraft], Depends(submitted(ShowDraft))]


@router.get("", name="roundtables:quotes")
def show(ask: Ask, slug: str) -> Response:
    return _page(ask, queries.one(ask.db, ask.me, slug))


@router.post("", name="roundtables:ask_quote")
def ask_for(ask: SignedIn, slug: str, form: QuoteForm) -> Response:
    """Ask somebody whether these words of theirs may be quoted."""
    table = queries.one(ask.db, ask.me, slug)
    policy.may_write_note(ask.me, table, clock.now()).insist()
    if form.submit(lambda draft: consenting.ask(ask.db, ask.me, table, draft)) is None:
        return _page(ask, table, form, status=422)
    return _done(ask, table, _("They are asked, and you hear nothing more until they agree."))


@router.post("/{quote_id}/words", name="roundtables:reword_quote")
def reword(ask: SignedIn, slug: str, quote_id: UUID, form: RewordForm) -> Response:
    table = queries.one(ask.db, ask.me, slug)
    policy.may_write_note(ask.me, table, clock.now()).insist()
    act = form.submit(lambda draft: consenting.reword(ask.db, ask.me, table, quote_id, draft))
    if act is None:
        return _page(ask, table, form, at=quote_id, status=422)
    return _done(ask, table, _("For other words they are asked again."))


@router.post("/{quote_id}/consent", name="roundtables:decide_quote")
def decide(ask: SignedIn, slug: str, quote_id: UUID, form: ConsentForm) -> Response:
    table = queries.one(ask.db, ask.me, slug)
    act = form.submit(lambda draft: consenting.decide(ask.db, ask.me, table, quote_id, draft))
    if act is None:
        return _page(ask, table, form, at=quote_id, status=422)
    return _done(ask, table, _("Your answer is kept. You can take your words back at any time."))


@router.post("/{quote_id}/publication", name="roundtables:show_quote")
def publish(ask: SignedIn, slug: str, quote_id: UUID, form: ShowForm) -> Response:
    table = queries.one(ask.db, ask.me, slug)
    policy.may_write_note(ask.me, table, clock.now()).insist()
    act = form.submit(lambda draft: consenting.show(ask.db, ask.me, table, quote_id, draft))
    if act is None:
        return _page(ask, table, form, at=quote_id, status=422)
    return _done(ask, table, _("It is done."))


def _done(ask: SignedIn, table: Roundtable, sentence: str) -> Response:
    if wants_piece(ask.request):
        return _page(ask, table)
    return see_other(ask, ask.path_for("roundtables:quotes", slug=table.slug), flash=sentence)


def _page(
    ask: Asking,
    table: Roundtable,
    form: Form[Any] | None = None,
    *,
    at: UUID | None = None,
    status: int = 200,
) -> Response:
    may_ask = policy.may_write_note(ask.me, table, clock.now())
    people = company.people(ask.db, ask.me, table) if may_ask else []
    return render(
        ask,
        "roundtables/quotes.html",
        "roundtables/_quotes.html",
        status=status,
        table=table,
        quotes=consenting.listed(ask.db, ask.me, table),
        form=form or Form(QuoteDraft),
        which=at,
        may_ask=may_ask,
        people=[(one.slug, one.name) for one in people if one.is_seated and one.slug],
    )
