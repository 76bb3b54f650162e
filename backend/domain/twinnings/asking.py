"""Whether a city may ask another now: once at a time, not too often, and not at once again."""

from datetime import timedelta

from sqlmodel import Session, col, func, select

from backend.core import clock
from backend.core.errors import Conflict
from backend.core.i18n import _, ngettext
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


def insist_free(db: Session, city: City, other: City) -> None:
    """Conflict, with what to wait for, where this city can’t ask that one at present."""
    is_open = (
        col(Twinning.declined_at).is_(None),
        col(Twinning.withdrawn_at).is_(None),
        col(Twinning.closed_at).is_(None),
    )
    between = select(Twinning.id).where(col(Twinning.pair) == pair_of(city.id, other.id), *is_open)
    if db.exec(between).first() is not None:
        raise Conflict(
            _(
                "{city} and {other} have one already, or a proposal waits.",
                city=city.name,
                other=other.name,
            )
        )
    _insist_on_pause(db, city, other)
    waiting = select(func.count()).where(
        col(Twinning.city_id) == city.id, col(Twinning.agreed_at).is_(None), *is_open
    )
    if db.exec(waiting).one() >= MOST_WAITING:
        raise Conflict(
            _("{city} waits for several answers already. Please wait for one.", city=city.name)
        )
    lately = select(func.count()).where(
        col(Twinning.city_id) == city.id, col(Twinning.asked_at) > clock.now() - DAY
    )
    if db.exec(lately).one() >= MOST_A_DAY:
        raise Conflict(
            _("{city} has asked very often today. Please go on tomorrow.", city=city.name)
        )


def _insist_on_pause(db: Session, city: City, other: City) -> None:
    """A no is heard, and nobody is asked over and over; the other city may ask at any time."""
    asked = (col(Twinning.city_id) == city.id, col(Twinning.other_id) == other.id)
    unanswered = col(Twinning.agreed_at).is_(None)
    taken_back = select(func.max(Twinning.withdrawn_at)).where(*asked, unanswered)
    last = db.exec(taken_back).one()
    if last is not None and last + DAY > clock.now():
        raise Conflict(
            _(
                "{city} took back a proposal to {other} lately. Please wait a day before you ask again.",
                city=city.name,
                other=other.name,
            )
        )
    last = db.exec(select(func.max(Twinning.declined_at)).where(*asked)).one()
    if last is not None and last + PAUSE > clock.now():
        days = -(-(last + PAUSE - clock.now()) // DAY)
        raise Conflict(
            ngettext(
                "{other} said no lately. Please wait {count} day before you ask again.",
                "{other} said no lately. Please wait {count} days before you ask again.",
                days,
                other=other.name,
            )
        )
