"""One's own data for programs: how it stands, and asking for the archive."""

from sqlmodel import Session, select

from backend.domain.own_data.models import Archive
from tests.conftest import NOON, Connect
from tests.support.make import Make


def test_an_archive_is_asked_for(connect: Connect, make: Make, db: Session) -> None:
    ana = make.member()
    program = connect(ana)
    assert program.get("/me/data").json() == {"archive": None, "may_ask": True}
    asked = program.post("/me/data/archives")
    assert asked.status_code == 200
    assert asked.json() == {
        "archive": {
            "asked_at": NOON.isoformat().replace("+00:00", "Z"),
            "made_at": None,
            "expires_at": None,
            "size": 0,
        },
        "may_ask": False,
    }
    assert db.exec(select(Archive.member_id)).all() == [ana.id]
    assert program.post("/me/data/archives").status_code == 403


def test_a_token_that_only_reads_asks_for_nothing(connect: Connect, make: Make) -> None:
    program = connect(make.member(), scope="read")
    assert program.get("/me/data").status_code == 200
    assert program.post("/me/data/archives").status_code == 403


def test_strangers_have_no_data(connect: Connect) -> None:
    assert connect().get("/me/data").status_code == 401
    assert connect().post("/me/data/archives").status_code == 401
