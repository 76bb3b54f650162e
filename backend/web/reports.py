"""Reporting something to the conveners."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Response
from sqlmodel import Field

from backend.core.errors import NotFound
from backend.core.i18n import _
from backend.domain import subjects
from backend.domain.moderation import actions, policy
from backend.domain.moderation.models import RULES, ReportDraft
from backend.kit import errors
from backend.kit.addresses import PRIVATE
from backend.kit.asking import SignedIn
from backend.kit.forms import Form, submitted
from backend.kit.looking import look_over
from backend.kit.render import render, see_other
from backend.kit.router import Router

router = Router(show=errors.show_page, prefix="/reports")


class ReportForm(ReportDraft):
    """A report and what it is about, as the page sends them."""

    kind: str = Field(max_length=40)
    subject_id: UUID


@router.get("/new", name="reports:new")
def new(ask: SignedIn, kind: str = "", subject_id: str = "") -> Response:
    form = Form.of(ReportForm, kind=kind, subject_id=subject_id)
    return _page(ask, form)


@router.post("", name="reports:make")
def make(
    ask: SignedIn, form: Annotated[Form[ReportForm], Depends(submitted(ReportForm))]
) -> Response:
    made = form.submit(
        lambda sent: actions.report(ask.db, ask.me, sent.kind, sent.subject_id, sent)
    )
    if made is None:
        return _page(ask, form, status=422)
    return see_other(
        ask,
        ask.addresses.of(_glance(ask, form)),
        flash=_("Thank you. A convener will look at it, and you will hear what was decided."),
    )


def _glance(ask: SignedIn, form: Form[ReportForm]) -> subjects.Glance:
    try:
        about = (form.value("kind"), UUID(form.value("subject_id")))
    except ValueError:
        raise NotFound(_("There is no such thing here.")) from None
    found = subjects.glances(ask.db, ask.me, [about]).get(about)
    if found is None:
        raise NotFound(_("There is no such thing here."))
    return found


def _page(ask: SignedIn, form: Form[ReportForm], *, status: int = 200) -> Response:
    glance = _glance(ask, form)
    policy.may_report(ask.me, glance).insist()
    look_over(ask, [glance])
    return render(
        ask,
        "reports/new.html",
        "reports/_form.html",
        status=status,
        form=form,
        glance=glance,
        rules=RULES,
        is_private=glance.kind in PRIVATE,
        back=ask.addresses.of(glance),
    )
