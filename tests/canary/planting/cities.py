"""What the home city says of itself: one line that stands, one that was hidden, of each sort."""

from datetime import timedelta
from typing import Any

from sqlmodel import col, select

from backend.core import clock
from backend.domain.cities import saying
from backend.domain.cities.drafts import FactDraft
from backend.domain.cities.models import OpennessDraft
from backend.domain.cities.records import CityFact, OpennessStep
from tests.canary.planting.ground import Plant
from tests.canary.roles import EVERYBODY, LEADS

SOON = timedelta(seconds=1)


def say_something(plant: Plant) -> None:
    home, lead, db = plant.cities["home"], plant.people["lead"], plant.db
    for name, audience in (("said", EVERYBODY), ("hidden", LEADS)):
        source = plant.said(f"fact.{name}.source", audience)
        words = plant.text(f"openness.{name}.words", audience)
        with clock.stopped(clock.now() + SOON * (name == "hidden")):
            saying.say_fact(db, lead, home, "powers", FactDraft(choices=["water"], source=source))
            draft = OpennessDraft(stage="exploring", words=words)
            saying.say_how_open(db, lead, home, "standards", draft)
    settling: tuple[tuple[Any, Any], ...] = (
        (CityFact, saying.settle_fact),
        (OpennessStep, saying.settle_openness),
    )
    for model, settle in settling:
        newest = db.exec(select(model).order_by(col(model.id).desc())).first()
        assert newest is not None
        newest.hidden_at = clock.now()
        db.add(newest)
        db.flush()
        settle(db, newest)
