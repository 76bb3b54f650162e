"""The secret address of one member's calendar."""

from backend.core import tokens
from backend.domain.roundtables.own_feed import CalendarFeed
from tests.canary.planting.ground import Plant

FEED = "a-colleagues-own-calendar"
"""What is secret in the address of the colleague's feed: whoever knows it reads what they may."""


def plant_calendars(plant: Plant) -> None:
    colleague = plant.people["colleague"].id
    plant.db.add(CalendarFeed(member_id=colleague, token_hash=tokens.hashed(FEED)))
    plant.db.flush()
