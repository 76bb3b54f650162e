"""Everybody's arrival: the form they filled in, who admitted them and why, and what they became."""

from datetime import timedelta
from functools import partial

from sqlmodel import col, select

from backend.domain.cities import gazetteer
from backend.domain.cities.models import City
from backend.domain.first_steps import actions as first_steps
from backend.domain.joining import actions, admission, places, roles
from backend.domain.joining.models import OTHER, Application, JoinDraft, VerdictDraft
from backend.domain.members.models import Member
from backend.sample.entries import Entry, read
from backend.sample.world import World

WAIT = timedelta(hours=3)
SETTLED_IN = 30
"""Days after which somebody has put the checklist of first steps away."""
REASONS = (
    "I know {name} from a workshop, and the address is the city's own.",
    "I rang the city hall and asked for {name}: the address is theirs.",
    "{name} is named on the city's own pages, with this address.",
)


def arrive(world: World) -> None:
    """Note in the diary how each member comes in."""
    for city in read("cities.toml", "city"):
        world.places[city["key"]] = gazetteer.find(city["name"], country=city["country"])[0]
    everybody = read("members.toml", "member")
    world.people = {entry["email"]: entry for entry in everybody}
    for entry in everybody:
        email = entry["email"]
        at = world.diary.office_hour(entry["days_ago"], world.zone_of(email), email)
        world.joined[email] = at
        world.diary.note(at, partial(_apply, world, entry))
        world.diary.note(at + WAIT, partial(_settle, world, entry))


def _apply(world: World, entry: Entry) -> None:
    form = _form(world, entry)
    world.members[form.email] = admission.receive(world.db, world.settings, form)


def _settle(world: World, entry: Entry) -> None:
    member = world.members[entry["email"]]
    conveners = world.conveners()
    if member.admitted_at is None and conveners:
        _admit(world, member, conveners[len(world.members) % len(conveners)])
    if entry["role"] != "member":
        by = conveners[0] if conveners else None
        reason = "One of those who began the network."
        roles.give(world.db, member, entry["role"], reason=reason, by=by)
    if entry["days_ago"] > SETTLED_IN and member.is_member:
        first_steps.put_away(world.db, member)
    if member.city_id is not None:
        world.cities.setdefault(entry["city"], world.db.get_one(City, member.city_id))


def _form(world: World, entry: Entry) -> JoinDraft:
    city, place = entry.get("organisation", ""), OTHER
    if "city" in entry:
        found = world.places[entry["city"]]
        city, place = places.label(found), str(found.id)
    return JoinDraft(
        name=entry["name"],
        email=entry["email"],
        title=entry["title"],
        city=city,
        place=place,
        can_help=entry["can_help"],
        looking_for=entry["looking_for"],
        would_convene=entry["would_convene"],
        code_of_conduct=True,
    )


def _admit(world: World, member: Member, convener: Member) -> None:
    db = world.db
    waiting = select(Application).where(col(Application.member_id) == member.id)
    application = db.exec(waiting).one()
    reason = REASONS[len(world.members) % len(REASONS)].format(name=member.name)
    verdict = VerdictDraft(
        admit=True, reason=reason, remember_domain=application.waits_for == "unknown_domain"
    )
    actions.decide(db, convener, application, verdict)
