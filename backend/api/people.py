"""People, for programs: the directory, one profile, and one's own."""

from collections.abc import Sequence
from typing import Annotated

from fastapi import Query

from backend.api.saying import Said
from backend.api.shapes import CityShape, Shape, TopicShape
from backend.api.whole import Whole
from backend.domain.directory import queries as directory
from backend.domain.directory.filters import Filters
from backend.domain.directory.reasons import Reason
from backend.domain.endorsements.queries import counts_of
from backend.domain.members import actions, naming, queries
from backend.domain.members.drafts import ClockTime, ProfileDraft
from backend.domain.members.profiles import Person
from backend.domain.notifications import actions as notifications
from backend.domain.topics.queries import tree
from backend.kit import errors
from backend.kit.asking import Ask, SignedIn
from backend.kit.router import Router

router = Router(show=errors.show_problem, tags=["people"])


class PersonShape(Shape):
    """Somebody, as far as their profile is for whoever asks: what isn't is empty."""

    slug: str
    name: str
    title: str
    department: str
    organisation: str
    city: CityShape | None
    bio: str
    languages: list[str]
    zone: str
    can_help: list[TopicShape]
    looking_for: list[TopicShape]


class MatchShape(PersonShape):
    """Somebody in the directory, and why."""

    reasons: list[str]


class PeopleShape(Shape):
    items: list[MatchShape]
    next: str | None
    """What to send as `after` for the page that follows."""
    people: int
    is_more: bool
    """Whether there are more people than these: then only the newest of them are counted."""
    cities: int
    facets: dict[str, dict[str, int]]
    """How many each choice of each filter would show."""


class ProfileShape(PersonShape):
    path: str
    pronunciation: str
    pronouns: str
    work_starts: ClockTime | None
    work_ends: ClockTime | None
    would_convene: bool
    is_lead: bool
    is_convener: bool
    endorsed: dict[str, int]
    """How many peers endorse each topic that they can help with."""


class AddressShape(Shape):
    slug: str
    path: str


@router.get("/people", name="api.people:list")
def index(ask: SignedIn, filters: Annotated[Filters, Query()]) -> PeopleShape:
    found = directory.people(ask.db, ask.me, filters)
    return PeopleShape(
        items=[_match(match.person, match.reasons) for match in found.page.items],
        next=found.page.next_key,
        people=found.people,
        is_more=found.is_more,
        cities=found.cities,
        facets={name: dict(counts) for name, counts in found.facets.items()},
    )


@router.get("/people/{slug}", name="api.people:show")
def show(ask: Ask, slug: str) -> ProfileShape:
    """One profile. An address that it had before leads here too: `slug` says the one it has."""
    slug = naming.moved_to(ask.db, ask.me, slug) or slug
    member, profile = queries.page(ask.db, ask.me, slug, tree(ask.db))
    endorsed = counts_of(ask.db, ask.me, [member.id]).get(member.id, {})
    own = ProfileShape.model_fields.keys() - {"path", "endorsed"}
    return ProfileShape(
        **{name: getattr(profile, name) for name in own},
        path=ask.path_for("people:show", slug=slug),
        endorsed={
            topic.slug: endorsed[topic.id] for topic in profile.can_help if topic.id in endorsed
        },
    )


@router.post("/people/{slug}/following", name="api.people:follow")
def follow(ask: SignedIn, slug: str, sent: Said) -> Said:
    member = queries.one(ask.db, ask.me, slug)
    if sent.said:
        notifications.follow_person(ask.db, ask.me, member)
    else:
        notifications.unfollow(ask.db, ask.me.id, "member", member.id)
    return sent


@router.get("/me/profile", name="api.me:profile")
def mine(ask: SignedIn) -> ProfileDraft:
    """One's own profile, whole, in the shape in which it is sent."""
    return queries.mine(ask.db, ask.me)


@router.post("/me/profile", name="api.me:save")
def save(ask: SignedIn, draft: Annotated[ProfileDraft, Whole()]) -> ProfileDraft:
    """Replace one's own profile: every field is sent, if only empty."""
    actions.edit(ask.db, ask.me, draft)
    return queries.mine(ask.db, ask.me)


@router.post("/me/address", name="api.me:readdress")
def readdress(ask: SignedIn) -> AddressShape:
    """Let the address of one's own profile follow one's name."""
    actions.readdress(ask.db, ask.me)
    return AddressShape(slug=ask.me.slug, path=ask.path_for("people:show", slug=ask.me.slug))


def _match(person: Person, reasons: Sequence[Reason]) -> MatchShape:
    shown = {name: getattr(person, name) for name in PersonShape.model_fields}
    said = [one.words or "".join(piece.words for piece in one.marked) for one in reasons]
    return MatchShape(**shown, reasons=said)
