"""Roles that hold for one city, one topic or one roundtable."""

from datetime import date, timedelta

import pytest
from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from backend.core import clock, migrations
from backend.core.db import sessions_for
from backend.core.errors import Denied, Rejected
from backend.domain.affiliations import handing, moving
from backend.domain.affiliations import policy as affiliations
from backend.domain.affiliations.models import Affiliation, Handover, OfferDraft, ReasonDraft
from backend.domain.challenges import policy as challenges
from backend.domain.challenges import tagging
from backend.domain.challenges.models import TopicsDraft
from backend.domain.challenges.page import topics_of
from backend.domain.cities import policy as cities
from backend.domain.joining import roles as former
from backend.domain.members.models import Guest, Member
from backend.domain.roles import actions, policy, queries
from backend.domain.roles.models import EndDraft, GrantDraft, RoleGrant
from backend.domain.roundtables import policy as roundtables
from backend.domain.roundtables import sight
from backend.domain.roundtables.models import Roundtable
from backend.domain.roundtables.policy import Room
from tests.conftest import NOON
from tests.support.joining import events
from tests.support.log import decided
from tests.support.make import Make
from tests.support.meetings import Meetings
from tests.support.queries import counted

BECAUSE = "She asked, and knows it best."


@pytest.fixture
def cara(make: Make) -> Member:
    return make.convener(name="Cara")


def gives(db: Session, me: Member, to: Member, role: str, **given: object) -> RoleGrant:
    draft = GrantDraft.model_validate({"member": to.slug, "role": role, "reason": BECAUSE} | given)
    granted = actions.grant(db, me, draft)
    db.commit()
    return granted


def test_a_lead_leads_the_city_they_work_for(db: Session, make: Make, cara: Member) -> None:
    city = make.city("Bristol")
    ana = make.member("Ana", city_id=city.id)
    assert not cities.may_edit(ana, city)
    given = gives(db, cara, ana, "lead")
    assert ana.leads(city.id)
    assert cities.may_edit(ana, city)
    assert events(db, ana) == ["member.role_given"]
    actions.end(db, cara, given, EndDraft(reason=BECAUSE))
    db.commit()
    assert not ana.leads(city.id)
    assert decided(db) == [("grant_lead", BECAUSE), ("end_lead", BECAUSE)]


def test_only_conveners_give_roles(db: Session, make: Make) -> None:
    ana = make.member("Ana", is_lead=True)
    draft = GrantDraft(member=ana.slug, role="lead", reason=BECAUSE)
    with pytest.raises(Denied):
        actions.grant(db, ana, draft)
    for me in (Guest(), ana, make.convener(suspended_at=NOON)):
        assert not policy.may_grant(me)
        with pytest.raises(Denied):
            queries.current(db, me)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"member": "nobody-here"}, "member"),
        ({"role": "lead"}, "member"),
        ({"role": "curator", "scope": "no-topic"}, "scope"),
        ({"role": "host", "scope": ""}, "scope"),
        ({"role": "curator", "scope": "data-trusts", "until": date(2026, 5, 3)}, "until"),
    ],
)
def test_what_makes_no_sense_is_refused_and_nothing_is_given(
    db: Session, make: Make, cara: Member, given: dict[str, object], field: str
) -> None:
    make.topic("Data trusts")
    partner = make.member("Partner", city_id=None)
    with pytest.raises(Rejected) as refused:
        gives(db, cara, partner, **{"role": "curator", **given})  # type: ignore[arg-type]
    assert set(refused.value.problems) == {field}
    assert (partner.grants, db.exec(select(RoleGrant)).all()) == ([], [])


def test_a_role_given_twice_is_one_role(db: Session, make: Make, cara: Member) -> None:
    ana = make.member("Ana")
    assert gives(db, cara, ana, "lead").id == gives(db, cara, ana, "lead").id
    assert len(ana.grants) == 1


def test_what_is_given_for_a_time_runs_out(db: Session, make: Make, cara: Member) -> None:
    trusts, ana = make.topic("Data trusts"), make.member("Ana")
    gives(db, cara, ana, "curator", scope="data-trusts", until=date(2026, 5, 10))
    with clock.stopped(NOON + timedelta(days=6)):
        assert actions.expire(db) == 0
        assert ana.holds("curator", trusts.id)
    with clock.stopped(NOON + timedelta(days=7)):
        assert [actions.expire(db), actions.expire(db)] == [1, 0]
    assert not ana.holds("curator", trusts.id)


