"""Who may come first of all for whom something speaks, found by the database.

`helping` says how much speaks for somebody, and is what is shown. Reckoning it for everybody would
take more than the whole rest of a page, so the same points are summed up here, all but those for
being in the office just now: whether it is open, only a calendar knows. Whoever has the same hours
in the same place is in the office at the same time, so of each such clock only the first few can
come first, and of those only who falls short by no more than these points.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import (
    CTE,
    BindParameter,
    ColumnElement,
    Select,
    Subquery,
    and_,
    bindparam,
    case,
    exists,
    func,
)
from sqlalchemy import select as columns
from sqlalchemy.orm import aliased
from sqlmodel import col

from backend.core import clock
from backend.domain.challenges.models import Challenge
from backend.domain.cities.models import City
from backend.domain.conversations.models import Conversation
from backend.domain.matching.evidence import may_be_suggested
from backend.domain.matching.helping import EACH, FIRST_DECLARED, FREE, MOST, Kind
from backend.domain.matching.models import NotUseful
from backend.domain.members.models import Member, MemberLanguage
from backend.domain.members.queries import shown
from backend.domain.resources.models import Resource

LATELY = timedelta(days=30)
LOOKED_AT, EACH_SHOWN = 120, 5
"""Of so many for whom most speaks, the languages, the hours and the load are looked at; of so many
for each who is shown, where that is more."""

_COUNTED: tuple[Kind, ...] = (
    "helped",
    "answered",
    "declared",
    "endorsed",
    "adopted",
    "mentions",
)
"""What records say; the other reasons lie with the person."""

Rows = Select[*tuple[Any, ...]]


def shortlist(me: Member, records: CTE, limit: int) -> Rows:
    """Every record of all who may be among the first so many, with the little that lists show.

    To be run with what is `given`. The newest records come first, and `by_name` is the place among
    these people by name.
    """
    best = _best(_ranked(me, records, limit), limit)
    asking = aliased(City)
    is_answer = records.c.what == "answered"
    helped = and_(is_answer, records.c.number > 0)
    return (
        columns(
            *records.c,
            func.coalesce(col(Challenge.slug), col(Resource.slug)).label("slug"),
            func.coalesce(col(Challenge.title), col(Resource.title)).label("label"),
            case((helped, func.coalesce(col(asking.name), ""))).label("place"),
            *_PERSON,
            best.c.by_name,
            best.c.shares_language,
            best.c.asked,
        )
        .select_from(best)
        .join(records, records.c.member_id == best.c.id)
        .join(Member, col(Member.id) == best.c.id)
        .outerjoin(City, col(City.id) == col(Member.city_id))
        .outerjoin(Challenge, and_(is_answer, col(Challenge.id) == records.c.thing))
        .outerjoin(asking, col(asking.id) == col(Challenge.city_id))
        .outerjoin(Resource, and_(records.c.what == "adopted", col(Resource.id) == records.c.thing))
        .order_by(records.c.record.desc())
    )


def given(besides: Iterable[UUID], about: tuple[str, UUID]) -> dict[str, Any]:
    """Who is left out, and the thing for which somebody may not be useful."""
    kind, subject_id = about
    lately = clock.now() - LATELY
    return {"besides": list(besides), "about": subject_id, "about_kind": kind, "lately": lately}


_PERSON: tuple[Any, ...] = (
    col(Member.id),
    col(Member.slug).label("person_slug"),
    col(Member.name),
    col(Member.title).label("does"),
    col(Member.organisation),
    col(Member.audience),
    col(Member.city_id).label("works_for"),
    col(Member.zone),
    col(Member.work_starts),
    col(Member.work_ends),
    col(City.id).label("city_id"),
    col(City.slug).label("city_slug"),
    col(City.name).label("city"),
    col(City.country),
)


def _ranked(me: Member, records: CTE, limit: int) -> CTE:
    """Whoever may be suggested, with their points and their place among those of the same clock."""
    told = best_told(me, records, max(LOOKED_AT, EACH_SHOWN * limit))
    load = _load(told)
    shares = _speaks_my_language(me)
    extra = func.coalesce(_points("load", load.c.asked - FREE), 0)
    points = told.c.points + case((shares, EACH["language"]), else_=0) + extra
    country = case((shown("city", me), col(City.country)))
    hours = (col(Member.zone), country, col(Member.work_starts), col(Member.work_ends))
    same_clock = (*hours, shown("hours", me))
    first = (points.desc(), col(Member.folded), col(Member.id))
    return (
        columns(
            col(Member.id),
            col(Member.folded),
            points.label("points"),
            func.row_number().over(partition_by=same_clock, order_by=first).label("place"),
            shares.label("shares_language"),
            func.coalesce(load.c.asked, 0).label("asked"),
        )
        .select_from(told)
        .join(Member, col(Member.id) == told.c.member_id)
        .outerjoin(City, col(City.id) == col(Member.city_id))
        .outerjoin(load, load.c.member_id == col(Member.id))
        .where(
            may_be_suggested(me),
            ~_is_not_useful(me),
        )
        .cte("ranked")
    )


def _best(ranked: CTE, limit: int) -> Subquery:
    """Those who may be among the first so many, once it is known who is in the office."""
    highest = columns(ranked.c.points).order_by(ranked.c.points.desc())
    last = highest.limit(1).offset(limit - 1).scalar_subquery()
    enough = ranked.c.points + EACH["hours"] >= func.coalesce(last, ranked.c.points)
    by_name = func.row_number().over(order_by=(ranked.c.folded, ranked.c.id)).label("by_name")
    return columns(ranked, by_name).where(ranked.c.place <= limit, enough).subquery("best")


def best_told(me: Member, records: CTE, most: int) -> CTE:
    """The points of what speaks for each, as `helping` counts them, for those who have most."""
    counted = _counted(records)
    points = sum(
        (_points(kind, counted.c[kind]) for kind in _COUNTED),
        case((counted.c.declared > 0, FIRST_DECLARED), else_=0),
    )
    return (
        columns(counted.c.member_id, points.label("points"))
        .where(
            counted.c.member_id != me.id,
            counted.c.member_id.not_in(bindparam("besides", expanding=True)),
        )
        .order_by(points.desc(), counted.c.member_id.desc())
        .limit(most)
        .cte("told")
    )


def _counted(records: CTE) -> Subquery:
    """How much of each kind speaks for whom; counted once, since points name each count twice."""
    what = records.c.what

    def things(*conditions: ColumnElement[bool]) -> ColumnElement[int]:
        return func.count(records.c.thing.distinct()).filter(*conditions)

    endorsed = func.sum(records.c.number).filter(what == "endorsed")
    counts: Mapping[Kind, ColumnElement[int]] = {
        "helped": things(what == "answered", records.c.number > 0),
        "answered": things(what == "answered"),
        "declared": things(what == "declared"),
        "endorsed": func.coalesce(endorsed, 0),
        "adopted": things(what == "adopted"),
        "mentions": func.count().filter(what == "mentions"),
    }
    named = (counts[kind].label(kind) for kind in _COUNTED)
    return columns(records.c.member_id, *named).group_by(records.c.member_id).subquery()


def _points(kind: Kind, count: ColumnElement[int]) -> ColumnElement[int]:
    return EACH[kind] * case((count > MOST[kind], MOST[kind]), else_=count)


def _is_not_useful(me: Member) -> ColumnElement[bool]:
    return exists().where(
        col(NotUseful.member_id) == me.id,
        col(NotUseful.other_id) == col(Member.id),
        col(NotUseful.kind) == bindparam("about_kind"),
        col(NotUseful.subject_id) == bindparam("about"),
    )


def _speaks_my_language(me: Member) -> ColumnElement[bool]:
    mine = columns(col(MemberLanguage.language)).where(col(MemberLanguage.member_id) == me.id)
    theirs = exists().where(
        col(MemberLanguage.member_id) == col(Member.id), col(MemberLanguage.language).in_(mine)
    )
    return and_(shown("languages", me), theirs)


def _load(told: CTE) -> Subquery:
    """How often each was asked to talk lately, where that was more than costs nothing.

    However it was answered: to decline is silent, here too.
    """
    lately: BindParameter[datetime] = bindparam("lately")
    return (
        columns(col(Conversation.asked_id).label("member_id"), func.count().label("asked"))
        .where(
            col(Conversation.asked_id).in_(columns(told.c.member_id)),
            # Nothing is asked after it was last stirred, and that is what the index knows.
            col(Conversation.stirred_at) > lately,
            col(Conversation.asked_at) > lately,
            col(Conversation.hidden_at).is_(None),
        )
        .group_by(col(Conversation.asked_id))
        .having(func.count() > FREE)
        .subquery()
    )
