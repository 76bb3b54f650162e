"""Applications as those who decide read them, and one's own."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, cast, false, func, literal, null, or_, true
from sqlalchemy import select as columns
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from backend.core import clock
from backend.core.db import UtcDateTime, rows
from backend.core.errors import NotFound
from backend.core.i18n import N_, _
from backend.core.pages import PAGE, Page, cut
from backend.domain import subjects
from backend.domain.cities.models import City, CityDomain
from backend.domain.joining import domains, places, policy
from backend.domain.joining.domains import Likeness
from backend.domain.joining.further import FurtherQuestion
from backend.domain.joining.invitations import Invitation
from backend.domain.joining.models import Application
from backend.domain.members.audience import called
from backend.domain.members.emails import domain_of
from backend.domain.members.models import Actor, Guest, Member
from backend.domain.members.profiles import sides, topics_of

_Decider = aliased(Member, name="decider")


@dataclass(frozen=True, slots=True)
class ApplicationRow:
    """An application with who made it and, when decided, who decided."""

    id: UUID
    slug: str
    name: str
    title: str
    email: str
    city: str | None
    """The city's name, where it takes part already."""
    city_slug: str | None
    place_id: int | None
    organisation: str
    """What was typed in for a city that isn't in the list."""
    would_convene: bool
    waits_for: str
    made_at: datetime
    decided_at: datetime | None
    decided_by: str | None
    admitted: bool | None
    reason: str
    answers: list[list[str]]
    inviter: str | None
    """Who invited them, if anybody did."""
    inviter_slug: str | None
    withdrawn: bool
    """Taken back by the applicant."""
    asked_at: datetime | None
    """When the applicant was asked something that they have yet to answer."""

    @property
    def days(self) -> int:
        """For how many whole days it has waited."""
        return (clock.now() - self.made_at).days

    @property
    def where(self) -> str:
        """The city or organisation, as it should be read."""
        place = None if self.city else places.by_id(self.place_id)
        return self.city or (places.label(place) if place else self.organisation)


def visible_to(me: Actor) -> ColumnElement[bool]:
    """Applications with a proven address: all to conveners, a city's to its lead, one's own."""
    proven = col(Application.member_id).is_not(None)
    if me.moderates:
        return proven
    if isinstance(me, Guest):
        return false()
    own = col(Application.member_id) == me.id
    if not me.leads(me.city_id):
        return own
    of_city = select(Member.id).where(col(Member.city_id) == me.city_id)
    return or_(own, col(Application.member_id).in_(of_city))


def waiting(db: Session, me: Actor, after: str | None = None) -> Page[ApplicationRow]:
    """What waits for a decision, the longest first."""
    policy.may_list(me).insist()
    wanted = _rows(me).where(col(Application.decided_at).is_(None), _not_by(me))
    wanted = wanted.order_by(col(Application.id))
    if after:
        wanted = wanted.where(col(Application.id) > _key(after))
    return _page(db, wanted)


def decided(db: Session, me: Actor, after: str | None = None) -> Page[ApplicationRow]:
    """What was decided, the newest application first."""
    policy.may_list(me).insist()
    wanted = _rows(me).where(col(Application.decided_at).is_not(None), _not_by(me))
    wanted = wanted.order_by(col(Application.id).desc())
    if after:
        wanted = wanted.where(col(Application.id) < _key(after))
    return _page(db, wanted)


def one(db: Session, me: Actor, slug: str) -> ApplicationRow:
    """The latest application of the person with this slug."""
    wanted = _rows(me).where(col(Member.slug) == slug)
    found = rows(db, wanted.order_by(col(Application.id).desc()).limit(1)).first()
    if found is None:
        raise NotFound(_("There is no such application."))
    return _row(found)


def entity(db: Session, me: Actor, slug: str) -> Application:
    """That application itself, to decide it."""
    return db.get_one(Application, one(db, me, slug).id)


def with_applicant(
    db: Session, row: ApplicationRow
) -> tuple[Application, Member, Mapping[str, Collection[UUID]]]:
    """The application of a row, whose it is, and the topics they named, by side: to be judged."""
    wanted = columns(Application, Member, topics_of(col(Member.id))).join(
        Member, col(Member.id) == col(Application.member_id)
    )
    application, applicant, named = rows(db, wanted.where(col(Application.id) == row.id)).one()
    return application, applicant, sides(named)


def mine(db: Session, me: Actor) -> ApplicationRow | None:
    """My own latest application: how it stands, and why."""
    if me.id is None:
        return None
    wanted = _rows(me).where(col(Application.member_id) == me.id)
    found = rows(db, wanted.order_by(col(Application.id).desc()).limit(1)).first()
    return _row(found) if found else None


