"""The glossary: everybody reads it and takes it along, conveners keep it."""

import json
from collections.abc import Sequence
from typing import Annotated

from fastapi import Depends, Query, Response

from backend.core import list_text, tongues
from backend.core.choices import Question
from backend.core.i18n import _, language, ngettext
from backend.core.list_text import Unreadable
from backend.domain import subjects
from backend.domain.glossary import actions, policy, queries, sheets, skos
from backend.domain.glossary.drafts import MOST_LETTERS, ConceptDraft, RemovalDraft, SheetDraft
from backend.domain.glossary.queries import ConceptRow, Said
from backend.domain.relations.queries import related
from backend.domain.relations.things import of_concept
from backend.domain.topics.queries import tree
from backend.domain.topics.tree import LANGUAGES
from backend.kit import errors
from backend.kit.asking import Ask, Asking, AskingMember, SignedIn
from backend.kit.downloads import sheet as downloaded
from backend.kit.forms import Form, edited, submitted
from backend.kit.keeping_topics import tongues_of
from backend.kit.render import render, see_other
from backend.kit.router import Router

router = Router(show=errors.show_page)

INDEX, SHOW = "glossary:index", "glossary:show"

ConceptForm = Annotated[Form[ConceptDraft], Depends(submitted(ConceptDraft))]
EditedForm = Annotated[Form[ConceptDraft], Depends(edited(ConceptDraft))]
SheetForm = Annotated[Form[SheetDraft], Depends(submitted(SheetDraft))]
RemovalForm = Annotated[Form[RemovalDraft], Depends(submitted(RemovalDraft))]


@router.get("/glossary", name=INDEX)
def index(ask: Ask, q: Question = "", after: Question = "") -> Response:
    page = queries.listed(ask.db, q, after=after)
    return render(
        ask,
        "glossary/index.html",
        "glossary/_list.html",
        page=page,
        question=q,
        first=not after,
        topics=tree(ask.db).by_id,
        may_keep=policy.may_keep(ask.me),
    )


@router.get("/glossary.csv", name="glossary:sheet")
def sheet(ask: Ask) -> Response:
    """All of it, for spreadsheet programs; it can be brought in again."""
    return downloaded("glossary.csv", sheets.written(_with_topics(ask)))


@router.get("/glossary.jsonld", name="glossary:skos")
def linked(ask: Ask) -> Response:
    """All of it, for programs that know SKOS."""
    origin = ask.settings.origin

    def address(slug: str) -> str:
        return f"{origin}{ask.path_for(SHOW, slug=slug)}"

    concepts = [
        (row, f"{origin}{ask.path_for('topics:show', slug=topic)}" if topic else "")
        for row, topic in _with_topics(ask)
    ]
    said = skos.written(concepts, f"{origin}{ask.path_for(INDEX)}", address)
    return Response(json.dumps(said, ensure_ascii=False), media_type="application/ld+json")


@router.get("/glossary/new", name="glossary:new")
def new(ask: SignedIn, term: Annotated[str, Query(max_length=80)] = "") -> Response:
    policy.may_keep(ask.me).insist()
    spoken = language().code.split("-")[0]
    said = [Said(code, [term] if term and code == spoken else []) for code in LANGUAGES]
    return _write(ask, _filled(said, ""))


@router.get("/glossary/import", name="glossary:bring")
def bring(ask: SignedIn) -> Response:
    return _bring(ask, Form(SheetDraft))


@router.post("/glossary/imports", name="glossary:bring_in")
def bring_in(ask: SignedIn, form: SheetForm) -> Response:
    policy.may_keep(ask.me).insist()
    try:
        _read_file(form)
    except Unreadable:
        form.problems = {"file": _("This is not a table of words.")}
        return _bring(ask, form, status=422)
    done = form.submit(lambda draft: actions.bring_in(ask.db, ask.me, draft))
    if done is None:
        return _bring(ask, form, status=422)
    added = ngettext("{count} word is new", "{count} words are new", done.added)
    changed = ngettext("{count} was changed", "{count} were changed", done.changed)
    said = _("{added}, {changed}.", added=added, changed=changed)
    return see_other(ask, ask.path_for(INDEX), flash=said)


