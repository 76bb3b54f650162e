from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from pydantic import ValidationError
from sqlalchemy import Engine
from sqlmodel import Session, select

from backend.core import clock
from backend.core.db import sessions_for
from backend.core.errors import Conflict, Denied
from backend.domain.members.models import Guest, Member
from backend.domain.notifications import actions as notifications
from backend.domain.notifications.models import Notification
from backend.domain.resources import adopting, page, policy, queries
from backend.domain.resources.adoptions import STATES, USING, Adoption, AdoptionDraft
from backend.domain.resources.models import Resource
from backend.domain.search.models import SearchDocument
from tests.conftest import NOON
from tests.support.make import Make
from tests.support.races import at_once


def told(db: Session) -> set[tuple[UUID, str]]:
    db.flush()
    return {(one.recipient_id, one.event) for one in db.exec(select(Notification))}


def says(state: Any, words: str = "") -> AdoptionDraft:
    return AdoptionDraft(state=state, words=words)


@pytest.mark.parametrize("state", STATES)
def test_a_city_says_how_it_stands_to_a_resource(db: Session, make: Make, state: str) -> None:
    resource, ana = make.resource(), make.member(name="Ana")
    adoption = adopting.adopt(db, ana, resource, says(state, "Since March."))
    (row,) = page.trail(db, Guest(), resource.id)
    assert (row.id, row.state, row.words, row.author) == (adoption.id, state, "Since March.", "Ana")
    assert (row.city.id, row.said_at, row.since) == (ana.city_id, NOON, NOON)
    assert resource.used_by == int(state in USING) == int(row.counts)
    assert told(db) == {(resource.author_id, f"adoption.{state}")}


def test_a_city_has_one_word_whoever_of_its_people_speaks(db: Session, make: Make) -> None:
    resource, ana = make.resource(), make.member()
    ben = make.member(city_id=ana.city_id)
    adopting.adopt(db, ana, resource, says("considers", "We read it."))
    later = NOON + timedelta(days=30)
    with clock.stopped(later):
        adopting.adopt(db, ben, resource, says("uses", "In force."))
    adoption = db.exec(select(Adoption)).one()
    assert (adoption.author_id, adoption.state, adoption.words) == (ben.id, "uses", "In force.")
    assert (adoption.said_at, adoption.since) == (NOON, later)
    assert resource.used_by == 1


def test_use_is_counted_once_however_it_changes(db: Session, make: Make) -> None:
    resource, ana = make.resource(), make.member()
    counts = []
    for state in ("pilots", "uses", "adapted", "considers", "uses", "uses"):
        adopting.adopt(db, ana, resource, says(state))
        counts.append(resource.used_by)
    adopting.withdraw(db, ana, resource)
    assert [*counts, resource.used_by] == [1, 1, 1, 0, 1, 1, 0]


def test_use_is_counted_once_however_many_speak_at_once(lasting_engine: Engine) -> None:
    """Six colleagues, and two other cities, all at the same moment."""
    with sessions_for(lasting_engine)() as db:
        make = Make(db)
        resource, city = make.resource(), make.city()
        people = [make.member(city_id=city.id) for _ in range(6)]
        waiting = [one.id for one in (*people, make.member(), make.member())]

    def adopt(db: Session) -> Adoption:
        me = db.get_one(Member, waiting.pop())
        return adopting.adopt(db, me, db.get_one(Resource, resource.id), says("uses"))

    assert at_once(lasting_engine, adopt, clients=8) == ["Adoption"] * 8
    with sessions_for(lasting_engine)() as db:
        assert len(db.exec(select(Adoption)).all()) == 3
        assert db.get_one(Resource, resource.id).used_by == 3


