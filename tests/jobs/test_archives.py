"""Archives and erasures as the worker makes them, also when it is killed in the middle."""

import json
import signal
import subprocess
import sys
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from fastapi import FastAPI
from sqlalchemy import Engine
from sqlmodel import Session, select

from backend.adapters.files import Files
from backend.adapters.mail import Smtp
from backend.core import clock
from backend.core.config import Settings
from backend.core.db import Sessions, sessions_for
from backend.domain.members.models import Member
from backend.domain.notifications.models import Letter
from backend.domain.own_data import actions, archiving
from backend.domain.own_data.archiving import LEASE
from backend.domain.own_data.models import TRIES, Archive, Erasure
from backend.jobs.archives import Bindery, clear, make_one
from backend.jobs.erasures import erase_due
from backend.jobs.letters import deliver
from backend.kit.languages import Languages
from backend.kit.site import Site
from tests.conftest import NOON
from tests.support.lives import BY_OTHERS, EMAIL, Life
from tests.support.mailbox import Mailbox
from tests.support.make import Make


@pytest.fixture
def bindery(app: FastAPI) -> Bindery:
    state = app.state
    return Bindery(state.settings, state.site, state.languages, state.shelf, state.archives)


@pytest.fixture
def life(db: Session, make: Make, app: FastAPI) -> Life:
    return Life(db, make, app.state.shelf)


def asked(db: Session, me: Member) -> Archive:
    archive = actions.ask_for_archive(db, me)
    db.commit()
    return archive


def opened(bindery: Bindery, archive: Archive) -> ZipFile:
    path = bindery.archives.where(archive.sha256)
    assert path is not None
    return ZipFile(BytesIO(path.read_bytes()))


def test_an_archive_holds_a_page_a_file_for_programs_and_the_uploads(
    db: Session, sessions: Sessions, life: Life, bindery: Bindery
) -> None:
    archive = asked(db, life.me)
    assert make_one(sessions, bindery) == 1
    db.refresh(archive)
    inside = opened(bindery, archive)
    assert inside.namelist() == [
        "data.json",
        "index.html",
        "files/1-Quillmark-counts.txt",
        "files/2-Quillmark-counts.txt",
    ]
    told = json.loads(inside.read("data.json"))
    assert (told["format"], told["version"]) == ("opencities.own-data", 1)
    assert told["parts"]["member"][0]["email"] == EMAIL
    assert told["files"][0]["path"] == "files/1-Quillmark-counts.txt"
    page = inside.read("index.html").decode()
    assert "Bicycles on Quillmark street" in page
    assert BY_OTHERS not in page + json.dumps(told)
    assert (archive.size, archive.expires_at) == (
        bindery.archives.where(archive.sha256).stat().st_size,  # type: ignore[union-attr]
        NOON + timedelta(days=7),
    )


def test_its_page_escapes_everything_and_speaks_the_members_language(
    db: Session, sessions: Sessions, make: Make, bindery: Bindery
) -> None:
    ana = make.member("Ana <script>alert(1)</script>", language="ar-XB", bio='"><img src=x>')
    archive = asked(db, ana)
    make_one(sessions, bindery)
    db.refresh(archive)
    page = opened(bindery, archive).read("index.html").decode()
    assert "<script" not in page
    assert "<img" not in page
    assert '<html lang="ar-XB" dir="rtl">' in page
    assert "⟦" in page


def test_a_letter_without_a_secret_says_that_it_is_ready(
    db: Session, sessions: Sessions, life: Life, bindery: Bindery, app: FastAPI, mailbox: Mailbox
) -> None:
    while deliver(sessions, app.state.desk, Smtp(mailbox.url)).took:
        mailbox.messages.clear()
    archive = asked(db, life.me)
    make_one(sessions, bindery)
    deliver(sessions, app.state.desk, Smtp(mailbox.url))
    [message] = mailbox.messages
    assert message["Subject"] == "The archive of your data is ready."
    assert "/settings/data" in str(message)
    assert str(archive.id) not in str(message)


def test_nothing_is_made_that_nobody_asked_for(sessions: Sessions, bindery: Bindery) -> None:
    assert make_one(sessions, bindery) == 0
    assert clear(sessions, bindery) == 0


def test_an_archive_goes_when_its_time_is_over(
    db: Session, sessions: Sessions, make: Make, bindery: Bindery
) -> None:
    archive = asked(db, make.member())
    make_one(sessions, bindery)
    db.refresh(archive)
    sha256 = archive.sha256
    with clock.stopped(NOON + timedelta(days=7) - timedelta(seconds=1)):
        assert clear(sessions, bindery) == 0
    with clock.stopped(NOON + timedelta(days=7)):
        assert clear(sessions, bindery) == 1
    assert bindery.archives.where(sha256) is None
    db.expire_all()
    assert db.exec(select(Archive)).all() == []


