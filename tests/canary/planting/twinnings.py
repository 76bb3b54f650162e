"""Twinnings of the home city: one that waits for an answer, two agreed, one that was hidden."""

from datetime import timedelta

from backend.core import clock
from backend.domain.twinnings import actions
from backend.domain.twinnings.models import (
    PlanStep,
    Twinning,
    TwinningEvent,
    TwinningTopic,
    pair_of,
)
from tests.canary.planting.ground import Plant
from tests.canary.roles import LEADS, MEMBERS, Roles

STANDING: dict[str, tuple[str, Roles]] = {
    "agreed": ("chosen", MEMBERS),
    "ahead": ("looked_at", MEMBERS),
    "waiting": ("elsewhere", LEADS),
    "hidden": ("looked_at", LEADS),
}
"""With whom the home city exchanges, and who sees it."""


def plant_twinnings(plant: Plant) -> None:
    """Made without the actions, whose letters would be everybody's to read."""
    lead, home, today = plant.people["lead"], plant.cities["home"], clock.now().date()
    for name, (other, audience) in STANDING.items():
        starts_on = today + timedelta(days=30 if name == "ahead" else 0)
        one = Twinning(
            author_id=lead.id,
            slug=f"twinning-{name}-planted",
            kind="peer",
            city_id=home.id,
            other_id=plant.cities[other].id,
            pair=pair_of(home.id, plant.cities[other].id),
            purpose=plant.text(f"twinning.{name}.purpose", audience),
            starts_on=starts_on,
            ends_on=starts_on + timedelta(days=60),
            # Between two cities one is open at a time.
            closed_at=clock.now() if name == "hidden" else None,
        )
        plant.db.add(one)
        plant.db.flush()
        topic = plant.topic(f"twinning.{name}", audience)
        event = TwinningEvent(twinning_id=one.id, by_id=lead.id, what="proposed")
        plant.db.add_all([TwinningTopic(twinning_id=one.id, topic_id=topic.id), event])
        if name != "waiting":
            one.agreed_at, one.agreed_by_id = clock.now(), plant.people["convener"].id
            title = plant.said(f"twinning.{name}.step", audience)
            step = PlanStep(twinning_id=one.id, title=title, added_by_id=lead.id)
            plant.db.add(step)
            if name == "agreed":
                plant.garden.keep("step", "agreed", one.slug, step.id, audience)
        one.hidden_at = clock.now() if name == "hidden" else None
        plant.keep("twinning", name, one, audience)
        actions.index(plant.db, one)
    plant.db.flush()
