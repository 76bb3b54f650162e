"""Affiliations as their member, their city's lead and conveners read them."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    RowMapping,
    Select,
    String,
    and_,
    cast,
    func,
    literal,
    or_,
    true,
)
from sqlalchemy import select as columns
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from backend.core.db import rows
from backend.core.errors import NotFound
from backend.core.i18n import N_, _
from backend.core.pages import PAGE, Page, as_key, cut
from backend.domain import subjects
from backend.domain.affiliations import policy, validity
from backend.domain.affiliations.models import HOWS, Affiliation
from backend.domain.cities.models import City
from backend.domain.members.audience import known_as, shows
from backend.domain.members.models import Actor, Member

_Verifier = aliased(Member, name="verifier")


@dataclass(frozen=True, slots=True)
class AffiliationRow:
    """One affiliation, in words that its reader may have."""

    id: UUID
    is_mine: bool
    member: str
    member_slug: str
    of_office: bool
    """Its member leads that city, or is a convener."""
    body: str
    """What the city or the organisation is called."""
    city_slug: str
    country: str
    title: str
    department: str
    verified: str
    """By what it was verified: "by the e-mail address"; empty for a claim."""
    verified_at: datetime | None
    until: datetime | None
    """When it lapses; nothing for a claim, and for what has ended."""
    lapsed_at: datetime | None
    began_at: datetime
    ended_at: datetime | None
    is_main: bool
    replaces_main: bool
    reason: str

    @property
    def holds(self) -> bool:
        return self.ended_at is None and self.verified_at is not None and self.lapsed_at is None

    @property
    def is_claim(self) -> bool:
        return self.ended_at is None and self.verified_at is None


def visible_to(me: Actor) -> ColumnElement[bool]:
    """One's own; a city's to its lead; all to conveners. A test holds it to `policy.may_see`."""
    if me.moderates:
        return true()
    own = col(Affiliation.member_id) == me.id
    if not me.leads(me.city_id):
        return own
    return or_(own, col(Affiliation.city_id) == me.city_id)


def of_member(db: Session, me: Actor, member_id: UUID, days: int) -> list[AffiliationRow]:
    """Somebody's affiliations, for whoever may know their city: the main one first, then by age.

    Claims, and what was never verified, are for `mine` alone. What they do there is a field of the
    profile, with an audience of its own.
    """
    wanted = _rows().where(
        col(Affiliation.member_id) == member_id, col(Affiliation.verified_at).is_not(None)
    )
    found = [(one, _row(one, me, days)) for one in rows(db, _in_order(wanted)).mappings()]
    return [
        row
        if row.is_mine or shows(one["member_audience"], "title", me, one["works_for"])
        else replace(row, title="", department="")
        for one, row in found
    ]


def mine(db: Session, me: Member, days: int) -> list[AffiliationRow]:
    """All of my own, with what I claim and nobody has verified yet."""
    wanted = _rows().where(col(Affiliation.member_id) == me.id)
    return [_row(one, me, days) for one in rows(db, _in_order(wanted)).mappings()]


def needing(db: Session, me: Actor, days: int, after: str = "") -> Page[AffiliationRow]:
    """What somebody should look at: claims, what lapsed, what will; the newest first."""
    policy.may_list(me).insist()
    wanted = _rows().where(_needs_a_look(me))
    if key := as_key(after):
        wanted = wanted.where(col(Affiliation.id) < key)
    wanted = wanted.order_by(col(Affiliation.id).desc()).limit(PAGE + 1)
    found = [_row(one, me, days) for one in rows(db, wanted).mappings()]
    return cut(found, lambda one: str(one.id))


def desk(me: Actor) -> ColumnElement[int]:
    """How many these are, to be read beside something else; 0 for who doesn't list them."""
    if not policy.may_list(me):
        return literal(0)
    counted = columns(func.count(col(Affiliation.id))).join(
        Member, col(Member.id) == col(Affiliation.member_id)
    )
    return counted.where(_needs_a_look(me)).correlate(None).scalar_subquery()


def _needs_a_look(me: Actor) -> ColumnElement[bool]:
    return and_(
        visible_to(me),
        col(Affiliation.member_id) != me.id,
        col(Affiliation.ended_at).is_(None),
        col(Member.erased_at).is_(None),
        or_(
            col(Affiliation.verified_at).is_(None),
            col(Affiliation.lapsed_at).is_not(None),
            col(Affiliation.warned_at).is_not(None),
        ),
    )


