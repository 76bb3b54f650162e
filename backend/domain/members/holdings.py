"""What is kept of a member: who they are, how they come in, and what becomes of it when they go."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, false
from sqlmodel import Session, col, delete, update

from backend.core import clock
from backend.core.i18n import N_
from backend.core.ids import new_id
from backend.domain import subjects
from backend.domain.holdings import Holding, Leaving
from backend.domain.members.audience import FIELDS
from backend.domain.members.blocks import Block, Mute
from backend.domain.members.models import (
    ApiToken,
    BrowserSession,
    Member,
    MemberLanguage,
    MemberTopic,
    SignInLink,
)
from backend.domain.members.names import FormerSlug, NameChange, NameShape

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


def _forget_likeness(db: Session, leaving: Leaving) -> None:
    """Nobody's name is taken for that of somebody who is gone."""
    alike = update(NameChange).where(col(NameChange.twin_id) == leaving.id)
    db.exec(alike.values(twin_id=None))


def _no_row(_member_id: UUID) -> ColumnElement[bool]:
    """Whoever is blocked or muted is never told, not even in their own data."""
    return false()


def _forget_who(model: Any) -> Callable[[Session, Leaving], None]:
    """Others no longer keep away from somebody who is gone."""

    def forget(db: Session, leaving: Leaving) -> None:
        db.exec(delete(model).where(col(model.other_id) == leaving.id))

    return forget


_THEIRS = N_("What others keep to themselves")

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
    Holding(NameShape, "member_id", N_("What your name looks like"), "removed"),
    Holding(
        NameChange,
        "member_id",
        N_("Names you had"),
        "removed",
        only=("before", "after", "at", "stands"),
    ),
    Holding(
        NameChange,
        "twin_id",
        N_("Names that could be taken for yours"),
        "unnamed",
        erase=_forget_likeness,
        only=("at",),
    ),
    Holding(NameChange, "looked_by_id", N_("Names you looked at"), "unnamed", only=("looked_at",)),
    Holding(FormerSlug, "member_id", N_("Addresses your profile had"), "removed"),
    Holding(MemberLanguage, "member_id", N_("Languages"), "removed"),
    Holding(MemberTopic, "member_id", N_("Topics"), "removed"),
    Holding(Block, "member_id", N_("People you blocked"), "removed"),
    Holding(
        Block,
        "other_id",
        _THEIRS,
        "removed",
        erase=_forget_who(Block),
        of=_no_row,
        called="block_of_me",
    ),
    Holding(Mute, "member_id", N_("People you muted"), "removed"),
    Holding(
        Mute,
        "other_id",
        _THEIRS,
        "removed",
        erase=_forget_who(Mute),
        of=_no_row,
        called="mute_of_me",
    ),
    Holding(
        Member,
        "id",
        N_("Profile"),
        "removed",
        erase=_forget_member,
        leaves_out=("folded", "erased_at"),
    ),
)
