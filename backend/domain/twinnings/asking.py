"""Whether a city may ask another now: once at a time, not too often, and not at once again."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, func
from sqlalchemy import select as columns
from sqlmodel import Session, col

from backend.core import clock
from backend.core.db import rows
from backend.core.i18n import _, ngettext
from backend.core.verdict import YES, Verdict, not_now
from backend.domain.cities.models import City
from backend.domain.twinnings.models import Twinning, pair_of

MOST_WAITING = 5
"""Proposals of one city that wait for an answer."""
PAUSE = timedelta(days=30)
"""How long a city that was told no waits before it asks the same city again."""
DAY = timedelta(days=1)
"""How long a city that took a proposal back waits before it asks the same city again."""
MOST_A_DAY = 10
"""Proposals of one city, taken back or not: each writes to the leads of another."""


def may_ask(db: Session, city: City, other: City) -> Verdict:
    """Whether this city can ask that one at present, or what to wait for; one query."""
    has_one, taken_back, declined, waiting, lately = rows(db, _lately(city, other)).one()
    if has_one:
        return not_now(
            _(
                "{city} and {other} have one already, or a proposal waits.",
                city=city.name,
                other=other.name,
            )
        )
    if not (rested := _may_ask_again(city, other, taken_back, declined)):
        return rested
    if waiting >= MOST_WAITING:
        return not_now(
            _("{city} waits for several answers already. Please wait for one.", city=city.name)
        )
    if lately >= MOST_A_DAY:
        return not_now(
            _("{city} has asked very often today. Please go on tomorrow.", city=city.name)
        )
    return YES


def _lately(city: City, other: City) -> Select[*tuple[Any, ...]]:
    """What there is between the two, and what the one has asked of anybody."""
    is_open = (
        col(Twinning.declined_at).is_(None),
        col(Twinning.withdrawn_at).is_(None),
        col(Twinning.closed_at).is_(None),
    )
    ours, unanswered = col(Twinning.city_id) == city.id, col(Twinning.agreed_at).is_(None)
    asked = (ours, col(Twinning.other_id) == other.id)
    between = (col(Twinning.pair) == pair_of(city.id, other.id), *is_open)
    today = col(Twinning.asked_at) > clock.now() - DAY
    return columns(
        columns(col(Twinning.id)).where(*between).exists(),
        columns(func.max(col(Twinning.withdrawn_at))).where(*asked, unanswered).scalar_subquery(),
        columns(func.max(col(Twinning.declined_at))).where(*asked).scalar_subquery(),
        columns(func.count(col(Twinning.id))).where(ours, unanswered, *is_open).scalar_subquery(),
        columns(func.count(col(Twinning.id))).where(ours, today).scalar_subquery(),
    )


def _may_ask_again(
    city: City, other: City, taken_back: datetime | None, declined: datetime | None
) -> Verdict:
    """A no is heard, and nobody is asked over and over; the other city may ask at any time."""
    if taken_back is not None and taken_back + DAY > clock.now():
        return not_now(
            _(
                "{city} took back a proposal to {other} lately. Please wait a day before you ask again.",
                city=city.name,
                other=other.name,
            )
        )
    if declined is not None and declined + PAUSE > clock.now():
        days = -(-(declined + PAUSE - clock.now()) // DAY)
        return not_now(
            ngettext(
                "{other} said no lately. Please wait {count} day before you ask again.",
                "{other} said no lately. Please wait {count} days before you ask again.",
                days,
                other=other.name,
            )
        )
    return YES
