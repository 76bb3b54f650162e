"""Resources, and the cities that use them."""

from datetime import datetime
from uuid import UUID

from backend.domain.resources.adoptions import STATES, USING, Adoption
from backend.domain.resources.models import KINDS, Resource, ResourceTopic, ResourceVersion
from backend.domain.search.words import Found
from backend.sample.synthetic.society import Person, Society

ADOPTIONS = 6
"""At most so many, and half of that on average."""
LICENCES = ("CC-BY-4.0", "CC0-1.0", "MIT", "EUPL-1.2", "ODbL-1.0")
VISIBILITIES = ("public",) * 4 + ("members",)


class Library:
    """Makes resources one by one."""

    def __init__(self, society: Society) -> None:
        self.society = society
        self.bulk, self.chance, self.now = society.bulk, society.chance, society.now

    def publish(self) -> None:
        """One resource, and who took it up."""
        author = self.chance.choice(self.society.people)
        town, book = author.town, author.town.book
        at = self.society.between(author.joined, self.now)
        resource_id = self.society.id_at(at)
        topics = self.society.some_topics(2)
        title = book.line("works", self.chance, topics[0], town.name)
        slug = self.society.slug(title)
        users = self.society.other_towns(town, self.chance.randint(0, ADOPTIONS))
        states = [self.chance.choice(tuple(STATES)) for _ in users]
        words = book.prose("answers", self.chance, topics[0], town.name, 4)
        self.bulk.add(
            Resource,
            id=resource_id,
            author_id=author.id,
            city_id=town.id,
            region=town.region,
            slug=slug,
            title=title,
            description=words,
            kind=self.chance.choice(tuple(KINDS)),
            language=book.code,
            year=at.year,
            visibility=self.chance.choice(VISIBILITIES),
            licence=self.chance.choice(LICENCES),
            posted_at=at,
            used_by=sum(state in USING for state in states),
        )
        self.bulk.add(
            ResourceVersion,
            id=self.society.id_at(at),
            resource_id=resource_id,
            link=f"https://{town.slug}.example/{slug}",
            by_id=author.id,
            made_at=at,
        )
        about = [self.society.topics[topic] for topic in topics]
        for topic_id in about:
            self.bulk.add(ResourceTopic, resource_id=resource_id, topic_id=topic_id)
        found = Found(
            "resource",
            resource_id,
            slug,
            title,
            words,
            book.code,
            at,
            at.year,
            town.region,
            about,
        )
        self.bulk.find(found)
        for user, state in zip(users, states, strict=True):
            self._adopt((resource_id, slug, title), self.chance.choice(user.staff), state, at)

    def _adopt(
        self, resource: tuple[UUID, str, str], by: Person, state: str, added: datetime
    ) -> None:
        resource_id, slug, title = resource
        at = self.society.between(max(added, by.joined), self.now)
        adoption_id, book = self.society.id_at(at), by.town.book
        words = book.prose("answers", self.chance, "open-data", by.town.name, 1)
        self.bulk.add(
            Adoption,
            id=adoption_id,
            author_id=by.id,
            resource_id=resource_id,
            city_id=by.town.id,
            state=state,
            words=words,
            said_at=at,
            since=at,
        )
        found = Found(
            "adoption", adoption_id, slug, title, words, book.code, at, at.year, by.town.region
        )
        self.bulk.find(found)