def test_a_curator_says_better_what_challenges_of_the_topic_are_about(
    db: Session, make: Make, cara: Member
) -> None:
    trusts, housing = make.topic("Data trusts"), make.topic("Housing")
    ana, author = make.member("Ana"), make.member()
    theirs = make.challenge(author, topics=[trusts])
    make.challenge(topics=[housing])
    better = TopicsDraft(topics=["housing", "data-trusts"])
    with pytest.raises(Denied):
        tagging.retag(db, ana, theirs, better)
    gives(db, cara, ana, "curator", scope="data-trusts")
    tagging.retag(db, ana, theirs, better)
    db.commit()
    assert {one.slug for one in topics_of(db, theirs.id)} == {"housing", "data-trusts"}
    assert events(db, author) == ["challenge.retagged"]
    assert not challenges.may_retag(ana, [housing.id])
    assert not challenges.may_edit(ana, theirs)
    tagging.retag(db, ana, theirs, better)
    assert events(db, author) == ["challenge.retagged"]
    with pytest.raises(Rejected):
        tagging.retag(db, ana, theirs, TopicsDraft(topics=["no-such-topic"]))


def test_a_host_does_for_one_roundtable_what_conveners_do(
    db: Session, make: Make, cara: Member
) -> None:
    meetings = Meetings(db, make)
    mine, other = meetings.timed(cara), meetings.timed(cara)
    ana = make.member("Ana")
    room = Room()
    assert not roundtables.may_see(ana, mine)
    gives(db, cara, ana, "host", scope=mine.slug)
    for may in (roundtables.may_see, roundtables.may_edit):
        assert may(ana, mine)
        assert not may(ana, other)
    assert roundtables.may_invite(ana, mine, NOON)
    assert roundtables.may_have_link(ana, mine, room, NOON)
    assert roundtables.may_see_people(ana, mine, room)
    assert roundtables.may_see_cities(ana, mine, room)
    assert not roundtables.may_plan(ana)
    seen = db.exec(select(Roundtable).where(sight.visible_to(ana))).all()
    assert [one.id for one in seen] == [mine.id]
    ana.suspended_at = NOON
    assert not roundtables.may_edit(ana, mine)


def test_who_leaves_hands_over_the_lead_and_what_they_host(
    db: Session, make: Make, cara: Member
) -> None:
    city = make.city("Bristol")
    ana, joe = make.member("Ana", city_id=city.id), make.member("Joe", city_id=city.id)
    table = Meetings(db, make).planned(cara, title="Curb space")
    make.affiliation(ana)
    gives(db, cara, ana, "lead")
    gives(db, cara, ana, "host", scope=table.slug)
    moving.leave(db, ana, db.exec(select(Affiliation)).one())
    db.commit()
    assert (ana.is_lead, ana.leads(city.id)) == (False, False)
    items = db.exec(select(Handover).order_by(col(Handover.kind))).all()
    assert [(one.kind, one.title) for one in items] == [
        ("host", "Curb space"),
        ("lead", "Bristol"),
    ]
    assert "city.leadless" in events(db, cara)
    for item in items:
        handing.offer(db, cara, item, OfferDraft(to=joe.slug))
        handing.take(db, joe, item)
    db.commit()
    assert joe.leads(city.id)
    assert roundtables.may_edit(joe, table)
    assert not roundtables.may_edit(ana, table)
    assert "city.led" in events(db, cara)


@pytest.mark.parametrize("role", ["lead", "host"])
def test_nobody_takes_a_role_over_whom_no_convener_asked(
    db: Session, make: Make, cara: Member, role: str
) -> None:
    city = make.city("Bristol")
    ana, joe = make.member("Ana", city_id=city.id), make.member("Joe", city_id=city.id)
    lea = make.member("Lea", city_id=city.id)
    table = Meetings(db, make).planned(cara)
    make.affiliation(ana)
    gives(db, cara, lea, "lead")
    gives(db, cara, ana, role, scope=table.slug if role == "host" else "")
    moving.leave(db, ana, db.exec(select(Affiliation)).one())
    db.commit()
    item = db.exec(select(Handover)).one()
    for me in (joe, lea):
        with pytest.raises(Denied, match="A convener asks"):
            handing.take(db, me, item)
    for me in (ana, lea, joe):
        with pytest.raises(Denied, match="A convener asks"):
            handing.offer(db, me, item, OfferDraft(to=joe.slug))
    handing.offer(db, cara, item, OfferDraft(to=joe.slug))
    assert not affiliations.may_take(lea, item)
    assert affiliations.may_take(joe, item)


