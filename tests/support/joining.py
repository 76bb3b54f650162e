"""What somebody who wants to join writes, and what they find in their mail."""

from typing import Any

from sqlmodel import Session, col, select

from backend.domain.joining.models import JoinDraft
from backend.domain.members import links
from backend.domain.members.links import Asker
from backend.domain.notifications.models import Letter

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
