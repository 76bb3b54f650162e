from sqlalchemy import Engine

from backend.core.times import RULES
from tests.support.commands import Operator


def test_an_operator_has_the_times_looked_at_again(
    operator: Operator, lasting_engine: Engine
) -> None:
    operator.uses(lasting_engine)
    assert operator.runs("zones").output == f"Rules of time zones: {RULES}. Moved: 0.\n"
