from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, Engine
from sqlmodel import Session, select

from backend.core import clock
from backend.core.config import Settings
from backend.core.db import sessions_for
from backend.core.errors import Conflict, Denied, NotFound, Rejected
from backend.core.i18n import Language, speaking
from backend.domain import subjects
from backend.domain.cities.actions import from_place
from backend.domain.cities.models import City, CityDomain
from backend.domain.joining import actions, places, policy, queries
from backend.domain.joining.models import Application, LinkDraft, VerdictDraft
from backend.domain.members.models import Actor, Guest, Member, MemberTopic
from backend.domain.moderation.models import LogEntry
from backend.domain.notifications.models import Notification
from tests.conftest import NOON
from tests.support.joining import HOME, letters, token_for, wishes_to_join
from tests.support.make import Make
from tests.support.queries import counted
from tests.support.races import at_once

ADDRESS = "amina@bristol.gov.uk"
BECAUSE = "We know her from the workshop."


def bristol(db: Session, *domains: str) -> City:
    """Bristol as it takes part already, with its e-mail domains."""
    city = from_place(db, places.offered("Bristol", ADDRESS)[0])
    for domain in domains:
        db.add(CityDomain(city_id=city.id, domain=domain))
    db.commit()
    return city


def joins(db: Session, settings: Settings, **given: Any) -> Member:
    """Somebody asks to join, and uses the link that they are sent."""
    draft = wishes_to_join(**given)
    actions.apply(db, settings, HOME, draft)
    db.flush()
    entry = actions.enter(db, settings, token_for(db, draft.email), browser=HOME.browser)
    db.commit()
    return entry.member


def events(db: Session, member: Member) -> list[str]:
    """What a member was told, in the order of the alphabet."""
    told = db.exec(select(Notification))
    return sorted(one.event for one in told if one.recipient_id == member.id)


def verdict(*, admit: bool = True, **given: Any) -> VerdictDraft:
    return VerdictDraft.model_validate({"admit": admit, "reason": BECAUSE} | given)


def application_of(db: Session, member: Member) -> Application:
    return queries.entity(db, member, member.slug)


def test_nobody_is_made_before_the_address_is_proven(db: Session, settings: Settings) -> None:
    actions.apply(db, settings, HOME, wishes_to_join())
    db.flush()
    assert db.exec(select(Member)).all() == []
    assert db.exec(select(City)).all() == []
    assert [letter.event for letter in letters(db)] == ["confirm_address"]


def test_an_official_domain_admits_at_once(db: Session, settings: Settings, make: Make) -> None:
    city, convener = bristol(db, "bristol.gov.uk"), make.convener()
    lead, elsewhere = make.member(city_id=city.id, is_lead=True), make.member(is_lead=True)
    amina = joins(db, settings, would_convene=True)
    assert amina.is_member
    assert (amina.city_id, amina.organisation, amina.zone) == (city.id, "", "Europe/London")
    assert (amina.slug, amina.title, amina.would_convene) == ("amina-mensah", "Head of data", True)
    assert amina.email_proven_at == amina.admitted_at == NOON
    application = application_of(db, amina)
    assert (application.admitted, application.decided_at, application.decided_by_id) == (
        True,
        NOON,
        None,
    )
    assert events(db, amina) == ["application.admitted"]
    assert events(db, convener) == events(db, lead) == ["application.arrived"]
    assert events(db, elsewhere) == []


def test_a_pattern_of_domains_admits_too(db: Session, settings: Settings) -> None:
    bristol(db, "*.gov.uk")
    assert joins(db, settings).is_member


