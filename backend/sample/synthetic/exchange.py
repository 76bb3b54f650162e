"""Challenges with what is said to them."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from backend.domain.challenges.answers import ANSWER_KINDS, REPLY, Answer, Helpful
from backend.domain.challenges.models import (
    Challenge,
    ChallengeCity,
    ChallengeStep,
    ChallengeTopic,
    Facing,
)
from backend.domain.notifications.models import Notification
from backend.domain.search.words import Found
from backend.sample.synthetic.society import Person, Society, Town

ANSWERS, FACING = 12, 4
"""At most so many, and half of that on average."""
HALF = 0.5
"""An answer has a reply, or a mark that it is helpful, as often as not."""
TOPICS = 3
WITHIN = timedelta(days=60)
NEWS = timedelta(days=5)
VISIBILITIES = ("public",) * 11 + ("members",) * 8 + ("cities",)
STATUSES = ("open",) * 12 + ("in_progress",) * 3 + ("solved",) * 4 + ("closed",)
ENDINGS = ("solved", "closed")


@dataclass(frozen=True, slots=True)
class Posted:
    """A challenge that is being talked about."""

    id: UUID
    slug: str
    title: str
    topics: list[str]
    author: Person
    at: datetime
    until: datetime
    """When it ended; or now."""
    status: str


class Exchange:
    """Makes challenges one by one."""

    def __init__(self, society: Society) -> None:
        self.society = society
        self.bulk, self.chance, self.now = society.bulk, society.chance, society.now

    def discuss(self) -> None:
        """One challenge, and all that becomes of it."""
        about = self._begun()
        others = self.society.other_towns(about.author.town, self.chance.randint(0, FACING))
        answers = self.chance.randint(0, ANSWERS)
        self._post(about, others, answers)
        for town in (about.author.town, *others):
            by = about.author if town is about.author.town else self.chance.choice(town.staff)
            self._face(about, town, by)
        for _ in range(answers):
            self._answer(about)

    def _begun(self) -> Posted:
        author = self.chance.choice(self.society.people)
        at = self.society.between(author.joined, self.now)
        status = self.chance.choice(STATUSES)
        last = min(at + 2 * WITHIN, self.now)
        until = self.society.between(at, last) if status != "open" else self.now
        topics = self.society.some_topics(self.chance.randint(1, TOPICS))
        title = author.town.book.line("headings", self.chance, topics[0], author.town.name)
        slug = self.society.slug(title)
        return Posted(self.society.id_at(at), slug, title, topics, author, at, until, status)

    def _post(self, about: Posted, others: list[Town], answers: int) -> None:
        town, book = about.author.town, about.author.town.book
        is_ended = about.status in ENDINGS
        words = {
            field: book.prose(kind, self.chance, about.topics[0], town.name, most)
            for field, kind, most in (
                ("context", "contexts", 6),
                ("tried", "tried", 2),
                ("help_wanted", "wanted", 3),
                ("worked", "answers", 2 if is_ended else 0),
            )
        }
        visibility = self.chance.choice(VISIBILITIES)
        self.bulk.add(
            Challenge,
            id=about.id,
            author_id=about.author.id,
            city_id=town.id,
            slug=about.slug,
            title=about.title,
            language=book.code,
            visibility=visibility,
            posted_at=about.at,
            worked_on_at=about.until if about.status == "in_progress" else None,
            closed_at=about.until if is_ended else None,
            outcome_at=about.until if is_ended else None,
            solved=about.status == "solved",
            faced_by=1 + len(others),
            answers=answers,
            **words,
        )
        self._step(about, "posted", about.at)
        if about.status != "open":
            self._step(about, about.status, about.until)
        for topic in about.topics:
            topic_id = self.society.topics[topic]
            self.bulk.add(ChallengeTopic, challenge_id=about.id, topic_id=topic_id)
        for other in others if visibility == "cities" else ():
            self.bulk.add(ChallengeCity, challenge_id=about.id, city_id=other.id)
        body = "\n\n".join(filter(None, words.values()))
        self.bulk.find(
            Found(
                "challenge",
                about.id,
                about.slug,
                about.title,
                body,
                book.code,
                about.at,
                about.at.year,
                town.region,
                self._topics(about),
            )
        )

    def _topics(self, about: Posted) -> list[UUID]:
        return [self.society.topics[topic] for topic in about.topics]

    def _step(self, about: Posted, what: str, at: datetime) -> None:
        by, step_id = about.author.id, self.society.id_at(at)
        self.bulk.add(ChallengeStep, id=step_id, challenge_id=about.id, what=what, by_id=by, at=at)

    def _face(self, about: Posted, town: Town, by: Person) -> None:
        words = ""
        if by is not about.author:
            words = town.book.line("replies", self.chance, about.topics[0], town.name)
        self.bulk.add(
            Facing,
            challenge_id=about.id,
            city_id=town.id,
            words=words,
            said_by_id=by.id,
            said_at=self.society.between(about.at, about.until),
        )

    def _answer(self, about: Posted) -> None:
        at = self.society.between(about.at, min(about.at + WITHIN, about.until))
        kind = self.chance.choice(ANSWER_KINDS)
        by, answer_id = self._say(about, at, kind, 5)
        if self.chance.random() < HALF:
            after = self.society.between(at, min(at + WITHIN, about.until))
            self._say(about, after, REPLY, 2, answer_id)
        if self.chance.random() < HALF:
            reader = self.society.somebody_but(by)
            self.bulk.add(
                Helpful,
                answer_id=answer_id,
                member_id=reader.id,
                city_id=reader.town.id,
                marked_at=self.society.between(at, self.now),
            )
        if by is not about.author:
            self._tell(about, answer_id, by, at)

    def _say(
        self, about: Posted, at: datetime, kind: str, most: int, parent: UUID | None = None
    ) -> tuple[Person, UUID]:
        by = self.society.somebody_but(about.author)
        book, answer_id = by.town.book, self.society.id_at(at)
        said = "replies" if kind == REPLY else "answers"
        body = book.prose(said, self.chance, about.topics[0], by.town.name, most)
        self.bulk.add(
            Answer,
            id=answer_id,
            author_id=by.id,
            city_id=by.town.id,
            challenge_id=about.id,
            parent_id=parent,
            kind=kind,
            body=body,
            language=book.code,
            posted_at=at,
        )
        self.bulk.find(
            Found(
                "answer",
                answer_id,
                about.slug,
                about.title,
                body,
                book.code,
                at,
                at.year,
                by.town.region,
                self._topics(about),
            )
        )
        return by, answer_id

    def _tell(self, about: Posted, answer_id: UUID, by: Person, at: datetime) -> None:
        self.bulk.add(
            Notification,
            id=self.society.id_at(at),
            recipient_id=about.author.id,
            event="challenge.answered",
            kind="answer",
            subject_id=answer_id,
            facts={"title": about.title, "by": by.name},
            told_at=at,
            read_at=at if at < self.now - NEWS else None,
        )