@router.post("/glossary", name="glossary:add")
def add(ask: SignedIn, form: ConceptForm) -> Response:
    policy.may_keep(ask.me).insist()
    made = form.submit(lambda draft: actions.add(ask.db, ask.me, draft))
    if made is None:
        return _write(ask, form, status=422)
    path = ask.path_for(SHOW, slug=made.slug)
    return see_other(ask, path, flash=_("The word is in the glossary, and search knows it."))


@router.get("/glossary/{slug}", name=SHOW)
def show(ask: Ask, slug: str) -> Response:
    this, known = queries.concept(ask.db, slug), tree(ask.db)
    return render(
        ask,
        "glossary/show.html",
        this=this,
        topic=known.by_id.get(this.topic_id) if this.topic_id else None,
        related=related(ask.db, ask.me, of_concept(this, known), known),
        kinds_named=subjects.kinds(),
        address_of=ask.addresses.of,
        tongue_name=tongues.name,
        may_keep=policy.may_keep(ask.me),
    )


@router.get("/glossary/{slug}/edit", name="glossary:edit")
def edit(ask: SignedIn, slug: str) -> Response:
    policy.may_keep(ask.me).insist()
    this = queries.concept(ask.db, slug)
    topic = tree(ask.db).by_id.get(this.topic_id) if this.topic_id else None
    known = {one.language: one for one in this.words}
    codes = dict.fromkeys([*LANGUAGES, *known])
    said = [known.get(code, Said(code, [])) for code in codes]
    return _write(ask, _filled(said, topic.slug if topic else ""), this)


@router.post("/glossary/{slug}", name="glossary:save")
def save(ask: SignedIn, slug: str, form: EditedForm) -> Response:
    policy.may_keep(ask.me).insist()
    concept = queries.entity(ask.db, slug)
    if form.submit(lambda draft: actions.edit(ask.db, ask.me, concept, draft)) is None:
        return _write(ask, form, queries.concept(ask.db, slug), status=422)
    return see_other(ask, ask.path_for(SHOW, slug=slug), flash=_("The word is saved."))


@router.post("/glossary/{slug}/removal", name="glossary:remove")
def remove(ask: SignedIn, slug: str, form: RemovalForm) -> Response:
    policy.may_keep(ask.me).insist()
    concept = queries.entity(ask.db, slug)
    if form.submit(lambda draft: actions.remove(ask.db, ask.me, concept, draft)) is None:
        return _removing(ask, slug, form)
    return see_other(ask, ask.path_for(INDEX), flash=_("The word is gone from the glossary."))


def _with_topics(ask: Asking) -> list[tuple[ConceptRow, str]]:
    known = tree(ask.db).by_id
    return [
        (row, known[row.topic_id].slug if row.topic_id in known else "")
        for row in queries.some(ask.db)
    ]


def _filled(said: Sequence[Said], topic: str) -> Form[ConceptDraft]:
    return Form(
        ConceptDraft,
        {
            "words.language": [one.language for one in said],
            "words.terms": ["\n".join(one.terms) for one in said],
            "words.meaning": [one.meaning for one in said],
            "topic": [topic],
        },
    )


def _read_file(form: Form[SheetDraft]) -> None:
    """A file takes the place of what is pasted."""
    sent = form.files.get("file")
    if sent is not None:
        form.values["table"] = [list_text.decoded(sent.file.read(MOST_LETTERS + 1))]


def _bring(ask: AskingMember, form: Form[SheetDraft], *, status: int = 200) -> Response:
    policy.may_keep(ask.me).insist()
    return render(ask, "glossary/bring.html", status=status, form=form)


def _removing(ask: AskingMember, slug: str, removing: Form[RemovalDraft]) -> Response:
    known = {one.language: one for one in queries.concept(ask.db, slug).words}
    form = _filled(list(known.values()), "")
    return _write(ask, form, queries.concept(ask.db, slug), removing=removing, status=422)


def _write(
    ask: AskingMember,
    form: Form[ConceptDraft],
    this: ConceptRow | None = None,
    *,
    removing: Form[RemovalDraft] | None = None,
    status: int = 200,
) -> Response:
    return render(
        ask,
        "glossary/write.html",
        status=status,
        form=form,
        this=this,
        removing=removing or Form(RemovalDraft),
        tongues=tongues_of(form.lines("words")),
        topics=[("", _("None")), *((row.slug, row.label) for row in tree(ask.db).rows)],
    )
