from datetime import timedelta
from io import BytesIO
from pathlib import Path

from sqlmodel import Session, select

from backend.adapters.files import Files
from backend.core import clock
from backend.core.db import Sessions
from backend.domain.resources import files
from backend.domain.resources.models import StoredFile
from backend.jobs.files import sweep
from tests.conftest import NOON
from tests.support.make import Make


def test_a_sweep_lasts(db: Session, make: Make, sessions: Sessions, tmp_path: Path) -> None:
    shelf = Files(tmp_path, most=100)
    stored = files.keep(db, make.member(), shelf, "a.txt", BytesIO(b"words"))
    db.commit()
    # The clock of the files is the computer's own, so the sweep is made to look back from afar.
    with clock.stopped(NOON + timedelta(days=36_500)):
        assert sweep(sessions, shelf) == 1
    with sessions() as later:
        assert later.exec(select(StoredFile)).all() == []
    assert shelf.where(stored.sha256) is None
