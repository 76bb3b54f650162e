"""Series of roundtables, for programs."""

from datetime import datetime, time

from pydantic import BaseModel

from backend.api.shapes import Shape
from backend.domain.roundtables import queries, repeating
from backend.domain.roundtables.models import Roundtable
from backend.domain.roundtables.series import RuleDraft, SeriesDraft
from backend.kit import errors
from backend.kit.asking import Ask, Asking, SignedIn
from backend.kit.router import Router

router = Router(show=errors.show_problem, prefix="/roundtables/{slug}/series", tags=["roundtables"])


class RotationShape(BaseModel):
    """Hours for a series that take turns, by the wall clock of its zone."""

    turns: list[time]
    starts: list[datetime]
    why: str


class SeriesPartShape(Shape):
    number: int
    slug: str
    title: str
    starts_at: datetime | None
    ends_at: datetime | None
    planned_at: datetime | None
    cancelled_at: datetime | None


@router.get("", name="api.roundtables:series")
def show(ask: Ask, slug: str) -> list[SeriesPartShape]:
    """Every meeting of its series, in order."""
    return _parts(ask, queries.one(ask.db, ask.me, slug))


@router.post("", name="api.roundtables:begin_series", status_code=201)
def begin(ask: SignedIn, slug: str, draft: SeriesDraft) -> list[SeriesPartShape]:
    """Make further drafts like this one, each at its time."""
    table = queries.one(ask.db, ask.me, slug)
    repeating.begin(ask.db, ask.me, table, draft)
    return _parts(ask, table)


@router.post("/hours", name="api.roundtables:series_hours")
def hours(ask: SignedIn, slug: str, draft: RuleDraft) -> list[RotationShape]:
    """The fairest hours on these days: the same each time, or two or three in turn. Writes nothing."""
    table = queries.one(ask.db, ask.me, slug)
    found = repeating.hours(ask.db, ask.me, table, draft)
    return [
        RotationShape(turns=list(one.turns), starts=list(one.starts), why=one.why) for one in found
    ]


@router.post("/invitations", name="api.roundtables:invite_series")
def invite(ask: SignedIn, slug: str) -> list[SeriesPartShape]:
    """Invite to every meeting of it that is still a draft."""
    table = queries.one(ask.db, ask.me, slug)
    repeating.invite(ask.db, ask.me, table)
    return _parts(ask, table)


def _parts(ask: Asking, table: Roundtable) -> list[SeriesPartShape]:
    return [SeriesPartShape.model_validate(one) for one in repeating.parts(ask.db, ask.me, table)]
