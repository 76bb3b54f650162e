"""What everything planted stands on: a session, the people who ask, and the words given out."""

from dataclasses import dataclass, field
from typing import Any

from sqlmodel import Session

from backend.core.config import Settings
from backend.core.shelf import Shelf
from backend.domain.cities.models import City
from backend.domain.members.models import Member
from backend.domain.topics.models import Topic
from tests.canary.roles import EVERYBODY, Roles
from tests.canary.words import Garden
from tests.support.make import Make

PLENTY = "and as many plain words as a sound text needs."


@dataclass(slots=True)
class Plant:
    """Each kind's module takes this, and makes its objects by the real actions."""

    db: Session
    make: Make
    settings: Settings
    shelf: Shelf
    garden: Garden = field(default_factory=Garden)
    people: dict[str, Member] = field(default_factory=dict)
    cities: dict[str, City] = field(default_factory=dict)

    def said(self, name: str, audience: Roles) -> str:
        """A word for the text of this name, which these roles may read."""
        return self.garden.said(name, audience)

    def text(self, name: str, audience: Roles) -> str:
        """The same as a text of some length, its word in front."""
        return f"{self.said(name, audience)} {PLENTY}"

    def also(self, name: str, of: str, audience: Roles) -> None:
        """Another name for a text, where it is seen by others than usual."""
        self.garden.also(name, self.garden.words[of], audience)

    def keep(self, kind: str, name: str, thing: Any, audience: Roles, *, slug: str = "") -> None:
        """Give an object an address that says nothing, and note who may open it."""
        if hasattr(thing, "slug") and not slug:
            thing.slug = f"{kind}-{name}-planted"
            self.db.add(thing)
        self.garden.keep(kind, name, slug or getattr(thing, "slug", ""), thing.id, audience)
        self.db.flush()

    def topic(self, about: str, audience: Roles) -> Topic:
        """A topic of this object alone: everybody may read its label, but not that it is its."""
        word = self.said(f"topic.{about.replace('.', '-')}.label", EVERYBODY)
        self.garden.also(f"{about}.tag", word, audience)
        topic = self.make.topic(word)
        self.garden.keep("topic", about.replace(".", "-"), topic.slug, topic.id, EVERYBODY)
        return topic
