"""Adding a resource, changing what is said of one, and adding a new version."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends, Response

from backend.core import clock, tongues
from backend.core.i18n import N_, _, language
from backend.core.ids import new_id
from backend.domain.resources import actions, licences, page, policy, publishers, queries
from backend.domain.resources.contents import SORTS
from backend.domain.resources.models import (
    KINDS,
    EditDraft,
    Resource,
    ResourceDraft,
    VersionDraft,
)
from backend.domain.topics.queries import Tree, tree
from backend.kit import errors, uploads
from backend.kit.asking import AskingMember, SignedIn
from backend.kit.forms import Form, edited, submitted
from backend.kit.render import render, see_other
from backend.kit.router import Router
from backend.kit.sizes import size
from backend.web.resources.showing import file_type

router = Router(show=errors.show_page, prefix="/resources")

ResourceForm = Annotated[Form[ResourceDraft], Depends(submitted(ResourceDraft))]
EditForm = Annotated[Form[EditDraft], Depends(edited(EditDraft, ticked=("topics",)))]
VersionForm = Annotated[Form[VersionDraft], Depends(submitted(VersionDraft))]

KEY = "key"
"""Where a form carries the id of what it will add, so that sent twice it adds once."""

BRANCHES = {
    "principle": N_("Principles"),
    "theme": N_("Themes"),
    "practice": N_("Practices"),
}


@router.get("/new", name="resources:new")
def new(ask: SignedIn, title: str = "") -> Response:
    """A title may come along, from a search that found nothing."""
    policy.may_add(ask.me).insist()
    ours = publishers.one(ask.db, ask.me.city_id)
    form = Form.of(
        ResourceDraft,
        title=title,
        language=tongues.nearest(ask.me.language or language().code),
        year=clock.now().year,
        visibility="public",
        publisher=ours.label if ours else "",
        **{KEY: new_id()},
    )
    return _form(ask, form)


@router.post("", name="resources:add")
def add(ask: SignedIn, form: ResourceForm) -> Response:
    policy.may_add(ask.me).insist()
    key = _key(form)
    made = uploads.submit(ask, form, lambda draft: actions.add(ask.db, ask.me, draft, key))
    if made is None:
        return _form(ask, form, status=422)
    path = ask.path_for("resources:show", slug=made.slug)
    return see_other(ask, path, flash=_("It is in the library. Thank you for sharing it."))


@router.get("/{slug}/edit", name="resources:edit")
def edit(ask: SignedIn, slug: str) -> Response:
    resource = queries.one(ask.db, ask.me, slug)
    policy.may_edit(ask.me, resource).insist()
    publisher = publishers.one(ask.db, resource.city_id)
    is_picked = resource.licence in {one.id for one in licences.PICKED}
    known = resource.model_dump(include=set(EditDraft.model_fields))
    form = Form.of(
        EditDraft,
        **known
        | {
            "licence": resource.licence if is_picked else licences.OTHER,
            "other_licence": "" if is_picked else licences.label(resource.licence),
            "publisher": publisher.label if publisher else "",
            "topics": [one.slug for one in page.topics_of(ask.db, resource.id)],
        },
    )
    return _form(ask, form, edited=resource)


@router.post("/{slug}/edit", name="resources:revise")
def revise(ask: SignedIn, slug: str, form: EditForm) -> Response:
    resource = queries.one(ask.db, ask.me, slug)
    policy.may_edit(ask.me, resource).insist()
    if form.submit(lambda draft: actions.edit(ask.db, ask.me, resource, draft)) is None:
        return _form(ask, form, edited=resource, status=422)
    path = ask.path_for("resources:show", slug=slug)
    return see_other(ask, path, flash=_("Your changes are saved."))


@router.get("/{slug}/versions/new", name="resources:renewing")
def renewing(ask: SignedIn, slug: str) -> Response:
    resource = queries.one(ask.db, ask.me, slug)
    policy.may_edit(ask.me, resource).insist()
    return _version_form(ask, resource, Form(VersionDraft))


@router.post("/{slug}/versions", name="resources:renew")
def renew(ask: SignedIn, slug: str, form: VersionForm) -> Response:
    resource = queries.one(ask.db, ask.me, slug)
    policy.may_edit(ask.me, resource).insist()
    made = uploads.submit(ask, form, lambda draft: actions.renew(ask.db, ask.me, resource, draft))
    if made is None:
        return _version_form(ask, resource, form, status=422)
    path = ask.path_for("resources:show", slug=slug)
    return see_other(ask, path, flash=_("The new version is there. Whoever uses it hears of it."))


def _key(form: Form[Any]) -> UUID | None:
    try:
        return UUID(form.value(KEY))
    except ValueError:
        return None


def _form(
    ask: AskingMember,
    form: Form[Any],
    *,
    edited: Resource | None = None,
    status: int = 200,
) -> Response:
    return render(
        ask,
        "resources/write.html",
        "resources/_form.html",
        status=status,
        form=form,
        edited=edited,
        key=KEY,
        kinds=KINDS,
        licence=licences,
        languages_to_write=tongues.choices(),
        cities=[one.label for one in publishers.offered(ask.db)],
        topic_groups=_groups(tree(ask.db)),
        **_file_field(ask, form),
    )


def _version_form(
    ask: AskingMember, resource: Resource, form: Form[VersionDraft], *, status: int = 200
) -> Response:
    return render(
        ask,
        "resources/version.html",
        "resources/_version_form.html",
        status=status,
        form=form,
        resource=resource,
        **_file_field(ask, form),
    )


def _file_field(ask: AskingMember, form: Form[Any]) -> dict[str, Any]:
    return {
        "waiting": uploads.waiting(ask, form),
        "accept": ",".join(f".{end}" for end in SORTS),
        "most": size(ask.settings.file_megabytes * 1_000_000),
        "size": size,
        "file_type": file_type,
    }


def _groups(topics: Tree) -> list[tuple[str, list[tuple[str, str]]]]:
    """Topics to choose from, under the branch that they stand in."""
    return [
        (_(BRANCHES[kind]), [(row.slug, row.label) for row in rows])
        for kind, rows in topics.branches().items()
        if rows
    ]
