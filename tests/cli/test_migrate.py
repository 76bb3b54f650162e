from alembic import command
from sqlalchemy import Engine, inspect

from backend.core import migrations
from tests.support.commands import Operator


def test_migrating_makes_the_tables_and_may_be_said_twice(
    operator: Operator, lasting_engine: Engine
) -> None:
    with lasting_engine.connect() as connection, connection.begin():
        command.downgrade(migrations.config(connection), "base")
    operator.uses(lasting_engine)
    assert [operator.runs("migrate").exit_code for _ in range(2)] == [0, 0]
    assert inspect(lasting_engine).has_table("member")


def test_a_database_out_of_reach_is_said_in_a_sentence(operator: Operator) -> None:
    operator.sets(database_url="sqlite:///missing/network.db")
    refused = operator.runs("migrate")
    assert (refused.exit_code, "cannot be reached" in refused.output) == (1, True)