def test_an_installation_may_admit_everybody_by_hand(db: Session, settings: Settings) -> None:
    bristol(db, "bristol.gov.uk")
    by_hand = settings.model_copy(update={"admit_by_domain": False})
    amina = joins(db, by_hand)
    assert not amina.is_member
    assert application_of(db, amina).waits_for == "by_hand"


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({"email": "amina@bath.gov.uk"}, "unknown_domain"),
        ({"email": "amina@mail.bristol.gov.uk"}, "unknown_domain"),
        ({"email": "amina@gmail.com"}, "free_mail"),
        ({"email": "amina@bristoi.gov.uk"}, "look_alike"),
        ({"email": "amina@bristol.gov.uk.evil.example"}, "look_alike"),
        ({"city": "Little Snoring", "place": "other"}, "other_city"),
        ({"city": "Porto, Portugal"}, "unknown_domain"),
    ],
)
def test_whoever_waits_hears_it_and_so_do_those_who_decide(
    db: Session, settings: Settings, make: Make, given: dict[str, str], reason: str
) -> None:
    city, convener = bristol(db, "bristol.gov.uk"), make.convener()
    lead = make.member(city_id=city.id, is_lead=True)
    amina = joins(db, settings, **given)
    application = application_of(db, amina)
    assert not amina.is_member
    assert (application.waits_for, application.decided_at) == (reason, None)
    assert events(db, amina) == ["application.received"]
    assert events(db, convener) == ["application.waiting"]
    assert events(db, lead) == (["application.waiting"] if "city" not in given else [])


def test_free_mail_never_admits_whatever_a_city_has_entered(
    db: Session, settings: Settings
) -> None:
    bristol(db, "gmail.com")
    assert not joins(db, settings, email="amina@gmail.com").is_member


def test_a_city_comes_to_be_with_its_first_member(
    db: Session, settings: Settings, make: Make
) -> None:
    convener = make.convener()
    before = len(db.exec(select(City)).all())
    amina = joins(db, settings, city="Porto, Portugal")
    assert len(db.exec(select(City)).all()) == before
    assert queries.one(db, convener, amina.slug).where == "Porto, Portugal"
    actions.decide(db, convener, application_of(db, amina), verdict())
    db.commit()
    porto = db.get_one(City, amina.city_id)
    assert (porto.slug, porto.country, porto.zone) == ("porto-pt", "PT", "Europe/Lisbon")
    assert (amina.zone, amina.organisation) == ("Europe/Lisbon", "")
    assert queries.one(db, convener, amina.slug).where == "Porto"


def test_topics_and_language_are_kept_with_the_member(
    db: Session, settings: Settings, make: Make
) -> None:
    data, housing = make.topic("Open data"), make.topic("Housing")
    with speaking(Language("es", "Español")):
        amina = joins(db, settings, can_help=["open-data"], looking_for=["housing", "open-data"])
    kept = {(one.side, one.topic_id) for one in db.exec(select(MemberTopic))}
    assert kept == {("can_help", data.id), ("looking_for", data.id), ("looking_for", housing.id)}
    assert queries.topics_of(db, amina.id)["can_help"] == [data.id]
    assert amina.language == "es"
    assert [letter.language for letter in letters(db, ADDRESS)] == ["es", "es"]


def test_unknown_topics_and_unclear_cities_are_refused_before_anything_is_written(
    db: Session, settings: Settings
) -> None:
    for given, field in (
        ({"can_help": ["alchemy"]}, "can_help"),
        ({"looking_for": ["alchemy"]}, "looking_for"),
        ({"city": "San José", "email": "a@example.org"}, "city"),
        ({"city": "Qwxyzk"}, "city"),
    ):
        with pytest.raises(Rejected) as refused:
            actions.apply(db, settings, HOME, wishes_to_join(**given))
        assert list(refused.value.problems) == [field]
    assert letters(db) == []
    assert db.exec(select(Application)).all() == []


def test_a_member_who_asks_to_join_again_gets_a_link_and_stays_as_they_are(
    db: Session, settings: Settings, make: Make
) -> None:
    ben = make.member("Ben", email=ADDRESS)
    entered = joins(db, settings)
    assert (entered.id, entered.name, entered.is_member) == (ben.id, "Ben", True)
    assert [letter.event for letter in letters(db, ADDRESS)] == ["sign_in"]
    assert queries.mine(db, ben) is None


def test_whoever_waits_may_say_it_all_anew_in_the_same_application(
    db: Session, settings: Settings, make: Make
) -> None:
    convener = make.convener()
    amina = joins(db, settings, email="amina@gmail.com", name="Amna Mensa")
    again = joins(db, settings, email="amina@gmail.com", city="Porto, Portugal")
    assert (again.id, again.name) == (amina.id, "Amina Mensah")
    assert queries.one(db, convener, amina.slug).where == "Porto, Portugal"
    assert len(queries.waiting(db, convener).items) == 1
    assert events(db, convener) == ["application.waiting"]