def test_a_role_goes_to_nobody_by_itself(db: Session, make: Make, cara: Member) -> None:
    city = make.city("Bristol")
    ana, lea = make.member("Ana", city_id=city.id), make.member("Lea", city_id=city.id)
    table = Meetings(db, make).planned(cara)
    make.affiliation(ana)
    gives(db, cara, lea, "lead")
    gives(db, cara, ana, "host", scope=table.slug)
    moving.leave(db, ana, db.exec(select(Affiliation)).one())
    db.commit()
    assert "handover.opened" in events(db, cara)
    with clock.stopped(NOON + handing.PATIENCE):
        assert [handing.pass_to_leads(db), handing.pass_to_leads(db)] == [1, 0]
    db.commit()
    assert "handover.unclaimed" in events(db, cara)
    assert not roundtables.may_edit(lea, table)


def test_a_lead_who_removes_somebody_gets_none_of_their_roles(
    db: Session, make: Make, cara: Member
) -> None:
    city = make.city("Bristol")
    ana, lea = make.member("Ana", city_id=city.id), make.member("Lea", city_id=city.id)
    table = Meetings(db, make).planned(cara)
    make.affiliation(ana)
    gives(db, cara, lea, "lead")
    gives(db, cara, ana, "host", scope=table.slug)
    moving.remove(db, lea, db.exec(select(Affiliation)).one(), ReasonDraft(reason=BECAUSE))
    db.commit()
    assert not roundtables.may_edit(lea, table)
    assert "handover.opened" in events(db, cara)


def test_the_operators_command_gives_the_same_role(db: Session, make: Make) -> None:
    ana = make.member("Ana")
    former.give(db, ana, "lead", reason=BECAUSE)
    assert [one.role for one in db.exec(select(RoleGrant))] == ["lead"]
    assert ana.leads(ana.city_id)
    former.give(db, ana, "member", reason=BECAUSE)
    assert not ana.leads(ana.city_id)


def test_a_profile_names_what_its_reader_may_see(db: Session, make: Make, cara: Member) -> None:
    draft = Meetings(db, make).draft(cara, title="Not planned yet")
    make.topic("Data trusts")
    ana = make.member("Ana")
    with counted(db.connection()) as sent:
        assert queries.held_by(db, cara, ana) == []
    assert len(sent) == 0
    gives(db, cara, ana, "curator", scope="data-trusts")
    gives(db, cara, ana, "host", scope=draft.slug)
    shown = [words for words, _about in queries.held_by(db, cara, ana)]
    assert shown == ["Curates Data trusts", "Hosts Not planned yet"]
    assert [words for words, _about in queries.held_by(db, make.member(), ana)] == [
        "Curates Data trusts"
    ]


def test_who_led_before_roles_were_kept_holds_one(lasting_engine: Engine) -> None:
    with sessions_for(lasting_engine)() as db:
        make = Make(db)
        lead, plain = make.member("Lea", is_lead=True), make.member("Plain")
        ids, city_id = (lead.id, plain.id), lead.city_id
    script = ScriptDirectory.from_config(migrations.config())
    before = next(
        one.down_revision for one in script.walk_revisions() if one.path.endswith("_affiliation.py")
    )
    with lasting_engine.connect() as connection:
        command.downgrade(migrations.config(connection), str(before))
        connection.commit()
    migrations.upgrade(lasting_engine)
    with sessions_for(lasting_engine)() as db:
        assert [db.get_one(Member, one).grants for one in ids] == [[f"lead:{city_id}"], []]
        given = db.exec(select(RoleGrant)).one()
        assert (given.member_id, given.scope_id, given.role) == (ids[0], city_id, "lead")


@pytest.mark.parametrize("many", [1, 3])
def test_the_list_takes_few_queries(db: Session, make: Make, cara: Member, many: int) -> None:
    make.topic("Data trusts")
    for _ in range(many):
        one = make.member()
        gives(db, cara, one, "lead")
        gives(db, cara, one, "curator", scope="data-trusts")
    with counted(db.connection()) as sent:
        assert len(queries.current(db, cara).items) == 2 * many
    assert len(sent) == 2
