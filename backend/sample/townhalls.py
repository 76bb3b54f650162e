"""What members say of themselves, and what cities say of theirs."""

from datetime import timedelta
from functools import partial

from backend.domain.cities import actions as cities
from backend.domain.cities import saying
from backend.domain.cities.attributes import ATTRIBUTES
from backend.domain.cities.drafts import CityDraft, FactDraft
from backend.domain.cities.models import OpennessDraft
from backend.domain.members import actions as members
from backend.domain.members.drafts import ProfileDraft
from backend.domain.members.models import Member
from backend.domain.notifications.actions import follow
from backend.domain.topics.queries import tree
from backend.sample.arrivals import WAIT
from backend.sample.diary import part
from backend.sample.entries import Entry, read
from backend.sample.world import World

FIRST_VISIT = WAIT + timedelta(minutes=40)
CITY_PAGE = timedelta(days=2)
"""So long after its first member, or its lead, a city's page is begun."""
SOME_WEEKS = timedelta(days=45)


def introduce(world: World) -> None:
    """Note in the diary when members fill in their profiles, and cities their pages."""
    for email, entry in world.people.items():
        at = world.joined[email] + FIRST_VISIT
        world.diary.note(at, partial(_fill_in, world, email, entry))
    for entry in read("cities.toml", "city"):
        staff = world.staff(entry["key"])
        leads = [email for email in staff if world.people[email]["role"] == "lead"]
        begun = world.joined[(leads or staff)[0]] + CITY_PAGE
        world.diary.note(begun, partial(_begin_page, world, entry))
        for principle, said in entry["openness"].items():
            span = min(SOME_WEEKS, world.diary.now - begun)
            at = begun + span * part(f"{entry['key']} {principle}")
            world.diary.note(at, partial(_say_how_open, world, entry, principle, said))


def _fill_in(world: World, email: str, entry: Entry) -> None:
    member = world.members[email]
    words = {name: entry[name] for name in ProfileDraft.model_fields if name in entry}
    draft = ProfileDraft.model_validate({**words, "zone": world.zone_of(email)})
    members.edit(world.db, member, draft)
    for topic in tree(world.db).chosen(entry["looking_for"]):
        follow(world.db, member.id, "topic", topic.id)


def _begin_page(world: World, entry: Entry) -> None:
    city, keeper = world.cities[entry["key"]], _keeper(world, entry)
    cities.edit(world.db, keeper, city, CityDraft(priorities=entry["priorities"]))
    for kind, said in _facts(entry).items():
        saying.say_fact(world.db, keeper, city, kind, FactDraft.model_validate(said))


def _facts(entry: Entry) -> dict[str, Entry]:
    """What a city's file says of it, by the kinds of facts."""
    own = {kind: {"value": entry[kind]} for kind in ("website", "portal") if entry[kind]}
    own["languages"] = {"choices": entry["languages"]}
    found = own | entry.get("facts", {})
    return {kind: found[kind] for kind in ATTRIBUTES if kind in found}


def _say_how_open(world: World, entry: Entry, principle: str, said: Entry) -> None:
    city, keeper = world.cities[entry["key"]], _keeper(world, entry)
    saying.say_how_open(world.db, keeper, city, principle, OpennessDraft(**said))


def _keeper(world: World, entry: Entry) -> Member:
    """The city's lead, or the convener who was there first."""
    here = (world.members[one] for one in world.staff(entry["key"]) if one in world.members)
    return next((one for one in here if one.is_lead), world.conveners()[0])
