"""What programs are told of challenges."""

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel

from backend.api.shapes import CityShape, Shape, TopicShape
from backend.domain.challenges import page
from backend.domain.challenges.person import Person
from backend.domain.challenges.rows import ChallengeRow
from backend.domain.challenges.thread import AnswerRow
from backend.domain.topics.queries import TopicRow
from backend.kit.asking import Asking


class PersonShape(Shape):
    slug: str
    name: str
    title: str
    is_current: bool
    """They are known to be of the city still for which they speak here."""


class FacingShape(CityShape):
    """A city that faces it, and how it is there."""

    words: str
    is_current: bool
    """Whoever said so is known to be of this city still."""


class ItemShape(BaseModel):
    """A challenge in a list."""

    id: UUID
    slug: str
    path: str
    title: str
    excerpt: str
    language: str
    visibility: str
    status: str
    posted_at: datetime
    author: str
    author_slug: str
    city: CityShape | None
    topics: list[TopicShape]
    faced_by: int
    answers: int


class ListShape(BaseModel):
    items: list[ItemShape]
    next: str | None
    """What to send as `after` for the page that follows."""


class AnswerShape(BaseModel):
    """An answer; replies have none of their own."""

    id: UUID
    kind: str
    body: str
    language: str
    posted_at: datetime
    edited_at: datetime | None
    author: PersonShape
    city: CityShape | None
    helped: bool
    helpful_cities: int
    helpful_partners: int
    marked: bool
    replies: list["AnswerShape"]


class ChallengeShape(BaseModel):
    """A challenge with all that was said to it."""

    id: UUID
    slug: str
    path: str
    title: str
    context: str
    tried: str
    help_wanted: str
    language: str
    visibility: str
    status: str
    posted_at: datetime
    edited_at: datetime | None
    closed_at: datetime | None
    worked: str
    not_worked: str
    author: PersonShape
    city: CityShape | None
    topics: list[TopicShape]
    facing: list[FacingShape]
    faces: bool
    follows: bool
    answers: list[AnswerShape]


class MadeShape(BaseModel):
    id: UUID


class StepShape(Shape):
    what: str
    visibility: str
    at: datetime
    by: str
    by_slug: str


class DraftShape(Shape):
    id: UUID
    title: str
    context: str
    tried: str
    help_wanted: str
    language: str
    visibility: str
    topics: list[str]
    cities: list[str]
    saved_at: datetime


class DraftLine(Shape):
    id: UUID
    title: str
    saved_at: datetime


def item(ask: Asking, row: ChallengeRow) -> ItemShape:
    return ItemShape(
        id=row.id,
        slug=row.slug,
        path=ask.path_for("challenges:show", slug=row.slug),
        title=row.title,
        excerpt=row.excerpt,
        language=row.language,
        visibility=row.visibility,
        status=row.status,
        posted_at=row.posted_at,
        author=row.author,
        author_slug=row.author_slug,
        city=CityShape.model_validate(row.city) if row.city else None,
        topics=[TopicShape.model_validate(topic) for topic in row.topics],
        faced_by=row.faced_by,
        answers=row.answers,
    )


def whole(
    ask: Asking,
    opened: page.Opened,
    topics: list[TopicRow],
    cities: page.Cities,
    answers: list[AnswerRow],
) -> ChallengeShape:
    challenge = opened.challenge
    return ChallengeShape(
        id=challenge.id,
        slug=challenge.slug,
        path=ask.path_for("challenges:show", slug=challenge.slug),
        title=challenge.title,
        context=challenge.context,
        tried=challenge.tried,
        help_wanted=challenge.help_wanted,
        language=challenge.language,
        visibility=challenge.visibility,
        status=challenge.status,
        posted_at=challenge.posted_at,
        edited_at=challenge.edited_at,
        closed_at=challenge.closed_at,
        worked=challenge.worked if challenge.closed_at else "",
        not_worked=challenge.not_worked if challenge.closed_at else "",
        author=PersonShape.model_validate(opened.author),
        city=CityShape.model_validate(opened.city) if opened.city else None,
        topics=[TopicShape.model_validate(topic) for topic in topics],
        facing=[FacingShape.model_validate(city) for city in cities.facing],
        faces=opened.faces,
        follows=opened.follows,
        answers=[_answer(one) for one in answers],
    )


def _answer(row: AnswerRow) -> AnswerShape:
    return AnswerShape(
        id=row.id,
        kind=row.kind,
        body=row.body,
        language=row.language,
        posted_at=row.posted_at,
        edited_at=row.edited_at,
        author=PersonShape.model_validate(row.author),
        city=_city(row.author),
        helped=row.helped_at is not None,
        helpful_cities=row.helpful_cities,
        helpful_partners=row.helpful_partners,
        marked=row.marked,
        replies=[_answer(one) for one in row.replies],
    )


def _city(person: Person) -> CityShape | None:
    if not person.city:
        return None
    return CityShape(slug=person.city_slug, name=person.city, country=person.country)
