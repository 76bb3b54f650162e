"""All of it, in the order in which it happens."""

from sqlmodel import Session

from backend.core.config import Settings
from backend.core.shelf import Shelf
from backend.domain.matching import traits
from tests.canary.planting import (
    affiliations,
    calendars,
    challenges,
    cities,
    conversations,
    curation,
    desk,
    invitations,
    people,
    resources,
    roundtables,
    twinnings,
)
from tests.canary.planting.ground import Plant
from tests.canary.words import Garden
from tests.support.make import Make

ALL = 100
"""More cities than are planted."""


def plant_everything(db: Session, settings: Settings, shelf: Shelf) -> Garden:
    plant = Plant(db, Make(db), settings, shelf)
    people.cities(plant)
    people.askers(plant)
    people.looked_at(plant)
    people.endorse(plant)
    cities.say_something(plant)
    desk.follow(plant)
    desk.keep_apart(plant)
    challenges.plant_challenges(plant)
    resources.plant_resources(plant)
    roundtables.plant_roundtables(plant)
    calendars.plant_calendars(plant)
    desk.plant_applications(plant)
    desk.plant_ending(plant)
    desk.plant_reports(plant)
    invitations.plant_invitations(plant)
    conversations.plant_conversations(plant)
    affiliations.plant_affiliations(plant)
    curation.plant_proposals(plant)
    curation.plant_saved_searches(plant)
    affiliations.leave_to_colleagues(plant)
    affiliations.publish_rules(plant)
    affiliations.trust_domains(plant)
    twinnings.plant_twinnings(plant)
    challenges.hide_some(plant)
    resources.hide_some(plant)
    roundtables.hide_some(plant)
    people.suspend(plant)
    traits.renew(db, ALL)
    db.commit()
    return plant.garden
