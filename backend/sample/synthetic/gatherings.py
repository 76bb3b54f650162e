"""Roundtables: as many behind as ahead."""

from datetime import UTC, datetime, timedelta
from importlib.metadata import version
from uuid import UUID

from backend.domain.roundtables.models import (
    Note,
    Roundtable,
    RoundtableCity,
    RoundtableTopic,
    Seat,
    Sitting,
)
from backend.domain.search.words import Found
from backend.sample.synthetic.society import Person, Society

CITIES, SEATS, CAPACITY = 9, 12, 10
SPAN = timedelta(days=120)
AHEAD = timedelta(days=35)
LENGTH = timedelta(minutes=90)
FORMATS = ("roundtable", "roundtable", "workshop", "webinar")


class Gatherings:
    """Makes roundtables one by one; the first member is convener of all."""

    def __init__(self, society: Society) -> None:
        self.society = society
        self.bulk, self.chance, self.now = society.bulk, society.chance, society.now

    def meet(self) -> None:
        """One roundtable with who comes, and its note if it is over."""
        convener = self.society.people[0]
        town, book = convener.town, convener.town.book
        starts = self.society.between(self.now - SPAN, self.now + SPAN).replace(
            hour=14, minute=0, second=0, microsecond=0
        )
        planned = min(starts, self.now) - AHEAD
        table_id = self.society.id_at(planned)
        topics = self.society.some_topics(2)
        title = book.line("headings", self.chance, topics[0], town.name)
        slug = self.society.slug(title)
        purpose = book.prose("contexts", self.chance, topics[0], town.name, 4)
        asked = self.society.other_towns(town, CITIES)
        people = [person for one in asked for person in one.staff][:SEATS]
        self.bulk.add(
            Roundtable,
            id=table_id,
            author_id=convener.id,
            slug=slug,
            title=title,
            purpose=purpose,
            language=book.code,
            format=self.chance.choice(FORMATS),
            joining_link=f"https://meet.example/{slug}",
            capacity=CAPACITY,
            visibility="public",
            made_at=planned,
            planned_at=planned,
            changed_at=planned,
            starts_at=starts,
            ends_at=starts + LENGTH,
            turns=len(people),
        )
        for topic in topics:
            self.bulk.add(
                RoundtableTopic, roundtable_id=table_id, topic_id=self.society.topics[topic]
            )
        for one in asked:
            self.bulk.add(
                RoundtableCity, roundtable_id=table_id, city_id=one.id, invited_at=planned
            )
        self._sit(table_id, starts)
        for turn, person in enumerate(people, start=1):
            self._seat(table_id, person, turn, planned)
        if starts + LENGTH < self.now:
            self._note(table_id, convener, purpose, starts + LENGTH)
        about = [self.society.topics[topic] for topic in topics]
        found = Found(
            "roundtable",
            table_id,
            slug,
            title,
            purpose,
            book.code,
            starts,
            starts.year,
            topics=about,
        )
        self.bulk.find(found)

    def _sit(self, table_id: UUID, starts: datetime) -> None:
        self.bulk.add(
            Sitting,
            id=self.society.id_at(starts),
            roundtable_id=table_id,
            day=starts.date(),
            clock_time=starts.time(),
            zone=str(UTC),
            rules=version("tzdata"),
            starts_at=starts,
            ends_at=starts + LENGTH,
        )

    def _seat(self, table_id: UUID, person: Person, turn: int, planned: datetime) -> None:
        self.bulk.add(
            Seat,
            roundtable_id=table_id,
            member_id=person.id,
            answer="yes",
            turn=turn,
            seated_at=planned if turn <= CAPACITY else None,
            answered_at=planned,
        )

    def _note(self, table_id: UUID, by: Person, body: str, at: datetime) -> None:
        self.bulk.add(
            Note,
            id=self.society.id_at(at),
            roundtable_id=table_id,
            body=body,
            written_by_id=by.id,
            written_at=at,
            published_at=at,
        )
