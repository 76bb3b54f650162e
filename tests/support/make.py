"""Things to test with: each maker gives a sound thing, and a test names only what it cares for."""

from collections.abc import Sequence
from itertools import count
from typing import Any, TypeVar

from sqlmodel import Session, SQLModel

from backend.core import clock
from backend.core.text import fold, slugify
from backend.domain.affiliations.models import Affiliation
from backend.domain.challenges.answers import Answer
from backend.domain.challenges.models import (
    Challenge,
    ChallengeCity,
    ChallengeTopic,
    Facing,
)
from backend.domain.cities.languages import works_in
from backend.domain.cities.models import City, CityPriority, NameStart, Openness
from backend.domain.cities.name_starts import starts
from backend.domain.cities.queries import region_of
from backend.domain.endorsements.models import Endorsement
from backend.domain.members.models import Member, MemberLanguage, MemberTopic
from backend.domain.resources.adoptions import USING, Adoption
from backend.domain.resources.models import Resource, ResourceTopic, ResourceVersion, StoredFile
from backend.domain.topics.actions import term
from backend.domain.topics.models import Topic

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
        self._keep(term(topic.id, "en", "label", words))
        return topic

    def called(self, topic: Topic, *synonyms: str, language: str = "en") -> None:
        """What else a topic is called."""
        for words in synonyms:
            self._keep(term(topic.id, language, "synonym", words))

    def city(self, name: str = "", *, languages: Sequence[str] = (), **given: Any) -> City:
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
        city = City(**usual | given)
        self._db.add(city)
        self._db.flush()
        self._db.add_all(NameStart(**one) for one in starts(city.id, [city.folded]))
        works_in(self._db, city.id, languages)
        self._db.commit()
        return city

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

    def affiliation(self, member: Member, **given: Any) -> Affiliation:
        """The main one, with the member's city, vouched for just now, unless something is said."""
        usual: dict[str, Any] = {
            "member_id": member.id,
            "city_id": member.city_id,
            "body": "" if member.city_id else member.organisation,
            "how": "domain",
            "address": member.email,
            "verified_at": clock.now(),
            "is_main": True,
        }
        return self._keep(Affiliation(**usual | given))

    def skill(self, member: Member, topic: Topic, side: str = "can_help") -> MemberTopic:
        return self._keep(MemberTopic(member_id=member.id, topic_id=topic.id, side=side))

    def endorsement(
        self, member: Member, topic: Topic, by: Member | None = None, **given: Any
    ) -> Endorsement:
        """What a peer says of a member's topic."""
        author = by or self.member()
        usual: dict[str, Any] = {"author_id": author.id, "member_id": member.id}
        return self._keep(Endorsement(**usual | {"topic_id": topic.id} | given))

    def spoken(self, member: Member, language: str) -> MemberLanguage:
        return self._keep(MemberLanguage(member_id=member.id, language=language))

    def priority(self, city: City, topic: Topic, position: int = 0) -> CityPriority:
        return self._keep(CityPriority(city_id=city.id, topic_id=topic.id, position=position))

    def openness(self, city: City, principle: str, stage: str, **given: Any) -> Openness:
        usual: dict[str, Any] = {"city_id": city.id, "principle": principle, "stage": stage}
        return self._keep(Openness(**usual | given))

    def challenge(
        self,
        author: Member | None = None,
        *,
        topics: Sequence[Topic] = (),
        cities: Sequence[City] = (),
        **given: Any,
    ) -> Challenge:
        """A challenge that members see, unless something else is said."""
        n = next(self._serial)
        by = author or self.member()
        usual: dict[str, Any] = {
            "author_id": by.id,
            "city_id": by.city_id,
            "slug": f"challenge-{n}",
            "title": f"Challenge number {n}",
            "context": "Paint on the road lasted us one winter only.",
            "help_wanted": "A city where it lasted longer.",
            "language": "en",
            "visibility": "cities" if cities else "members",
        }
        challenge = self._keep(Challenge(**usual | given))
        for topic in topics:
            self._keep(ChallengeTopic(challenge_id=challenge.id, topic_id=topic.id))
        for city in cities:
            self._keep(ChallengeCity(challenge_id=challenge.id, city_id=city.id))
        return challenge

    def answer(
        self,
        challenge: Challenge,
        author: Member | None = None,
        *,
        parent: Answer | None = None,
        **given: Any,
    ) -> Answer:
        by = author or self.member()
        challenge.answers += parent is None and "hidden_at" not in given
        self._db.add(challenge)
        usual: dict[str, Any] = {
            "challenge_id": challenge.id,
            "author_id": by.id,
            "city_id": by.city_id,
            "kind": "reply" if parent else "experience",
            "parent_id": parent.id if parent else None,
            "body": "We put planters between the lane and the cars.",
            "language": "en",
        }
        return self._keep(Answer(**usual | given))

    def facing(self, challenge: Challenge, member: Member, words: str = "") -> Facing:
        """A city that faces it, counted as the action would."""
        assert member.city_id is not None
        challenge.faced_by += 1
        self._db.add(challenge)
        return self._keep(
            Facing(
                challenge_id=challenge.id,
                city_id=member.city_id,
                said_by_id=member.id,
                words=words,
            )
        )

    def resource(
        self,
        author: Member | None = None,
        *,
        topics: Sequence[Topic] = (),
        stored: StoredFile | None = None,
        **given: Any,
    ) -> Resource:
        """A public link that the author's city published, unless something else is said."""
        n = next(self._serial)
        by = author or self.member()
        usual: dict[str, Any] = {
            "author_id": by.id,
            "city_id": by.city_id,
            "slug": f"resource-{n}",
            "title": f"Resource number {n}",
            "description": "A model agreement between a city and its operators.",
            "kind": "template",
            "licence": "CC-BY-4.0",
            "language": "en",
            "year": 2025,
            "visibility": "public",
        }
        said = usual | given
        region = region_of(self._db, said["city_id"])
        resource = self._keep(Resource(**{"region": region} | said))
        for topic in topics:
            self._keep(ResourceTopic(resource_id=resource.id, topic_id=topic.id))
        at = {"file_id": stored.id} if stored else {"link": f"https://example.org/{n}"}
        self._keep(ResourceVersion(resource_id=resource.id, by_id=by.id, **at))
        return resource

    def adoption(
        self, resource: Resource, member: Member | None = None, state: str = "uses", **given: Any
    ) -> Adoption:
        """What a city says of a resource, counted as the action would."""
        by = member or self.member()
        if state in USING:
            resource.used_by += 1
            self._db.add(resource)
        usual: dict[str, Any] = {
            "resource_id": resource.id,
            "author_id": by.id,
            "city_id": by.city_id,
            "state": state,
        }
        return self._keep(Adoption(**usual | given))

    def _keep(self, thing: Thing) -> Thing:
        self._db.add(thing)
        self._db.commit()
        return thing
