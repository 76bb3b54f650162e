from sqlalchemy import Engine

from tests.support.commands import Operator


def test_a_database_with_people_in_it_is_left_as_it_is(operator: Operator, network: Engine) -> None:
    operator.uses(network)
    refused = operator.runs("sample")
    assert refused.exit_code == 1
    assert "There are people in this database already, so it stays as it is.\n" in refused.output
