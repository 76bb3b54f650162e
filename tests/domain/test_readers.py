"""A select that is made once for each kind of member finds for each what their own would find."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select
from sqlalchemy import select as columns
from sqlmodel import Session, col

from backend.core.db import rows
from backend.domain import subjects
from backend.domain.members.models import Actor, Guest, Member
from backend.domain.members.readers import made_once, reader, stand_in
from backend.domain.roundtables.models import Roundtable
from backend.domain.twinnings.models import Twinning
from tests.conftest import NOON
from tests.support.make import Make
from tests.support.meetings import Meetings


def found(db: Session, kind: subjects.Kind, rule: ColumnElement[bool], me: Member) -> set[UUID]:
    return set(rows(db, columns(col(kind.model.id)).where(rule), reader(me)).scalars())


def all_found(db: Session, me: Member) -> dict[str, set[UUID]]:
    """Of every kind, by the member's own rule; the stand-in's must say the same."""
    own: dict[str, Any] = {}
    for name, kind in subjects.kinds().items():
        if kind.nouns:
            own[name] = found(db, kind, kind.listed_for(me), me)
            assert found(db, kind, kind.listed_for(stand_in(me)), me) == own[name], name
    return own


def test_whoever_hosts_leads_or_convenes_finds_their_own_by_a_select_made_for_all(
    db: Session, make: Make
) -> None:
    meetings = Meetings(db, make)
    drafts = [meetings.draft(), meetings.draft()]
    here, there = make.city(), make.city()
    make.answer(make.challenge(cities=[here]))
    make.challenge(cities=[there])
    lead = make.member(city_id=here.id, is_lead=True)
    asked = proposed(db, lead, there.id)
    host = make.member(city_id=here.id, grants=[f"host:{one.id}" for one in drafts[:1]])
    both = make.member(city_id=None, grants=[f"host:{one.id}" for one in drafts])
    others = [make.member(city_id=None), make.member(city_id=there.id)]
    conveners = [make.convener(city_id=None), make.convener(city_id=here.id)]
    told = {me.id: all_found(db, me) for me in (lead, host, both, *others, *conveners)}

    def draws(me: Member) -> set[UUID]:
        return told[me.id]["roundtable"]

    ids = [one.id for one in drafts]
    assert (draws(host), draws(both), draws(others[0])) == ({ids[0]}, set(ids), set())
    assert (told[lead.id]["twinning"], told[host.id]["twinning"]) == ({asked.id}, set())


def test_a_role_held_back_until_a_passkey_confirms_it_finds_nothing(
    db: Session, make: Make
) -> None:
    draft = Meetings(db, make).draft()
    host = make.member(grants=[f"host:{draft.id}"], is_lead=True)
    proposed(db, make.member(city_id=host.city_id), make.city().id)
    assert all_found(db, host)["roundtable"] == {draft.id}
    assert len(all_found(db, host)["twinning"]) == 1
    host.hold_back(["host", "lead"])
    assert all_found(db, host)["roundtable"] == set()
    assert all_found(db, host)["twinning"] == set()
    assert db.get_one(Roundtable, draft.id).planned_at is None


def proposed(db: Session, by: Member, other_id: UUID) -> Twinning:
    """A twinning to which the other city has not agreed."""
    assert by.city_id is not None
    made = Twinning(
        author_id=by.id,
        slug="two",
        kind="peer",
        city_id=by.city_id,
        other_id=other_id,
        pair=f"{by.city_id}",
        purpose="To learn.",
        starts_on=date(NOON.year, 1, 1),
        ends_on=date(NOON.year, 6, 1),
    )
    db.add(made)
    db.flush()
    return made


def test_what_is_made_once_for_a_kind_of_member_answers_each_about_themself(
    db: Session, make: Make
) -> None:
    @made_once
    def own_and_of_my_city(me: Actor) -> Select[UUID, UUID | None]:
        return columns(col(Member.id), col(Member.city_id)).where(
            col(Member.id) == me.id, col(Member.city_id) == me.city_id
        )

    here, there = make.city(), make.city()
    both = [make.member(city_id=here.id), make.member(city_id=there.id)]
    assert own_and_of_my_city(both[0]) is own_and_of_my_city(both[1])
    told = [rows(db, own_and_of_my_city(me), reader(me)).all() for me in both]
    assert told == [[(me.id, me.city_id)] for me in both]
    assert own_and_of_my_city(make.convener(city_id=here.id)) is not own_and_of_my_city(both[0])
    assert own_and_of_my_city(Guest()) is not own_and_of_my_city(Guest())
