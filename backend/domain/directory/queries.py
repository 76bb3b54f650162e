"""The directory of members, for members: one page of it, with reasons and counts."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_
from sqlalchemy import select as columns
from sqlmodel import Session, col

from backend.core import clock
from backend.core.db import rows
from backend.core.pages import MOST_NEW, PAGE, Page, as_key, cut
from backend.core.plans import as_written, is_among, planned_anew
from backend.domain.directory import at_work, listing
from backend.domain.directory.asked import Question, matches, newest, question
from backend.domain.directory.counting import MOST, OF_MANY, count
from backend.domain.directory.filters import (
    Condition,
    Filters,
    Fitting,
    conditions,
    met_by,
    with_city,
    works_within,
)
from backend.domain.directory.indexes import MANY, Ways, indexes_of, ways
from backend.domain.directory.office_hours import Clock, Place
from backend.domain.directory.reasons import Reason, Wanted, reasons
from backend.domain.endorsements.queries import counts_of
from backend.domain.members import policy
from backend.domain.members.blocks import near
from backend.domain.members.models import Actor, Member, MemberTopic
from backend.domain.members.profiles import Person, person, person_columns, sides
from backend.domain.members.queries import in_lists, shown
from backend.domain.members.readers import reader
from backend.domain.topics.newest import NEWEST, newest_on
from backend.domain.topics.queries import Tree, tree

ENOUGH = 2 * PAGE
"""Of the newest who say the words, so many must be among what was chosen besides, or all are asked."""
MOST_NAMED = 2_000
"""People who are found once and named after that: to name more takes as long as to find them again."""


@dataclass(frozen=True, slots=True)
class Match:
    """Somebody in the directory, and why."""

    person: Person
    reasons: Sequence[Reason]


@dataclass(frozen=True, slots=True)
class Found:
    """One page of people, how many there are in how many cities, and what each filter would show."""

    page: Page[Match]
    people: int
    is_more: bool
    """Whether there are more than so many: then the newest of them are counted."""
    cities: int
    facets: Mapping[str, Mapping[str, int]]
    city_names: Mapping[str, str]
    """Of the cities that are counted, by their slugs."""


def people(
    db: Session, me: Member, filters: Filters, topics: Tree | None = None, *, most: int = MOST
) -> Found:
    """One page of the people who were asked for: who is named or can help first, then by name."""
    policy.may_list(me).insist()
    known = topics or tree(db)
    asked = question(db, filters.q, known)
    # To the minute, by which hours go: so what was reckoned for somebody else still holds.
    moment = clock.now().replace(second=0, microsecond=0)
    fitting = at_work.fitting(db, me, filters.hours, moment, words=bool(asked))
    chosen = conditions(filters, me, known, fitting)
    helps = known.branches_of(filters.can_help)
    words, along, is_cut, found_along = [], [], False, Ways()
    if asked:
        indexes = indexes_of(filters, known, fitting)
        found_by, fits, is_cut = _found_by(db, me, asked, chosen, indexes)
        # Without other choices both are the same: hundreds of people are named once.
        words, along = [found_by], [fits] if chosen else []
        parts = listing.by_words(me, asked, [fits, *chosen.values()], helps)
    elif fitting.those is not None and len(chosen) == 1:
        parts, chosen, most = _at_work(me, fitting, filters.after, most)
    else:
        found_along = ways(db, filters, known, fitting)
        parts = listing.by_choice(me, chosen, found_along, helps)
    if asked or chosen or filters.after:
        listed = planned_anew(listing.page(me, parts, filters.after))
    else:
        listed = listing.everybody(me)
    page = _matches(db, me, listed, (filters, known, asked, moment))
    along = along or found_along.to_count(chosen)
    if is_cut or found_along.are_many(chosen):
        most = min(most, OF_MANY)
    counts = count(
        db, me, filters, chosen, words, along=along, topics=known, moment=moment, most=most
    )
    return Found(
        page,
        counts.people,
        counts.is_more or is_cut,
        counts.cities,
        counts.facets,
        counts.city_names,
    )


def _at_work(
    me: Member, fitting: Fitting, after: str, most: int
) -> tuple[list[listing.Part], dict[str, Condition], int]:
    """Of those who are at work and were found so: who is on the page, who is counted, how many."""
    last = as_key(after.partition(".")[2])
    most = min(most, OF_MANY) if len(fitting.those or ()) > MANY else most
    on_page = works_within(fitting.next_after(last, PAGE + 1), me)
    return listing.just(on_page), {"hours": works_within(fitting.newest(most + 1), me)}, most


def _matches(
    db: Session,
    me: Member,
    listed: Select[*tuple[Any, ...]],
    asked: tuple[Filters, Tree, Question | None, datetime],
) -> Page[Match]:
    """Who is on the page, and why."""
    filters, known, question, moment = asked
    found = rows(db, listed, reader(me)).mappings().all()
    own = sides(found[0]["mine"] if found else None)
    who = [person(one, me, known) for one in found]
    wanted = Wanted(
        filters,
        known,
        question,
        own["can_help"],
        own["looking_for"],
        Clock(Place(me.zone), me.work_starts, me.work_ends),
        moment,
        counts_of(db, me, [one.id for one in who]),
    )
    keys = {one.id: f"{row['rank']}.{one.id}" for row, one in zip(found, who, strict=True)}
    matches = [Match(one, reasons(one, wanted) if one.id != me.id else []) for one in who]
    return cut(matches, lambda match: keys[match.person.id])


def _found_by(
    db: Session,
    me: Member,
    asked: Question,
    chosen: Mapping[str, ColumnElement[bool]],
    indexes: Mapping[str, Select[*tuple[Any, ...]]],
) -> tuple[ColumnElement[bool], ColumnElement[bool], bool]:
    """Whom the words find, who of them fits what was chosen besides, and whether only the newest.

    Of the newest, unless too few of those fit: then of all, along the indexes of what was chosen.
    """
    found = newest(db, me, asked, chosen.values())
    ids, fitting, is_cut = set(found.ids), found.fitting, found.is_cut
    if chosen and is_cut and len(fitting) < ENOUGH:
        along = [index for name, index in indexes.items() if name in chosen]
        everybody = matches(db, me, asked, along)
        few = _few(db, me, [everybody, *chosen.values()])
        if few is None:
            return everybody, everybody, False
        ids, fitting, is_cut = ids.union(few), few, False
    return is_among(col(Member.id), ids), is_among(col(Member.id), fitting), is_cut


def _few(db: Session, me: Member, wanted: Iterable[ColumnElement[bool]]) -> Sequence[str] | None:
    """Who they are, unless they are many: found once, to be listed and counted."""
    found = (
        with_city(columns(as_written(col(Member.id))), me)
        .where(*met_by(me), *wanted)
        .limit(MOST_NAMED + 1)
    )
    few = rows(db, planned_anew(found)).scalars().all()
    return few if len(few) <= MOST_NAMED else None


def new_since(db: Session, me: Member, filters: Filters, since: datetime) -> Sequence[UUID]:
    """Who of those asked for has been admitted since."""
    known = tree(db)
    asked = question(db, filters.q, known)
    fitting = at_work.fitting(db, me, filters.hours, clock.now(), words=bool(asked))
    chosen = conditions(filters, me, known, fitting)
    found = with_city(columns(col(Member.id)), me).where(
        _to_be_met_by(me),
        col(Member.id) != me.id,
        col(Member.admitted_at) > since,
        *chosen.values(),
        *([matches(db, me, asked)] if asked else []),
    )
    return rows(db, found.order_by(col(Member.id).desc()).limit(MOST_NEW)).scalars().all()


def of_city(db: Session, me: Actor, city_id: UUID, topics: Tree, limit: int = 12) -> list[Person]:
    """Who works for this city, its leads first, as far as this person may know it."""
    found = (
        _people_columns(me)
        .where(_to_be_met_by(me), shown("city", me), col(Member.city_id) == city_id)
        .order_by(col(Member.is_lead).desc(), col(Member.folded), col(Member.id))
        .limit(limit)
    )
    return [person(one, me, topics) for one in rows(db, found).mappings()]


def who_can_help(
    db: Session, me: Actor, topic_ids: set[UUID], topics: Tree, limit: int = 12
) -> list[Person]:
    """Who says to this person that they can help with one of these topics."""
    found = (
        _people_columns(me)
        .where(on_side(me, "can_help", topic_ids))
        .order_by(col(Member.folded), col(Member.id))
        .limit(limit)
    )
    return [person(one, me, topics) for one in rows(db, found).mappings()]


def on_side(me: Actor, side: str, topic_ids: set[UUID]) -> ColumnElement[bool]:
    """Who says to this person that they can help with one of these topics, or look for help.

    Of each topic, the newest members are looked at: thousands may say so.
    """
    newest = columns(newest_on(MemberTopic, "member_id", topic_ids, NEWEST, side=side).c.thing)
    return and_(_to_be_met_by(me), shown(side, me), col(Member.id).in_(newest))


def _to_be_met_by(me: Actor) -> ColumnElement[bool]:
    """Who is listed and lets this person know that they take part."""
    return and_(in_lists(), shown("name", me), near(me, col(Member.id)))


def _people_columns(me: Actor) -> Select[*tuple[Any, ...]]:
    return with_city(columns(*person_columns()), me)
