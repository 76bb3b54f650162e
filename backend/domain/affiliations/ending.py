"""How an affiliation ends, whoever ends it. It stays as history."""

from typing import Literal, TypeAlias

from sqlmodel import Session

from backend.core import clock
from backend.domain.affiliations import handing
from backend.domain.affiliations.models import Affiliation
from backend.domain.members.models import Member

Why: TypeAlias = Literal["left", "moved", "removed", "refused"]


def end(db: Session, one: Affiliation, why: Why, *, keeper: Member | None = None) -> None:
    """It is over from now on, and what its member had in hand for it is handed over.

    What the member is afterwards, `standing.settle` says. `keeper` has it all meanwhile, where
    somebody ended it for its member.
    """
    was_verified = one.verified_at is not None
    one.ended_at, one.ended_why = clock.now(), why
    db.add(one)
    db.flush()
    if was_verified:
        handing.open_for(db, one, keeper=keeper)
