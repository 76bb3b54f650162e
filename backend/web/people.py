"""The directory of people, one person's page, and following somebody."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated
from zoneinfo import ZoneInfo

from fastapi import Form, Query, Response
from fastapi.responses import RedirectResponse
from sqlmodel import col

from backend.core import clock, tongues
from backend.core.errors import NotFound
from backend.core.i18n import _, language
from backend.domain import subjects
from backend.domain.affiliations.queries import of_member as affiliations
from backend.domain.challenges.models import Challenge
from backend.domain.cities import countries
from backend.domain.conversations import policy as conversations
from backend.domain.directory import queries as directory
from backend.domain.directory.filters import HOURS, YES, Filters
from backend.domain.directory.queries import Found
from backend.domain.endorsements import queries as endorsements
from backend.domain.endorsements.policy import may_endorse
from backend.domain.members import blocks, naming, policy, queries
from backend.domain.members.models import Member
from backend.domain.members.policy import takes_part
from backend.domain.members.profiles import Profile
from backend.domain.notifications import actions as notifications
from backend.domain.notifications.queries import followed_by
from backend.domain.relations.queries import Related, related
from backend.domain.relations.things import of_person
from backend.domain.resources.models import Resource
from backend.domain.roles.queries import held_by
from backend.domain.subjects import Glance
from backend.domain.topics.queries import Tree, tree
from backend.kit import errors
from backend.kit.asking import Ask, Asking, SignedIn
from backend.kit.following import confirmed
from backend.kit.narrowing import Narrowing, narrowing
from backend.kit.render import render, see_other
from backend.kit.router import Router

router = Router(show=errors.show_page, prefix="/people")


@dataclass(frozen=True, slots=True)
class Link:
    """The same list without one of the choices."""

    label: str
    href: str


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
        endorsed=_endorsed(filters, found),
        narrowed_by=_narrowed_by(ask, filters, found, known),
        older=ask.path_for(INDEX, **chosen, after=found.page.next_key)
        if found.page.next_key
        else "",
        newest=ask.path_for(INDEX, **chosen) if filters.after else "",
    )


@router.get("/{slug}", name=SHOW)
def show(ask: Ask, slug: str) -> Response:
    known = tree(ask.db)
    following = followed_by(ask.me.id, "member", col(Member.id))
    try:
        member, profile, follows = queries.page_with(ask.db, ask.me, slug, known, following)
    except NotFound:
        if moved := naming.moved_to(ask.db, ask.me, slug):
            return RedirectResponse(ask.path_for(SHOW, slug=moved), status_code=301)
        raise
    distance = blocks.distance(ask.db, ask.me, member.id)
    days = ask.settings.affiliation_days
    works = affiliations(ask.db, ask.me, member.id, days) if profile.shows_city else []
    mine = {
        "challenge": col(Challenge.author_id) == member.id,
        "resource": col(Resource.author_id) == member.id,
    }
    made = subjects.latest(ask.db, ask.me, mine)
    return render(
        ask,
        "people/show.html",
        profile=profile,
        made=made,
        related=_related(ask, profile, made, known),
        kinds_named=subjects.kinds(),
        distance=distance,
        may_follow=policy.may_follow(ask.me, member, distance),
        may_ask=conversations.may_ask(ask.me, member, distance),
        may_keep_away=policy.may_keep_away(ask.me, member),
        follows=follows,
        may_edit=policy.may_edit(ask.me, member),
        works=works,
        roles=held_by(ask.db, ask.me, member),
        main=next((one for one in works if one.is_main and one.ended_at is None), None),
        may_read_names=policy.may_read_names(ask.me),
        endorsed=endorsements.of_member(ask.db, ask.me, member.id) if profile.can_help else {},
        may_endorse=may_endorse(ask.me, member, distance),
        lacking=_lacking(ask, member, known),
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


def _related(
    ask: Asking, profile: Profile, made: Mapping[str, Sequence[Glance]], topics: Tree
) -> Sequence[Related]:
    """What is on the topics that somebody shows, besides what they made themselves."""
    named = {one.id for glances in made.values() for one in glances}
    return related(ask.db, ask.me, of_person(profile), topics, besides=named)


def _lacking(ask: Asking, member: Member, known: Tree) -> list[tuple[str, str]]:
    """What a member's own profile doesn't say, each with its place in the settings."""
    if not isinstance(ask.me, Member) or ask.me.id != member.id or not ask.me.is_member:
        return []
    kept = queries.mine(ask.db, ask.me, known)
    asked = (
        (kept.bio, "bio", _("About you")),
        (kept.title, "title", _("Role")),
        (kept.can_help, "exchange", _("Can help with")),
        (kept.looking_for, "exchange", _("Looking for help with")),
        (kept.languages, "languages", _("Languages")),
    )
    return [(anchor, label) for said, anchor, label in asked if not said]


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
        ("mine", _("Two hours or more with mine"), counts.get("mine", 0), filters.hours == "mine"),
        ("now", _("Now"), counts.get("now", 0), filters.hours == "now"),
    ]


def _endorsed(filters: Filters, found: Found) -> list[tuple[str, str, int, bool]]:
    count = found.facets["endorsed"].get(YES, 0)
    return [(YES, _("By a peer or more"), count, YES in filters.endorsed)]


def _narrowings(filters: Filters, found: Found, topics: Tree) -> dict[str, Narrowing]:
    """The filters with their counts, each value by its name in the reader's language."""
    legends = {
        "can_help": _("Can help with"),
        "looking_for": _("Looking for help with"),
        "region": _("Region"),
        "country": _("Country"),
        "city": _("City"),
        "language": _("Speaks"),
    }
    labels = _labels(found, topics)
    return {
        name: narrowing(name, legend, found.facets[name], getattr(filters, name), labels[name])
        for name, legend in legends.items()
    }


def _labels(found: Found, topics: Tree) -> dict[str, Callable[[str], str]]:
    """What the values of each filter are called."""
    spoken = language().code

    def topic(slug: str) -> str:
        return topics.by_slug[slug].label if slug in topics.by_slug else slug

    return {
        "can_help": topic,
        "looking_for": topic,
        "region": lambda code: _(countries.REGIONS.get(code, code)),
        "country": lambda code: countries.name(code, spoken),
        "city": lambda slug: found.city_names.get(slug, slug),
        "language": tongues.name,
    }


def _narrowed_by(ask: Asking, filters: Filters, found: Found, topics: Tree) -> list[Link]:
    """What narrows the list, each with the address of the list without it."""
    chosen = filters.chosen()
    words = {
        "can_help": _("Can help with {topics}"),
        "looking_for": _("Looking for {topics}"),
        "language": _("Speaks {languages}"),
    }
    hours = {"mine": _("Office hours overlap with mine"), "now": _("In the office now")}
    links = []
    if filters.q:
        links.append(Link(f"“{filters.q}”", ask.path_for(INDEX, **{**chosen, "q": ""})))
    for name, label in _labels(found, topics).items():
        for value in getattr(filters, name):
            others = [one for one in getattr(filters, name) if one != value]
            said = words.get(name, "{it}").format(
                topics=label(value), languages=label(value), it=label(value)
            )
            links.append(Link(said, ask.path_for(INDEX, **{**chosen, name: others})))
    if YES in filters.endorsed:
        rest = {**chosen, "endorsed": []}
        links.append(Link(_("Endorsed by peers"), ask.path_for(INDEX, **rest)))
    if filters.hours in HOURS:
        links.append(Link(hours[filters.hours], ask.path_for(INDEX, **{**chosen, "hours": ""})))
    return links
