"""Searching everything at once."""

from collections.abc import Sequence
from functools import partial
from typing import Annotated

from fastapi import Query, Response

from backend.core import tongues
from backend.core.choices import Question
from backend.core.i18n import _
from backend.domain import subjects
from backend.domain.cities.countries import REGIONS
from backend.domain.matching.peers import who_can_help
from backend.domain.members.models import Member
from backend.domain.search import gaps, nearness, queries, suggesting
from backend.domain.search.captions import captioned, plain
from backend.domain.search.facets import by_branch
from backend.domain.search.filters import Filters
from backend.domain.search.nearness import Near
from backend.domain.search.partly import NONE, partly
from backend.domain.search.queries import Found
from backend.domain.topics.meaning import meant
from backend.domain.topics.queries import Tree, tree
from backend.kit import errors
from backend.kit.asking import Ask
from backend.kit.narrowing import Narrowing, narrowing
from backend.kit.peers import records
from backend.kit.render import render
from backend.kit.router import Router

router = Router(show=errors.show_page, prefix="/search")


@router.get("", name="search:show")
def show(ask: Ask, filters: Annotated[Filters, Query()]) -> Response:
    topics = tree(ask.db) if filters.topic else Tree([])
    chosen = filters.chosen(topics)
    found = queries.search(ask.db, ask.me, filters.q, chosen, after=filters.after)
    instead, near, some = "", Near(), NONE
    if filters.q and not chosen:
        if found.total:
            near = nearness.near(ask.db, ask.me, filters.q, found)
        if not (near.hits or found.is_term):
            # A question that leads to what is close in meaning was spelled well enough.
            instead = suggesting.meant(ask.db, ask.me, filters.q, found.total)
        if not found.total:
            near = nearness.near(ask.db, ask.me, instead or filters.q, found)
            if not (instead or near.topics):
                some = partly(ask.db, ask.me, filters.q, found)
            if isinstance(ask.me, Member) and ask.me.is_member:
                ask.afterwards(partial(gaps.record, text=filters.q, by=ask.me.id))
    if (found.hits or near.hits) and not filters.topic:
        topics = tree(ask.db)
    hits, besides = captioned(ask.db, ask.me, found, topics, near.hits)
    return render(
        ask,
        "search/show.html",
        "search/_hits.html",
        filters=filters,
        chosen=chosen,
        kinds=subjects.kinds(),
        found=found,
        hits=hits,
        instead=instead,
        near=besides,
        some=[plain(one) for one in some],
        about=[
            (one.label, ask.path_for("topics:show", slug=one.slug))
            for one in topics.of(near.topics)
        ],
        narrowings=_narrowings(filters, found, topics),
        address_of=ask.addresses.of,
    )


@router.get("/suggestions", name="search:suggestions")
def suggestions(ask: Ask, q: Question = "") -> Response:
    """What is called so, while somebody types."""
    return render(
        ask,
        "search/suggestions.html",
        "search/_suggestions.html",
        question=q,
        kinds=subjects.kinds(),
        named=suggesting.named(ask.db, ask.me, q),
        address_of=ask.addresses.of,
    )


@router.get("/peers", name="search:peers")
def peers(ask: Ask, q: Question = "") -> Response:
    """Who may know, where nothing was found."""
    topics = tree(ask.db)
    named = meant(ask.db, q).named or nearness.topics(ask.db, q)
    return render(
        ask,
        "search/peers.html",
        "search/_peers.html",
        question=q,
        peers=who_can_help(ask.db, ask.me, named, topics),
        records=partial(records, ask.addresses),
    )


def _region(code: str) -> str:
    return _(REGIONS[code]) if code in REGIONS else code


def _narrowings(filters: Filters, found: Found, topics: Tree) -> Sequence[tuple[Narrowing, str]]:
    """The filters with their counts, each value by its name, and the words for any of them."""

    def label(slug: str) -> str:
        return topics.by_slug[slug].label if slug in topics.by_slug else slug

    counts = {**found.counts, "topic": by_branch(found.counts["topic"], topics)}
    chosen = filters.model_dump()
    if filters.topic in topics.by_slug:
        # An address from before two topics were merged still means what they are now.
        chosen["topic"] = topics.by_slug[filters.topic].slug
    shown = (
        ("topic", _("Topic"), _("Any topic"), label),
        ("language", _("Language"), _("Any language"), tongues.name),
        ("region", _("Region"), _("Any region"), _region),
        ("year", _("Year"), _("Any year"), str),
    )
    return [
        (
            narrowing(name, legend, counts[name], [chosen[name]] if chosen[name] else [], named),
            anything,
        )
        for name, legend, anything, named in shown
    ]
