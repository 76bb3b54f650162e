"""Working for another body too, moving to another city, leaving, and who decides about it."""

from datetime import timedelta

import pytest
from sqlmodel import Session, col, select

from backend.core import clock
from backend.core.errors import Conflict, Denied, Rejected, TooMany
from backend.domain.affiliations import actions, moving, policy, proving, queries
from backend.domain.affiliations.models import Affiliation, ClaimDraft
from backend.domain.cities import gazetteer
from backend.domain.cities.models import City, CityDomain
from backend.domain.members.models import Member
from backend.domain.moderation.models import LogEntry
from tests.conftest import NOON
from tests.support.joining import bristol, events, letters
from tests.support.make import Make
from tests.support.works import BECAUSE, YEAR

ADDRESS = "ana@bristol.gov.uk"


@pytest.fixture
def city(make: Make) -> City:
    return make.city("York")


@pytest.fixture
def ana(make: Make, city: City) -> Member:
    member = make.member("Ana", city_id=city.id, zone="Europe/London")
    make.affiliation(member)
    return member


def claims(db: Session, me: Member, name: str = "Bristol", **given: object) -> Affiliation:
    place = gazetteer.find(name, country="GB")[0]
    draft = ClaimDraft.model_validate({"city": name} | given)
    claimed = moving.claim(db, me, draft, place)
    db.commit()
    return claimed


def standing(db: Session, me: Member) -> list[tuple[str, bool, bool]]:
    """Each affiliation of mine: what it is with, whether it is the main one, whether it holds."""
    return [(one.body, one.is_main, one.holds) for one in queries.mine(db, me, YEAR)]


def test_a_claim_changes_nothing_until_somebody_vouches(
    db: Session, make: Make, ana: Member, city: City
) -> None:
    there = bristol(db)
    lead, convener = make.member("Lea", city_id=there.id, is_lead=True), make.convener()
    claimed = claims(db, ana)
    assert ana.city_id == city.id
    assert standing(db, ana) == [("York", True, True), ("Bristol", False, False)]
    assert events(db, lead) == events(db, convener) == ["affiliation.asked"]
    actions.confirm(db, lead, claimed, BECAUSE)
    db.commit()
    assert ana.city_id == city.id
    assert standing(db, ana) == [("York", True, True), ("Bristol", False, True)]


def test_a_move_that_a_letter_proves_ends_the_former_affiliation(
    db: Session, ana: Member, city: City
) -> None:
    there = bristol(db, "bristol.gov.uk")
    claims(db, ana, address=ADDRESS, moves=True)
    token = str(letters(db, ADDRESS, "affiliation_proof")[0].facts["token"])
    assert ana.city_id == city.id
    proving.use(db, ana, token)
    db.commit()
    assert (ana.city_id, ana.organisation, ana.unverified_since) == (there.id, "", None)
    assert standing(db, ana) == [("Bristol", True, True), ("York", True, False)]
    former = db.exec(select(Affiliation).where(col(Affiliation.city_id) == city.id)).one()
    assert (former.ended_why, former.ended_at) == ("moved", NOON)


def test_a_move_to_a_city_that_nobody_is_of_yet_makes_the_city(
    db: Session, make: Make, ana: Member
) -> None:
    convener = make.convener()
    claimed = claims(db, ana, "Bristol", moves=True)
    assert db.exec(select(City).where(col(City.name) == "Bristol")).first() is None
    actions.confirm(db, convener, claimed, BECAUSE)
    db.commit()
    there = db.exec(select(City).where(col(City.name) == "Bristol")).one()
    assert (ana.city_id, claimed.body) == (there.id, "")


def test_an_organisation_is_a_body_too(db: Session, make: Make, ana: Member) -> None:
    draft = ClaimDraft(city="Open Data Institute", place="other", moves=True)
    claimed = moving.claim(db, ana, draft, None)
    actions.confirm(db, make.convener(), claimed, BECAUSE)
    db.commit()
    assert (ana.city_id, ana.organisation) == (None, "Open Data Institute")
    assert ana.unverified_since is None


def test_who_works_for_nobody_acts_for_the_first_that_vouches(db: Session, make: Make) -> None:
    there = bristol(db)
    free = make.member("Free", city_id=None)
    claimed = claims(db, free)
    actions.confirm(db, make.convener(), claimed, BECAUSE)
    db.commit()
    assert (free.city_id, claimed.is_main) == (there.id, True)


def test_one_does_not_claim_the_same_twice_nor_too_much(
    db: Session, make: Make, ana: Member
) -> None:
    bristol(db)
    claims(db, ana)
    with pytest.raises(Rejected, match="already"):
        claims(db, ana)
    body = ClaimDraft(city="The county", place="other")
    moving.claim(db, ana, body, None)
    with pytest.raises(Rejected, match="already"):
        moving.claim(db, ana, ClaimDraft(city="THE COUNTY", place="other"), None)
    for n in range(3):
        moving.claim(db, ana, ClaimDraft(city=f"Body {n}", place="other"), None)
    with pytest.raises(Conflict, match="end one first"):
        moving.claim(db, ana, ClaimDraft(city="One more", place="other"), None)
    with pytest.raises(Denied):
        moving.claim(db, make.member(suspended_at=NOON), body, None)


