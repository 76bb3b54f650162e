"""Changes of names, for conveners: who was called what, and which could be taken for another's."""

from collections.abc import Callable
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Response
from sqlmodel import Session

from backend.core.i18n import _
from backend.domain.members import policy, renaming
from backend.domain.members.models import Member
from backend.domain.members.names import NameChange
from backend.domain.moderation import name_decisions
from backend.domain.moderation.name_decisions import NameDraft
from backend.kit import errors
from backend.kit.asking import SignedIn
from backend.kit.forms import Form, submitted
from backend.kit.render import render, see_other
from backend.kit.router import Router

router = Router(show=errors.show_page, prefix="/moderation/names")

INDEX = "names:index"

NameForm = Annotated[Form[NameDraft], Depends(submitted(NameDraft))]


@router.get("", name=INDEX)
def index(ask: SignedIn, member: str = "", show: str = "", after: str = "") -> Response:
    return _page(ask, member=member, flagged=show == "waiting", after=after)


@router.post("/{change_id}/standing", name="names:stand")
def stand(ask: SignedIn, change_id: UUID, form: NameForm) -> Response:
    said = _("Everybody reads the new name from now on, and its member was told.")
    return _decide(ask, change_id, form, deed=name_decisions.let_stand, said=said)


@router.post("/{change_id}/refusal", name="names:refuse")
def refuse(ask: SignedIn, change_id: UUID, form: NameForm) -> Response:
    said = _("The old name stays, and its member was told why.")
    return _decide(ask, change_id, form, deed=name_decisions.keep_old, said=said)


def _decide(
    ask: SignedIn,
    change_id: UUID,
    form: Form[NameDraft],
    *,
    deed: Callable[[Session, Member, UUID, NameDraft], NameChange],
    said: str,
) -> Response:
    if form.submit(lambda draft: deed(ask.db, ask.me, change_id, draft)) is None:
        return _page(ask, flagged=True, deciding=(change_id, form), status=422)
    return see_other(ask, ask.path_for(INDEX), flash=said)


def _page(
    ask: SignedIn,
    *,
    member: str = "",
    flagged: bool = False,
    after: str = "",
    deciding: tuple[UUID, Form[NameDraft]] | None = None,
    status: int = 200,
) -> Response:
    page = renaming.history(ask.db, ask.me, slug=member, flagged=flagged, after=after)
    chosen = {"member": member, "show": "waiting" if flagged else ""}
    narrowed = {name: value for name, value in chosen.items() if value}
    older = ask.path_for(INDEX, **narrowed, after=page.next_key) if page.next_key else ""
    return render(
        ask,
        "names/index.html",
        status=status,
        page=page,
        member=member,
        flagged=flagged,
        older=older,
        newest=ask.path_for(INDEX, **narrowed) if after else "",
        deciding=deciding,
        empty_form=Form(NameDraft),
        may_decide={one.id: policy.may_decide_name(ask.me, one.member_id) for one in page.items},
    )
