from sqlalchemy import Engine
from sqlmodel import select

from backend.core.db import sessions_for
from backend.domain.members.models import Member
from tests.support.commands import Operator
from tests.support.make import Make


def test_a_database_with_people_in_it_is_left_as_it_is(
    operator: Operator, lasting_engine: Engine
) -> None:
    operator.uses(lasting_engine)
    with sessions_for(lasting_engine)() as db:
        Make(db).member()
    refused = operator.runs("sample")
    assert refused.exit_code == 1
    assert "There are people in this database already, so it stays as it is.\n" in refused.output


def test_a_network_of_any_size_is_invented(operator: Operator, lasting_engine: Engine) -> None:
    operator.uses(lasting_engine)
    assert operator.runs("sample", "--members", "9", "--seed", "5").exit_code == 0
    with sessions_for(lasting_engine)() as db:
        assert len(db.exec(select(Member.id)).all()) == 9
