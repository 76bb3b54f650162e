"""The queue and the log, for conveners. What they list is only what they may see."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, distinct, func, literal
from sqlalchemy import select as columns
from sqlmodel import Session, col

from backend.core.db import rows
from backend.core.pages import PAGE, Page, cut
from backend.core.verdict import Verdict
from backend.domain import subjects
from backend.domain.members.audience import called
from backend.domain.members.models import Actor, Member
from backend.domain.members.queries import convenes, taking_part
from backend.domain.moderation import policy
from backend.domain.moderation.models import LogEntry, LogReason, Report


@dataclass(frozen=True, slots=True)
class ReportRow:
    """One report as conveners read it."""

    reporter_id: UUID
    reporter: str
    reporter_slug: str
    rule: str
    words: str
    made_at: datetime


@dataclass(frozen=True, slots=True)
class Case:
    """A subject with its open reports."""

    glance: subjects.Glance
    may_decide: Verdict
    first_at: datetime | None
    reports: Sequence[ReportRow] = field(default_factory=tuple)
    """Empty, too, for who is reported: they read neither what was said nor by whom."""
    count: int = 0


@dataclass(frozen=True, slots=True)
class LogRow:
    """One line of the log with the convener's name and what the subject is called, if seen."""

    number: int
    at: datetime
    convener: str
    deed: str
    kind: str
    rule: str
    reason: str
    subject: subjects.Glance | None


DECISIONS = ("hide", "restore", "dismiss")
"""What is decided of a case."""


def decided(db: Session, me: Actor, kind: str, subject_id: UUID) -> list[LogRow]:
    """What conveners decided of this subject before, and why; the newest first."""
    policy.may_moderate(me).insist()
    wanted = _lines().where(
        col(LogEntry.kind) == kind,
        col(LogEntry.subject_id) == subject_id,
        col(LogEntry.deed).in_(DECISIONS),
    )
    return _log_rows(db, me, wanted.limit(PAGE))


def queue(db: Session, me: Actor, kind: str = "") -> list[Case]:
    """Every subject with open reports, the one that has waited longest first."""
    policy.may_moderate(me).insist()
    found = _open_reports(db, kind=kind)
    glances = subjects.glances(db, me, found)
    seen = [(glances[key], reports) for key, reports in found.items() if key in glances]
    return list(_cases(db, me, seen))


def case(db: Session, me: Actor, kind: str, subject_id: UUID) -> Case | None:
    """One subject with its open reports; None when it does not exist."""
    policy.may_moderate(me).insist()
    glance = subjects.glances(db, me, [(kind, subject_id)]).get((kind, subject_id))
    if glance is None:
        return None
    reports = _open_reports(db, kind=kind, subject_id=subject_id).get((kind, subject_id), [])
    return next(_cases(db, me, [(glance, reports)]))


def reporters(db: Session, kind: str, subject_id: UUID) -> set[UUID]:
    """Who has open reports of it."""
    wanted = columns(col(Report.reporter_id)).where(
        col(Report.kind) == kind,
        col(Report.subject_id) == subject_id,
        col(Report.settled_at).is_(None),
    )
    return set(rows(db, wanted).scalars())


def conveners(db: Session) -> set[UUID]:
    """Those at work."""
    return set(rows(db, columns(col(Member.id)).where(convenes(), taking_part())).scalars())


def is_alone(db: Session, me: Actor, about: subjects.Glance) -> bool:
    """Whether no other convener could decide about this: none there is, or it is about them."""
    return not conveners(db) - {me.id, about.author_id, about.id}


def _cases(
    db: Session, me: Actor, found: Iterable[tuple[subjects.Glance, Sequence[ReportRow]]]
) -> Iterator[Case]:
    at_work: set[UUID] | None = None
    for glance, reports in found:
        by = {one.reporter_id for one in reports}
        if me.id in by and at_work is None:
            at_work = conveners(db)
        is_alone = not (at_work or set()) - {me.id, glance.author_id, glance.id}
        may = policy.may_decide(me, glance, by, is_alone=is_alone)
        first = reports[0].made_at if reports else None
        is_own = me.id in {glance.author_id, glance.id}
        yield Case(glance, may, first, () if is_own else reports, len(reports))


def desk(me: Actor) -> ColumnElement[int]:
    """How many subjects have open reports, to be read beside something else; 0 for others."""
    if not policy.may_moderate(me):
        return literal(0)
    counted = columns(func.count(distinct(col(Report.subject_id))))
    return counted.where(col(Report.settled_at).is_(None)).correlate(None).scalar_subquery()


def waiting(db: Session) -> int:
    """How many subjects have open reports."""
    open_ones = columns(col(Report.subject_id)).where(col(Report.settled_at).is_(None)).distinct()
    return rows(db, columns(func.count()).select_from(open_ones.subquery())).scalar_one()


def history(db: Session, me: Actor, after: int | None = None) -> Page[LogRow]:
    """The log, newest first."""
    policy.may_moderate(me).insist()
    wanted = _lines().limit(PAGE + 1)
    if after is not None:
        wanted = wanted.where(col(LogEntry.number) < after)
    return cut(_log_rows(db, me, wanted), lambda line: str(line.number))


def _lines() -> Select[*tuple[Any, ...]]:
    return (
        columns(LogEntry, col(Member.name), func.coalesce(LogReason.words, ""))
        .join(Member, col(Member.id) == col(LogEntry.convener_id))
        .outerjoin(LogReason, col(LogReason.number) == col(LogEntry.number))
        .order_by(col(LogEntry.number).desc())
    )


def _log_rows(db: Session, me: Actor, wanted: Select[*tuple[Any, ...]]) -> list[LogRow]:
    found = list(rows(db, wanted))
    glances = subjects.glances(db, me, [(entry.kind, entry.subject_id) for entry, *_rest in found])
    return [
        LogRow(
            number=entry.number,
            at=entry.at,
            convener=called(name),
            deed=entry.deed,
            kind=entry.kind,
            rule=entry.rule,
            reason=reason,
            subject=glances.get((entry.kind, entry.subject_id)),
        )
        for entry, name, reason in found
    ]


def _open_reports(
    db: Session, *, kind: str = "", subject_id: UUID | None = None
) -> dict[tuple[str, UUID], list[ReportRow]]:
    wanted = (
        columns(
            col(Report.kind),
            col(Report.subject_id),
            col(Member.id),
            col(Member.name),
            col(Member.slug),
            col(Report.rule),
            col(Report.words),
            col(Report.made_at),
        )
        .join(Member, col(Member.id) == col(Report.reporter_id))
        .where(col(Report.settled_at).is_(None))
        .order_by(col(Report.made_at), col(Report.id))
    )
    if kind:
        wanted = wanted.where(col(Report.kind) == kind)
    if subject_id is not None:
        wanted = wanted.where(col(Report.subject_id) == subject_id)
    found: dict[tuple[str, UUID], list[ReportRow]] = {}
    for name, about, reporter_id, reporter, slug, rule, words, made_at in rows(db, wanted):
        row = ReportRow(reporter_id, *_known(reporter, slug), rule, words, made_at)
        found.setdefault((name, about), []).append(row)
    return found


def _known(name: str, slug: str) -> tuple[str, str]:
    """Who has gone has neither a name nor a page."""
    return called(name), slug if name else ""
