"""Reporting and deciding. Each action insists first, checks next, writes last."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, delete, select

from backend.core import clock
from backend.core.errors import Conflict, NotFound, Rejected, TooMany
from backend.core.i18n import _
from backend.core.locks import alone
from backend.domain import subjects
from backend.domain.members.models import Member
from backend.domain.moderation import log, policy, queries
from backend.domain.moderation.models import RULES, DecisionDraft, Report, ReportDraft
from backend.domain.notifications.actions import not_to_be_read, tell

DAY = timedelta(days=1)
MOST_A_DAY = 30
"""Reports of one member in that time."""

SETTLED_AS = {"hide": "upheld", "dismiss": "dismissed", "restore": "dismissed"}
"""What the people who reported hear of, for each decision."""


def report(db: Session, me: Member, kind: str, subject_id: UUID, draft: ReportDraft) -> Report:
    """Bring something to the conveners' attention; they are told at once."""
    glance = _glance(db, me, kind, subject_id)
    policy.may_report(me, glance).insist()
    _check_rule(draft.rule)
    alone(db, f"reports of {me.id}")
    mine = select(Report).where(
        col(Report.reporter_id) == me.id,
        col(Report.subject_id) == subject_id,
        col(Report.settled_at).is_(None),
    )
    if db.exec(mine).first() is not None:
        raise Conflict(_("You have reported this already. A convener will look at it."))
    _insist_few(db, me)
    made = Report.model_validate(
        draft, update={"reporter_id": me.id, "kind": kind, "subject_id": subject_id}
    )
    db.add(made)
    told = queries.conveners(db) - {me.id, glance.author_id or subject_id, subject_id}
    tell(db, told, "report.made", (kind, subject_id), {"title": glance.title})
    return made


def hide(
    db: Session, me: Member, kind: str, subject_id: UUID, draft: DecisionDraft
) -> Report | Any:
    """Take something out of view. Its author and whoever reported it are told, with the reason."""
    thing, glance = _seen(db, me, kind, subject_id)
    policy.may_hide(me, subjects.kind(kind), thing).insist()
    _check_rule(draft.rule)
    thing.hidden_at = clock.now()
    _follow_up(db, kind, thing)
    not_to_be_read(db, kind, subject_id, {glance.author_id or me.id, *queries.conveners(db)})
    _settle(db, me, "hide", glance, draft)
    _tell_author(db, "moderation.hidden", glance, draft)
    return thing


def restore(db: Session, me: Member, kind: str, subject_id: UUID, draft: DecisionDraft) -> Any:
    """Bring something hidden back into view, and tell its author why."""
    thing, glance = _seen(db, me, kind, subject_id)
    policy.may_restore(me, subjects.kind(kind), thing).insist()
    _check_rule(draft.rule)
    thing.hidden_at = None
    _follow_up(db, kind, thing)
    _settle(db, me, "restore", glance, draft)
    _tell_author(db, "moderation.restored", glance, draft)
    return thing


def dismiss(db: Session, me: Member, kind: str, subject_id: UUID, draft: DecisionDraft) -> Any:
    """Leave something as it is: its reports are settled, and their senders told why."""
    policy.may_moderate(me).insist()
    thing, glance = _seen(db, me, kind, subject_id)
    _check_rule(draft.rule)
    _settle(db, me, "dismiss", glance, draft)
    return thing


def _insist_few(db: Session, me: Member) -> None:
    """Every convener gets a letter of each report: nobody reports the whole network in a day."""
    lately = select(Report.id).where(
        col(Report.reporter_id) == me.id, col(Report.made_at) > clock.now() - DAY
    )
    if len(db.exec(lately.limit(MOST_A_DAY)).all()) >= MOST_A_DAY:
        raise TooMany(
            _("You have reported very much today. Please write to a convener instead."),
            again_in=int(DAY.total_seconds()),
        )


def _check_rule(rule: str) -> None:
    if rule not in RULES:
        raise Rejected({"rule": _("Please choose a rule from the list.")})


def _glance(db: Session, me: Member, kind: str, subject_id: UUID) -> subjects.Glance:
    found = subjects.glances(db, me, [(kind, subject_id)])
    if (kind, subject_id) not in found:
        raise NotFound(_("There is no such thing here."))
    return found[kind, subject_id]


def _seen(db: Session, me: Member, kind: str, subject_id: UUID) -> tuple[Any, subjects.Glance]:
    policy.may_moderate(me).insist()
    glance = _glance(db, me, kind, subject_id)
    reporters = queries.reporters(db, kind, subject_id)
    is_alone = me.id in reporters and queries.is_alone(db, me, glance)
    policy.may_decide(me, glance, reporters, is_alone=is_alone).insist()
    if me.id in reporters:
        log.append(db, me.id, "decide_own_report", (kind, subject_id))
    return db.get_one(subjects.kind(kind).model, subject_id), glance


def _follow_up(db: Session, kind: str, thing: Any) -> None:
    """Keep what changed, and let what was made from it change too."""
    db.add(thing)
    db.flush()
    settle = subjects.kind(kind).settle
    if settle is not None:
        settle(db, thing)


def _settle(
    db: Session, me: Member, deed: str, glance: subjects.Glance, draft: DecisionDraft
) -> None:
    """Close the subject's open reports, log the deed, and tell who reported."""
    about = (glance.kind, glance.id)
    opened = db.exec(
        select(Report).where(
            col(Report.subject_id) == glance.id,
            col(Report.kind) == glance.kind,
            col(Report.settled_at).is_(None),
        )
    ).all()
    for one in opened:
        one.settled_at = clock.now()
        db.add(one)
    log.append(db, me.id, deed, about, rule=draft.rule, reason=draft.reason)
    facts = {"title": glance.title, "reason": draft.reason}
    tell(db, {one.reporter_id for one in opened}, f"report.{SETTLED_AS[deed]}", about, facts)


def _tell_author(db: Session, event: str, glance: subjects.Glance, draft: DecisionDraft) -> None:
    if glance.author_id is not None:
        facts = {"title": glance.title, "rule": draft.rule, "reason": draft.reason}
        tell(db, {glance.author_id}, event, (glance.kind, glance.id), facts)


def _forget(db: Session, kind: str, ids: set[UUID]) -> None:
    """There is nothing left to decide about what is gone. The log stays."""
    about = (col(Report.kind) == kind, col(Report.subject_id).in_(ids))
    db.exec(delete(Report).where(*about))


subjects.forget_with(_forget)