def desk(me: Actor) -> tuple[ColumnElement[Any], ColumnElement[Any]]:
    """How many applications wait for me to decide, and since when the first; 0 for others.

    To be read beside something else: the desk shows much, and each query of its own costs.
    """
    if not policy.may_list(me):
        return literal(0), cast(null(), UtcDateTime)
    waits = and_(visible_to(me), col(Application.decided_at).is_(None), _not_by(me))
    return (
        columns(func.count(col(Application.id))).where(waits).scalar_subquery(),
        columns(func.min(col(Application.made_at))).where(waits).scalar_subquery(),
    )


def likeness(db: Session, row: ApplicationRow) -> Likeness | None:
    """Which city's domain the applicant's only looks like, and how."""
    if row.waits_for != "look_alike":
        return None
    return domains.likeness(domain_of(row.email), trusted_domains(db))


def applicants(db: Session, application_ids: Collection[UUID]) -> dict[UUID, UUID]:
    """Whose applications these are."""
    wanted = columns(col(Application.id), col(Application.member_id))
    found = rows(db, wanted.where(col(Application.id).in_(application_ids)))
    return {one: member_id for one, member_id in found if member_id is not None}


def trusted_domains(db: Session) -> Sequence[str]:
    """Every e-mail domain that some city has for its own."""
    return db.exec(select(CityDomain.domain).distinct()).all()


def _rows(me: Actor) -> Select[*tuple[Any, ...]]:
    return (
        columns(
            col(Application.id),
            col(Member.slug),
            col(Member.name),
            col(Member.title),
            col(Member.email),
            col(City.name),
            col(City.slug),
            col(Application.place_id),
            col(Member.organisation),
            col(Member.would_convene),
            col(Application.waits_for),
            col(Application.made_at),
            col(Application.decided_at),
            col(_Decider.name),
            col(Application.admitted),
            col(Application.reason),
            col(Application.answers),
            _inviter(col(Member.name)),
            _inviter(col(Member.slug)),
            func.coalesce(col(Application.decided_by_id) == col(Application.member_id), false()),
            _asked_at(),
        )
        .join(Member, col(Member.id) == col(Application.member_id))
        .outerjoin(City, col(City.id) == col(Member.city_id))
        .outerjoin(_Decider, col(_Decider.id) == col(Application.decided_by_id))
        .where(visible_to(me))
    )


def _row(found: Sequence[Any]) -> ApplicationRow:
    row = ApplicationRow(*found)
    return row if row.decided_by is None else replace(row, decided_by=called(row.decided_by))


def _inviter(wanted: Any) -> ColumnElement[str | None]:
    """What is wanted of whoever sent the invitation that was used with the application."""
    inviter = aliased(Member)
    return (
        columns(getattr(inviter, wanted.key))
        .join(Invitation, col(Invitation.inviter_id) == inviter.id)
        .where(col(Invitation.application_id) == col(Application.id))
        .order_by(col(Invitation.id).desc())
        .limit(1)
        .correlate(Application)
        .scalar_subquery()
    )


def _asked_at() -> ColumnElement[Any]:
    unanswered = (
        col(FurtherQuestion.application_id) == col(Application.id),
        col(FurtherQuestion.answered_at).is_(None),
    )
    asked = columns(func.max(col(FurtherQuestion.asked_at))).where(*unanswered)
    return asked.correlate(Application).scalar_subquery()


def _not_by(me: Actor) -> ColumnElement[bool]:
    """Somebody who decides does so for others: one's own isn't in the list."""
    return col(Application.member_id) != me.id if me.id else true()


def _key(after: str) -> UUID:
    try:
        return UUID(after)
    except ValueError as error:
        raise NotFound(_("There is no such page.")) from error


def _page(db: Session, wanted: Select[*tuple[Any, ...]]) -> Page[ApplicationRow]:
    found = [_row(row) for row in rows(db, wanted.limit(PAGE + 1))]
    return cut(found, lambda row: str(row.id))


def _glance() -> Select[*tuple[Any, ...]]:
    return columns(
        col(Application.id).label("id"),
        col(Member.name).label("title"),
        col(Member.slug).label("slug"),
        col(Application.member_id).label("author_id"),
        literal("").label("excerpt"),
        subjects.NEVER.label("hidden_at"),
    ).join(Member, col(Member.id) == col(Application.member_id))


subjects.register(
    subjects.Kind(
        name="application",
        noun=N_("application"),
        model=Application,
        visible_to=visible_to,
        glance=_glance,
    )
)
