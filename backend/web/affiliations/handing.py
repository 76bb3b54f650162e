"""What those who left had in hand: to offer, to take over, to decline."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Response

from backend.core.i18n import _
from backend.domain.affiliations import handing, handovers, policy
from backend.domain.affiliations.handovers import HandoverRow
from backend.domain.affiliations.models import Handover, OfferDraft
from backend.kit import errors
from backend.kit.asking import AskingMember, SignedIn
from backend.kit.forms import Form, submitted
from backend.kit.render import render, see_other
from backend.kit.router import Router

router = Router(show=errors.show_page, prefix="/hand-overs")

INDEX, SHOW = "handovers:index", "handovers:show"

OfferForm = Annotated[Form[OfferDraft], Depends(submitted(OfferDraft))]


@router.get("", name=INDEX)
def index(ask: SignedIn, after: str = "") -> Response:
    page = handovers.open_ones(ask.db, ask.me, after)
    return render(ask, "handovers/index.html", page=page, first=not after)


@router.get("/{slug}", name=SHOW)
def show(ask: SignedIn, slug: UUID) -> Response:
    return _page(ask, slug)


@router.post("/{slug}/items/{item_id}/taking", name="handovers:take")
def take(ask: SignedIn, slug: UUID, item_id: UUID) -> Response:
    item = _item(ask, slug, item_id)
    handing.take(ask.db, ask.me, item)
    return _back(ask, item, _("You keep “{title}” from now on.", title=item.title))


@router.post("/{slug}/items/{item_id}/refusal", name="handovers:decline")
def decline(ask: SignedIn, slug: UUID, item_id: UUID) -> Response:
    item = _item(ask, slug, item_id)
    handing.decline(ask.db, ask.me, item)
    return _back(ask, item, _("You have declined “{title}”.", title=item.title))


@router.post("/{slug}/items/{item_id}/offer", name="handovers:offer")
def offer(ask: SignedIn, slug: UUID, item_id: UUID, form: OfferForm) -> Response:
    item = _item(ask, slug, item_id)
    if form.submit(lambda draft: handing.offer(ask.db, ask.me, item, draft)) is None:
        return _page(ask, slug, {item_id: form}, status=422)
    return _back(ask, item, _("They were asked to take over “{title}”.", title=item.title))


def _page(
    ask: AskingMember,
    slug: UUID,
    offers: dict[UUID, Form[OfferDraft]] | None = None,
    status: int = 200,
) -> Response:
    found = handovers.left_with(ask.db, ask.me, slug)
    return render(
        ask,
        "handovers/show.html",
        "handovers/_items.html",
        status=status,
        items=found,
        colleagues=_colleagues(ask, found[0]),
        offers=offers or {},
        address_of=ask.addresses.of,
        policy=policy,
    )


def _colleagues(ask: AskingMember, one: HandoverRow) -> list[tuple[str, str]]:
    kept = one.handover
    return handovers.colleagues(ask.db, ask.me, kept.city_id, kept.member_id)


def _item(ask: AskingMember, slug: UUID, item_id: UUID) -> Handover:
    return handovers.entity(ask.db, ask.me, item_id, slug)


def _back(ask: AskingMember, item: Handover, said: str) -> Response:
    return see_other(ask, ask.path_for(SHOW, slug=item.affiliation_id), flash=said)
