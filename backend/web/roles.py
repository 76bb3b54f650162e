"""Roles for one city, topic or roundtable: who holds which, giving one, ending one."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Query, Response

from backend.core.i18n import _
from backend.domain.roles import actions, queries
from backend.domain.roles.models import EndDraft, GrantDraft
from backend.kit import errors
from backend.kit.asking import AskingMember, SignedIn
from backend.kit.forms import Form, submitted
from backend.kit.render import render, see_other
from backend.kit.router import Router

router = Router(show=errors.show_page, prefix="/moderation/roles")

INDEX = "roles:index"

GrantForm = Annotated[Form[GrantDraft], Depends(submitted(GrantDraft))]
EndForm = Annotated[Form[EndDraft], Depends(submitted(EndDraft))]


@router.get("", name=INDEX)
def index(
    ask: SignedIn, after: str = "", member: Annotated[str, Query(max_length=80)] = ""
) -> Response:
    return _page(ask, Form.of(GrantDraft, member=member), after=after)


@router.get("/people", name="roles:people")
def people(ask: SignedIn, member: Annotated[str, Query(max_length=300)] = "") -> Response:
    """Whom these letters may mean, each with the way to give them a role."""
    found = queries.so_called(ask.db, ask.me, member)
    return render(ask, "roles/people.html", "roles/_people.html", typed=member, found=found)


@router.post("", name="roles:grant")
def grant(ask: SignedIn, form: GrantForm) -> Response:
    if form.submit(lambda draft: actions.grant(ask.db, ask.me, draft)) is None:
        return _page(ask, form, status=422)
    return see_other(ask, ask.path_for(INDEX), flash=_("The role is given, and they were told."))


@router.post("/{grant_id}/ending", name="roles:end")
def end(ask: SignedIn, grant_id: UUID, form: EndForm) -> Response:
    one = queries.entity(ask.db, ask.me, grant_id)
    if form.submit(lambda draft: actions.end(ask.db, ask.me, one, draft)) is None:
        return _page(ask, Form(GrantDraft), ending={grant_id: form}, status=422)
    return see_other(ask, ask.path_for(INDEX), flash=_("The role has ended, and they were told."))


def _page(
    ask: AskingMember,
    form: Form[GrantDraft],
    *,
    after: str = "",
    ending: dict[UUID, Form[EndDraft]] | None = None,
    status: int = 200,
) -> Response:
    return render(
        ask,
        "roles/index.html",
        "roles/_roles.html",
        status=status,
        page=queries.current(ask.db, ask.me, after),
        first=not after,
        form=form,
        ending=ending or {},
        address_of=ask.addresses.of,
    )
