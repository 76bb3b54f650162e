"""Invitations for programs: one by one, and whole lists that are checked before they are sent."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from fastapi import Query
from pydantic import BaseModel

from backend.domain.joining import invited, inviting, listing
from backend.domain.joining.invitations import (
    InvitationDraft,
    InvitationList,
    ListDraft,
    VouchingDraft,
)
from backend.domain.joining.invited import InvitationRow
from backend.domain.joining.list_report import Line, Report
from backend.kit import errors
from backend.kit.asking import AskingMember, SignedIn
from backend.kit.router import Router

router = Router(show=errors.show_problem, tags=["members"])

After = Annotated[str, Query(max_length=40)]
ON_A_PAGE = 500


class InvitationAnswer(BaseModel):
    """An invitation. Whether its address is a member's already is not said."""

    id: UUID
    email: str
    name: str
    city: str
    language: str
    inviter: str
    admits: bool
    state: str
    sent_at: datetime
    expires_at: datetime

    @classmethod
    def of(cls, row: InvitationRow) -> "InvitationAnswer":
        return cls.model_validate(row, from_attributes=True)


class InvitationsAnswer(BaseModel):
    items: list[InvitationAnswer]
    next: str | None


class LineAnswer(BaseModel):
    """A line of a list: the line of the file on which it begins, and what is said of it."""

    line: int
    email: str
    standing: str
    sentences: list[str]

    @classmethod
    def of(cls, line: Line) -> "LineAnswer":
        return cls.model_validate(line, from_attributes=True)


class ListAnswer(BaseModel):
    """A list that was read: how many lines stand how, and a page of those that were asked for."""

    id: UUID
    counts: Mapping[str, int]
    sent_at: datetime | None
    sent_count: int
    lines: list[LineAnswer]
    next: int | None


@router.get("/invitations", name="api.invitations:list")
def index(
    ask: SignedIn,
    whose: Literal["mine", "everybody"] = "mine",
    state: Literal["", "open", "used", "expired", "withdrawn"] = "",
    after: After = "",
) -> InvitationsAnswer:
    """One's own; conveners may ask for everybody's, of one state if they like."""
    if whose == "everybody":
        page = invited.every(ask.db, ask.me, state, after)
    else:
        page = invited.mine(ask.db, ask.me, after)
    return InvitationsAnswer(
        items=[InvitationAnswer.of(row) for row in page.items], next=page.next_key
    )


@router.post("/invitations", name="api.invitations:send", status_code=201)
def send(ask: SignedIn, draft: InvitationDraft) -> InvitationAnswer:
    sent = inviting.invite(ask.db, ask.settings, ask.me, draft)
    return _answer(ask, sent.id)


@router.post("/invitations/{invitation_id}/withdrawal", name="api.invitations:withdraw")
def withdraw(ask: SignedIn, invitation_id: UUID) -> InvitationAnswer:
    inviting.withdraw(ask.db, ask.me, invited.one(ask.db, ask.me, invitation_id))
    return _answer(ask, invitation_id)


@router.post("/invitations/{invitation_id}/renewal", name="api.invitations:renew")
def renew(ask: SignedIn, invitation_id: UUID) -> InvitationAnswer:
    """Send it once more, with a new link."""
    inviting.renew(ask.db, ask.settings, ask.me, invited.one(ask.db, ask.me, invitation_id))
    return _answer(ask, invitation_id)


@router.post("/invitations/{invitation_id}/vouching", name="api.invitations:vouch")
def vouch(ask: SignedIn, invitation_id: UUID, draft: VouchingDraft) -> InvitationAnswer:
    """Conveners say whether whoever uses it is admitted at once."""
    invitation = invited.one(ask.db, ask.me, invitation_id)
    inviting.vouch(ask.db, ask.me, invitation, admits=draft.admits)
    return _answer(ask, invitation_id)


@router.post("/invitation-lists", name="api.invitations:check", status_code=201)
def check(ask: SignedIn, draft: ListDraft) -> ListAnswer:
    """Check a list without sending anything. It is kept for a day."""
    return _report(listing.read(ask.db, ask.me, draft), "bad", 0)


@router.get("/invitation-lists/{list_id}", name="api.invitations:report")
def report(
    ask: SignedIn,
    list_id: UUID,
    standing: Literal["bad", "noted", "good"] = "bad",
    after: Annotated[int, Query(ge=0, le=10_000_000)] = 0,
) -> ListAnswer:
    return _report(listing.one(ask.db, ask.me, list_id), standing, after)


@router.post("/invitation-lists/{list_id}/sending", name="api.invitations:send_list")
def send_list(ask: SignedIn, list_id: UUID) -> ListAnswer:
    """Invite everybody on its good lines."""
    kept = listing.one(ask.db, ask.me, list_id)
    listing.send(ask.db, ask.settings, ask.me, kept)
    return _report(kept, "bad", 0)


def _answer(ask: AskingMember, invitation_id: UUID) -> InvitationAnswer:
    ask.db.flush()
    return InvitationAnswer.of(invited.row(ask.db, ask.me, invitation_id))


def _report(kept: InvitationList, standing: str, after: int) -> ListAnswer:
    whole = Report.of(kept.lines)
    lines, more = whole.shown(standing, after, ON_A_PAGE)
    return ListAnswer(
        id=kept.id,
        counts=whole.counts,
        sent_at=kept.sent_at,
        sent_count=kept.sent_count,
        lines=[LineAnswer.of(line) for line in lines],
        next=more,
    )
