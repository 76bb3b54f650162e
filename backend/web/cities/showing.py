"""One city: how open it is, what it puts first, its people, and its part in the network."""

from collections.abc import Mapping, Sequence
from typing import Annotated

from fastapi import Form, Response
from sqlalchemy import and_
from sqlalchemy import select as columns
from sqlmodel import col

from backend.core import clock
from backend.core.i18n import language
from backend.domain import subjects
from backend.domain.challenges.models import Challenge, Facing
from backend.domain.cities import countries, policy, queries
from backend.domain.cities.attributes import ATTRIBUTES
from backend.domain.cities.history import history
from backend.domain.cities.models import PRINCIPLE_NAMES, City
from backend.domain.cities.rows import CityRow
from backend.domain.cities.said import said as said_of
from backend.domain.directory.queries import of_city
from backend.domain.matching.cities import alike
from backend.domain.members.queries import names
from backend.domain.notifications import actions as notifications
from backend.domain.notifications.queries import followed_by
from backend.domain.relations.queries import Related, related
from backend.domain.relations.things import Thing
from backend.domain.resources import lines
from backend.domain.roundtables.sight import of_city as roundtables_of_city
from backend.domain.subjects import Glance
from backend.domain.topics.queries import Tree, tree
from backend.domain.twinnings import policy as twinnings
from backend.domain.twinnings.sight import agreed_on
from backend.kit import errors
from backend.kit.asking import Ask, Asking, SignedIn
from backend.kit.following import confirmed
from backend.kit.render import render, see_other
from backend.kit.router import Router
from backend.web.cities.figures import figures, label
from backend.web.cities.lines import written
from backend.web.cities.similar import entries

router = Router(show=errors.show_page, prefix="/cities")

SHOW = "cities:show"
HISTORY = "cities:history"
MOST_PEOPLE = 8
MOST_ALIKE = 3


@router.get("/{slug}", name=SHOW)
def show(ask: Ask, slug: str) -> Response:
    known = tree(ask.db)
    following = followed_by(ask.me.id, "city", col(City.id))
    city, row, follows = queries.mark_with(ask.db, slug, known, following)
    people = of_city(ask.db, ask.me, city.id, known, MOST_PEOPLE + 1)
    facing = columns(col(Facing.challenge_id)).where(col(Facing.city_id) == city.id)
    asked = {
        "challenge": col(Challenge.city_id) == city.id,
        "challenge.faced": and_(
            col(Challenge.id).in_(facing), col(Challenge.city_id).is_distinct_from(city.id)
        ),
        "roundtable": roundtables_of_city(ask.me, city.id),
        "twinning": agreed_on(city.id),
    }
    part = subjects.latest(ask.db, ask.me, asked)
    part["roundtable"] = subjects.each_once(part["roundtable"])
    now = said_of(ask.db, [city])[city.id]
    return render(
        ask,
        "cities/show.html",
        city=city,
        row=row,
        country=countries.name(city.country, language().code),
        evidence=now.evidence,
        figures=figures(now.facts),
        people=people[:MOST_PEOPLE],
        has_more_people=len(people) > MOST_PEOPLE,
        part=part,
        library=lines.by_city(ask.db, ask.me, city.id),
        alike=entries(ask, alike(ask.db, ask.me, city.id, known, MOST_ALIKE), known),
        may_edit=policy.may_edit(ask.me, city),
        may_twin=city.id != ask.me.city_id and twinnings.may_propose(ask.me, ask.me.city_id),
        may_follow=policy.may_follow(ask.me, city),
        follows=follows,
        now=clock.now(),
        related=_related(ask, row, known, part),
        kinds_named=subjects.kinds(),
        address_of=ask.addresses.of,
    )


def _related(
    ask: Asking, city: CityRow, topics: Tree, part: Mapping[str, Sequence[Glance]]
) -> Sequence[Related]:
    """What is on its priorities, besides what the page names as its own."""
    thing = Thing("city", city.id, "", "", [topic.id for topic in city.priorities])
    named = {one.id for glances in part.values() for one in glances}
    return related(ask.db, ask.me, thing, topics, besides=named)


@router.get("/{slug}/history", name=HISTORY)
def show_history(ask: Ask, slug: str, about: str = "", after: str = "") -> Response:
    city = queries.one(ask.db, slug)
    page = history(ask.db, ask.me, city.id, about, after)
    here = {"slug": slug, "about": about}
    return render(
        ask,
        "cities/history.html",
        city=city,
        about=about,
        kinds=[(kind, label(kind)) for kind in ATTRIBUTES],
        principles=PRINCIPLE_NAMES,
        lines=[written(one) for one in page.items],
        names=names(ask.db, ask.me, {one.author_id for one in page.items}),
        older=ask.path_for(HISTORY, **here, after=page.next_key) if page.next_key else "",
        newest=ask.path_for(HISTORY, **here) if after else "",
    )


@router.post("/{slug}/following", name="cities:follow")
def follow(ask: SignedIn, slug: str, *, said: Annotated[bool, Form()] = True) -> Response:
    city = queries.one(ask.db, slug)
    policy.may_follow(ask.me, city).insist()
    act = notifications.follow if said else notifications.unfollow
    act(ask.db, ask.me.id, "city", city.id)
    return see_other(ask, ask.path_for(SHOW, slug=slug), flash=confirmed(follows=said))
