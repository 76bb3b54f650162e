"""Step 1: what a roundtable is about and how it is held. Every step is kept as a draft."""

from typing import Annotated

from fastapi import Depends, Query, Response

from backend.core import clock, tongues
from backend.core.i18n import _, language, ngettext
from backend.domain.roundtables import actions, following, page, policy, queries, wording
from backend.domain.roundtables.drafts import CancelDraft, RoundtableDraft
from backend.domain.roundtables.filters import FORMAT_LABELS, PLACE_LABELS
from backend.domain.roundtables.following import RevisionDraft
from backend.domain.roundtables.models import Roundtable
from backend.domain.topics.queries import tree
from backend.kit import errors
from backend.kit.asking import Asking, SignedIn
from backend.kit.forms import Form, edited, submitted
from backend.kit.render import render, see_other
from backend.kit.router import Router
from backend.web.roundtables.labels import BRANCHES, LENGTHS, REMINDERS

router = Router(show=errors.show_page, prefix="/roundtables")

RoundtableForm = Annotated[Form[RoundtableDraft], Depends(submitted(RoundtableDraft))]
RevisionForm = Annotated[
    Form[RevisionDraft], Depends(edited(RevisionDraft, ticked=("topics", "reminders")))
]
CancelForm = Annotated[Form[CancelDraft], Depends(submitted(CancelDraft))]


@router.get("/new", name="roundtables:new")
def new(ask: SignedIn, title: Annotated[str, Query(max_length=200)] = "") -> Response:
    """A title may come along, from what many looked for and nobody found."""
    policy.may_plan(ask.me).insist()
    written_in = tongues.nearest(ask.me.language or language().code)
    form = Form.of(
        RoundtableDraft, title=title, language=written_in, minutes=90, reminders=[1_440, 60]
    )
    return _form(ask, form)


@router.post("", name="roundtables:plan")
def plan(ask: SignedIn, form: RoundtableForm) -> Response:
    policy.may_plan(ask.me).insist()
    table = form.submit(lambda draft: actions.plan(ask.db, ask.me, draft))
    if table is None:
        return _form(ask, form, status=422)
    return see_other(ask, ask.path_for("roundtables:cities", slug=table.slug))


@router.get("/{slug}/edit", name="roundtables:edit")
def edit(ask: SignedIn, slug: str) -> Response:
    table = queries.one(ask.db, ask.me, slug)
    policy.may_edit(ask.me, table).insist()
    words = table.model_dump(include=set(RoundtableDraft.model_fields))
    chosen = [topic.slug for topic in page.topics_of(ask.db, table)]
    return _form(ask, Form.of(RoundtableDraft, **words, topics=chosen), table)


@router.post("/{slug}/edit", name="roundtables:revise")
def revise(ask: SignedIn, slug: str, form: RevisionForm) -> Response:
    table = queries.one(ask.db, ask.me, slug)
    policy.may_edit(ask.me, table).insist()
    if form.submit(lambda draft: following.edit(ask.db, ask.me, table, draft)) is None:
        return _form(ask, form, table, status=422)
    if table.is_planned:
        path = ask.path_for("roundtables:show", slug=table.slug)
        return see_other(ask, path, flash=_("Your changes are saved."))
    return see_other(ask, ask.path_for("roundtables:cities", slug=table.slug))


@router.post("/{slug}/removal", name="roundtables:discard")
def discard(ask: SignedIn, slug: str) -> Response:
    actions.discard(ask.db, ask.me, queries.one(ask.db, ask.me, slug))
    path = ask.path_for("roundtables:index", show="drafts")
    return see_other(ask, path, flash=_("The draft is deleted."))


@router.get("/{slug}/cancellation", name="roundtables:ask_to_cancel")
def ask_to_cancel(ask: SignedIn, slug: str) -> Response:
    table = queries.one(ask.db, ask.me, slug)
    policy.may_cancel(ask.me, table, clock.now()).insist()
    return _cancellation(ask, table, Form(CancelDraft))


@router.post("/{slug}/cancellation", name="roundtables:cancel")
def cancel(ask: SignedIn, slug: str, form: CancelForm) -> Response:
    table = queries.one(ask.db, ask.me, slug)
    policy.may_cancel(ask.me, table, clock.now()).insist()
    if form.submit(lambda draft: actions.cancel(ask.db, ask.me, table, draft)) is None:
        return _cancellation(ask, table, form, status=422)
    return see_other(
        ask,
        ask.path_for("roundtables:show", slug=slug),
        flash=_("The roundtable is cancelled. Everybody who was invited hears of it."),
    )


def _cancellation(
    ask: Asking, table: Roundtable, form: Form[CancelDraft], *, status: int = 200
) -> Response:
    return render(
        ask,
        "roundtables/cancel.html",
        "roundtables/_cancel.html",
        status=status,
        table=table,
        form=form,
    )


def _form(
    ask: Asking,
    form: Form[RoundtableDraft] | Form[RevisionDraft],
    table: Roundtable | None = None,
    *,
    status: int = 200,
) -> Response:
    branches = tree(ask.db).branches()
    minutes = form.value("minutes")
    offered = sorted({*LENGTHS, int(minutes)} if minutes.isdecimal() else LENGTHS)
    return render(
        ask,
        "roundtables/write.html",
        "roundtables/_form.html",
        status=status,
        table=table,
        form=form,
        later=following.count(ask.db, table) if table else None,
        named=wording.named(ask.db, table) if table else (),
        topic_groups=[
            (_(BRANCHES[kind]), [(row.slug, row.label) for row in branch])
            for kind, branch in branches.items()
        ],
        languages_to_write=tongues.choices(),
        formats=[(key, _(words)) for key, words in FORMAT_LABELS.items()],
        places=[(key, _(words)) for key, words in PLACE_LABELS.items()],
        reminders=[(minutes, _(words)) for minutes, words in REMINDERS.items()],
        lengths=[
            (count, ngettext("{count} minute", "{count} minutes", count)) for count in offered
        ],
    )
