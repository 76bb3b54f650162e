from sqlalchemy import Engine
from sqlmodel import col, select

from backend.core.db import sessions_for
from backend.domain.joining.ways import Passkey
from backend.domain.members import sessions
from backend.domain.members.models import BrowserSession
from tests.support.commands import Operator
from tests.support.joining import letters
from tests.support.make import Make


def test_who_has_lost_a_device_may_make_another_passkey(
    operator: Operator, lasting_engine: Engine
) -> None:
    operator.uses(lasting_engine)
    with sessions_for(lasting_engine)() as db:
        make = Make(db)
        ana, ben = make.member(email="ana@bristol.example"), make.member()
        for member, key in ((ana, "one"), (ana, "two"), (ben, "three")):
            db.add(Passkey(member_id=member.id, credential_id=key, public_key="x", name=key))
            sessions.start(db, member, strong=True)
        db.commit()
        ben_id = ben.id
    said = operator.runs("forget-passkeys", "ana@bristol.example")
    assert (said.exit_code, said.output) == (0, "2 taken away; a letter says so.\n")
    with sessions_for(lasting_engine)() as db:
        assert db.exec(select(Passkey.credential_id)).all() == ["three"]
        still = select(BrowserSession.member_id).where(col(BrowserSession.ended_at).is_(None))
        assert db.exec(still).all() == [ben_id]
        told = [letter.event for letter in letters(db, "ana@bristol.example")]
        assert told == ["way_in.passkey_gone"] * 2
    assert operator.runs("forget-passkeys", "nobody@bristol.example").exit_code == 1
