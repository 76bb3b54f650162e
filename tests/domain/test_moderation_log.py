from uuid import uuid4

import pytest
from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

from backend.core import clock, migrations
from backend.core.db import sessions_for
from backend.domain.moderation import log
from backend.domain.moderation.models import LogReason
from tests.support.log import decided
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


@pytest.mark.parametrize("sent", ["UPDATE log_entry SET seal = 'x'", "DELETE FROM log_entry"])
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
    forged = entries[1].model_copy(update={"seal": log.sealed("salt", "Named nobody.")})
    assert log.fault_in(entries) is None
    assert log.fault_in([entries[0], forged, *entries[2:]]) == 2
    assert log.fault_in([entries[0], *entries[2:]]) == 3


def test_a_reason_that_was_changed_or_taken_away_is_found(db: Session, make: Make) -> None:
    convener = make.convener()
    for reason in ("Named a resident.", "", "Sold a product.", "Named a colleague."):
        log.append(db, convener.id, "hide", ("challenge", uuid4()), reason=reason)
    db.flush()
    assert log.changed_reasons(db) == []
    db.get_one(LogReason, 1).words = "Named nobody."
    db.delete(db.get_one(LogReason, 3))
    db.flush()
    assert log.changed_reasons(db) == [1, 3]
    assert log.first_fault(db) is None


def test_a_reason_out_of_which_a_name_was_taken_says_so_itself(db: Session, make: Make) -> None:
    log.append(db, make.convener().id, "hide", ("challenge", uuid4()), reason="Named Ana Lopes.")
    db.flush()
    reason = db.get_one(LogReason, 1)
    reason.words, reason.unnamed_at = "Named a former member.", clock.now()
    db.flush()
    assert log.changed_reasons(db) == []
    assert log.first_fault(db) is None


def test_the_same_reason_is_sealed_differently_each_time(db: Session, make: Make) -> None:
    convener = make.convener()
    seals = {
        log.append(db, convener.id, "hide", ("challenge", uuid4()), reason="Spam.").seal
        for _ in range(3)
    }
    assert len(seals) == 3


def test_lines_from_before_reasons_lay_beside_them_are_sealed_and_whole(
    lasting_engine: Engine,
) -> None:
    with sessions_for(lasting_engine)() as db:
        convener = Make(db).convener()
        for reason in ("Named a resident.", "", "Vendía algo."):
            log.append(db, convener.id, "hide", ("challenge", uuid4()), reason=reason)
        db.commit()
    script = ScriptDirectory.from_config(migrations.config())
    before = next(
        one.down_revision for one in script.walk_revisions() if one.path.endswith("_log_reasons.py")
    )
    with lasting_engine.connect() as connection:
        command.downgrade(migrations.config(connection), str(before))
        connection.commit()
        kept = connection.execute(text("SELECT reason FROM log_entry ORDER BY number")).scalars()
        assert list(kept) == ["Named a resident.", "", "Vendía algo."]
    migrations.upgrade(lasting_engine)
    with sessions_for(lasting_engine)() as db:
        assert [reason for _deed, reason in decided(db)] == [
            "Named a resident.",
            "",
            "Vendía algo.",
        ]
        assert (log.first_fault(db), log.changed_reasons(db)) == (None, [])
        with pytest.raises(DBAPIError, match="only grows"), db.begin_nested():
            db.connection().execute(text("UPDATE log_entry SET deed = 'x'"))
