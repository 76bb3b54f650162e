"""Which cities are asked to come, and the moment in which they are."""

from collections.abc import Iterable
from uuid import UUID

from sqlmodel import Session, col, delete, select, update

from backend.core import clock
from backend.core.errors import Conflict, Rejected
from backend.core.i18n import _
from backend.domain.cities.models import City
from backend.domain.members.models import Member
from backend.domain.roundtables import notes, policy, telling, wording
from backend.domain.roundtables.drafts import MOST_CITIES, CitiesDraft
from backend.domain.roundtables.models import Roundtable, RoundtableCity


def choose(db: Session, me: Member, table: Roundtable, draft: CitiesDraft) -> Roundtable:
    """Add cities and leave cities out. Of a planned roundtable, those added are invited at once."""
    policy.may_move(me, table, clock.now()).insist()
    here = _asked(db, table)
    add = set(_found(db, draft.add)) - here
    remove = set(_found(db, draft.remove)) & here
    if remove and table.is_planned:
        raise Rejected({"remove": _("This city is invited already. Its people would wonder.")})
    if len((here | add) - remove) > MOST_CITIES:
        raise Rejected({"add": _("Please invite at most {count} cities.", count=MOST_CITIES)})
    db.exec(
        delete(RoundtableCity).where(
            col(RoundtableCity.roundtable_id) == table.id,
            col(RoundtableCity.city_id).in_(remove - add),
        )
    )
    now = clock.now() if table.is_planned else None
    db.add_all(
        RoundtableCity(roundtable_id=table.id, city_id=one, invited_at=now) for one in sorted(add)
    )
    db.flush()
    if add and table.is_planned:
        wording.check_all(db, table)
    if add and table.is_on:
        telling.tell_of_invitation(db, table, me, add)
    return table


def invite(db: Session, me: Member, table: Roundtable) -> Roundtable:
    """Invite the people of the chosen cities: from now on the roundtable is planned."""
    invited = telling.tell_of_invitation(db, table, me, call(db, me, table))
    telling.tell_of_plan(db, table, me, invited)
    return table


def call(db: Session, me: Member, table: Roundtable) -> set[UUID]:
    """The same, and nobody is told yet: the cities whose people should be."""
    policy.may_invite(me, table, clock.now()).insist()
    cities = _asked(db, table)
    if not cities:
        raise Conflict(_("Choose the cities to invite first."))
    ask(db, table)
    return cities


def ask(db: Session, table: Roundtable) -> None:
    """From now on its cities are invited, whether its time is fixed or they are polled for it."""
    wording.check_all(db, table)
    now = clock.now()
    table.planned_at = table.changed_at = now
    db.add(table)
    db.exec(
        update(RoundtableCity)
        .where(col(RoundtableCity.roundtable_id) == table.id)
        .values(invited_at=now)
    )
    db.flush()
    notes.index(db, table)


def _asked(db: Session, table: Roundtable) -> set[UUID]:
    found = select(RoundtableCity.city_id).where(col(RoundtableCity.roundtable_id) == table.id)
    return set(db.exec(found))


def _found(db: Session, slugs: Iterable[str]) -> list[UUID]:
    wanted = list(slugs)
    known = dict(db.exec(select(City.slug, City.id).where(col(City.slug).in_(wanted))).all())
    if set(wanted) - known.keys():
        raise Rejected({"add": _("Please choose cities from the list.")})
    return [known[slug] for slug in wanted]