def test_whoever_was_refused_may_apply_again(db: Session, settings: Settings, make: Make) -> None:
    convener = make.convener()
    amina = joins(db, settings, email="amina@gmail.com")
    actions.decide(db, convener, application_of(db, amina), verdict(admit=False))
    db.commit()
    with clock.stopped(NOON + timedelta(hours=1)):
        joins(db, settings, email="amina@gmail.com")
        mine = queries.mine(db, amina)
    assert mine
    assert mine.admitted is None
    assert [row.admitted for row in queries.decided(db, convener).items] == [False]


@pytest.mark.parametrize("admitted", [True, False])
def test_asking_costs_the_same_for_known_and_unknown_addresses(
    db: Session, settings: Settings, make: Make, connection: Connection, *, admitted: bool
) -> None:
    """The same statements in the same order: no clock can tell them apart either."""
    bristol(db)
    make.member(email=ADDRESS, admitted_at=NOON if admitted else None)
    sent: list[list[str]] = []
    for address in (ADDRESS, "nobody@bristol.gov.uk"):
        db.expire_all()
        with counted(connection) as for_a_link:
            actions.ask_for_link(db, settings, HOME, LinkDraft(email=address))
            db.flush()
        db.expire_all()
        with counted(connection) as for_joining:
            actions.apply(db, settings, HOME, wishes_to_join(email=address))
            db.flush()
        sent.append([*for_a_link, *for_joining])
    assert sent[0] == sent[1]


def test_an_unknown_address_is_told_how_to_join_and_gets_no_token(
    db: Session, settings: Settings
) -> None:
    actions.ask_for_link(db, settings, HOME, LinkDraft(email=ADDRESS))
    db.flush()
    (letter,) = letters(db)
    assert (letter.event, letter.facts["token"]) == ("not_known_here", "")


def test_a_suspended_member_may_come_in_and_nothing_more(
    db: Session, settings: Settings, make: Make
) -> None:
    ben = make.member(email=ADDRESS, suspended_at=NOON)
    actions.ask_for_link(db, settings, HOME, LinkDraft(email=ADDRESS), "/challenges")
    db.flush()
    entry = actions.enter(db, settings, token_for(db, ADDRESS), browser=HOME.browser)
    assert (entry.member.id, entry.member.is_member, entry.leads_to) == (
        ben.id,
        False,
        "/challenges",
    )


def test_whoever_left_meanwhile_does_not_come_in(
    db: Session, settings: Settings, make: Make
) -> None:
    ben = make.member(email=ADDRESS)
    actions.ask_for_link(db, settings, HOME, LinkDraft(email=ADDRESS))
    ben.erased_at = NOON
    db.add(ben)
    db.flush()
    with pytest.raises(Conflict):
        actions.enter(db, settings, token_for(db, ADDRESS), browser=HOME.browser)


def test_a_decision_is_told_logged_and_final(db: Session, settings: Settings, make: Make) -> None:
    city, convener, other = bristol(db), make.convener(name="Cara"), make.convener()
    lead = make.member(city_id=city.id, is_lead=True)
    amina = joins(db, settings)
    application = application_of(db, amina)
    actions.decide(db, lead, application, verdict())
    db.commit()
    assert amina.admitted_at == NOON
    row = queries.one(db, convener, amina.slug)
    assert (row.decided_by, row.admitted, row.reason) == (lead.name, True, BECAUSE)
    assert events(db, amina) == ["application.admitted", "application.received"]
    for told in (convener, other, lead):
        assert events(db, told) == ["application.others_admitted", "application.waiting"]
    entry = db.exec(select(LogEntry)).one()
    assert (entry.deed, entry.convener_id, entry.reason) == ("admit", lead.id, BECAUSE)
    with pytest.raises(Denied, match="decided already"):
        actions.decide(db, convener, application, verdict(admit=False))


def test_a_refusal_leaves_the_applicant_outside_with_the_reason(
    db: Session, settings: Settings, make: Make
) -> None:
    convener = make.convener()
    amina = joins(db, settings)
    actions.decide(db, convener, application_of(db, amina), verdict(admit=False))
    db.commit()
    mine = queries.mine(db, amina)
    assert mine
    assert (amina.admitted_at, mine.admitted, mine.reason) == (None, False, BECAUSE)
    assert events(db, amina) == ["application.received", "application.refused"]
    (letter,) = letters(db, ADDRESS, "application.refused")
    assert letter.facts["reason"] == BECAUSE
    assert events(db, convener) == ["application.others_refused", "application.waiting"]


