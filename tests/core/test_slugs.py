from sqlmodel import Session

from backend.core.slugs import free_slug
from backend.domain.topics.models import Topic
from tests.support.make import Make


def test_the_first_of_a_name_has_it_and_later_ones_are_numbered(db: Session, make: Make) -> None:
    given = []
    for _again in range(18):
        given.append(free_slug(db, Topic.slug, "Bike lanes"))
        make.topic(slug=given[-1])
    assert given == ["bike-lanes", *(f"bike-lanes-{n}" for n in range(2, 19))]


def test_a_page_of_ours_is_never_given_away(db: Session) -> None:
    assert free_slug(db, Topic.slug, "New!", reserved={"new"}) == "new-2"