def test_files_that_no_archive_knows_are_swept_away(sessions: Sessions, bindery: Bindery) -> None:
    lost = bindery.archives.keep(BytesIO(b"half a life"))
    assert clear(sessions, bindery) == 0
    with clock.stopped(clock.now() + timedelta(days=36_500)):
        assert clear(sessions, bindery) == 1
    assert bindery.archives.where(lost.sha256) is None


def test_two_workers_never_make_the_same_archive(
    db: Session, sessions: Sessions, make: Make, bindery: Bindery
) -> None:
    archive = asked(db, make.member())
    with sessions.begin() as other:
        assert archiving.claim(other) == archive.id
    assert make_one(sessions, bindery) == 0
    with clock.stopped(NOON + LEASE + timedelta(seconds=1)):
        assert make_one(sessions, bindery) == 1
        with sessions.begin() as other:  # the slower of the two comes last, and changes nothing
            kept = bindery.archives.keep(BytesIO(b"the slower one's"))
            assert not archiving.finish(other, bindery.settings, archive.id, kept)
    letters = select(Letter).where(Letter.event == "archive.ready")
    assert len(db.exec(letters).all()) == 1


def test_after_some_tries_it_is_given_up(db: Session, sessions: Sessions, make: Make) -> None:
    archive = asked(db, make.member())
    for n in range(TRIES + 1):
        with clock.stopped(NOON + n * (LEASE + timedelta(seconds=1))), sessions.begin() as other:
            assert (archiving.claim(other) is not None) is (n < TRIES)
    db.refresh(archive)
    assert archive.is_given_up


def test_whoever_is_erased_leaves_no_archive_and_no_address(
    db: Session, sessions: Sessions, life: Life, bindery: Bindery, app: FastAPI, mailbox: Mailbox
) -> None:
    archive = asked(db, life.me)
    make_one(sessions, bindery)
    db.refresh(archive)
    sha256 = archive.sha256
    db.add(Erasure(member_id=life.me.id, takes_away=True, due_at=NOON))
    db.commit()
    assert erase_due(sessions, bindery.archives) == 1
    assert bindery.archives.where(sha256) is None
    while deliver(sessions, app.state.desk, Smtp(mailbox.url)).took:
        pass
    assert [one["To"] for one in mailbox.messages if one["To"] == EMAIL] == [EMAIL]
    db.expire_all()
    assert EMAIL not in db.exec(select(Letter.address)).all()
    assert EMAIL not in db.exec(select(Member.email)).all()


KILLED = """
import os, signal, sys
from pathlib import Path
from backend import schema
from backend.adapters.files import Files
from backend.core.config import Settings
from backend.core.db import open_engine, sessions_for
from backend.jobs.archives import Bindery, make_one
from backend.kit.languages import Languages
from backend.kit.site import Site

class Killed(Files):
    def keep(self, source):
        kept = super().keep(source) if sys.argv[3] == "after" else None
        os.kill(os.getpid(), signal.SIGKILL)
        return kept

url, folder, _when = sys.argv[1:]
settings = Settings(_env_file=None, mode="test", origin="http://localhost:8000")
bindery = Bindery(
    settings, Site.of(settings), Languages(), Files(Path(folder), 1), Killed(Path(folder), 1)
)
make_one(sessions_for(open_engine(url)), bindery)
"""


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_worker_that_is_killed_leaves_nothing_half(
    lasting_engine: Engine, tmp_path: Path, settings: Settings, when: str
) -> None:
    url = lasting_engine.url.render_as_string(hide_password=False)
    sessions = sessions_for(lasting_engine)
    folder = tmp_path / "archives"
    with sessions() as db:
        archive = asked(db, Make(db).member())
        ran = subprocess.run([sys.executable, "-c", KILLED, url, str(folder), when], check=False)
        assert ran.returncode == -signal.SIGKILL
        db.refresh(archive)
        assert (archive.is_ready, archive.tries) == (False, 1)
        assert db.exec(select(Letter)).all() == []
        assert archive.leased_until is not None
        later = archive.leased_until + timedelta(seconds=1)
    bindery = Bindery(settings, Site.of(settings), Languages(), Files(folder, 1), Files(folder, 1))
    with clock.stopped(later):
        assert make_one(sessions, bindery) == 1
        assert make_one(sessions, bindery) == 0
    with sessions() as db:
        [made] = db.exec(select(Archive)).all()
        assert made.is_ready
        assert len(db.exec(select(Letter)).all()) == 1
    with clock.stopped(clock.now() + timedelta(days=36_500)):
        clear(sessions, bindery)
    assert [path for path in folder.rglob("*") if path.is_file()] == []
