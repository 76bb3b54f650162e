"""Signing in by a link that is sent, and signing out.

Opening a link shows a button and changes nothing, however often mail scanners open it.
"""

from typing import Annotated

from fastapi import Depends, Response

from backend.core.i18n import _
from backend.domain.joining import actions
from backend.domain.joining.models import CodeDraft, LinkDraft
from backend.domain.members import links, sessions
from backend.domain.members.models import Member
from backend.kit import askers, errors
from backend.kit.addresses import within
from backend.kit.asking import Ask, Asking, session_cookie
from backend.kit.forms import Form, submitted
from backend.kit.render import render, see_other
from backend.kit.router import Router
from backend.kit.welcome import welcome

router = Router(show=errors.show_page)

LinkForm = Annotated[Form[LinkDraft], Depends(submitted(LinkDraft))]
CodeForm = Annotated[Form[CodeDraft], Depends(submitted(CodeDraft))]

GONE = 410


@router.get("/sign-in", name="session:ask")
def ask_page(ask: Ask, next: str = "/") -> Response:
    if isinstance(ask.me, Member):
        return see_other(ask, within(next))
    return render(ask, "session/ask.html", form=Form(LinkDraft), leads_to=within(next))


@router.post("/sign-in", name="session:link")
def link(ask: Ask, form: LinkForm) -> Response:
    asker, leads_to = askers.asker(ask), within(form.value("next"))

    def send(draft: LinkDraft) -> bool:
        actions.ask_for_link(ask.db, ask.settings, asker, draft, leads_to)
        return True

    if not form.submit(send):
        given = {"form": form, "leads_to": leads_to}
        return render(ask, "session/ask.html", "session/_form.html", status=422, **given)
    answer = see_other(ask, ask.path_for("session:sent"))
    askers.remember(ask, answer, asker)
    return answer


@router.get("/sign-in/sent", name="session:sent")
def sent(ask: Ask) -> Response:
    asked = links.asked(ask.db, ask.settings, askers.browser(ask))
    if asked is None:
        return see_other(ask, ask.path_for("session:ask"))
    minutes = ask.settings.link_minutes
    return render(ask, "session/sent.html", asked=asked, minutes=minutes)


@router.get("/sign-in/{token}", name="session:show")
def show(ask: Ask, token: str) -> Response:
    return _link_page(ask, token, Form(CodeDraft))


@router.post("/sign-in/{token}", name="session:start")
def start(ask: Ask, token: str, form: CodeForm) -> Response:
    def come_in(draft: CodeDraft) -> actions.Entry:
        return actions.enter(
            ask.db,
            ask.settings,
            token,
            browser=askers.browser(ask),
            code=draft.code,
            device=ask.device,
        )

    if links.find(ask.db, token) is None:
        return _link_page(ask, token, form)
    entry = form.submit(come_in)
    if entry is None:
        return _link_page(ask, token, form, status=422)
    answer = see_other(ask, within(entry.leads_to), flash=welcome(ask, entry.member))
    askers.let_in(ask, answer, entry.token)
    return answer


@router.post("/sign-out", name="session:end")
def end(ask: Ask) -> Response:
    if ask.caller is not None and ask.caller.session_id is not None:
        sessions.end(ask.db, ask.caller.session_id)
    answer = see_other(ask, "/", flash=_("You are signed out."))
    answer.delete_cookie(session_cookie(ask.settings), secure=ask.settings.is_secure)
    # Not the cookies: the language that was chosen here stays chosen.
    answer.headers["Clear-Site-Data"] = '"cache", "storage"'
    return answer


def _link_page(ask: Asking, token: str, form: Form[CodeDraft], status: int = 200) -> Response:
    found = links.find(ask.db, token)
    if found is None:
        given = {"form": Form(LinkDraft), "leads_to": "/", "sentence": links.spent()}
        return render(ask, "session/spent.html", status=GONE, **given)
    needs_code = links.needs_code(found, askers.browser(ask))
    return render(
        ask,
        "session/show.html",
        "session/_link.html",
        status=status,
        token=token,
        needs_code=needs_code,
        form=form,
    )
