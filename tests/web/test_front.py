import pytest
from sqlalchemy import Connection
from sqlmodel import Session

from backend.domain.affiliations import moving
from backend.domain.cities.models import CityPriority
from backend.domain.matching import traits
from backend.domain.members import actions, queries
from backend.domain.members.models import MemberTopic
from backend.domain.moderation import actions as moderation
from backend.domain.moderation.models import ReportDraft
from tests.conftest import NOON, SignIn
from tests.support.browser import Browser
from tests.support.make import Make
from tests.support.queries import counted


def test_a_visitor_reads_what_the_network_is_and_what_is_public(
    browser: Browser, make: Make
) -> None:
    make.challenge(title="A public question of ours", visibility="public")
    make.challenge(title="A question among members", visibility="members")
    shown = browser.get("/").text
    assert "Join the network" in shown
    assert "A public question of ours" in shown
    assert "A question among members" not in shown


def test_a_member_is_greeted_by_the_clock_of_their_city(
    browser: Browser, sign_in: SignIn, make: Make
) -> None:
    suva = make.city("Suva", zone="Pacific/Fiji")
    sign_in(make.member("Ana Raiwalui", city_id=suva.id, zone="Pacific/Fiji"))
    shown = browser.get("/").text
    assert "Good morning, Ana Raiwalui" in shown
    assert "00:00 in Suva" in shown


def test_the_desk_shows_what_i_could_answer_and_who_is_like_us(
    browser: Browser, sign_in: SignIn, make: Make, db: Session
) -> None:
    topic, here, there = make.topic("Data trusts"), make.city("Bristol"), make.city("Bogotá")
    me = make.member(city_id=here.id)
    for city in (here, there):
        db.add(CityPriority(city_id=city.id, topic_id=topic.id, position=0))
    db.add(MemberTopic(member_id=me.id, topic_id=topic.id, side="can_help"))
    db.commit()
    asked = make.challenge(title="Who keeps the trust?", topics=[topic])
    for city in (here, there):
        make.facing(asked, make.member(city_id=city.id))
    traits.renew(db, 9)
    db.commit()
    sign_in(me)
    shown = browser.get("/").text
    assert "Who keeps the trust?" in shown
    assert "1 city is most like Bristol" in shown
    assert "Bogotá" in shown


def test_an_applicant_and_a_suspended_member_read_where_they_stand(
    browser: Browser, sign_in: SignIn, make: Make
) -> None:
    sign_in(make.member(suspended_at=NOON, suspended_reason="Advertised three times."))
    assert "Advertised three times." in browser.get("/").text
    sign_in(make.member(admitted_at=None))
    assert "What is public is open to you already." in browser.get("/").text


@pytest.mark.parametrize("how_many", [1, 3])
def test_the_desk_costs_the_same_however_much_there_is(
    browser: Browser,
    sign_in: SignIn,
    make: Make,
    db: Session,
    connection: Connection,
    how_many: int,
) -> None:
    topic, here = make.topic(), make.city()
    me = make.member(city_id=here.id)
    cities = [here, *(make.city() for _ in range(how_many))]
    for city in cities:
        db.add(CityPriority(city_id=city.id, topic_id=topic.id, position=0))
    db.add(MemberTopic(member_id=me.id, topic_id=topic.id, side="can_help"))
    db.commit()
    for _ in range(how_many):
        make.challenge(topics=[topic], visibility="public")
    with counted(connection) as for_a_visitor:
        browser.get("/")
    sign_in(me)
    with counted(connection) as for_the_desk:
        browser.get("/")
    sign_in(make.convener(city_id=here.id))
    with counted(connection) as for_a_convener:
        browser.get("/")
    assert (len(for_a_visitor), len(for_the_desk), len(for_a_convener)) == (4, 8, 8)


def test_who_decides_reads_on_their_desk_what_waits_for_that(
    browser: Browser, db: Session, make: Make, sign_in: SignIn
) -> None:
    city = make.city()
    lead, gone = make.member(city_id=city.id, is_lead=True), make.member(city_id=city.id)
    convener, reporter = make.convener(), make.member()
    make.challenge(gone)
    moving.leave(db, gone, make.affiliation(gone))
    wrong = ReportDraft(rule="privacy", words="It names a resident.")
    moderation.report(db, reporter, "challenge", make.challenge().id, wrong)
    renamed = queries.mine(db, reporter).model_copy(update={"name": "Аna"})
    actions.edit(db, reporter, renamed)
    db.commit()
    left, reported, named = "1 thing is to be taken over", "1 thing was reported", "1 name could be"
    for reader, shown in (
        (convener, [left, reported, named]),
        (lead, [left]),
        (reporter, []),
    ):
        sign_in(reader)
        page = browser.get("/").text
        assert [one for one in (left, reported, named) if one in page] == shown
