"""What a letter adds that is about a meeting: when it is, and a file for the reader's calendar."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session

from backend.core.calendar_file import Method
from backend.domain.cities.models import City
from backend.domain.members.models import Member
from backend.kit import moments

METHODS = {"request": Method.REQUEST, "cancel": Method.CANCEL}


@dataclass(frozen=True, slots=True)
class Meeting:
    lines: Sequence[str] = ()
    """Each sitting: "Thu 3 December, 15:00–16:30 in Bristol"."""
    method: str = ""
    calendar: str = ""
    """The calendar file, if the letter carries one, and what it asks."""
    file_name: str = "meeting.ics"


def clock_of(db: Session, reader: Member) -> tuple[str, str]:
    """The reader's zone, and the place whose clock that is."""
    city = db.get(City, reader.city_id) if reader.city_id else None
    if city is not None and city.zone == reader.zone:
        return reader.zone, city.name
    return reader.zone, moments.place_of(reader.zone)
