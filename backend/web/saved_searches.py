"""Lists that a member saved: saving one from beside its filters, running it again, keeping it."""

from typing import Annotated
from urllib.parse import parse_qs

from fastapi import Depends, Query, Response
from fastapi.responses import RedirectResponse

from backend.core.i18n import _
from backend.domain.saved_searches import actions, kinds, policy, queries
from backend.domain.saved_searches.describing import described
from backend.domain.saved_searches.drafts import SavedDraft, SearchDraft
from backend.domain.saved_searches.models import SavedSearch
from backend.kit import errors
from backend.kit.asking import AskingMember, SignedIn
from backend.kit.forms import Form, edited, submitted
from backend.kit.render import render, see_other
from backend.kit.router import Router

router = Router(show=errors.show_page)

INDEX = "searches:index"
LISTS = {
    "challenges": "challenges:index",
    "cities": "cities:index",
    "people": "people:index",
    "resources": "resources:index",
    "roundtables": "roundtables:index",
    "search": "search:show",
    "twinnings": "twinnings:index",
}
"""The page of each kind of list."""

SearchForm = Annotated[Form[SearchDraft], Depends(submitted(SearchDraft))]
SavedForm = Annotated[Form[SavedDraft], Depends(edited(SavedDraft))]


@router.get("/settings/searches", name=INDEX)
def index(ask: SignedIn) -> Response:
    return _index(ask)


@router.get("/settings/searches/new", name="searches:new")
def new(ask: SignedIn, of: Annotated[str, Query(max_length=2_000)] = "") -> Response:
    policy.may_save(ask.me).insist()
    return _new(ask, Form.of(SearchDraft, of=of, alert="mail", name=kinds.words(of)))


@router.post("/settings/searches", name="searches:save")
def save(ask: SignedIn, form: SearchForm) -> Response:
    policy.may_save(ask.me).insist()
    saved: SavedSearch | None = form.submit(lambda draft: actions.save(ask.db, ask.me, draft))
    if saved is None:
        return _new(ask, form, status=422)
    said = _("Saved. You will hear of what is new in it.")
    return see_other(ask, _address(ask, saved.kind, saved.query), flash=said)


@router.get("/settings/searches/{slug}", name="searches:show")
def show(ask: SignedIn, slug: str) -> Response:
    """Where letters lead: to the list itself."""
    saved = queries.one(ask.db, ask.me, slug)
    return RedirectResponse(_address(ask, saved.kind, saved.query), status_code=303)


@router.post("/settings/searches/{slug}/runs", name="searches:run")
def run(ask: SignedIn, slug: str) -> Response:
    """Run it again: what it has found until now is news no more."""
    saved = queries.one(ask.db, ask.me, slug)
    actions.looked(ask.db, ask.me, saved)
    return see_other(ask, _address(ask, saved.kind, saved.query))


@router.post("/settings/searches/{slug}", name="searches:change")
def change(ask: SignedIn, slug: str, form: SavedForm) -> Response:
    saved = queries.own(ask.db, ask.me, slug)
    if form.submit(lambda draft: actions.change(ask.db, ask.me, saved, draft)) is None:
        return _index(ask, {slug: form}, status=422)
    return see_other(ask, ask.path_for(INDEX), flash=_("The search is saved."))


@router.post("/settings/searches/{slug}/removal", name="searches:remove")
def remove(ask: SignedIn, slug: str) -> Response:
    actions.remove(ask.db, ask.me, queries.own(ask.db, ask.me, slug))
    return see_other(ask, ask.path_for(INDEX), flash=_("The search is removed."))


@router.get("/moderation/searches", name="searches:shared")
def shared(ask: SignedIn) -> Response:
    return render(
        ask,
        "searches/shared.html",
        searches=queries.shared(ask.db, ask.me),
        titles={kind: _(one.title) for kind, one in kinds.LISTINGS.items()},
    )


def _address(ask: AskingMember, kind: str, query: str) -> str:
    return ask.path_for(LISTS[kind], **parse_qs(query))


def _index(
    ask: AskingMember, changing: dict[str, Form[SavedDraft]] | None = None, *, status: int = 200
) -> Response:
    policy.may_save(ask.me).insist()
    searches = queries.mine(ask.db, ask.me)
    forms = {
        one.slug: Form.of(
            SavedDraft, name=one.name, alert=one.alert, share=one.shared_at is not None
        )
        for one in searches
    }
    return render(
        ask,
        "searches/index.html",
        status=status,
        searches=searches,
        forms=forms | (changing or {}),
        changing=changing or {},
        addresses={one.slug: _address(ask, one.kind, one.query) for one in searches},
        titles={kind: _(one.title) for kind, one in kinds.LISTINGS.items()},
        narrowed_by=described(ask.db, {one.query for one in searches}),
        most=policy.MOST,
        may_share=policy.may_share(ask.me),
    )


def _new(ask: AskingMember, form: Form[SearchDraft], *, status: int = 200) -> Response:
    return render(
        ask,
        "searches/new.html",
        "searches/_form.html",
        status=status,
        form=form,
        may_share=policy.may_share(ask.me),
    )