def test_a_convener_finds_the_city_that_was_typed_in(
    db: Session, settings: Settings, make: Make
) -> None:
    convener = make.convener()
    amina = joins(db, settings, city="The Hague, in Holland", place="other")
    application = application_of(db, amina)
    with pytest.raises(Rejected):
        actions.decide(db, convener, application, verdict(city="Qwxyzk"))
    actions.decide(db, convener, application, verdict(city="Den Haag, Netherlands"))
    db.commit()
    assert db.get_one(City, amina.city_id).slug == "the-hague-nl"


def test_a_partner_without_a_city_is_admitted_under_their_organisation(
    db: Session, settings: Settings, make: Make
) -> None:
    amina = joins(db, settings, city="The Open Data Institute", place="other")
    actions.decide(db, make.convener(), application_of(db, amina), verdict())
    assert (amina.is_member, amina.city_id, amina.organisation) == (
        True,
        None,
        "The Open Data Institute",
    )


def test_a_domain_that_is_remembered_admits_the_next(
    db: Session, settings: Settings, make: Make
) -> None:
    bristol(db)
    amina = joins(db, settings)
    actions.decide(db, make.convener(), application_of(db, amina), verdict(remember_domain=True))
    db.commit()
    assert joins(db, settings, email="ben@bristol.gov.uk", name="Ben").is_member


def test_a_domain_that_anybody_can_use_is_not_remembered(
    db: Session, settings: Settings, make: Make
) -> None:
    amina = joins(db, settings, email="amina@gmail.com")
    with pytest.raises(Denied, match="cannot be taken for the city’s own"):
        actions.decide(
            db, make.convener(), application_of(db, amina), verdict(remember_domain=True)
        )
    other = joins(db, settings, email="ben@odi.example", city="The ODI", place="other")
    with pytest.raises(Denied):
        actions.decide(
            db, make.convener(), application_of(db, other), verdict(remember_domain=True)
        )


def test_an_application_that_waits_three_days_is_brought_up_once(
    db: Session, settings: Settings, make: Make
) -> None:
    convener = make.convener()
    amina = joins(db, settings)
    with clock.stopped(NOON + timedelta(days=3)):
        assert actions.remind(db) == 0
    with clock.stopped(NOON + timedelta(days=3, seconds=1)):
        assert actions.remind(db) == 1
        db.flush()
        assert actions.remind(db) == 0
    assert events(db, convener) == ["application.late", "application.waiting"]
    assert events(db, amina) == ["application.received"]


def test_what_is_listed_is_exactly_what_may_be_seen(
    db: Session, settings: Settings, make: Make
) -> None:
    """The rule is stated twice, in Python for one and in SQL for many; they must agree."""
    city = bristol(db)
    actions.apply(db, settings, HOME, wishes_to_join(email="unproven@bristol.gov.uk"))
    amina = joins(db, settings)
    ben = joins(db, settings, email="ben@gmail.com", city="Porto, Portugal")
    cleo = joins(db, settings, email="cleo@gmail.com", city="Bristol, United Kingdom")
    lead = make.member(city_id=city.id, is_lead=True)
    everybody: list[Actor] = [
        Guest(),
        amina,
        ben,
        lead,
        make.convener(),
        make.convener(suspended_at=NOON),
        make.member(city_id=city.id),
        make.member(is_lead=True),
        make.member(city_id=city.id, is_lead=True, suspended_at=NOON),
    ]
    every = db.exec(select(Application)).all()
    assert len(every) == 4
    counts = []
    for me in everybody:
        listed = {one.id for one in db.exec(select(Application).where(queries.visible_to(me)))}
        may = set()
        for one in every:
            applicant = db.get(Member, one.member_id) if one.member_id else make.member()
            assert applicant
            if policy.may_see(me, one, applicant):
                may.add(one.id)
        assert listed == may
        seen = subjects.glances(db, me, [("application", one.id) for one in every])
        assert {found for _kind, found in seen} == listed
        counts.append(len(listed))
    assert counts == [0, 1, 1, 2, 3, 0, 0, 0, 0]
    assert cleo.city_id == city.id


