"""The directory of people, one person's page, and following somebody."""

from datetime import datetime
from typing import Annotated
from zoneinfo import ZoneInfo

from fastapi import Form, Query, Response
from sqlmodel import col

from backend.core import clock, tongues
from backend.core.i18n import _, language
from backend.domain import subjects
from backend.domain.affiliations.queries import of_member as affiliations
from backend.domain.challenges.models import Challenge
from backend.domain.cities import countries
from backend.domain.conversations import policy as conversations
from backend.domain.directory import queries as directory
from backend.domain.directory.filters import HOURS, Filters
from backend.domain.directory.queries import Found
from backend.domain.members import blocks, policy, queries
from backend.domain.members.models import Member
from backend.domain.members.policy import takes_part
from backend.domain.members.profiles import Profile
from backend.domain.notifications import actions as notifications
from backend.domain.notifications.queries import follows
from backend.domain.resources.models import Resource
from backend.domain.roles.queries import held_by
from backend.domain.topics.queries import Tree, tree
from backend.kit import errors
from backend.kit.asking import Ask, SignedIn
from backend.kit.following import confirmed
from backend.kit.narrowing import Narrowing, narrowing
from backend.kit.render import render, see_other
from backend.kit.router import Router

router = Router(show=errors.show_page, prefix="/people")

INDEX, SHOW = "people:index", "people:show"


@router.get("", name=INDEX)
def index(ask: Ask, filters: Annotated[Filters, Query()]) -> Response:
    allowed = policy.may_list(ask.me)
    if not isinstance(ask.me, Member) or not allowed:
        return render(ask, "people/closed.html", reason=allowed.reason)
    known = tree(ask.db)
    found = directory.people(ask.db, ask.me, filters, known)
    chosen = filters.chosen()
    return render(
        ask,
        "people/index.html",
        "people/_directory.html",
        filters=filters,
        found=found,
        now=clock.now(),
        may_ask=takes_part(ask.me),
        narrowings=_narrowings(filters, found, known),
        hours=_hours(filters, found),
        older=ask.path_for(INDEX, **chosen, after=found.page.next_key)
        if found.page.next_key
        else "",
        newest=ask.path_for(INDEX, **chosen) if filters.after else "",
    )


@router.get("/{slug}", name=SHOW)
def show(ask: Ask, slug: str) -> Response:
    known = tree(ask.db)
    member, profile = queries.page(ask.db, ask.me, slug, known)
    distance = blocks.distance(ask.db, ask.me, member.id)
    days = ask.settings.affiliation_days
    works = affiliations(ask.db, ask.me, member.id, days) if profile.shows_city else []
    mine = {
        "challenge": col(Challenge.author_id) == member.id,
        "resource": col(Resource.author_id) == member.id,
    }
    return render(
        ask,
        "people/show.html",
        profile=profile,
        made=subjects.latest(ask.db, ask.me, mine),
        distance=distance,
        may_follow=policy.may_follow(ask.me, member, distance),
        may_ask=conversations.may_ask(ask.me, member, distance),
        may_keep_away=policy.may_keep_away(ask.me, member),
        follows=isinstance(ask.me, Member) and follows(ask.db, ask.me.id, "member", member.id),
        may_edit=policy.may_edit(ask.me, member),
        works=works,
        roles=held_by(ask.db, ask.me, member),
        main=next((one for one in works if one.is_main and one.ended_at is None), None),
        now=clock.now(),
        country=countries.name(profile.city.country, language().code) if profile.city else "",
        tongues=[tongues.name(tag) for tag in profile.languages],
        hours_here=_hours_here(ask, profile),
        address_of=ask.addresses.of,
    )


@router.post("/{slug}/following", name="people:follow")
def follow(ask: SignedIn, slug: str, *, said: Annotated[bool, Form()] = True) -> Response:
    member = queries.one(ask.db, ask.me, slug)
    if said:
        notifications.follow_person(ask.db, ask.me, member)
    else:
        notifications.unfollow(ask.db, ask.me.id, "member", member.id)
    return see_other(ask, ask.path_for(SHOW, slug=slug), flash=confirmed(follows=said))


def _hours_here(ask: Ask, profile: Profile) -> str:
    """Somebody's office hours on the reader's clock, if it shows other ones than theirs."""
    if not ask.me.is_member or not profile.zone or not profile.work_starts or not profile.work_ends:
        return ""
    theirs, mine = ZoneInfo(profile.zone), ZoneInfo(ask.me.zone)
    today = clock.now().astimezone(theirs).date()
    ends = [
        datetime.combine(today, at, theirs).astimezone(mine)
        for at in (profile.work_starts, profile.work_ends)
    ]
    if ends[0].time() == profile.work_starts:
        return ""
    return "–".join(f"{end:%H:%M}" for end in ends)


def _hours(filters: Filters, found: Found) -> list[tuple[str, str, int | None, bool]]:
    """One of these is always chosen."""
    counts = found.facets["hours"]
    return [
        ("", _("At any time"), None, filters.hours not in HOURS),
        ("mine", _("Overlapping with mine"), counts.get("mine", 0), filters.hours == "mine"),
        ("now", _("Now"), counts.get("now", 0), filters.hours == "now"),
    ]


def _narrowings(filters: Filters, found: Found, topics: Tree) -> dict[str, Narrowing]:
    """The filters with their counts, each value by its name in the reader's language."""
    spoken = language().code

    def label(slug: str) -> str:
        return topics.by_slug[slug].label if slug in topics.by_slug else slug

    return {
        one.name: one
        for one in (
            narrowing(
                "can_help", _("Can help with"), found.facets["can_help"], filters.can_help, label
            ),
            narrowing(
                "looking_for",
                _("Looking for help with"),
                found.facets["looking_for"],
                filters.looking_for,
                label,
            ),
            narrowing(
                "region",
                _("Region"),
                found.facets["region"],
                filters.region,
                lambda code: _(countries.REGIONS.get(code, code)),
            ),
            narrowing(
                "country",
                _("Country"),
                found.facets["country"],
                filters.country,
                lambda code: countries.name(code, spoken),
            ),
            narrowing(
                "language", _("Speaks"), found.facets["language"], filters.language, tongues.name
            ),
        )
    }
