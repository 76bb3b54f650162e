"""What a member reported, what was decided about them, and what they decided about others."""

from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, or_
from sqlalchemy import select as columns
from sqlmodel import Session, col, select

from backend.core import clock
from backend.core.i18n import N_
from backend.domain import subjects
from backend.domain.holdings import Holding, Leaving, unname
from backend.domain.members.models import Member
from backend.domain.moderation.looks import Look
from backend.domain.moderation.models import LogEntry, LogReason, Report


def _unname_reports(db: Session, leaving: Leaving) -> None:
    """A report stays to be decided, or as it was; but it may be signed."""
    theirs = select(Report).where(col(Report.reporter_id) == leaving.id)
    unname(leaving, db.exec(theirs), "words")


def _unname_reasons(db: Session, leaving: Leaving) -> None:
    """Whoever is named in a reason is taken out of it; the line it belongs to stays as it is."""
    leaving = leaving.in_others_words
    named = db.exec(select(LogReason).where(leaving.mentioned(LogReason.words)))
    for reason in unname(leaving, named, "words"):
        reason.unnamed_at = clock.now()
        db.add(reason)


def _given(member_id: UUID) -> ColumnElement[bool]:
    """The reasons of those lines, and of what somebody decided themselves."""
    lines = columns(col(LogEntry.number)).where(
        or_(_about(member_id), col(LogEntry.convener_id) == member_id)
    )
    return col(LogReason.number).in_(lines)


def _about(member_id: UUID) -> ColumnElement[bool]:
    """Lines of the log about a member, or about anything that they made or asked for."""
    about = [(one.name, _owned(one.model, member_id)) for one in subjects.kinds().values()]
    return or_(
        *(
            and_(col(LogEntry.kind) == kind, col(LogEntry.subject_id).in_(ids))
            for kind, ids in about
            if ids is not None
        )
    )


def _owned(model: Any, member_id: UUID) -> Select[UUID] | None:
    """The ids of what a member has of a kind; None for kinds that nobody has."""
    for whose in ("author_id", "member_id"):
        if hasattr(model, whose):
            return columns(col(model.id)).where(col(getattr(model, whose)) == member_id)
    return columns(col(Member.id)).where(col(Member.id) == member_id) if model is Member else None


LOOKS = ("at", "by_id", "kind", "subject_id")

HOLDINGS = (
    Holding(Look, "member_id", N_("Looks of others into what is private"), "unnamed", only=LOOKS),
    Holding(
        Look,
        "by_id",
        N_("Looks of yours into what is private"),
        "unnamed",
        only=("at", "kind"),
        called="look_of_mine",
    ),
    Holding(Report, "reporter_id", N_("What you reported"), "unnamed", erase=_unname_reports),
    Holding(
        LogEntry,
        "convener_id",
        N_("What you decided, in the log"),
        "unnamed",
        leaves_out=("hash", "seal"),
        called="decision_made",
    ),
    Holding(
        LogEntry,
        "subject_id",
        N_("What was decided about you, in the log"),
        "unnamed",
        of=_about,
        leaves_out=("hash", "seal", "convener_id"),
        called="decision_about_me",
    ),
    Holding(
        LogReason,
        "number",
        N_("Why, in the log"),
        "unnamed",
        erase=_unname_reasons,
        only=("number", "words"),
        of=_given,
        called="decision_reason",
    ),
)
