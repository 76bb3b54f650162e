"""Who faces a challenge, who follows it, where it stands, and what came of it."""

from typing import Annotated

from fastapi import Depends, Response
from fastapi import Form as Field

from backend.core.i18n import _
from backend.domain.challenges import actions, page, policy, queries, thread
from backend.domain.challenges.models import Challenge, FacingDraft, OutcomeDraft, StatusDraft
from backend.kit import errors
from backend.kit.asking import SignedIn
from backend.kit.following import confirmed
from backend.kit.forms import Form, submitted
from backend.kit.htmx import wants_piece
from backend.kit.looking import look_into
from backend.kit.render import render, see_other, with_notice
from backend.kit.router import Router
from backend.web.challenges.showing import show_opened

router = Router(show=errors.show_page, prefix="/challenges/{slug}")

FacingForm = Annotated[Form[FacingDraft], Depends(submitted(FacingDraft))]
StatusForm = Annotated[Form[StatusDraft], Depends(submitted(StatusDraft))]
OutcomeForm = Annotated[Form[OutcomeDraft], Depends(submitted(OutcomeDraft))]

FACED = "challenges/_faced.html"


@router.post("/facing", name="challenges:face")
def face(ask: SignedIn, slug: str, form: FacingForm) -> Response:
    found = page.opened(ask.db, ask.me, slug)
    policy.may_face(ask.me, found.challenge).insist()
    if form.submit(lambda draft: actions.face(ask.db, ask.me, found.challenge, draft)) is None:
        return show_opened(ask, found, FACED, status=422, facing_form=form)
    return _again(ask, slug)


@router.post("/facing/withdrawal", name="challenges:withdraw")
def withdraw(ask: SignedIn, slug: str) -> Response:
    actions.withdraw(ask.db, ask.me, queries.one(ask.db, ask.me, slug))
    return _again(ask, slug)


@router.post("/following", name="challenges:follow")
def follow(ask: SignedIn, slug: str, *, said: Annotated[bool, Field()] = True) -> Response:
    challenge = queries.one(ask.db, ask.me, slug)
    act = actions.follow if said else actions.unfollow
    act(ask.db, ask.me, challenge)
    words = confirmed(follows=said)
    if wants_piece(ask.request):
        opened = page.opened(ask.db, ask.me, slug)
        return with_notice(show_opened(ask, opened, "challenges/_standing.html"), words)
    return see_other(ask, ask.path_for("challenges:show", slug=slug), flash=words)


@router.post("/status", name="challenges:set_status")
def set_status(ask: SignedIn, slug: str, form: StatusForm) -> Response:
    challenge = queries.one(ask.db, ask.me, slug)
    if form.submit(lambda draft: actions.set_status(ask.db, ask.me, challenge, draft)) is None:
        return show_opened(
            ask, page.opened(ask.db, ask.me, slug), "challenges/_standing.html", status=422
        )
    words = _("Where it stands is changed, and who follows it hears of it.")
    return see_other(ask, ask.path_for("challenges:show", slug=slug), flash=words)


@router.get("/outcome", name="challenges:outcome")
def outcome(ask: SignedIn, slug: str) -> Response:
    challenge = queries.one(ask.db, ask.me, slug)
    look_into(ask, challenge)
    form = Form.of(
        OutcomeDraft,
        ending="closed" if challenge.status == "closed" else "solved",
        worked=challenge.worked,
        not_worked=challenge.not_worked,
    )
    return _outcome(ask, challenge, form)


@router.post("/outcome", name="challenges:end")
def end(ask: SignedIn, slug: str, form: OutcomeForm) -> Response:
    challenge = queries.one(ask.db, ask.me, slug)
    policy.may_steer(ask.me, challenge).insist()
    if form.submit(lambda draft: actions.end(ask.db, ask.me, challenge, draft)) is None:
        return _outcome(ask, challenge, form, status=422)
    path = ask.path_for("challenges:show", slug=slug)
    return see_other(ask, path, flash=_("Thank you. Whoever took part hears of it."))


def _outcome(
    ask: SignedIn, challenge: Challenge, form: Form[OutcomeDraft], *, status: int = 200
) -> Response:
    policy.may_steer(ask.me, challenge).insist()
    answers = thread.answers(ask.db, ask.me, challenge.id)
    return render(
        ask,
        "challenges/outcome.html",
        "challenges/_outcome_form.html",
        status=status,
        challenge=challenge,
        form=form,
        answers=[
            one
            for one in answers
            if one.helped_at or policy.may_say_it_helped(ask.me, challenge, one)
        ],
    )


def _again(ask: SignedIn, slug: str) -> Response:
    """The page as it is now or, for htmx, what shows who faces it."""
    if wants_piece(ask.request):
        return show_opened(ask, page.opened(ask.db, ask.me, slug), FACED)
    return see_other(ask, f"{ask.path_for('challenges:show', slug=slug)}#help")