def test_only_news_is_told(db: Session, make: Make) -> None:
    resource, ana, fan = make.resource(), make.member(), make.member()
    notifications.follow(db, fan.id, "resource", resource.id)
    adopting.adopt(db, ana, resource, says("uses"))
    first = told(db)
    later = NOON + timedelta(days=1)
    with clock.stopped(later):
        adopting.adopt(db, ana, resource, says("uses", "Better words."))
    assert first == {(resource.author_id, "adoption.uses"), (fan.id, "adoption.uses")}
    assert len(db.exec(select(Notification)).all()) == 2
    assert db.exec(select(Adoption)).one().since == NOON


def test_a_city_takes_its_word_back(db: Session, make: Make) -> None:
    resource, ana = make.resource(), make.member()
    adopting.adopt(db, ana, resource, says("uses", "In force."))
    adopting.withdraw(db, make.member(city_id=ana.city_id), resource)
    assert page.trail(db, ana, resource.id) == []
    assert db.exec(select(SearchDocument)).all() == []
    with pytest.raises(Conflict, match="had not said"):
        adopting.withdraw(db, ana, resource)
    assert resource.used_by == 0


def test_what_happened_there_can_be_found(db: Session, make: Make) -> None:
    resource, ana = make.resource(), make.member()
    adoption = adopting.adopt(db, ana, resource, says("uses", "In force since March."))
    kept = db.exec(select(SearchDocument)).one()
    assert (kept.kind, kept.subject_id, kept.slug) == ("adoption", adoption.id, resource.slug)
    assert (kept.title, kept.body) == (resource.title, "In force since March.")
    adopting.adopt(db, ana, resource, says("uses"))
    assert db.exec(select(SearchDocument)).all() == []


def test_who_may_not_speak_for_a_city_is_told_why(db: Session, make: Make) -> None:
    city = make.city()
    resource = make.resource(city_id=city.id)
    for one, sentence in (
        (make.member(city_id=None), "Only people of a city"),
        (make.member(city_id=city.id), "Your city published this"),
        (make.member(admitted_at=None), "as soon as you have been admitted"),
        (make.member(suspended_at=NOON), "suspended"),
    ):
        with pytest.raises(Denied, match=sentence):
            adopting.adopt(db, one, resource, says("uses"))
    assert not policy.may_adopt(Guest(), resource)
    assert resource.used_by == 0


def test_what_is_hidden_is_not_adopted_and_not_said_anew(db: Session, make: Make) -> None:
    ana = make.member()
    hidden = make.resource(ana, city_id=None, hidden_at=NOON)
    with pytest.raises(Denied, match="This resource is hidden"):
        adopting.adopt(db, ana, hidden, says("uses"))
    shown = make.resource()
    make.adoption(shown, ana, hidden_at=NOON)
    with pytest.raises(Denied, match="What your city said about this is hidden"):
        adopting.adopt(db, ana, shown, says("uses"))


def test_only_a_citys_own_people_take_its_word_back(make: Make) -> None:
    adoption = make.adoption(make.resource())
    colleague = make.member(city_id=adoption.city_id)
    assert policy.may_withdraw(colleague, adoption)
    for one in (make.member(), make.convener(), Guest()):
        assert not policy.may_withdraw(one, adoption)
    gone = make.member(city_id=adoption.city_id, suspended_at=NOON)
    assert not policy.may_withdraw(gone, adoption)
    adoption.hidden_at = NOON  # else it could be said anew, as if nobody had hidden it
    assert not policy.may_withdraw(colleague, adoption)


def test_an_adoption_is_one_of_four_and_its_words_have_an_end() -> None:
    with pytest.raises(ValidationError):
        says("loves")
    with pytest.raises(ValidationError):
        says("uses", "x" * 1001)


def test_the_trail_begins_with_who_was_first(db: Session, make: Make) -> None:
    resource = make.resource()
    second = make.adoption(resource, said_at=NOON + timedelta(days=1))
    first = make.adoption(resource)
    assert [row.id for row in page.trail(db, Guest(), resource.id)] == [first.id, second.id]
    assert queries.adoption_of(db, resource, first.city_id) == first
