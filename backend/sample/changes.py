"""Where people work changes: somebody's word runs out, somebody leaves, somebody gets a role."""

from datetime import timedelta
from functools import partial

from sqlmodel import col, select

from backend.core import clock
from backend.domain.affiliations import actions, handing, moving, standing
from backend.domain.affiliations.models import Affiliation, Handover, OfferDraft
from backend.domain.affiliations.validity import NOTICE
from backend.domain.roles import actions as roles
from backend.domain.roles.models import GrantDraft
from backend.sample.entries import Entry, read
from backend.sample.world import World

GREENWICH = "Europe/London"


def change(world: World) -> None:
    """Note in the diary what becomes of where people work."""
    for deed, kind in ((_lapse, "lapsed"), (_leave, "left"), (_give, "role")):
        for entry in read("changes.toml", kind):
            at = world.diary.office_hour(entry["days_ago"], GREENWICH, entry["who"])
            world.diary.note(at, partial(deed, world, entry))


def run_out(world: World) -> None:
    """Some were known before the network had this place: theirs runs out soon, and they hear."""
    for entry in read("changes.toml", "known_before"):
        works = _main_of(world, entry["who"])
        works.verified_at = clock.now() - timedelta(days=entry["days"])
        world.db.add(works)
    world.db.flush()
    actions.warn(world.db, world.settings.affiliation_days)


def _lapse(world: World, entry: Entry) -> None:
    """As the hourly chore would, had the network's setting been shorter once."""
    works = _main_of(world, entry["who"])
    works.warned_at, works.lapsed_at = clock.now() - NOTICE, clock.now()
    world.db.add(works)
    standing.settle(world.db, world.members[entry["who"]])


def _leave(world: World, entry: Entry) -> None:
    member, works = world.members[entry["who"]], _main_of(world, entry["who"])
    moving.leave(world.db, member, works)
    left = select(Handover).where(col(Handover.affiliation_id) == works.id)
    first = world.db.exec(left.order_by(col(Handover.id))).first()
    if first is not None:
        asked = OfferDraft(to=world.members[entry["offered_to"]].slug)
        handing.offer(world.db, member, first, asked)


def _give(world: World, entry: Entry) -> None:
    draft = GrantDraft(
        member=world.members[entry["who"]].slug,
        role=entry["role"],
        scope=entry["scope"],
        reason=entry["reason"],
    )
    roles.grant(world.db, world.conveners()[0], draft)


def _main_of(world: World, email: str) -> Affiliation:
    """Everybody of the sample network was admitted, so there is one."""
    return world.db.exec(
        select(Affiliation).where(
            col(Affiliation.member_id) == world.members[email].id, col(Affiliation.is_main)
        )
    ).one()
