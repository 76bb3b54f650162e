"""Limits hold however many requests come at once, on both databases, for real."""

from collections.abc import Callable
from io import BytesIO
from itertools import count
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, func, select

from backend.adapters.files import Files
from backend.core.config import Settings
from backend.core.db import sessions_for
from backend.core.ids import new_id
from backend.core.providers import Errand
from backend.domain.challenges import drafts
from backend.domain.challenges.models import DraftWords, KeptDraft
from backend.domain.joining import identities, passkey_challenges, programs
from backend.domain.joining.programs import TokenDraft
from backend.domain.joining.ways import PasskeyChallenge, ProviderVisit
from backend.domain.members.models import ApiToken, Member
from backend.domain.moderation import actions as moderation
from backend.domain.moderation.models import Report, ReportDraft
from backend.domain.resources import files
from backend.domain.resources.models import StoredFile
from tests.support.documents import TEXT
from tests.support.joining import HOME
from tests.support.make import Make
from tests.support.races import at_once

CLIENTS = 20


@pytest.fixture
def me(lasting_engine: Engine) -> UUID:
    with sessions_for(lasting_engine)() as db:
        return Make(db).member().id


def after(engine: Engine, before: int, deed: Callable[[Session], object]) -> list[str]:
    """What twenty get who come at once, after so many have come before."""
    with sessions_for(engine)() as db:
        for _n in range(before):
            deed(db)
        db.commit()
    return at_once(engine, deed, CLIENTS)


def how_many(engine: Engine, model: type) -> int:
    with sessions_for(engine)() as db:
        return db.exec(select(func.count()).select_from(model)).one()


def test_nobody_gets_more_tokens(lasting_engine: Engine, me: UUID) -> None:
    def make(db: Session) -> str:
        return programs.make(db, db.get_one(Member, me), TokenDraft(name="Mine"))

    got = after(lasting_engine, programs.MOST - 1, make)
    assert got == ["Conflict"] * (CLIENTS - 1) + ["str"]
    assert how_many(lasting_engine, ApiToken) == programs.MOST


def test_nobody_keeps_more_drafts(lasting_engine: Engine, me: UUID) -> None:
    def save(db: Session) -> KeptDraft | None:
        return drafts.save(db, db.get_one(Member, me), new_id(), DraftWords(title="Late trams"))

    got = after(lasting_engine, drafts.MOST - 1, save)
    assert got == ["KeptDraft"] + ["Rejected"] * (CLIENTS - 1)
    assert how_many(lasting_engine, KeptDraft) == drafts.MOST


def test_nobody_leaves_more_files_to_wait(lasting_engine: Engine, me: UUID, tmp_path: Path) -> None:
    shelf, names = Files(tmp_path, files.MEGABYTE), count()

    def keep(db: Session) -> StoredFile:
        source = BytesIO(TEXT + str(next(names)).encode())
        return files.keep(db, db.get_one(Member, me), shelf, "notes.txt", source)

    got = after(lasting_engine, files.MOST_WAITING - 1, keep)
    assert got == ["Rejected"] * (CLIENTS - 1) + ["StoredFile"]
    assert how_many(lasting_engine, StoredFile) == files.MOST_WAITING


def test_nobody_reports_one_thing_twice(lasting_engine: Engine, me: UUID) -> None:
    with sessions_for(lasting_engine)() as db:
        challenge = Make(db).challenge().id

    def report(db: Session) -> Report:
        draft = ReportDraft(rule="kindness")
        return moderation.report(db, db.get_one(Member, me), "challenge", challenge, draft)

    assert at_once(lasting_engine, report, CLIENTS) == ["Conflict"] * (CLIENTS - 1) + ["Report"]
    assert how_many(lasting_engine, Report) == 1


def test_no_network_sets_out_to_providers_more_often(
    lasting_engine: Engine, settings: Settings
) -> None:
    def set_out(db: Session) -> None:
        identities.set_out(db, settings, HOME, "one", Errand("https://network.example"))

    got = after(lasting_engine, identities.MOST - 1, set_out)
    assert got == ["NoneType"] + ["TooMany"] * (CLIENTS - 1)
    assert how_many(lasting_engine, ProviderVisit) == identities.MOST


def test_no_network_asks_for_more_challenges(lasting_engine: Engine, settings: Settings) -> None:
    def ask(db: Session) -> bytes:
        return passkey_challenges.put(db, settings, HOME, "use")

    got = after(lasting_engine, passkey_challenges.MOST - 1, ask)
    assert got == ["TooMany"] * (CLIENTS - 1) + ["bytes"]
    assert how_many(lasting_engine, PasskeyChallenge) == passkey_challenges.MOST
