"""Affiliations to test with: a city with its domain, and the letters that prove one."""

from sqlmodel import Session

from backend.domain.affiliations import proving
from backend.domain.affiliations.models import AddressDraft, Affiliation, ReasonDraft
from backend.domain.cities.models import City, CityDomain
from backend.domain.members.models import Member
from tests.support.joining import letters
from tests.support.make import Make

YEAR = 365
BECAUSE = ReasonDraft(reason="I rang the city hall and asked.")


def city_at(db: Session, make: Make, name: str, domain: str) -> City:
    """A city whose official addresses end so."""
    city = make.city(name)
    db.add(CityDomain(city_id=city.id, domain=domain))
    db.commit()
    return city


def letter_for(db: Session, me: Member, one: Affiliation, address: str) -> str:
    """Ask for a letter to this address; the token in it."""
    proving.ask(db, me, one, AddressDraft(address=address))
    db.commit()
    return str(letters(db, address, "affiliation_proof")[-1].facts["token"])
