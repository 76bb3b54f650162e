from sqlalchemy import Engine

from backend.core.db import sessions_for
from backend.domain.members import callers
from tests.support.commands import Operator
from tests.support.make import Make


def test_a_token_acts_for_the_member_within_its_scope(
    operator: Operator, lasting_engine: Engine
) -> None:
    operator.uses(lasting_engine)
    with sessions_for(lasting_engine)() as db:
        ana = Make(db).member(email="ana@bristol.example")
    read, write = (
        operator.runs("token", "ana@bristol.example", "--scope", scope).output.strip()
        for scope in ("read", "write")
    )
    with sessions_for(lasting_engine)() as db:
        found = [callers.by_bearer(db, token) for token in (read, write)]
        assert [(c.member.id, c.may_write) for c in found if c] == [
            (ana.id, False),
            (ana.id, True),
        ]
