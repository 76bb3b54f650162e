"""What members look for and do not find, for programs of conveners."""

from datetime import date

from backend.api.shapes import Shape
from backend.domain.curation import settling
from backend.domain.curation.settling import SettlingDraft
from backend.domain.search import gaps
from backend.kit import errors
from backend.kit.asking import SignedIn
from backend.kit.router import Router

router = Router(show=errors.show_problem, prefix="/moderation/gaps", tags=["moderation"])


class GapShape(Shape):
    """Words that found nothing, how often they were asked for, in which languages, when last."""

    words: str
    times: int
    languages: list[str]
    last: date


@router.get("", name="api.gaps:list")
def index(ask: SignedIn) -> list[GapShape]:
    return [GapShape.model_validate(one) for one in gaps.often(ask.db, ask.me)]


@router.post("/settled", name="api.gaps:settle")
def settle(ask: SignedIn, draft: SettlingDraft) -> SettlingDraft:
    """Take it off what is missing. Should people look for it in vain again, it comes back."""
    settling.settle(ask.db, ask.me, draft)
    return draft
