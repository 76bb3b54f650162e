"""What is kept of a member: who they are, how they come in, and what becomes of it when they go."""

from sqlmodel import Session

from backend.core import clock
from backend.core.i18n import N_
from backend.core.ids import new_id
from backend.domain import subjects
from backend.domain.holdings import Holding, Leaving
from backend.domain.members.audience import FIELDS
from backend.domain.members.models import (
    ApiToken,
    BrowserSession,
    Member,
    MemberLanguage,
    MemberTopic,
    SignInLink,
)

KEPT = ("id", "joined_at", "admitted_at")
"""All that stays of a member's row: that there was somebody, and since when."""


def _forget_member(db: Session, leaving: Leaving) -> None:
    """Leave the bare row that contributions lead to: it tells nobody who that was."""
    member = db.get_one(Member, leaving.id)
    nobody = new_id().hex
    blank = Member(
        slug=f"former-{nobody}",
        email=f"{nobody}@erased.invalid",
        name="",
        audience=dict.fromkeys(FIELDS, "nobody"),
        erased_at=clock.now(),
    )
    member.sqlmodel_update(blank.model_dump(exclude=set(KEPT)))
    db.add(member)
    subjects.gone(db, "member", [leaving.id])


HOLDINGS = (
    Holding(
        SignInLink,
        "member_id",
        N_("Sign-in links"),
        "removed",
        only=("made_at", "expires_at", "used_at"),
    ),
    Holding(
        BrowserSession, "member_id", N_("Signed-in browsers"), "removed", leaves_out=("token_hash",)
    ),
    Holding(
        ApiToken, "member_id", N_("Tokens for programs"), "removed", leaves_out=("token_hash",)
    ),
    Holding(MemberLanguage, "member_id", N_("Languages"), "removed"),
    Holding(MemberTopic, "member_id", N_("Topics"), "removed"),
    Holding(
        Member,
        "id",
        N_("Profile"),
        "removed",
        erase=_forget_member,
        leaves_out=("folded", "erased_at"),
    ),
)