def test_only_those_who_decide_read_the_list(db: Session, settings: Settings, make: Make) -> None:
    city = bristol(db)
    amina = joins(db, settings)
    joins(db, settings, email="ben@gmail.com", city="Porto, Portugal")
    lead = make.member(city_id=city.id, is_lead=True)
    assert [row.slug for row in queries.waiting(db, lead).items] == [amina.slug]
    assert len(queries.waiting(db, make.convener()).items) == 2
    for me in (Guest(), amina, make.member(city_id=city.id)):
        with pytest.raises(Denied):
            queries.waiting(db, me)
        with pytest.raises(Denied):
            queries.decided(db, me)
    with pytest.raises(NotFound):
        queries.one(db, make.member(), amina.slug)
    with pytest.raises(NotFound):
        queries.waiting(db, lead, after="nonsense")


def test_nobody_decides_without_being_asked_to(db: Session, settings: Settings, make: Make) -> None:
    city = bristol(db)
    amina = joins(db, settings)
    application = application_of(db, amina)
    for me in (make.member(city_id=city.id), make.member(is_lead=True), amina):
        with pytest.raises(Denied, match="Only conveners and the city’s lead"):
            actions.decide(db, me, application, verdict())
    amina.is_convener, amina.admitted_at = True, NOON
    assert policy.may_decide(amina, application, amina).reason == (
        "You cannot decide your own application."
    )
    assert policy.may_decide(Guest(), application, amina).reason


def test_a_long_list_is_walked_without_missing_or_repeating_anybody(
    db: Session, settings: Settings, make: Make
) -> None:
    convener = make.convener()
    for n in range(23):
        with clock.stopped(NOON + timedelta(minutes=20 * n)):
            joins(db, settings, email=f"m{n}@gmail.com", name=f"Applicant {n}")
    first = queries.waiting(db, convener)
    second = queries.waiting(db, convener, after=first.next_key)
    assert [row.name for row in (*first.items, *second.items)] == [
        f"Applicant {n}" for n in range(23)
    ]
    assert second.next_key is None


def test_of_ten_who_decide_at_once_one_does(lasting_engine: Engine, settings: Settings) -> None:
    with sessions_for(lasting_engine)() as db:
        convener = Make(db).convener()
        amina = joins(db, settings)
        slug, me = amina.slug, convener.id

    def decide(db: Session) -> Application:
        convener = db.get_one(Member, me)
        return actions.decide(db, convener, queries.entity(db, convener, slug), verdict())

    got = at_once(lasting_engine, decide, clients=10)
    assert got.count("Application") == 1
    assert set(got) <= {"Application", "Conflict", "Denied"}
    with sessions_for(lasting_engine)() as db:
        assert len(db.exec(select(LogEntry)).all()) == 1


def test_of_ten_links_to_one_new_address_used_at_once_one_member_is_made(
    lasting_engine: Engine, settings: Settings
) -> None:
    with sessions_for(lasting_engine)() as db:
        for n in range(10):
            with clock.stopped(NOON - timedelta(hours=9 - n)):
                long = settings.model_copy(update={"link_minutes": 60 * 24})
                actions.apply(db, long, HOME, wishes_to_join())
        db.commit()
        found = [str(letter.facts["token"]) for letter in letters(db, ADDRESS)]
    tokens = iter(found)

    def enter(db: Session) -> actions.Entry:
        return actions.enter(db, settings, next(tokens), browser=HOME.browser)

    assert at_once(lasting_engine, enter, clients=10) == ["Entry"] * 10
    with sessions_for(lasting_engine)() as db:
        assert len(db.exec(select(Member)).all()) == 1
        waiting = [one for one in db.exec(select(Application)) if one.member_id]
        assert len(waiting) == 1


def test_what_nobody_proved_is_forgotten_after_two_days(db: Session, settings: Settings) -> None:
    actions.apply(db, settings, HOME, wishes_to_join(email="unproven@bristol.gov.uk"))
    amina = joins(db, settings)
    with clock.stopped(NOON + timedelta(days=2)):
        assert actions.forget_unproven(db) == 0
    with clock.stopped(NOON + timedelta(days=2, seconds=1)):
        assert actions.forget_unproven(db) == 3
    assert [one.member_id for one in db.exec(select(Application))] == [amina.id]
