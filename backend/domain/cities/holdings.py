"""What a member said for a city: it is the city's, and stays with it."""

from typing import Any

from sqlmodel import Session, col, select

from backend.core.i18n import N_
from backend.domain.cities.records import CityFact, OpennessStep
from backend.domain.cities.saying import settle_fact, settle_openness
from backend.domain.holdings import Holding, Leaving, unname


def _facts(db: Session, leaving: Leaving) -> None:
    for one in _unnamed(db, leaving, CityFact, "source"):
        settle_fact(db, one)


def _steps(db: Session, leaving: Leaving) -> None:
    for one in _unnamed(db, leaving, OpennessStep, "words"):
        settle_openness(db, one)


def _unnamed(db: Session, leaving: Leaving, model: Any, field: str) -> list[Any]:
    """Lines that they said and signed, without the name."""
    theirs = db.exec(select(model).where(col(model.author_id) == leaving.id)).all()
    longest = model.__table__.columns[field].type.length
    changed = unname(leaving, theirs, field)
    for one in changed:
        setattr(one, field, getattr(one, field)[:longest])
        db.add(one)
    db.flush()
    return changed


HOLDINGS = (
    Holding(
        CityFact,
        "author_id",
        N_("Facts that you said of your city"),
        "unnamed",
        erase=_facts,
        leaves_out=("hidden_at",),
    ),
    Holding(
        OpennessStep,
        "author_id",
        N_("What you said of how open your city is"),
        "unnamed",
        erase=_steps,
        leaves_out=("hidden_at",),
    ),
)
