from datetime import timedelta
from typing import Any

import pytest
from pydantic import ValidationError
from sqlmodel import Session, select

from backend.core import clock
from backend.core.errors import Conflict, Denied, NotFound, Rejected
from backend.core.ids import new_id
from backend.domain.challenges import drafts
from backend.domain.challenges.models import DraftWords, KeptDraft
from tests.conftest import NOON
from tests.support.make import Make

HALF = DraftWords(title="Bike", topics=["mobility"], language="en")


def test_words_are_kept_as_they_are_and_saved_again_under_the_same_id(
    db: Session, make: Make
) -> None:
    ana, form = make.member(), new_id()
    drafts.save(db, ana, form, HALF)
    with clock.stopped(NOON + timedelta(hours=1)):
        drafts.save(db, ana, form, DraftWords(title="Bike lanes", tried="Paint."))
    kept = drafts.one(db, ana, form)
    assert (kept.title, kept.tried, kept.topics) == ("Bike lanes", "Paint.", ["mobility"])
    assert kept.saved_at == NOON + timedelta(hours=1)
    db.flush()
    assert [(row.id, row.title) for row in drafts.mine(db, ana)] == [(form, "Bike lanes")]


def test_an_empty_form_keeps_nothing(db: Session, make: Make) -> None:
    assert drafts.save(db, make.member(), new_id(), DraftWords(language="en")) is None
    assert db.exec(select(KeptDraft)).all() == []


def test_what_was_emptied_stays_empty(db: Session, make: Make) -> None:
    ana, form = make.member(), new_id()
    drafts.save(db, ana, form, HALF)
    drafts.save(db, ana, form, DraftWords(title="", topics=[]))
    kept = drafts.one(db, ana, form)
    assert (kept.title, kept.topics, kept.language) == ("", [], "en")


def test_a_draft_is_its_authors_business_alone(db: Session, make: Make) -> None:
    ana, convener, form = make.member(), make.convener(), new_id()
    drafts.save(db, ana, form, HALF)
    db.flush()
    assert drafts.mine(db, convener) == []
    with pytest.raises(NotFound, match="There is no such draft"):
        drafts.save(db, convener, form, HALF)
    with pytest.raises(NotFound, match="There is no such draft"):
        drafts.remove(db, convener, form)
    drafts.remove(db, ana, form)
    db.flush()
    assert drafts.mine(db, ana) == []


def test_what_was_posted_is_no_draft_any_more(db: Session, make: Make) -> None:
    challenge = make.challenge(ana := make.member())
    with pytest.raises(Conflict, match="This has been posted already"):
        drafts.save(db, ana, challenge.id, HALF)


def test_who_takes_no_part_keeps_no_drafts(db: Session, make: Make) -> None:
    with pytest.raises(Denied):
        drafts.save(db, make.member(suspended_at=NOON), new_id(), HALF)


def test_drafts_have_an_end(db: Session, make: Make) -> None:
    ana = make.member()
    for _each in range(drafts.MOST):
        drafts.save(db, ana, last := new_id(), HALF)
        db.flush()
    drafts.save(db, ana, last, HALF)
    with pytest.raises(Rejected, match="You keep 50 drafts already"):
        drafts.save(db, ana, new_id(), HALF)


@pytest.mark.parametrize(
    "given", [{"title": "x" * 121}, {"context": "x" * 6001}, {"cities": ["x"] * 41}]
)
def test_drafts_have_the_limits_above_of_what_they_become(given: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        DraftWords(**given)
