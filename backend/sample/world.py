"""The sample network while it is being made: who and what is there so far, by the files' keys."""

from dataclasses import dataclass, field
from datetime import datetime

from sqlmodel import Session

from backend.core.config import Settings
from backend.core.shelf import Shelf
from backend.domain.challenges.answers import Answer
from backend.domain.challenges.models import Challenge
from backend.domain.cities.gazetteer import Place
from backend.domain.cities.models import City
from backend.domain.members.models import Member
from backend.domain.resources.models import Resource
from backend.domain.roundtables.models import Roundtable
from backend.sample.diary import Diary
from backend.sample.entries import Entry


@dataclass(slots=True)
class World:
    db: Session
    settings: Settings
    shelf: Shelf
    diary: Diary
    places: dict[str, Place] = field(default_factory=dict)
    """Where each city lies, before it takes part."""
    cities: dict[str, City] = field(default_factory=dict)
    members: dict[str, Member] = field(default_factory=dict)
    """By their addresses, from the moment they joined."""
    joined: dict[str, datetime] = field(default_factory=dict)
    """When each will have joined."""
    people: dict[str, Entry] = field(default_factory=dict)
    """What the files say of everybody."""
    challenges: dict[str, Challenge] = field(default_factory=dict)
    answers: dict[tuple[str, int], Answer] = field(default_factory=dict)
    """By their challenge's key and their place among its answers."""
    resources: dict[str, Resource] = field(default_factory=dict)
    roundtables: dict[str, Roundtable] = field(default_factory=dict)

    def zone_of(self, email: str) -> str:
        entry = self.people[email]
        if "city" in entry:
            return self.places[entry["city"]].zone
        return str(entry["time_zone"])

    def staff(self, city: str) -> list[str]:
        """Who works for a city, who came first first."""
        found = [email for email, entry in self.people.items() if entry.get("city") == city]
        return sorted(found, key=lambda email: self.joined[email])

    def conveners(self) -> list[Member]:
        """The conveners of this moment."""
        return [member for member in self.members.values() if member.moderates]
