"""The office hours that were asked for, in the zones in use; and who has them, where few do."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import and_, literal, union_all
from sqlalchemy import select as columns
from sqlmodel import Session, col

from backend.core.db import rows
from backend.core.plans import as_written, is_among
from backend.domain.cities.countries import CODES, USUAL_WEEKEND, resting
from backend.domain.cities.models import City
from backend.domain.directory import office_hours
from backend.domain.directory.filters import HOURS, Fitting, met_by, with_city, works_within
from backend.domain.directory.indexes import LISTED
from backend.domain.directory.office_hours import Clock, Place, Window
from backend.domain.members.models import Member
from backend.domain.members.queries import ZONES_IN_USE, shown
from backend.domain.search import engine
from backend.domain.search.latest import along, told


def fitting(
    db: Session, me: Member, hours: str, moment: datetime, *, words: bool, most: int = LISTED
) -> Fitting:
    """Where it is office hours now, or where they share enough with mine, in the zones in use.

    On a day of rest few are at work, and to find them takes long: if they are no more than `most`,
    it is done once and says who. `words`: whether people are looked for by words, too.
    """
    if hours not in HOURS:
        return Fitting()
    used = _zones(db, words=words)
    if hours == "mine":
        mine = Clock(Place(me.zone), me.work_starts, me.work_ends)
        return Fitting(office_hours.shared(used, moment, mine), office_hours.SHARED)
    found = Fitting(office_hours.now(used, moment))
    if any(window.weekday in USUAL_WEEKEND for window in found.windows):
        return replace(found, those=_few(db, me, found.windows, most))
    return found


def _zones(db: Session, *, words: bool) -> list[str]:
    """The zones in use; with them comes what words are looked up by, as a page asks but few times."""
    each = ZONES_IN_USE.subquery()
    besides = along(db, engine.PERSON) if words else ()
    zones = []
    for what, value in rows(db, union_all(columns(literal("zone"), each.c.zone), *besides)):
        if what:
            zones.append(value)
        else:
            told(db, value, engine.PERSON)
    return zones


def _few(
    db: Session, me: Member, windows: Mapping[Window, Sequence[str]], most: int
) -> Sequence[str] | None:
    """Who is at work by name, as far as this person sees it; None, where they are more.

    Where it is a day of rest they are looked up by the countries that work then, elsewhere by zone.
    """
    at_rest = {one: of for one, of in windows.items() if one.weekday in USUAL_WEEKEND}
    others = {one: of for one, of in windows.items() if one not in at_rest}
    open_then = (CODES - resting(one.weekday) for one in at_rest if one.weekday is not None)
    here = and_(col(City.id) == col(Member.city_id), shown("city", me))
    who = columns(col(Member.id), col(Member.folded))
    found = [
        who.join(City, here).where(
            is_among(col(City.country), set().union(*open_then)),
            *met_by(me),
            works_within(Fitting(at_rest), me),
        )
    ]
    if others:
        there = is_among(col(Member.zone), set().union(*others.values()))
        found.append(
            with_city(who, me).where(there, *met_by(me), works_within(Fitting(others), me))
        )
    each = union_all(*found).limit(most + 1).subquery()
    by_name = columns(as_written(each.c.id)).order_by(each.c.folded, each.c.id)
    few = rows(db, by_name).scalars().all()
    return few if len(few) <= most else None
