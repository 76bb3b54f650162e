"""Cities, and the people who work for them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from random import Random
from typing import Any
from uuid import UUID

from backend.core import ids
from backend.core.names import shape
from backend.core.text import fold, slugify
from backend.domain.affiliations.models import Affiliation
from backend.domain.cities import countries, gazetteer, languages
from backend.domain.cities.models import (
    PRINCIPLE_NAMES,
    STAGES,
    City,
    CityDomain,
    CityLanguage,
    CityName,
    CityPriority,
    NameStart,
    Openness,
)
from backend.domain.cities.name_starts import starts
from backend.domain.members.models import Member, MemberLanguage, MemberTopic
from backend.domain.members.names import NameShape
from backend.domain.notifications.models import Follow
from backend.domain.roles.models import RoleGrant
from backend.domain.search.words import Found
from backend.sample.synthetic.bulk import Bulk
from backend.sample.synthetic.phrasebook import Phrasebook, phrasebooks

MEMBERS_PER_CITY = 8
MEMBERS_PER_CONVENER = 250
CITIES_PER_LEAD = 3
YEARS = timedelta(days=730)
PRIORITIES, CAN_HELP, LOOKING_FOR = 5, 3, 3
BITS = 74


@dataclass(slots=True)
class Town:
    id: UUID
    slug: str
    name: str
    zone: str
    region: str
    book: Phrasebook
    staff: list["Person"] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Person:
    id: UUID
    name: str
    town: Town
    joined: datetime


class Society:
    """Makes the cities first, then its people one by one."""

    def __init__(self, bulk: Bulk, chance: Random, topics: dict[str, UUID], now: datetime) -> None:
        self.bulk, self.chance, self.now = bulk, chance, now
        self.topics = topics
        self.books = phrasebooks()
        self.towns: list[Town] = []
        self.people: list[Person] = []
        self._taken: dict[str, int] = {}

    def id_at(self, moment: datetime) -> UUID:
        return ids.made_at(moment, self.chance.getrandbits(BITS))

    def slug(self, words: str) -> str:
        """A slug of these words that was not given out yet."""
        base = slugify(words)
        self._taken[base] = count = self._taken.get(base, 0) + 1
        return base if count == 1 else f"{base}-{count}"

    def some_topics(self, count: int) -> list[str]:
        return self.chance.sample(list(self.topics), count)

    def between(self, start: datetime, end: datetime) -> datetime:
        return start + (end - start) * self.chance.random()

    def other_towns(self, town: Town, count: int) -> list[Town]:
        """Some cities besides this one."""
        found = self.chance.sample(self.towns, min(count, len(self.towns)))
        return [one for one in found if one is not town and one.staff]

    def somebody_but(self, person: Person) -> Person:
        """Anybody else; that very person where there is nobody else."""
        found = self.chance.choice(self.people)
        return found if found is not person else self.people[self.people.index(person) - 1]

    def settle(self, count: int) -> None:
        """Choose so many cities from among the larger ones."""
        places = gazetteer.largest(count * 4)
        for place in self.chance.sample(places, min(count, len(places))):
            spoken = countries.official_languages(place.country)
            code = next((tag for tag in spoken if tag in self.books), "en")
            since = self.now - YEARS
            town = Town(
                self.id_at(since),
                self.slug(f"{place.name} {place.country}"),
                place.name,
                place.zone,
                countries.region(place.country) or "",
                self.books[code],
            )
            self.towns.append(town)
            self._add_town(town, place, spoken, since)

    def welcome(self, members: int) -> None:
        """The next of so many members: they come one after the other over the last two years."""
        number = len(self.people)
        town = self.towns[number % len(self.towns)]
        joined = self.now - YEARS * (1 - number / (members + 1)) + timedelta(minutes=1)
        name = town.book.name(self.chance)
        person = Person(self.id_at(joined), name, town, joined)
        town.staff.append(person)
        self.people.append(person)
        self._add_person(person, number)

    def _add_town(
        self, town: Town, place: gazetteer.Place, spoken: Sequence[str], since: datetime
    ) -> None:
        self.bulk.add(
            City,
            id=town.id,
            slug=town.slug,
            geonames_id=place.id,
            name=place.name,
            folded=fold(place.name)[:120],
            country=place.country,
            subdivision=place.region,
            region=town.region,
            latitude=place.latitude,
            longitude=place.longitude,
            zone=place.zone,
            population=place.population,
            joined_at=since,
        )
        self.bulk.add(
            CityName,
            id=self.id_at(since),
            city_id=town.id,
            words=place.name,
            folded=fold(place.name),
        )
        for start in starts(town.id, [fold(place.name)]):
            self.bulk.add(NameStart, **start)
        for line in languages.lines(town.id, spoken):
            self.bulk.add(CityLanguage, **line)
        self.bulk.add(CityDomain, city_id=town.id, domain=f"{town.slug}.example")
        for position, topic in enumerate(self.some_topics(PRIORITIES)):
            self.bulk.add(
                CityPriority, city_id=town.id, topic_id=self.topics[topic], position=position
            )
        for principle in PRINCIPLE_NAMES:
            words = town.book.prose("contexts", self.chance, f"open-{principle}", town.name, 1)
            self.bulk.add(
                Openness,
                city_id=town.id,
                principle=principle,
                stage=self.chance.choice(STAGES),
                words=words,
                link="",
                said_at=since,
            )
        body = f"{place.region} {countries.name(place.country, 'en')}"
        found = Found("city", town.id, town.slug, town.name, body, "en", since, region=town.region)
        self.bulk.find(found)

    def _add_person(self, person: Person, number: int) -> None:
        book, town = person.town.book, person.town
        topics = self.some_topics(CAN_HELP + LOOKING_FOR)
        sides = dict.fromkeys(topics[:CAN_HELP], "can_help")
        sides |= dict.fromkeys(topics[CAN_HELP:], "looking_for")
        row: dict[str, Any] = {
            "slug": self.slug(person.name),
            "name": person.name,
            "title": book.title(self.chance),
            "bio": book.prose("contexts", self.chance, topics[0], town.name, 2),
        }
        leads = number < len(self.towns) and number % CITIES_PER_LEAD == 1
        self.bulk.add(
            Member,
            id=person.id,
            email=f"m{number + 1}@{town.slug}.example",
            folded=fold(person.name)[:120],
            city_id=town.id,
            zone=town.zone,
            work_starts=time(self.chance.choice((8, 9))),
            work_ends=time(self.chance.choice((16, 17, 18))),
            audience={},
            is_convener=number % MEMBERS_PER_CONVENER == 0,
            is_lead=leads,
            grants=[f"lead:{town.id}"] if leads else [],
            email_proven_at=person.joined,
            joined_at=person.joined,
            admitted_at=person.joined,
            **row,
        )
        self._vouch(person, row["title"], leads=leads)
        self.bulk.add(NameShape, member_id=person.id, shape=shape(person.name))
        for language in dict.fromkeys((book.code, "en")):
            self.bulk.add(MemberLanguage, member_id=person.id, language=language)
        for topic, side in sides.items():
            topic_id = self.topics[topic]
            self.bulk.add(MemberTopic, member_id=person.id, topic_id=topic_id, side=side)
            if side == "looking_for":
                self.bulk.add(
                    Follow,
                    member_id=person.id,
                    kind="topic",
                    subject_id=topic_id,
                    since=person.joined,
                )
        labels = " · ".join(book.labels[topic] for topic in topics)
        body = f"{row['title']} · {town.name} · {row['bio']} · {labels}"
        found = Found(
            "member",
            person.id,
            row["slug"],
            person.name,
            body,
            book.code,
            person.joined,
            region=town.region,
            topics=[self.topics[topic] for topic in topics],
        )
        self.bulk.find(found)

    def _vouch(self, person: Person, title: str, *, leads: bool) -> None:
        """Their e-mail address speaks for the city; vouched for anew today."""
        self.bulk.add(
            Affiliation,
            id=self.id_at(person.joined),
            member_id=person.id,
            city_id=person.town.id,
            body="",
            title=title,
            department="",
            address="",
            how="domain",
            verified_at=self.now,
            reason="",
            is_main=True,
            replaces_main=False,
            began_at=person.joined,
            ended_why="",
        )
        if leads:
            self.bulk.add(
                RoleGrant,
                id=self.id_at(person.joined),
                member_id=person.id,
                role="lead",
                scope_id=person.town.id,
                granted_at=person.joined,
            )
