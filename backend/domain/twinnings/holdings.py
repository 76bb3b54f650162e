"""What a member did for two cities that exchange: it is the cities', and stays with them."""

from sqlmodel import Session, col, select

from backend.core.i18n import N_
from backend.domain.holdings import Holding, Leaving, unname
from backend.domain.twinnings import actions
from backend.domain.twinnings.models import PlanStep, Twinning, TwinningEvent

WORDS = {"purpose": 2_000, "came_of": 4_000, "learned": 4_000, "next_steps": 4_000}


def _twinnings(db: Session, leaving: Leaving) -> None:
    """Several write the report: no name of who goes stays in it, whoever wrote it."""
    theirs = select(Twinning).where(col(Twinning.author_id) == leaving.id)
    _unname(db, leaving, theirs)
    others = leaving.in_others_words
    columns = [getattr(Twinning, name) for name in WORDS]
    _unname(db, others, select(Twinning).where(others.mentioned(*columns)))


def _unname(db: Session, leaving: Leaving, wanted: object) -> None:
    for one in unname(leaving, db.exec(wanted).all(), *WORDS):  # type: ignore[call-overload]
        for name, longest in WORDS.items():
            setattr(one, name, getattr(one, name)[:longest])
        db.add(one)
        db.flush()
        actions.index(db, one)


def _steps(db: Session, leaving: Leaving) -> None:
    theirs = db.exec(select(PlanStep).where(col(PlanStep.added_by_id) == leaving.id)).all()
    for step in unname(leaving, theirs, "title", "words"):
        step.title, step.words = step.title[:200], step.words[:1_000]
        db.add(step)


def _events(db: Session, leaving: Leaving) -> None:
    theirs = db.exec(select(TwinningEvent).where(col(TwinningEvent.by_id) == leaving.id)).all()
    for event in unname(leaving, theirs, "words"):
        event.words = event.words[:1_000]
        db.add(event)


HOLDINGS = (
    Holding(
        Twinning,
        "author_id",
        N_("Twinnings that you proposed for your city"),
        "unnamed",
        erase=_twinnings,
        only=("id", "slug", "kind", "purpose", "starts_on", "ends_on", "asked_at"),
    ),
    Holding(
        Twinning,
        "agreed_by_id",
        N_("Twinnings to which you agreed for your city"),
        "unnamed",
        only=("id", "slug", "agreed_at"),
        called="twinning_agreed_to",
    ),
    Holding(PlanStep, "added_by_id", N_("Steps that you planned"), "unnamed", erase=_steps),
    Holding(TwinningEvent, "by_id", N_("What you did to twinnings"), "unnamed", erase=_events),
)
