"""Where one works and who vouches for it; and, for those who vouch, what needs looking at."""

from uuid import UUID

from fastapi import Response

from backend.core.i18n import _
from backend.domain.affiliations import actions, policy, queries
from backend.domain.affiliations.models import AddressDraft, ReasonDraft
from backend.kit import errors
from backend.kit.asking import AskingMember, SignedIn
from backend.kit.forms import Form
from backend.kit.render import render, see_other
from backend.kit.router import Router

router = Router(show=errors.show_page)

MINE, SHOW, INDEX = "affiliations:mine", "affiliations:show", "affiliations:index"


@router.get("/settings/affiliation", name=MINE)
def mine(ask: SignedIn) -> Response:
    works = queries.mine(ask.db, ask.me, ask.settings.affiliation_days)
    return render(ask, "affiliations/mine.html", works=works, may_claim=policy.may_claim(ask.me))


@router.get("/moderation/affiliations", name=INDEX)
def index(ask: SignedIn, after: str = "") -> Response:
    page = queries.needing(ask.db, ask.me, ask.settings.affiliation_days, after)
    return render(ask, "affiliations/index.html", page=page, first=not after)


@router.get("/affiliations/{slug}", name=SHOW)
def show(ask: SignedIn, slug: UUID) -> Response:
    return show_one(ask, slug)


@router.post("/affiliations/{slug}/main", name="affiliations:choose")
def choose(ask: SignedIn, slug: UUID) -> Response:
    one = queries.entity(ask.db, ask.me, slug)
    actions.choose(ask.db, ask.me, one)
    said = _("From now on you act for {body}.", body=actions.name_of(ask.db, one))
    return see_other(ask, ask.path_for(MINE), flash=said)


def show_one(
    ask: AskingMember,
    slug: UUID,
    *,
    reason: Form[ReasonDraft] | None = None,
    address: Form[AddressDraft] | None = None,
    status: int = 200,
) -> Response:
    """One affiliation with all that whoever asks may do about it, and what they typed."""
    one, row = queries.opened(ask.db, ask.me, slug, ask.settings.affiliation_days)
    return render(
        ask,
        "affiliations/show.html",
        "affiliations/_decision.html",
        status=status,
        one=row,
        form=reason or Form(ReasonDraft),
        address_form=address or Form.of(AddressDraft, address=one.address if one.is_open else ""),
        may={
            "confirm": policy.may_confirm(ask.me, one),
            "refuse": policy.may_refuse(ask.me, one),
            "remove": policy.may_remove(ask.me, one, of_office=row.of_office),
            "prove": policy.may_prove(ask.me, one) if one.city_id else None,
            "choose": policy.may_choose(ask.me, one),
            "leave": policy.may_leave(ask.me, one),
            "list": policy.may_list(ask.me),
        },
    )