def entity(db: Session, me: Actor, affiliation_id: UUID) -> Affiliation:
    """The affiliation itself; NotFound for what one may not see and what isn't there alike."""
    wanted = select(Affiliation).where(col(Affiliation.id) == affiliation_id, visible_to(me))
    found = db.exec(wanted).first()
    if found is None:
        raise NotFound(_("There is no such affiliation."))
    return found


def one(db: Session, me: Actor, affiliation_id: UUID, days: int) -> AffiliationRow:
    return opened(db, me, affiliation_id, days)[1]


def opened(
    db: Session, me: Actor, affiliation_id: UUID, days: int
) -> tuple[Affiliation, AffiliationRow]:
    """The affiliation, for policies to judge, and what this person reads of it; one query."""
    wanted = _rows().where(col(Affiliation.id) == affiliation_id, visible_to(me))
    found = rows(db, wanted).mappings().first()
    if found is None:
        raise NotFound(_("There is no such affiliation."))
    return found["Affiliation"], _row(found, me, days)


def _in_order(wanted: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    return wanted.order_by(
        col(Affiliation.ended_at).is_not(None),
        col(Affiliation.is_main).desc(),
        col(Affiliation.began_at).desc(),
        col(Affiliation.id),
    )


def _rows() -> Select[*tuple[Any, ...]]:
    return (
        columns(
            Affiliation,
            col(Member.name).label("member"),
            col(Member.slug).label("member_slug"),
            or_(
                col(Member.is_convener),
                and_(col(Member.is_lead), col(Member.city_id) == col(Affiliation.city_id)),
            ).label("of_office"),
            col(Member.audience).label("member_audience"),
            col(Member.city_id).label("works_for"),
            col(City.name).label("city"),
            col(City.slug).label("city_slug"),
            col(City.country).label("country"),
            col(_Verifier.name).label("verifier"),
            col(_Verifier.slug).label("verifier_slug"),
            col(_Verifier.audience).label("verifier_audience"),
        )
        .join(Member, col(Member.id) == col(Affiliation.member_id))
        .outerjoin(City, col(City.id) == col(Affiliation.city_id))
        .outerjoin(_Verifier, col(_Verifier.id) == col(Affiliation.verified_by_id))
    )


def _row(one: RowMapping, me: Actor, days: int) -> AffiliationRow:
    kept: Affiliation = one["Affiliation"]
    verifier = ""
    if one["verifier"]:
        verifier, _slug = known_as(
            one["verifier"], one["verifier_slug"], one["verifier_audience"], me
        )
    is_good = kept.holds and kept.verified_at is not None
    return AffiliationRow(
        id=kept.id,
        is_mine=kept.member_id == me.id,
        member=one["member"],
        member_slug=one["member_slug"],
        of_office=bool(one["of_office"]),
        body=one["city"] or kept.body,
        city_slug=one["city_slug"] or "",
        country=one["country"] or "",
        title=kept.title,
        department=kept.department,
        verified=_(HOWS[kept.how], name=verifier or _("a former member")) if kept.how else "",
        verified_at=kept.verified_at,
        until=validity.until(kept.verified_at, kept.warned_at, days)
        if is_good and kept.verified_at
        else None,
        lapsed_at=kept.lapsed_at,
        began_at=kept.began_at,
        ended_at=kept.ended_at,
        is_main=kept.is_main,
        replaces_main=kept.replaces_main,
        reason=kept.reason,
    )


def _glance() -> Select[*tuple[Any, ...]]:
    return columns(
        col(Affiliation.id).label("id"),
        func.coalesce(col(City.name), col(Affiliation.body)).label("title"),
        cast(col(Affiliation.id), String).label("slug"),
        col(Affiliation.member_id).label("author_id"),
        col(Affiliation.title).label("excerpt"),
        subjects.NEVER.label("hidden_at"),
    ).outerjoin(City, col(City.id) == col(Affiliation.city_id))


subjects.register(subjects.Kind("affiliation", N_("affiliation"), Affiliation, visible_to, _glance))
