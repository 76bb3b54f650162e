"""One's own data for programs: how it stands, and asking for the archive.

Fetching and erasing are for the person alone, signed in on the pages: a token that leaks must not
be enough for either.
"""

from datetime import datetime

from pydantic import BaseModel

from backend.core import clock
from backend.domain.own_data import actions, policy, queries
from backend.domain.own_data.models import Archive
from backend.kit import errors
from backend.kit.asking import SignedIn
from backend.kit.router import Router

router = Router(show=errors.show_problem, tags=["me"])


class ArchiveAnswer(BaseModel):
    """An archive of one's own data. It is fetched on the page, by the member."""

    asked_at: datetime
    made_at: datetime | None
    expires_at: datetime | None
    size: int


class OwnDataAnswer(BaseModel):
    archive: ArchiveAnswer | None
    may_ask: bool
    """Whether a new archive can be asked for now."""


@router.get("/me/data", name="api.own_data:show")
def show(ask: SignedIn) -> OwnDataAnswer:
    return _answer(ask, queries.last_archive(ask.db, ask.me))


@router.post("/me/data/archives", name="api.own_data:ask")
def ask_for_it(ask: SignedIn) -> OwnDataAnswer:
    return _answer(ask, actions.ask_for_archive(ask.db, ask.me))


def _answer(ask: SignedIn, archive: Archive | None) -> OwnDataAnswer:
    return OwnDataAnswer(
        archive=ArchiveAnswer.model_validate(archive, from_attributes=True) if archive else None,
        may_ask=bool(policy.may_ask(ask.me, archive, clock.now())),
    )
