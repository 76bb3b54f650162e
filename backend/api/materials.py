"""Materials, slides and recordings of a roundtable, for programs. Files are taken in by the page."""

from uuid import UUID

from backend.api.shapes import Shape
from backend.domain.roundtables import attaching, material_rows, material_rules, page
from backend.domain.roundtables.materials import ConsentDraft, MaterialDraft
from backend.domain.roundtables.models import Roundtable
from backend.domain.roundtables.policy import Room
from backend.kit import errors
from backend.kit.asking import AskingMember, SignedIn
from backend.kit.router import Router

router = Router(
    show=errors.show_problem, prefix="/roundtables/{slug}/materials", tags=["roundtables"]
)


class VoiceShape(Shape):
    name: str
    says: str


class MaterialShape(Shape):
    id: UUID
    sort: str
    title: str
    link: str
    file_name: str
    resource_slug: str
    consent_by: str
    is_shown: bool
    mine: str | None
    """What the one who asks said, if they are in it: yes, no or nothing yet."""
    voices: list[VoiceShape]
    """Who was asked, for those who run the meeting."""


@router.get("", name="api.roundtables:materials")
def index(ask: SignedIn, slug: str) -> list[MaterialShape]:
    return _all(ask, _opened(ask, slug))


@router.post("", name="api.roundtables:attach", status_code=201)
def attach(ask: SignedIn, slug: str, draft: MaterialDraft) -> list[MaterialShape]:
    table = _opened(ask, slug)
    attaching.attach(ask.db, ask.me, table, draft)
    return _all(ask, table)


@router.post("/{material_id}/consent", name="api.roundtables:consent")
def consent(
    ask: SignedIn, slug: str, material_id: UUID, draft: ConsentDraft
) -> list[MaterialShape]:
    """Say whether it may be shown; at any time."""
    table = _opened(ask, slug)
    attaching.consent(ask.db, ask.me, table, material_id, draft)
    return _all(ask, table)


@router.post("/{material_id}/removal", name="api.roundtables:detach", status_code=204)
def detach(ask: SignedIn, slug: str, material_id: UUID) -> None:
    attaching.remove(ask.db, ask.me, _opened(ask, slug), material_id)


def _opened(ask: AskingMember, slug: str) -> Roundtable:
    opened = page.opened(ask.db, ask.me, slug)
    material_rules.may_open(ask.me, opened.table, Room(seat=opened.seat)).insist()
    return opened.table


def _all(ask: AskingMember, table: Roundtable) -> list[MaterialShape]:
    return [
        MaterialShape.model_validate(one) for one in material_rows.listed(ask.db, ask.me, table)
    ]
