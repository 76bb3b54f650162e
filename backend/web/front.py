"""The front page: for visitors what the network is, for members their desk."""

from functools import partial

from fastapi import Response

from backend.core import clock
from backend.core.i18n import _
from backend.core.times import zone
from backend.domain.affiliations import handovers
from backend.domain.challenges import queries as challenges
from backend.domain.challenges.filters import Filters
from backend.domain.cities import queries as cities
from backend.domain.cities.filters import Filters as CityFilters
from backend.domain.cities.spots import spots as places
from backend.domain.conversations import queries as conversations
from backend.domain.first_steps import queries as first_steps
from backend.domain.joining import queries as joining
from backend.domain.matching.cities import Alike, alike
from backend.domain.matching.peers import About, suggested
from backend.domain.members import renaming
from backend.domain.members.models import Member
from backend.domain.moderation import queries as moderation
from backend.domain.roundtables import queries as roundtables
from backend.domain.topics.queries import tree
from backend.kit import errors, moments
from backend.kit.asking import Ask, Asking
from backend.kit.peers import records
from backend.kit.pictures.worldmap import Spot, WorldMap, worldmap
from backend.kit.render import render, see_other
from backend.kit.router import Router

router = Router(show=errors.show_page)

NOON, EVENING = 12, 18
SHOWN = 6
ALIKE = 3


@router.get("/", name="front:show")
def show(ask: Ask) -> Response:
    if "member" in ask.me.held_back:
        return see_other(ask, ask.path_for("passkeys:confirm"))
    if isinstance(ask.me, Member):
        return _desk(ask, ask.me) if ask.me.is_member else _threshold(ask)
    return _welcome(ask)


def _threshold(ask: Asking) -> Response:
    """For who may not come in: an applicant who waits, a member who is suspended."""
    return render(ask, "front/waiting.html", application=joining.mine(ask.db, ask.me))


def _welcome(ask: Asking) -> Response:
    topics = tree(ask.db)
    spots = [
        Spot(one.name, one.longitude, one.latitude, ask.path_for("cities:show", slug=one.slug))
        for one in places(ask.db, CityFilters(), topics)
    ]
    city_count, country_count = cities.counted(ask.db)
    return render(
        ask,
        "front/visitor.html",
        picture=worldmap(spots),
        city_count=city_count,
        country_count=country_count,
        latest=challenges.listed(ask.db, ask.me, Filters(), topics).items[:SHOWN],
    )


def _desk(ask: Asking, me: Member) -> Response:
    topics = tree(ask.db)
    beginning = first_steps.mine(
        ask.db, me, *joining.desk(me), moderation.desk(me), renaming.desk(me), handovers.desk(me)
    )
    waiting, waiting_since, reported, names_waiting, left = beginning.beside
    like_ours = alike(ask.db, me, me.city_id, topics, ALIKE) if me.city_id else None
    return render(
        ask,
        "front/desk.html",
        greeting=_greeting(me),
        today=moments.weekday(clock.now(), me.zone),
        clock_time=moments.clock_time(clock.now(), me.zone),
        alike=[one.other.city for one in like_ours.matches] if like_ours else [],
        picture=_map(ask, like_ours),
        mine=topics.of(beginning.topics),
        requests=conversations.waiting(ask.db, me),
        peers=suggested(ask.db, me, topics),
        about=About("any", me.id),
        records=partial(records, ask.addresses),
        answerable=challenges.could_answer(ask.db, me, SHOWN, topics),
        meeting=roundtables.next_for(ask.db, me, topics),
        first_steps=beginning.steps,
        waiting=waiting,
        waiting_since=waiting_since,
        reported=reported,
        names_waiting=names_waiting,
        left=left,
    )


def _greeting(me: Member) -> str:
    hour = clock.now().astimezone(zone(me.zone)).hour
    if hour < NOON:
        return _("Good morning, {name}", name=me.name)
    if hour < EVENING:
        return _("Good afternoon, {name}", name=me.name)
    return _("Good evening, {name}", name=me.name)


def _map(ask: Asking, found: Alike | None) -> WorldMap:
    """Our city and those most like it, each joined to ours."""
    if found is None:
        return worldmap([], [])
    cities_on_it = [found.here, *(one.other for one in found.matches)]
    spots = [
        Spot(
            one.city.name,
            one.longitude,
            one.latitude,
            ask.path_for("cities:show", slug=one.city.slug),
            "marked" if one is found.here else "plain",
        )
        for one in cities_on_it
    ]
    return worldmap(spots, [(0, at) for at in range(1, len(spots))])