def test_an_address_that_cannot_prove_it_is_refused_and_nothing_is_kept(
    db: Session, ana: Member
) -> None:
    bristol(db, "bristol.gov.uk")
    with pytest.raises(Rejected, match="e-mail domain"):
        claims(db, ana, address="ana@gmail.com")
    db.rollback()
    assert standing(db, ana) == [("York", True, True)]


def test_a_claim_may_be_refused_with_the_reason(db: Session, make: Make, ana: Member) -> None:
    lead = make.member(city_id=bristol(db).id, is_lead=True)
    claimed = claims(db, ana)
    main = db.exec(select(Affiliation).where(col(Affiliation.is_main))).one()
    assert not policy.may_refuse(make.convener(), main)
    assert not policy.may_remove(lead, claimed, of_office=False)
    moving.refuse(db, lead, claimed, BECAUSE)
    db.commit()
    assert (claimed.ended_why, claimed.reason) == ("refused", BECAUSE.reason)
    assert events(db, ana) == ["affiliation.refused"]
    assert not policy.may_confirm(lead, claimed)


def test_who_leaves_stays_a_member_without_the_city(db: Session, make: Make, ana: Member) -> None:
    main = db.exec(select(Affiliation)).one()
    assert not policy.may_leave(make.convener(), main)
    moving.leave(db, ana, main)
    db.commit()
    assert ana.is_member
    assert [ana.city_id, ana.unverified_since] == [None, NOON]
    assert standing(db, ana) == [("York", True, False)]
    with pytest.raises(Denied, match="has ended"):
        moving.leave(db, ana, main)


def test_who_takes_a_claim_back_loses_nothing(db: Session, ana: Member, city: City) -> None:
    bristol(db)
    moving.leave(db, ana, claims(db, ana))
    db.commit()
    assert ana.city_id == city.id


def test_a_lead_ends_it_for_who_has_left_and_they_are_told_why(
    db: Session, make: Make, ana: Member, city: City
) -> None:
    lead = make.member("Lea", city_id=city.id, is_lead=True)
    main = db.exec(select(Affiliation)).one()
    for nobody in (ana, make.member(city_id=city.id), make.member(is_lead=True)):
        assert not policy.may_remove(nobody, main, of_office=False)
    moving.remove(db, lead, main, BECAUSE)
    db.commit()
    assert (ana.city_id, main.ended_why) == (None, "removed")
    assert events(db, ana) == ["affiliation.removed"]
    letter = letters(db, ana.email, "affiliation.removed")[0]
    assert letter.facts["reason"] == BECAUSE.reason
    entry = db.exec(select(LogEntry)).one()
    assert (entry.deed, entry.convener_id) == ("affiliation_removed", lead.id)


@pytest.mark.parametrize("office", ["is_lead", "is_convener"])
def test_a_lead_puts_out_no_other_lead_and_no_convener(
    db: Session, make: Make, ana: Member, city: City, office: str
) -> None:
    lead, convener = make.member("Lea", city_id=city.id, is_lead=True), make.convener()
    setattr(ana, office, True)
    db.add(ana)
    db.commit()
    main = db.exec(select(Affiliation)).one()
    assert queries.one(db, lead, main.id, YEAR).of_office
    with pytest.raises(Denied, match="Only conveners can end this"):
        moving.remove(db, lead, main, BECAUSE)
    assert (main.is_open, ana.city_id) == (True, city.id)
    moving.remove(db, convener, main, BECAUSE)
    assert ana.city_id is None


def test_nobody_claims_and_takes_back_all_day_long(db: Session, ana: Member) -> None:
    bristol(db)
    for _n in range(moving.MOST_A_DAY - 1):  # she has said today where she works
        moving.leave(db, ana, claims(db, ana))
    with pytest.raises(TooMany, match="go on tomorrow"):
        claims(db, ana)
    with clock.stopped(NOON + moving.DAY):
        assert claims(db, ana).is_open


def test_a_lead_who_moves_leads_neither_city(db: Session, make: Make, ana: Member) -> None:
    convener = make.convener()
    ana.is_lead = True
    db.add(ana)
    claimed = claims(db, ana, moves=True)
    actions.confirm(db, convener, claimed, BECAUSE)
    db.commit()
    assert ana.is_lead is False
    assert "city.leadless" in events(db, convener)


def test_the_domain_of_the_new_city_counts_not_that_of_the_old(
    db: Session, ana: Member, city: City
) -> None:
    db.add(CityDomain(city_id=city.id, domain="york.gov.uk"))
    bristol(db, "bristol.gov.uk")
    with pytest.raises(Rejected):
        claims(db, ana, address="ana@york.gov.uk", moves=True)


def test_history_stays(db: Session, make: Make, ana: Member) -> None:
    claimed = claims(db, ana, moves=True)
    actions.confirm(db, make.convener(), claimed, BECAUSE)
    db.commit()
    shown = queries.of_member(db, make.member(), ana.id, YEAR)
    assert [(one.body, one.ended_at) for one in shown] == [("Bristol", None), ("York", NOON)]
    assert shown[0].until == NOON + timedelta(days=YEAR)
