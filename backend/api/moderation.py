"""Reports and decisions, for programs."""

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel

from backend.domain.moderation import actions, queries
from backend.domain.moderation.models import DecisionDraft, ReportDraft
from backend.kit import errors
from backend.kit.asking import SignedIn
from backend.kit.looking import look_over
from backend.kit.router import Router

router = Router(show=errors.show_problem, tags=["moderation"])


class ReportSent(ReportDraft):
    """A report and what it is about."""

    kind: str
    subject_id: UUID


class ReportAnswer(BaseModel):
    id: UUID
    made_at: datetime


class CaseAnswer(BaseModel):
    """A subject with open reports."""

    kind: str
    subject_id: UUID
    title: str
    path: str
    reports: int
    first_at: datetime | None


class DecisionAnswer(BaseModel):
    kind: str
    subject_id: UUID
    hidden: bool


class LogLine(BaseModel):
    number: int
    at: datetime
    convener: str
    deed: str
    kind: str
    rule: str
    reason: str


class LogAnswer(BaseModel):
    items: list[LogLine]
    next: str | None


@router.post("/reports", name="api.reports:make", status_code=201)
def report(ask: SignedIn, sent: ReportSent) -> ReportAnswer:
    made = actions.report(ask.db, ask.me, sent.kind, sent.subject_id, sent)
    return ReportAnswer(id=made.id, made_at=made.made_at)


@router.get("/moderation/queue", name="api.moderation:queue")
def queue(ask: SignedIn) -> list[CaseAnswer]:
    cases = queries.queue(ask.db, ask.me)
    look_over(ask, [one.glance for one in cases])
    return [
        CaseAnswer(
            kind=one.glance.kind,
            subject_id=one.glance.id,
            title=one.glance.title,
            path=ask.addresses.of(one.glance),
            reports=len(one.reports),
            first_at=one.first_at,
        )
        for one in cases
    ]


@router.get("/moderation/log", name="api.moderation:log")
def log(ask: SignedIn, after: int | None = None) -> LogAnswer:
    page = queries.history(ask.db, ask.me, after)
    lines = [LogLine.model_validate(line, from_attributes=True) for line in page.items]
    return LogAnswer(items=lines, next=page.next_key)


@router.post("/moderation/{kind}/{subject_id}/hiding", name="api.moderation:hide")
def hide(ask: SignedIn, kind: str, subject_id: UUID, draft: DecisionDraft) -> DecisionAnswer:
    actions.hide(ask.db, ask.me, kind, subject_id, draft)
    return DecisionAnswer(kind=kind, subject_id=subject_id, hidden=True)


@router.post("/moderation/{kind}/{subject_id}/restoring", name="api.moderation:restore")
def restore(ask: SignedIn, kind: str, subject_id: UUID, draft: DecisionDraft) -> DecisionAnswer:
    actions.restore(ask.db, ask.me, kind, subject_id, draft)
    return DecisionAnswer(kind=kind, subject_id=subject_id, hidden=False)


@router.post("/moderation/{kind}/{subject_id}/dismissal", name="api.moderation:dismiss")
def dismiss(ask: SignedIn, kind: str, subject_id: UUID, draft: DecisionDraft) -> DecisionAnswer:
    actions.dismiss(ask.db, ask.me, kind, subject_id, draft)
    return DecisionAnswer(kind=kind, subject_id=subject_id, hidden=False)
