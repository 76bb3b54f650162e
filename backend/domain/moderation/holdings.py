"""What a member reported, what was decided about them, and what they decided about others."""

from uuid import UUID

from sqlalchemy import ColumnElement, and_
from sqlmodel import Session, col, select

from backend.core.i18n import N_
from backend.domain.holdings import Holding, Leaving, unname
from backend.domain.moderation.models import LogEntry, Report


def _unname_reports(db: Session, leaving: Leaving) -> None:
    """A report stays to be decided, or as it was; but it may be signed."""
    theirs = select(Report).where(col(Report.reporter_id) == leaving.id)
    unname(leaving, db.exec(theirs), "words")


def _about(member_id: UUID) -> ColumnElement[bool]:
    return and_(col(LogEntry.kind) == "member", col(LogEntry.subject_id) == member_id)


HOLDINGS = (
    Holding(Report, "reporter_id", N_("What you reported"), "unnamed", erase=_unname_reports),
    Holding(
        LogEntry,
        "convener_id",
        N_("What you decided, in the log"),
        "unnamed",
        leaves_out=("hash",),
    ),
    Holding(
        LogEntry,
        "subject_id",
        N_("What was decided about you, in the log"),
        "unnamed",
        of=_about,
        leaves_out=("hash", "kind"),
    ),
)
