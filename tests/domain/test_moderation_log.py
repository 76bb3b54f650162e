from uuid import uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

from backend.domain.moderation import log
from tests.support.make import Make


def test_every_entry_is_chained_to_the_one_before(db: Session, make: Make) -> None:
    convener = make.convener()
    first, second = (
        log.append(db, convener.id, deed, ("challenge", uuid4()), reason="Named a resident.")
        for deed in ("hide", "restore")
    )
    assert first.hash == log.chained(log.START, first)
    assert second.hash == log.chained(first.hash, second)
    assert log.first_fault(db) is None


@pytest.mark.parametrize("sent", ["UPDATE log_entry SET reason = 'x'", "DELETE FROM log_entry"])
def test_the_database_itself_refuses_to_change_the_log(db: Session, make: Make, sent: str) -> None:
    log.append(db, make.convener().id, "hide", ("challenge", uuid4()))
    with pytest.raises(DBAPIError, match="the moderation log only grows"), db.begin_nested():
        db.connection().execute(text(sent))


def test_a_changed_or_missing_entry_is_found(db: Session, make: Make) -> None:
    convener = make.convener()
    entries = [
        log.append(db, convener.id, "hide", ("challenge", uuid4()), reason="Named a resident.")
        for _ in range(4)
    ]
    forged = entries[1].model_copy(update={"reason": "Named nobody."})
    assert log.fault_in(entries) is None
    assert log.fault_in([entries[0], forged, *entries[2:]]) == 2
    assert log.fault_in([entries[0], *entries[2:]]) == 3
