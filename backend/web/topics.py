"""The topics of the network: all of them, and one with who and what belongs to it."""

from functools import partial
from typing import Annotated, Any
from uuid import UUID

from fastapi import Form, Response
from fastapi.responses import RedirectResponse
from sqlalchemy import ColumnElement
from sqlalchemy import select as columns
from sqlmodel import SQLModel, col

from backend.core.errors import NotFound
from backend.core.i18n import _
from backend.domain import subjects
from backend.domain.challenges.models import Challenge, ChallengeTopic
from backend.domain.cities.queries import putting_first
from backend.domain.curation.policy import may_keep, may_propose
from backend.domain.directory.queries import on_side
from backend.domain.directory.queries import who_can_help as on_offer
from backend.domain.matching.peers import About, who_can_help
from backend.domain.members.models import Member
from backend.domain.notifications import actions as notifications
from backend.domain.notifications.queries import follows
from backend.domain.relations.queries import related
from backend.domain.relations.things import Thing
from backend.domain.resources.models import Resource, ResourceTopic
from backend.domain.roundtables.models import Roundtable, RoundtableTopic
from backend.domain.topics import goals, policy, queries
from backend.domain.topics.newest import NEWEST, newest_on
from backend.domain.topics.queries import Described
from backend.kit import errors
from backend.kit.asking import Ask, Asking, SignedIn
from backend.kit.following import confirmed
from backend.kit.peers import records
from backend.kit.render import render, see_other
from backend.kit.router import Router

router = Router(show=errors.show_page, prefix="/topics")

SHOW = "topics:show"
MOST, MOST_PEERS = 6, 3
MOST_COUNTED = 100
"""Of each; fewer than are looked at, since not all of those are everybody's to see."""


@router.get("", name="topics:index")
def index(ask: Ask) -> Response:
    found = queries.described(ask.db)
    by_kind: dict[str, list[Described]] = {"principle": [], "theme": [], "practice": []}
    for one in found:
        by_kind[one.topic.kind].append(one)
    return render(ask, "topics/index.html", by_kind=by_kind, may_propose=may_propose(ask.me))


@router.get("/{slug}", name=SHOW)
def show(ask: Ask, slug: str) -> Response:
    found = next(iter(queries.described(ask.db, slug)), None)
    if found is None:
        raise NotFound(_("There is no such topic."))
    if found.topic.slug != slug:
        return RedirectResponse(ask.path_for(SHOW, slug=found.topic.slug), status_code=301)
    known = queries.tree(ask.db)
    branch = known.branch(slug)
    about = About("topic", found.topic.id)
    # Members are told why; strangers see who says so to everybody.
    peers = who_can_help(ask.db, ask.me, branch, known, about=about, limit=MOST_PEERS)
    people = [] if ask.me.is_member else on_offer(ask.db, ask.me, branch, known, MOST)
    cities = putting_first(ask.db, branch, known, MOST + 1)
    newest = subjects.latest(ask.db, ask.me, _about(branch))
    named = {one.id for glances in newest.values() for one in glances}
    thing = Thing("topic", found.topic.id, "", "", branch)
    return render(
        ask,
        "topics/show.html",
        this=found,
        parent=known.by_id.get(found.topic.parent_id) if found.topic.parent_id else None,
        successor=known.by_id.get(found.successor_id) if found.successor_id else None,
        below=[row for row in known.rows if row.parent_id == found.topic.id],
        goals=[(goals.name(one), goals.address(one)) for one in found.sdg],
        people=people,
        peers=peers,
        topic_about=about,
        records=partial(records, ask.addresses),
        cities=cities[:MOST],
        has_more_cities=len(cities) > MOST,
        about=newest,
        related=related(ask.db, ask.me, thing, known, besides=named),
        kinds_named=subjects.kinds(),
        counts=_counts(ask, branch),
        most_counted=MOST_COUNTED,
        may_follow=policy.may_follow(ask.me, is_retired=found.topic.is_retired),
        may_keep=may_keep(ask.me),
        follows=isinstance(ask.me, Member) and follows(ask.db, ask.me.id, "topic", found.topic.id),
        address_of=ask.addresses.of,
    )


@router.post("/{slug}/following", name="topics:follow")
def follow(ask: SignedIn, slug: str, *, said: Annotated[bool, Form()] = True) -> Response:
    topic = queries.one(ask.db, slug)
    policy.may_follow(ask.me, is_retired=said and topic.retired_at is not None).insist()
    act = notifications.follow if said else notifications.unfollow
    act(ask.db, ask.me.id, "topic", topic.id)
    return see_other(ask, ask.path_for(SHOW, slug=slug), flash=confirmed(follows=said))


def _counts(ask: Asking, branch: set[UUID]) -> dict[str, int]:
    """How much there is of everything, as far as this reader may see it; see `subjects.counts`."""
    people = {
        side: ("member", on_side(ask.me, side, branch)) for side in ("can_help", "looking_for")
    }
    things = {kind: (kind, condition) for kind, condition in _about(branch).items()}
    return subjects.counts(ask.db, ask.me, things | people, MOST_COUNTED)


def _about(branch: set[UUID]) -> dict[str, ColumnElement[bool]]:
    """What is about one of these topics, by kind; of each topic, the newest."""

    def among(thing: Any, link: type[SQLModel], of: str) -> ColumnElement[bool]:
        known = columns(newest_on(link, of, branch, NEWEST).c.thing)
        return col(thing.id).in_(known)

    return {
        "challenge": among(Challenge, ChallengeTopic, "challenge_id"),
        "resource": among(Resource, ResourceTopic, "resource_id"),
        "roundtable": among(Roundtable, RoundtableTopic, "roundtable_id"),
    }
