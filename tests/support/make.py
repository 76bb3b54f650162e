"""Things to test with: each maker gives a sound thing, and a test names only what it cares for."""

from itertools import count
from typing import Any, TypeVar

from sqlmodel import Session, SQLModel

from backend.core import clock
from backend.core.text import fold, slugify
from backend.domain.cities.models import City
from backend.domain.members.models import Member
from backend.domain.topics.models import Topic, TopicTerm

Thing = TypeVar("Thing", bound=SQLModel)


class Make:
    def __init__(self, db: Session) -> None:
        self._db = db
        self._serial = count(1)

    def topic(self, label: str = "", **given: Any) -> Topic:
        n = next(self._serial)
        words = label or f"Topic {n}"
        usual: dict[str, Any] = {"slug": slugify(words), "kind": "theme", "position": n}
        topic = self._keep(Topic(**usual | given))
        self._keep(
            TopicTerm(
                topic_id=topic.id, language="en", role="label", words=words, folded=fold(words)
            )
        )
        return topic

    def city(self, name: str = "", **given: Any) -> City:
        n = next(self._serial)
        words = name or f"City {n}"
        usual: dict[str, Any] = {
            "slug": f"{slugify(words)}-gb",
            "name": words,
            "folded": fold(words),
            "country": "GB",
            "region": "europe",
            "latitude": 51.5,
            "longitude": -2.6,
            "zone": "Europe/London",
        }
        return self._keep(City(**usual | given))

    def member(self, name: str = "", **given: Any) -> Member:
        """An admitted member of a city of their own, unless something else is said."""
        n = next(self._serial)
        words = name or f"Member {n}"
        usual: dict[str, Any] = {
            "name": words,
            "folded": fold(words),
            "slug": f"{slugify(words)}-{n}",
            "email": f"m{n}@example.org",
            "zone": "Europe/London",
            "admitted_at": clock.now(),
            "email_proven_at": clock.now(),
        }
        if "city_id" not in given:
            usual["city_id"] = self.city().id
        return self._keep(Member(**usual | given))

    def convener(self, **given: Any) -> Member:
        return self.member(**{"is_convener": True} | given)

    def _keep(self, thing: Thing) -> Thing:
        self._db.add(thing)
        self._db.commit()
        return thing
