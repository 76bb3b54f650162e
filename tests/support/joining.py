"""What somebody who wants to join writes, and what they find in their mail."""

import re
from html import unescape
from typing import Any

import httpx
from sqlmodel import Session, col, select

from backend.core.config import Settings
from backend.domain.cities.actions import from_place
from backend.domain.cities.models import City, CityDomain
from backend.domain.joining import actions, places, queries
from backend.domain.joining.models import Application, JoinDraft, VerdictDraft
from backend.domain.members import links
from backend.domain.members.links import Asker
from backend.domain.members.models import Member
from backend.domain.notifications.models import Letter, Notification
from tests.support.browser import Browser, landed_on

ADDRESS = "amina@bristol.gov.uk"
BECAUSE = "We know her from the workshop."
HOME = Asker(browser="b" * 43, network="192.0.2.1")
WORK = Asker(browser="w" * 43, network="198.51.100.7")


def wish(**given: Any) -> dict[str, Any]:
    """The fields of a form to join that is filled in soundly."""
    usual = {
        "name": "Amina Mensah",
        "email": "amina@bristol.gov.uk",
        "title": "Head of data",
        "city": "Bristol, United Kingdom",
        "code_of_conduct": "yes",
    }
    return usual | given


def wishes_to_join(**given: Any) -> JoinDraft:
    return JoinDraft.model_validate(wish(**given))


def letters(db: Session, address: str = "", event: str = "") -> list[Letter]:
    """What was written: to anybody or to one address, of anything or of one event."""
    written = select(Letter).order_by(col(Letter.id))
    if address:
        written = written.where(col(Letter.address) == address)
    if event:
        written = written.where(col(Letter.event) == event)
    return list(db.exec(written))


def token_for(db: Session, address: str) -> str:
    """The token of a link to this address that can still be used."""
    found = [str(letter.facts.get("token", "")) for letter in letters(db, address)]
    return next(token for token in reversed(found) if token and links.find(db, token))


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


def asks(browser: Browser, db: Session, member: Member, then: str = "/") -> str:
    """Ask for a link; its address, as it stands in the letter."""
    sent = browser.send("/sign-in", email=member.email, next=then)
    assert landed_on(sent) == "/sign-in/sent"
    return f"/sign-in/{token_for(db, member.email)}"


def code_on(browser: Browser) -> str:
    shown = re.search(r"\b(\d{3}) (\d{3})\b", browser.get("/sign-in/sent").text)
    assert shown
    return shown[1] + shown[2]


def is_signed_in(browser: Browser) -> bool:
    return "Sign out" in browser.get("/about").text


def sent_to(answer: httpx.Response) -> str:
    """Where the browser is sent, with scripts or without."""
    if "HX-Redirect" in answer.headers:
        return answer.headers["HX-Redirect"]
    assert answer.status_code == 200, answer.text
    found = re.search(r'content="0; url=([^"]+)"', answer.text)
    assert found
    return unescape(found[1])
