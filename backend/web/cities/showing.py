"""One city: how open it is, what it puts first, its people, and its part in the network."""

from typing import Annotated

from babel.numbers import format_decimal
from fastapi import Form, Response
from sqlmodel import col

from backend.core import clock, tongues
from backend.core.i18n import language
from backend.domain import subjects
from backend.domain.challenges.models import Challenge
from backend.domain.cities import countries, policy, queries
from backend.domain.directory.queries import of_city
from backend.domain.members.models import Member
from backend.domain.notifications import actions as notifications
from backend.domain.notifications.queries import follows
from backend.domain.resources import lines
from backend.domain.roundtables.sight import of_city as roundtables_of_city
from backend.domain.topics.queries import tree
from backend.kit import errors
from backend.kit.asking import Ask, SignedIn
from backend.kit.following import confirmed
from backend.kit.render import render, see_other
from backend.kit.router import Router

router = Router(show=errors.show_page, prefix="/cities")

SHOW = "cities:show"
MOST_PEOPLE = 8


@router.get("/{slug}", name=SHOW)
def show(ask: Ask, slug: str) -> Response:
    known = tree(ask.db)
    city, row = queries.mark(ask.db, slug, known)
    may_follow = policy.may_follow(ask.me, city)
    people = of_city(ask.db, ask.me, city.id, known, MOST_PEOPLE + 1)
    asked = {
        "challenge": col(Challenge.city_id) == city.id,
        "roundtable": roundtables_of_city(ask.me, city.id),
    }
    return render(
        ask,
        "cities/show.html",
        city=city,
        row=row,
        country=countries.name(city.country, language().code),
        tongues=[tongues.name(tag) for tag in city.languages],
        evidence=queries.evidence(ask.db, city.id),
        people=people[:MOST_PEOPLE],
        has_more_people=len(people) > MOST_PEOPLE,
        part=subjects.latest(ask.db, ask.me, asked),
        library=lines.by_city(ask.db, ask.me, city.id),
        may_edit=policy.may_edit(ask.me, city),
        may_follow=may_follow,
        follows=isinstance(ask.me, Member) and follows(ask.db, ask.me.id, "city", city.id),
        population=_number(city.population),
        now=clock.now(),
        address_of=ask.addresses.of,
    )


@router.post("/{slug}/following", name="cities:follow")
def follow(ask: SignedIn, slug: str, *, said: Annotated[bool, Form()] = True) -> Response:
    city = queries.one(ask.db, slug)
    policy.may_follow(ask.me, city).insist()
    act = notifications.follow if said else notifications.unfollow
    act(ask.db, ask.me.id, "city", city.id)
    return see_other(ask, ask.path_for(SHOW, slug=slug), flash=confirmed(follows=said))


def _number(count: int | None) -> str:
    """A number as the reader writes it; GeoNames knows it to three figures."""
    locale = language().code.split("-", maxsplit=1)[0]
    return format_decimal(count, locale=locale) if count else ""
