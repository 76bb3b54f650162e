"""Asking to join: a form that anybody can send, and what an invitation makes of it."""

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import Depends, Response

from backend.core.errors import Rejected
from backend.domain.joining import actions, arrivals, identities, places, questions, standing
from backend.domain.joining.invitations import Invitation
from backend.domain.joining.models import JoinDraft
from backend.domain.joining.places import Choice
from backend.domain.joining.ways import Voucher
from backend.domain.members.models import Member
from backend.domain.topics import queries as topics
from backend.kit import askers, errors
from backend.kit.asking import Ask, Asking
from backend.kit.forms import Form, submitted
from backend.kit.render import render, see_other
from backend.kit.router import Router

router = Router(show=errors.show_page, prefix="/join")

JoinForm = Annotated[Form[JoinDraft], Depends(submitted(JoinDraft))]

FORM = "joining/_form.html"
BY_LETTER = "letter"
"""How somebody says that they would rather prove another address than the one vouched for."""

invited_router = Router(show=errors.show_page, prefix="/invitations")

GONE = 410


@router.get("", name="join:ask")
def ask_page(ask: Ask, by: str = "") -> Response:
    if ask.me.admitted_at is not None:
        return see_other(ask, "/")
    voucher = _voucher(ask, by)
    known = {"name": voucher.name, "email": voucher.email} if voucher else {}
    return _page(ask, Form.of(JoinDraft, **known, by=by), Choice(), FORM, voucher)


@router.get("/places", name="join:places")
def suggest(ask: Ask, city: str = "") -> Response:
    return _page(ask, Form.of(JoinDraft, city=city), places.choice(city), "joining/_places.html")


@router.post("", name="join:apply")
def apply(ask: Ask, form: JoinForm) -> Response:
    voucher = _voucher(ask, form.value("by"))
    sent = _apply_vouched(ask, form, voucher) if voucher else _apply(ask, form)
    return sent or _page(ask, form, _found(form), FORM, voucher, status=422)


@invited_router.get("/{token}", name="invitations:show")
def show_invitation(ask: Ask, token: str) -> Response:
    """The form to join, filled in with what the invitation says. Opening it changes nothing."""
    if ask.me.admitted_at is not None:
        return see_other(ask, "/")
    invitation = standing.by_token(ask.db, token)
    if invitation is None:
        return render(ask, "invitations/ended.html", status=GONE)
    place = places.by_id(invitation.place_id)
    form = Form.of(
        JoinDraft,
        name=invitation.name,
        title=invitation.title,
        city=places.label(place) if place else invitation.city,
        place=place.id if place else "",
        can_help=invitation.topics,
    )
    return _invited_page(ask, token, invitation, form)


@invited_router.post("/{token}", name="invitations:accept")
def accept(ask: Ask, token: str, form: JoinForm) -> Response:
    """Whoever has the link may write, but only to the address that was invited goes the proof."""
    invitation = standing.by_token(ask.db, token)
    if invitation is None:
        return render(ask, "invitations/ended.html", status=GONE)
    form.values["email"] = [invitation.email]
    return _apply(ask, form) or _invited_page(ask, token, invitation, form, status=422)


def _apply(ask: Asking, form: Form[JoinDraft]) -> Response | None:
    """Send the letter that proves the address; None where the form needs mending."""
    asker = askers.asker(ask)

    def send(draft: JoinDraft) -> bool:
        actions.apply(ask.db, ask.settings, asker, draft)
        return True

    if not form.submit(send):
        _doubt_city(form)
        return None
    answer = see_other(ask, ask.path_for("session:sent"))
    askers.remember(ask, answer, asker)
    return answer


def _apply_vouched(ask: Asking, form: Form[JoinDraft], voucher: Voucher) -> Response | None:
    """The address is the one that was proven, whatever the form says; no letter is needed."""
    form.values["email"] = [voucher.email]
    entry = form.submit(
        lambda draft: arrivals.join(ask.db, ask.settings, voucher, draft, device=ask.device)
    )
    if entry is None:
        _doubt_city(form)
        return None
    answer = see_other(ask, entry.leads_to)
    askers.let_in(ask, answer, entry.token)
    return answer


def _doubt_city(form: Form[JoinDraft]) -> None:
    """Say which city is still open together with all else that is to be mended."""
    if "city" in form.problems or not form.value("city"):
        return
    try:
        places.meant(form.value("city"), form.value("place"), form.value("email"))
    except Rejected as refusal:
        form.problems |= refusal.problems


def _voucher(ask: Asking, by: str) -> Voucher | None:
    """What a provider has said of who sits here; nothing for who would rather use a letter."""
    return None if by == BY_LETTER else identities.voucher(ask.db, askers.browser(ask))


def _invited_page(
    ask: Asking, token: str, invitation: Invitation, form: Form[JoinDraft], status: int = 200
) -> Response:
    return render(
        ask,
        "invitations/show.html",
        FORM,
        status=status,
        **_fields(ask, form, _found(form)),
        action=ask.path_for("invitations:accept", token=token),
        fixed_email=invitation.email,
        is_proven=False,
        invitation=invitation,
        inviter=ask.db.get_one(Member, invitation.inviter_id).name,
    )


def _page(
    ask: Asking,
    form: Form[JoinDraft],
    found: Choice,
    piece: str,
    voucher: Voucher | None = None,
    *,
    status: int = 200,
) -> Response:
    return render(
        ask,
        "joining/ask.html",
        piece,
        status=status,
        **_fields(ask, form, found),
        action=ask.path_for("join:apply"),
        fixed_email=voucher.email if voucher else "",
        is_proven=voucher is not None,
    )


def _found(form: Form[JoinDraft]) -> Choice:
    return places.choice(form.value("city"), form.value("place"), form.value("email"))


def _fields(ask: Asking, form: Form[JoinDraft], found: Choice) -> Mapping[str, Any]:
    """What the form to join is made of."""
    given = dict(zip(form.chosen("questions"), form.chosen("answers"), strict=False))
    asked = [(one, given.get(str(one.id), "")) for one in questions.current(ask.db)]
    tree = topics.tree(ask.db)
    return {
        "form": form,
        "places": found,
        "questions": asked,
        "topics": [(topic.slug, topic.label) for topic in tree.rows],
    }
