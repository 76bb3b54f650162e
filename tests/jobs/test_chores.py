import pytest
from sqlmodel import Session, select

from backend.core.db import Sessions
from backend.domain.topics.models import Topic
from backend.jobs.chores import chore


def test_what_a_chore_does_is_kept(sessions: Sessions, db: Session) -> None:
    def deed(db: Session) -> int:
        db.add(Topic(slug="housing", kind="theme"))
        return 7

    assert chore(sessions, deed)() == 7
    assert db.exec(select(Topic.slug)).all() == ["housing"]


def test_what_a_failing_chore_did_is_undone(sessions: Sessions, db: Session) -> None:
    def deed(db: Session) -> int:
        db.add(Topic(slug="housing", kind="theme"))
        db.flush()
        raise RuntimeError(str(db))

    with pytest.raises(RuntimeError):
        chore(sessions, deed)()
    assert db.exec(select(Topic.slug)).all() == []
